"""Hours as a file, for the accounts and for the funder."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from io import BytesIO

from marketplace.foundation.tabular.columns import Column, Kind, Record
from marketplace.foundation.tabular.csv_writing import write_csv
from marketplace.foundation.tabular.xlsx_writing import Sheet, write_xlsx
from marketplace.foundation.translation import text
from marketplace.hours.queries import HoursRow, in_hours
from marketplace.organisations.geography import place_of
from marketplace.wording.hours import KINDS


class HoursFormat(StrEnum):
    """What kind of file."""

    CSV = "csv"
    XLSX = "xlsx"


MIMETYPES = {
    HoursFormat.CSV: "text/csv; charset=utf-8",
    HoursFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(rows: Sequence[HoursRow], kind: HoursFormat, language: str) -> bytes:
    """The rows as a file."""
    columns, records = _columns(language), _records(rows, language)
    if kind is HoursFormat.CSV:
        return b"".join(write_csv(records, columns))
    target = BytesIO()
    write_xlsx([Sheet(text(language, "Timer"), columns, records)], target)
    return target.getvalue()


def _columns(language: str) -> tuple[Column, ...]:
    return (
        Column("on", text(language, "Dato"), Kind.DATE),
        Column("hours", text(language, "Timer"), Kind.DECIMAL, decimals=2),
        Column("kind", text(language, "Slag")),
        Column("activity", text(language, "Hva timene gikk til"), width=60),
        Column("municipality", text(language, "Kommune")),
        Column("person", text(language, "Av")),
    )


def _records(rows: Sequence[HoursRow], language: str) -> Iterator[Record]:
    for row in rows:
        yield {
            "on": row.entry.on,
            "hours": in_hours(row.entry.minutes),
            "kind": text(language, KINDS[row.entry.kind.value]),
            "activity": row.entry.activity,
            "municipality": place_of(row.entry.municipality_number).name,
            "person": row.person,
        }
