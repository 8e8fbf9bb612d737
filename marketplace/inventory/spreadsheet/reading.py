"""A row as values for an asset, with what is wrong or had to be assumed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from marketplace.catalogue.conditions import Condition
from marketplace.catalogue.guessing import guess_category
from marketplace.foundation.errors import Facts, FieldError
from marketplace.foundation.tabular import numbers, values
from marketplace.foundation.tabular.numbers import Unreadable
from marketplace.foundation.tabular.table import CellValue, Row
from marketplace.foundation.texts import clean
from marketplace.inventory.fields import number_error, text_error
from marketplace.inventory.spreadsheet.identity import digest_of
from marketplace.inventory.spreadsheet.mapping import Column, title_keys
from marketplace.inventory.spreadsheet.measures import MEASURES, read_measure
from marketplace.inventory.spreadsheet.titles import IGNORE, key_of
from marketplace.inventory.spreadsheet.words import condition_of, state_of
from marketplace.inventory.states import AssetState, Severity

OTHER_CATEGORY = "ANN.DIV"
_CODE = re.compile(r"[a-z]{3}\.\w{2,20}", re.IGNORECASE)
_TOTALS = frozenset({"sum", "total", "totalt", "totalsum", "ialt", "sumtotal", "sumtotalt", "delsum", "subtotal"})
_UNKNOWN_SITE = "unknown site"
_SHOWN = 60
_guess = lru_cache(maxsize=20_000)(guess_category)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell (an error: the row is left out), or was assumed for it (a notice)."""

    row: int
    column: str
    severity: Severity
    code: str
    facts: Facts = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """A row that was read. `values` and `assumed` are by the names of `AssetFields`, plain enough for JSON.

    `values` are what the row says; `assumed` fills in for a new asset only. `digest` is as of `identity.digest_of`.
    """

    row: int
    digest: str
    values: dict[str, Any] = field(default_factory=dict)
    assumed: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether an error keeps it out."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the words of a row can refer to, by `key_of`; `unit_id` is the only unit the uploader may register for."""

    categories: Mapping[str, str]
    units: Mapping[str, int]
    sites: Mapping[str, int]
    unit_id: int | None = None


class RowReader:
    """Reads rows of one file, whose columns are mapped."""

    def __init__(self, columns: Sequence[Column], around: Surroundings) -> None:
        self._around = around
        self._keys = title_keys([column.title for column in columns])
        self._mapped = [column for column in columns if column.field not in (None, IGNORE)]
        self._by_field = {column.field: column for column in self._mapped}
        self._notes = [column for column in self._mapped if column.field == "notes"]

    def read(self, row: Row) -> Reading | None:
        """The row's values; None for the header said once more."""
        if is_header(row, self._mapped):
            return None
        reading = Reading(row.number, digest_of(row, self._keys))
        for column in self._mapped:
            cell = row.cell(column.index)
            try:
                _READERS.get(column.field or "", _read_text)(self, column, cell, reading)
            except Unreadable as error:
                _add(reading, column, Severity.ERROR, error.code, error.facts)
        self._settle(row, reading)
        return reading

    def _settle(self, row: Row, reading: Reading) -> None:
        """Fill in from other columns what the row leaves out."""
        category = self._by_field.get("category")
        said = _words(row.cell(category.index)) if category else ""
        self._settle_name(said, category, reading)
        if place := reading.values.pop(_UNKNOWN_SITE, ""):
            reading.values["building"] = ", ".join(filter(None, (place, reading.values.get("building", ""))))
            _check(reading, self._by_field["site"], text_error("building", reading.values["building"]))
        self._settle_category(said, category, reading)
        if "quantity" not in reading.values:
            reading.assumed["quantity"] = 1
        if "condition" not in reading.values:
            reading.assumed["condition"] = Condition.GOOD.value
        if "state" not in reading.values:
            reading.assumed["state"] = AssetState.IN_USE.value
        if self._around.unit_id is not None and reading.values.get("unit_id") is None:
            reading.values.pop("unit_id", None)
            reading.assumed["unit_id"] = self._around.unit_id

    def _settle_name(self, category: str, category_column: Column | None, reading: Reading) -> None:
        column = self._by_field.get("name")
        refused = column is not None and any(problem.column == column.shown for problem in reading.problems)
        if key_of(reading.values.get("name") or reading.values.get("inventory_number") or "") in _TOTALS:
            return _add(reading, column, Severity.ERROR, "import-row-is-total")
        if reading.values.get("name") or refused:
            return None
        if category:
            reading.values["name"] = category[:200]
            return _add(reading, column or category_column, Severity.NOTICE, "import-name-from-category")
        return _add(reading, column, Severity.ERROR, "asset-name-missing")

    def _settle_category(self, said: str, column: Column | None, reading: Reading) -> None:
        code = self._around.categories.get(key_of(said)) if said else None
        if code is None and _CODE.fullmatch(said):
            return _add(reading, column, Severity.ERROR, "import-category-code-unknown", {"value": said[:_SHOWN]})
        name = str(reading.values.get("name", ""))
        if code is not None and "." in code:
            reading.values["category_code"] = code
            return None
        guessed = (None if code else _guess(said)) or _guess(name)
        if code is not None:
            reading.values["category_code"] = guessed if guessed and guessed.startswith(f"{code}.") else code
            return None
        reading.assumed["category_code"] = guessed or OTHER_CATEGORY
        notice = "import-category-guessed" if guessed else "import-category-other"
        return _add(
            reading, column, Severity.NOTICE, notice, {"value": (said or name)[:_SHOWN], "category": guessed or ""}
        )

    def read_inventory_number(self, column: Column, cell: CellValue, reading: Reading) -> None:
        """The number as text, None when there is none."""
        text = _words(cell)
        reading.values["inventory_number"] = text or None
        if text:
            _check(reading, column, text_error("inventory_number", text))
        else:
            _add(reading, column, Severity.NOTICE, "import-number-missing")

    def read_notes(self, column: Column, cell: CellValue, reading: Reading) -> None:
        """Notes; those of several columns below each other, each with its title."""
        text = "" if numbers.is_blank(cell) else clean(values.text(cell), lines=True)
        before = reading.values.get("notes", "")
        if len(self._notes) > 1 and text:
            text = f"{column.shown}: {text}"
        reading.values["notes"] = f"{before}\n{text}".strip()
        _check(reading, column, text_error("notes", reading.values["notes"]))

    def read_unit(self, column: Column, cell: CellValue, reading: Reading) -> None:
        """The municipality's unit of that name; an unknown one is left open."""
        text = _words(cell)
        unit_id = self._around.units.get(key_of(text)) if text else None
        own = self._around.unit_id
        if text and own is not None and unit_id != own:
            return _add(reading, column, Severity.ERROR, "import-other-unit", {"value": text[:_SHOWN]})
        if text and unit_id is None:
            return _add(reading, column, Severity.NOTICE, "import-unit-unknown", {"value": text[:_SHOWN]})
        reading.values["unit_id"] = unit_id
        return None

    def read_site(self, column: Column, cell: CellValue, reading: Reading) -> None:
        """The municipality's site of that name; the text of an unknown one goes before the building."""
        text = _words(cell)
        site_id = self._around.sites.get(key_of(text)) if text else None
        if text and site_id is None:
            _add(reading, column, Severity.NOTICE, "import-site-unknown", {"value": text[:_SHOWN]})
            reading.values[_UNKNOWN_SITE] = text
        else:
            reading.values["site_id"] = site_id


