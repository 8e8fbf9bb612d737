"""The open data: one row for each fact, in CSV and JSON, and what each column and each figure means."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from marketplace.foundation.tabular.columns import Column, Kind, Record
from marketplace.foundation.tabular.csv_writing import write_csv
from marketplace.foundation.translation import text
from marketplace.statistics.definitions import definitions
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.labels import FIGURES
from marketplace.statistics.public.opening import SPLITS, OpenRow, OpenYear, open_year, years
from marketplace.statistics.public.steps import KEYS, RUNNING
from marketplace.wording.open_data import DESCRIBED, MEANINGS

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
NETWORK = "network"
TOLD, HIDDEN, UNKNOWN = "told", "hidden", "unknown"

COLUMNS = (
    Column("year", "year", Kind.YEAR),
    Column("from", "from", Kind.DATE),
    Column("to", "to", Kind.DATE),
    Column("split", "split"),
    Column("key", "key"),
    Column("name", "name"),
    Column("figure", "figure"),
    Column("label", "label"),
    Column("value", "value", Kind.DECIMAL),
    Column("unit", "unit"),
    Column("status", "status"),
)
"""Stable names, the same in every language: programs read them."""


def rows(language: str, year: int | None = None) -> Iterator[Record]:
    """Every fact that is told, of one year or of all, oldest first.

    Raises:
        NotFound: nothing is told of the year.
    """
    for each in [year] if year is not None else reversed(years()):
        yield from _rows_of(open_year(each, language), language)


def as_csv(facts: Iterable[Record]) -> bytes:
    """RFC 4180: commas, points, UTF-8 without a mark; with the columns' names on top."""
    return b"".join(write_csv(facts, COLUMNS, delimiter=",", bom=False, decimal_mark="."))


def as_json(facts: Iterable[Record], language: str) -> bytes:
    """The facts with licence, dictionary and definitions."""
    told = {**dictionary(language), "rows": [_plain(fact) for fact in facts]}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def dictionary(language: str) -> dict[str, Any]:
    """What the columns and the figures mean, when they are told, and under which licence."""
    meanings = definitions(language)
    return {
        "licence": {"name": LICENCE, "url": LICENCE_URL},
        "told": text(language, DESCRIBED["telling"]),
        "columns": {key: text(language, meaning) for key, meaning in MEANINGS.items()},
        "figures": {
            key: {
                "label": text(language, FIGURES[key][0]),
                "unit": text(language, FIGURES[key][1]) if FIGURES[key][1] else "",
                "definition": meanings[key],
                "formula": FORMULAS[key],
            }
            for key in KEYS
        },
    }


def _rows_of(told: OpenYear, language: str) -> Iterator[Record]:
    yield from _facts(told, NETWORK, told.whole, language)
    for by in SPLITS:
        for row in told.parts[by]:
            yield from _facts(told, by.value, row, language)


def _facts(told: OpenYear, split: str, row: OpenRow, language: str) -> Iterator[Record]:
    last = told.through if split == NETWORK else {}
    for key in KEYS if told.is_over and split != GroupBy.MONTH else RUNNING:
        label, unit = FIGURES[key]
        value = row.values[key]
        yield {
            "year": told.period.first.year,
            "from": told.period.first,
            "to": last.get(key, told.period.last),
            "split": split,
            "key": row.key,
            "name": row.name,
            "figure": key,
            "label": text(language, label),
            "value": value,
            "unit": text(language, unit) if unit else "",
            "status": HIDDEN if key in row.hidden else UNKNOWN if value is None else TOLD,
        }


def _plain(fact: Record) -> dict[str, Any]:
    return {
        key: value if value is None or isinstance(value, str | int) else _number_or_day(value)
        for key, value in fact.items()
    }


def _number_or_day(value: Any) -> float | str:
    return value.isoformat() if isinstance(value, date) else float(value)
