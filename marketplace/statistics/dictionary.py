"""The data dictionary: what each column of the exported rows is called, holds and means."""

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.foundation.tabular.columns import Column, Record
from marketplace.foundation.tabular.csv_writing import write_csv
from marketplace.foundation.tabular.json_writing import write_json
from marketplace.foundation.translation import text
from marketplace.statistics import facts
from marketplace.statistics.rows import COLUMNS
from marketplace.wording import dictionary as words

FILE_COLUMNS = tuple(Column(name, name) for name in ("name", "type", "unit", "description", "table"))
TABLES = (("transfers", COLUMNS, words.COLUMNS), ("facts", facts.COLUMNS, words.FACTS))


@dataclass(frozen=True, slots=True)
class Entry:
    """A column in the reader's language; its name is the same in all."""

    name: str
    kind: str
    unit: str
    description: str
    table: str


def dictionary(language: str) -> tuple[Entry, ...]:
    """Every column of both tables, in the order of the files."""
    return tuple(
        Entry(
            column.key,
            text(language, words.KINDS[column.kind.value]),
            _unit(column.key, language),
            text(language, meanings[column.key]),
            table,
        )
        for table, columns, meanings in TABLES
        for column in columns
    )


def as_csv(language: str) -> Iterator[bytes]:
    """The dictionary as a file for spreadsheets."""
    return write_csv(records(language), FILE_COLUMNS)


def as_json(language: str) -> Iterator[bytes]:
    """The dictionary as a file for programs."""
    return write_json(records(language), FILE_COLUMNS, list_name="columns")


def records(language: str) -> Iterator[Record]:
    """A row for each column, keyed as `FILE_COLUMNS`."""
    for entry in dictionary(language):
        told = {"name": entry.name, "type": entry.kind, "unit": entry.unit}
        yield {**told, "description": entry.description, "table": entry.table}


def _unit(key: str, language: str) -> str:
    named = [unit for unit in words.UNITS if unit in key.split("_")]
    return "/".join(text(language, words.UNITS[unit]) for unit in sorted(named, key=key.index))
