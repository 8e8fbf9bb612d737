"""XLSX out: typed cells, Norwegian formats, constant memory."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import IO, Any

import xlsxwriter

from marketplace.foundation.errors import TooLarge
from marketplace.foundation.tabular.columns import Column, Kind, OutValue, Record, local_time, safe_text

_MOST_ROWS = 1_048_575
_MOST_CHARACTERS = 32_767
_MOST_NAME = 31
_WIDTHS = {Kind.TEXT: 24, Kind.DATETIME: 17}
_WIDTH = 14
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart of the first `rows` rows of a sheet: names in its column 0, values in `column`.

    `kind` is "column" or "bar"; `at` the cell of its upper left corner, as (row, column) from 0; `alt` what it says.
    """

    title: str
    alt: str
    kind: str
    sheet: str
    column: int
    rows: int
    at: tuple[int, int]
    names: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a name, its columns and its rows, which are read once; and charts of what other sheets hold.

    `shown_as` gives the column whose format a cell takes, where that differs from row to row.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Record]
    charts: Sequence[Chart] = ()
    shown_as: Callable[[Column, Record], Column] | None = None


def write_xlsx(
    sheets: Sequence[Sheet],
    target: IO[bytes],
    *,
    last: Callable[[str], Sheet] | None = None,
    made_at: datetime | None = None,
) -> None:
    """Write a workbook to `target`, which stays open: bold titles that stay in view, with filters.

    `last` makes the last sheet, given the SHA-256 of all others: of each its name and then its rows from the titles on,
    one line each, the cells as `cell_text` tells them with tabs between. With `made_at` the same sheets give the same
    bytes.

    Raises:
        TooLarge: a sheet has more rows than a workbook can hold.
    """
    workbook = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False})
    if made_at is not None:
        workbook.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None)})
    writer = _Writer(workbook)
    try:
        for sheet in sheets:
            writer.write(sheet)
        if last is not None:
            writer.write(last(writer.checksum.hexdigest()))
    finally:
        workbook.close()


def cell_text(value: OutValue) -> str:
    """A cell as it is told in the checksum, so that who reads the file tells it alike.

    Numbers as binary fractions of the sixteen digits that a workbook holds; days and moments ISO, the first moment of
    a day as the day; nothing as nothing.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_text(value)[:_MOST_CHARACTERS]
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, datetime):
        local = local_time(value)
        return local.isoformat(" ", "seconds") if local.time() != time() else local.date().isoformat()
    return value.isoformat() if isinstance(value, date) else repr(float(f"{float(value):.16G}"))


class _Writer:
    """Writes sheets one after another, and adds up the checksum of their cells."""

    def __init__(self, workbook: Any) -> None:
        self.checksum = sha256()
        self._workbook, self._formats, self._taken = workbook, _Formats(workbook), set[str]()

    def write(self, sheet: Sheet) -> None:
        name = _name(sheet.name, self._taken)
        self._add([name])
        self._add([safe_text(column.title)[:_MOST_CHARACTERS] for column in sheet.columns])
        counted = Sheet(sheet.name, sheet.columns, self._counted(sheet), shown_as=sheet.shown_as)
        worksheet = self._workbook.add_worksheet(name)
        _write_sheet(worksheet, counted, self._formats)
        for chart in sheet.charts:
            _draw(self._workbook, worksheet, chart)

    def _counted(self, sheet: Sheet) -> Iterable[Record]:
        for record in sheet.rows:
            self._add([cell_text(record.get(column.key)) for column in sheet.columns])
            yield record

    def _add(self, cells: list[str]) -> None:
        self.checksum.update(("\t".join(cells) + "\n").encode())


class _Formats:
    """One format per kind of column, made once per workbook."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[str, Any] = {}
        self.title = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.plain = None

    def of(self, column: Column) -> Any:
        code = _code(column)
        if code is None:
            return self.plain
        if code not in self._made:
            self._made[code] = self._workbook.add_format({"num_format": code})
        return self._made[code]


def _code(column: Column) -> str | None:
    """Excel's own notation, which it shows with the reader's separators: 1 234,5 in Norway."""
    decimals = "." + "0" * column.decimals if column.decimals > 0 else ""
    codes = {
        Kind.INTEGER: "#,##0",
        Kind.YEAR: "0",
        Kind.DECIMAL: "#,##0" + decimals,
        Kind.PERCENT: "0" + decimals + "%",
        Kind.DATE: "dd.mm.yyyy",
        Kind.DATETIME: "dd.mm.yyyy hh:mm",
    }
    return codes.get(column.kind)


def _write_sheet(worksheet: Any, sheet: Sheet, formats: _Formats) -> None:
    column_formats = [formats.of(column) for column in sheet.columns]
    for index, column in enumerate(sheet.columns):
        worksheet.set_column(index, index, column.width or _WIDTHS.get(column.kind, _WIDTH))
    for index, column in enumerate(sheet.columns):
        worksheet.write_string(0, index, safe_text(column.title)[:_MOST_CHARACTERS], formats.title)
    last = 0
    for last, record in enumerate(sheet.rows, start=1):
        if last > _MOST_ROWS:
            raise TooLarge("export-too-many-rows", most=_MOST_ROWS)
        for index, column in enumerate(sheet.columns):
            cell_format = formats.of(sheet.shown_as(column, record)) if sheet.shown_as else column_formats[index]
            _write_cell(worksheet, last, index, record.get(column.key), cell_format)
    worksheet.freeze_panes(1, 0)
    if sheet.columns:
        worksheet.autofilter(0, 0, last, len(sheet.columns) - 1)


def _draw(workbook: Any, worksheet: Any, chart: Chart) -> None:
    drawn = workbook.add_chart({"type": chart.kind})
    last = chart.rows
    drawn.add_series(
        {
            "name": chart.title,
            "categories": [chart.sheet, 1, chart.names, last, chart.names],
            "values": [chart.sheet, 1, chart.column, last, chart.column],
            "fill": {"color": "#1F6F54"},
        }
    )
    drawn.set_title({"name": chart.title})
    drawn.set_legend({"none": True})
    if chart.kind == "bar":
        drawn.set_y_axis({"reverse": True})
    drawn.set_size({"width": 640, "height": 360})
    worksheet.insert_chart(*chart.at, drawn, {"description": chart.alt})


def _write_cell(worksheet: Any, row: int, index: int, value: OutValue, cell_format: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        worksheet.write_string(row, index, safe_text(value)[:_MOST_CHARACTERS])
    elif isinstance(value, bool):
        worksheet.write_string(row, index, "ja" if value else "nei")
    elif isinstance(value, datetime):
        worksheet.write_datetime(row, index, local_time(value), cell_format)
    elif isinstance(value, date):
        worksheet.write_datetime(row, index, datetime(value.year, value.month, value.day), cell_format)  # noqa: DTZ001 - a date in a cell has no zone
    elif isinstance(value, Decimal):
        worksheet.write_number(row, index, float(value), cell_format)
    else:
        worksheet.write_number(row, index, value, cell_format)


def _name(wanted: str, taken: set[str]) -> str:
    """A name Excel takes: short, without its forbidden characters, not twice."""
    base = _NOT_IN_NAMES.sub(" ", wanted).strip(" '")[:_MOST_NAME] or "Ark"
    name, number = base, 2
    while name.casefold() in taken:
        tail = f" {number}"
        name, number = base[: _MOST_NAME - len(tail)] + tail, number + 1
    taken.add(name.casefold())
    return name
