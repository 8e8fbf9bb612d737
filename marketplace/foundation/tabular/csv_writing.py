"""CSV out: for Norwegian Excel by default (`;`, decimal comma, byte-order mark), for programs on request."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from marketplace.foundation.tabular.columns import Column, Kind, OutValue, Record, local_time, rounded, safe_text

_CHUNK_ROWS = 500
_BYTE_ORDER_MARK = "\ufeff"
_PLAIN = Column("", "")


def write_csv(
    rows: Iterable[Record],
    columns: Sequence[Column],
    *,
    delimiter: str = ";",
    bom: bool = True,
    decimal_mark: str = ",",
) -> Iterator[bytes]:
    """Chunks of UTF-8, titles first. Dates are ISO, datetimes Norwegian local time, percents ratios.

    Decimals and percents are written with all their digits; numbers are never quoted, text is when it must be.
    """
    buffer = io.StringIO(_BYTE_ORDER_MARK if bom else "")
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([safe_text(column.title) for column in columns])
    for count, record in enumerate(rows, start=1):
        writer.writerow([_cell(record.get(column.key), column, decimal_mark) for column in columns])
        if count % _CHUNK_ROWS == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def csv_cell(value: OutValue, column: Column = _PLAIN, *, delimiter: str = ";", decimal_mark: str = ",") -> str:
    """One value as it stands between two separators."""
    told = _cell(value, column, decimal_mark)
    if any(each in told for each in (delimiter, '"', "\n", "\r")):
        return '"' + told.replace('"', '""') + '"'
    return told


def _taken(buffer: io.StringIO) -> bytes:
    chunk = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return chunk


def _cell(value: OutValue, column: Column, decimal_mark: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, datetime):
        local = local_time(value)
        return local.date().isoformat() if column.kind is Kind.DATE else local.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return _number(value, column).replace(".", decimal_mark)


def _number(value: float | Decimal, column: Column) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        value = rounded(value, max(column.decimals, 6)).normalize()
    return f"{value:f}"
