"""What an import is about: whose rows, what keeping them would do, and what is done with one sort of spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass, field

from marketplace.foundation.outbox import Event
from marketplace.inventory.examining import Examined, Problems
from marketplace.inventory.spreadsheet.reading import Surroundings
from marketplace.inventory.spreadsheet.sheets import Sheet
from marketplace.inventory.writing import Occasion


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows they are; `unit_id` is the only unit that may be touched, if one is."""

    municipality_number: str
    unit_id: int | None


@dataclass
class Preview:
    """What keeping a spreadsheet would do, or did. `rows_ok` = new + changed + unchanged."""

    header_row: int
    columns: list[dict[str, object]]
    rows_total: int
    problems: Problems = field(default_factory=Problems)
    rows_new: int = 0
    rows_changed: int = 0
    rows_unchanged: int = 0

    @property
    def rows_ok(self) -> int:
        """Rows that can be kept."""
        return self.rows_new + self.rows_changed + self.rows_unchanged

    @property
    def rows_failed(self) -> int:
        """Rows that an error keeps out."""
        return len(self.problems.failed_rows)


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with one sort of spreadsheet.

    `around` knows the names that rows may refer to. `fill` sorts the rows into a preview, and with an occasion does
    what they say in the open transaction. `kept` is what has happened then.
    """

    sheet: Sheet
    around: Callable[[str, int | None], Surroundings]
    fill: Callable[[Preview, Examined, Scope, Occasion | None], None]
    kept: Callable[[int], Event]
