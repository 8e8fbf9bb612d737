"""What a spreadsheet is read as: the fields of its columns, and who reads its rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from marketplace.foundation.tabular.table import Row
from marketplace.inventory.spreadsheet.mapping import Column
from marketplace.inventory.spreadsheet.reading import Reading, RowReader, Surroundings
from marketplace.inventory.spreadsheet.titles import ASSETS as ASSET_TITLES
from marketplace.inventory.spreadsheet.titles import Vocabulary
from marketplace.inventory.states import ImportPurpose


class Reader(Protocol):
    """Reads rows of one file, whose columns are mapped."""

    def read(self, row: Row) -> Reading | None:
        """The row's values; None for the header said once more."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sort of spreadsheet. `missed` are codes to tell by field when no column is mapped to it.

    `once` is the field of which a value may stand in one row only, if there is one.
    """

    purpose: ImportPurpose
    vocabulary: Vocabulary
    reader: Callable[[Sequence[Column], Surroundings], Reader]
    missed: Mapping[str, str]
    once: str | None = None


ASSETS = Sheet(
    ImportPurpose.ASSETS,
    ASSET_TITLES,
    RowReader,
    {
        "inventory_number": "import-no-column-inventory-number",
        "quantity": "import-no-column-quantity",
        "condition": "import-no-column-condition",
    },
    once="inventory_number",
)