def is_header(row: Row, mapped: Sequence[Column]) -> bool:
    """Whether a row says the header once more."""
    said = [(column.title, row.cell(column.index)) for column in mapped if column.title]
    return len(said) > 1 and all(isinstance(cell, str) and key_of(cell) == key_of(title) for title, cell in said)


def _read_text(_: RowReader, column: Column, cell: CellValue, reading: Reading) -> None:
    name = column.field or ""
    text = _words(cell)
    reading.values[name] = text
    _check(reading, column, text_error(name, text))


def _read_category(_: RowReader, column: Column, cell: CellValue, reading: Reading) -> None:
    values.text(cell)


def _read_quantity(_: RowReader, column: Column, cell: CellValue, reading: Reading) -> None:
    if numbers.is_blank(cell):
        return _add(reading, column, Severity.NOTICE, "import-quantity-assumed")
    quantity = numbers.integer(cell)
    if quantity == 0:
        return _add(reading, column, Severity.ERROR, "import-quantity-zero")
    reading.values["quantity"] = quantity
    return _check(reading, column, number_error("quantity", quantity))


def _read_condition(_: RowReader, column: Column, cell: CellValue, reading: Reading) -> None:
    text = _words(cell)
    if not text:
        return _add(reading, column, Severity.NOTICE, "import-condition-assumed")
    found = condition_of(text)
    if found is None:
        return _add(reading, column, Severity.ERROR, "import-condition-unknown", {"value": text[:_SHOWN]})
    condition, sure = found
    reading.values["condition"] = condition.value
    if not sure:
        _add(reading, column, Severity.NOTICE, "import-condition-read-as", {"value": text[:_SHOWN]})
    return None


def _read_state(_: RowReader, column: Column, cell: CellValue, reading: Reading) -> None:
    text = _words(cell)
    state = state_of(text) if text else None
    if state is AssetState.DISPOSED:
        _add(reading, column, Severity.ERROR, "import-state-gone", {"value": text[:_SHOWN]})
    elif state is not None:
        reading.values["state"] = state.value
    elif text:
        _add(reading, column, Severity.NOTICE, "import-state-unknown", {"value": text[:_SHOWN]})


def _read_dimensions(_: RowReader, column: Column, cell: CellValue, reading: Reading) -> None:
    if numbers.is_blank(cell):
        return
    for name, length in zip(("width_cm", "depth_cm", "height_cm"), values.dimensions_cm(cell), strict=True):
        if length is not None and not reading.values.get(name):
            reading.values[name] = length
            _check(reading, column, number_error(name, length))


def _read_measure(_: RowReader, column: Column, cell: CellValue, reading: Reading) -> None:
    name, number = read_measure(column.field or "", column.title, cell)
    if number == 0 and name != "acquired_price_nok":
        number = None
        _add(reading, column, Severity.NOTICE, "import-zero-is-nothing")
    if number is not None:
        reading.values[name] = number
        _check(reading, column, number_error(name, number))
    else:
        reading.values.setdefault(name, None)


_READERS: dict[str, Callable[[RowReader, Column, CellValue, Reading], None]] = {
    "inventory_number": RowReader.read_inventory_number,
    "notes": RowReader.read_notes,
    "unit": RowReader.read_unit,
    "site": RowReader.read_site,
    "category": _read_category,
    "quantity": _read_quantity,
    "condition": _read_condition,
    "state": _read_state,
    "dimensions": _read_dimensions,
    **dict.fromkeys(MEASURES, _read_measure),
}


def _words(cell: CellValue) -> str:
    return "" if numbers.is_blank(cell) else clean(values.text(cell))


def _check(reading: Reading, column: Column, error: FieldError | None) -> None:
    if error is not None:
        _add(reading, column, Severity.ERROR, error.code, error.facts)


def _add(reading: Reading, column: Column | None, severity: Severity, code: str, facts: Facts | None = None) -> None:
    shown = column.shown if column else ""
    reading.problems.append(Problem(reading.row, shown, severity, code, facts or {}))
