"""The ledger's rows as lines of CSV, a column at a time: the same text as row by row, several times as fast.

The driver's own values are read (on SQLite days are text already), and what is said of a value is remembered: a ledger
says the same weights, days and names over and over.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import repeat
from typing import Any, ClassVar

from sqlalchemy import Select

from marketplace.catalogue.queries import category_names
from marketplace.foundation.database import db
from marketplace.foundation.tabular.columns import Column, Record
from marketplace.foundation.tabular.csv_writing import csv_cell, write_csv
from marketplace.organisations.geography import place_of
from marketplace.statistics import policies
from marketplace.statistics.rows import COLUMNS, GRAMS, Scope, kroner, sums_of_others, visible

ROWS_AT_A_TIME = 500
"""So few that they are still in the processor's cache when they are told."""
MOST_REMEMBERED = 20_000
_LINE_END = "\r\n"


def csv_pieces(scope: Scope) -> Iterator[bytes]:
    """The rows of `rows.stream` as `write_csv` writes them, titles first.

    Raises:
        Forbidden: the actor may not see these rows.
    """
    policies.may_export_rows(scope.actor, scope.municipality_number).enforce()
    return _pieces(scope)


def csv_line(record: Record, columns: Sequence[Column] = COLUMNS) -> bytes:
    """One row without titles."""
    return b"".join(write_csv([record], columns, bom=False)).partition(_LINE_END.encode())[2]


def _pieces(scope: Scope) -> Iterator[bytes]:
    yield b"".join(write_csv((), COLUMNS))
    yield from _lines(scope, visible(scope))
    for record in sums_of_others(scope):
        yield csv_line(record)


def _lines(scope: Scope, query: Select[Any]) -> Iterator[bytes]:
    # SQLite hands out rows as it finds them; PostgreSQL sends all of them at once unless it is asked to stream.
    options = {"stream_results": db.engine.dialect.name != "sqlite", "max_row_buffer": ROWS_AT_A_TIME}
    result = db.session.connection().execute(query.execution_options(**options))
    places = {name: place for place, name in enumerate(result.keys())}
    told = [_told(column.key, scope) for column in COLUMNS]
    try:
        for rows in iter(_fetching(result), []):
            columns = tuple(zip(*rows, strict=True))
            texts = [each(columns, places) for each in told]
            lines = map(";".join, zip(*texts, strict=False))
            yield (_LINE_END.join(lines) + _LINE_END).encode()
    finally:
        result.close()


def _fetching(result: Any) -> Callable[[], list[Any]]:
    raw = result.cursor_strategy  # SQLAlchemy's own rows take as long again as everything else here
    return lambda: list(raw.fetchmany(result, result.cursor, ROWS_AT_A_TIME)) if result.cursor is not None else []


Columns = Sequence[Sequence[Any]]
Teller = Callable[[Columns, dict[str, int]], Any]


class _Remembered(dict[Any, str]):
    """What was said of each value, up to a number of them."""

    def __init__(self, say: Callable[[Any], str]) -> None:
        super().__init__()
        self._say = say

    def __missing__(self, value: Any) -> str:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        said = self[value] = self._say(value)
        return said


class _As:
    """How columns are told: as they are, one by one, or from several at once."""

    AS_THEY_ARE: ClassVar = frozenset(
        {"kind", "otherwise", "weight_origin", "factor_origin", "price_origin"},
    )
    WHOLE: ClassVar = frozenset({"id", "quantity", "price_nok", "displacement_percent"})
    STORED: ClassVar = {
        "from_number": "from_municipality_number",
        "from_name": "from_municipality_number",
        "to_number": "to_municipality_number",
        "to_name": "to_municipality_number",
        "category": "category_code",
        "category_name": "category_code",
        "counts_as_given": "from_municipality_number",
        "counts_as_received": "to_municipality_number",
        "factor_co2e_kg": "factor_co2e_g",
        "factor_low_kg": "factor_low_g",
        "factor_high_kg": "factor_high_g",
        "transport_kg_per_km": "transport_g_per_km",
        "repair_kg_per_nok": "repair_g_per_nok",
        "transport_nok_per_km": "transport_ore_per_km",
        **GRAMS,
    }


def _told(key: str, scope: Scope) -> Teller:
    if key == "row":
        return lambda *_: repeat("transfer")
    if key == "days_to_hand_over":
        return _of_several(("kind", "on", "listed_on"), _days)
    stored = _As.STORED.get(key, key)
    if key in _As.WHOLE:
        return lambda columns, places: map(str, columns[places[stored]])
    if key in _As.AS_THEY_ARE:
        return lambda columns, places: columns[places[stored]]
    remembered = _Remembered(_saying(key, stored, scope))
    return lambda columns, places: map(remembered.__getitem__, columns[places[stored]])


def _of_several(names: Sequence[str], say: Callable[[Any], str]) -> Teller:
    remembered = _Remembered(say)
    return lambda columns, places: map(
        remembered.__getitem__, zip(*(columns[places[name]] for name in names), strict=True)
    )


def _saying(key: str, stored: str, scope: Scope) -> Callable[[Any], str]:
    number = scope.municipality_number
    if key in ("counts_as_given", "counts_as_received"):
        return lambda place: csv_cell(number in (None, place))
    if key in ("from_name", "to_name"):
        return lambda place: csv_cell(place_of(place).name)
    if key == "category_name":
        names = category_names(scope.actor.language)
        return lambda code: csv_cell(names[code])
    if stored.endswith("_g") or "_g_per_" in stored or stored == "distance_m":
        return _thousandths
    if "_ore_per_" in stored:
        return lambda ore: csv_cell(kroner(ore))
    return csv_cell


def _thousandths(amount: int | None) -> str:
    """Grams as kilograms, with every digit and no more."""
    if amount is None:
        return ""
    digits = str(abs(amount)).zfill(4)
    parts = digits[-3:].rstrip("0")
    whole = f"{'-' if amount < 0 else ''}{digits[:-3]}"
    return f"{whole},{parts}" if parts else whole


def _days(row: tuple[str, Any, Any]) -> str:
    kind, on, listed_on = row
    if kind != "hand_over":
        return ""
    return str((_day(on) - _day(listed_on)).days)


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
