"""Cells that hold a number with a unit: lengths, masses, years and prices."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from marketplace.foundation.tabular import numbers, values
from marketplace.foundation.tabular.table import CellValue
from marketplace.inventory.spreadsheet.titles import unit_in

MEASURES: dict[str, tuple[str, Callable[[CellValue], int]]] = {
    "width_cm": ("width_cm", numbers.length_cm),
    "depth_cm": ("depth_cm", numbers.length_cm),
    "height_cm": ("height_cm", numbers.length_cm),
    "weight_kg": ("weight_g", numbers.weight_g),
    "co2e_kg": ("co2e_g", numbers.weight_g),
    "acquired_year": ("acquired_year", values.year),
    "acquired_price_nok": ("acquired_price_nok", numbers.whole_nok),
}
"""What a column is mapped to: the field of the asset, and how its cells are read."""

_FACTORS = {"mm": Decimal("0.1"), "m": Decimal(100), "g": Decimal("0.001"), "tonn": Decimal(1000)}


@lru_cache(maxsize=20_000, typed=True)
def read_measure(field: str, title: str, cell: CellValue) -> tuple[str, int | None]:
    """The asset's field and the whole number for it, None for an empty cell; a unit in the title counts.

    Raises:
        Unreadable: the cell is no such number.
    """
    name, read = MEASURES[field]
    if numbers.is_blank(cell):
        return name, None
    if field == "acquired_year" and cell in (0, "0"):
        return name, 0
    return name, read(_with_unit(cell, unit_in(title, field)))


def _with_unit(cell: CellValue, unit: str | None) -> CellValue:
    """The cell with its title's unit, unless it names one itself."""
    if unit is None or unit not in _FACTORS or isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return float(Decimal(repr(cell)) * _FACTORS[unit])
    if isinstance(cell, str) and not any(letter.isalpha() for letter in cell):
        return f"{cell} {unit}"
    return cell
