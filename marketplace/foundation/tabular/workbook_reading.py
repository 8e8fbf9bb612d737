"""Workbooks: XLSX and ODS through calamine, once it is known that they may be loaded."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from marketplace.foundation.errors import Invalid, TooLarge
from marketplace.foundation.tabular.ods_checks import check_ods
from marketplace.foundation.tabular.table import CellValue, Kind, Limits, Row, Source, clean_text, open_source
from marketplace.foundation.tabular.workbook_checks import ErrorCells, Tally
from marketplace.foundation.tabular.xlsx_checks import check_xlsx

_WHOLE_BELOW = 1e15
_Raw = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


@dataclass(frozen=True)
class WorkbookTable:
    """One sheet of a workbook, opened: see `Table`. Formulas show the value that was last reckoned."""

    kind: Kind
    sheet: str
    sheets: tuple[str, ...]
    filename: str
    limits: Limits
    encoding: str | None = None
    delimiter: str | None = None
    content: CalamineSheet | None = field(default=None, repr=False)
    errors: ErrorCells = field(default_factory=dict, repr=False)

    def rows(self) -> Iterator[Row]:
        """See `Table.rows`."""
        if self.content is None or not self.content.height:
            return
        taken = 0
        first_column = (self.content.start or (0, 0))[1]
        for index, raw in self._raw_rows(self.content):
            cells = self._cells(index, first_column, raw)
            if not cells:
                continue
            taken += 1
            if taken > self.limits.max_rows:
                raise TooLarge("file-too-many-rows", filename=self.filename, most=self.limits.max_rows)
            if len(cells) > self.limits.max_columns:
                raise TooLarge(
                    "file-too-many-columns", filename=self.filename, most=self.limits.max_columns, row=index + 1
                )
            yield Row(index + 1, tuple(cells))

    def _raw_rows(self, content: CalamineSheet) -> Iterator[tuple[int, list[_Raw]]]:
        index = -1
        try:
            for index, raw in enumerate(content.iter_rows()):
                yield index, raw
        except (OverflowError, ValueError) as error:  # such as a duration of millions of years
            raise Invalid("file-row-unreadable", filename=self.filename, row=index + 2) from error

    def _cells(self, row: int, first_column: int, raw: list[_Raw]) -> list[CellValue]:
        cells: list[CellValue] = [None] * first_column
        cells += map(_value, raw)
        if self.errors:
            for column, cell in enumerate(cells):
                if cell is None and (row, column) in self.errors:
                    cells[column] = self.errors[(row, column)]
        while cells and cells[-1] is None:
            cells.pop()
        if any(isinstance(cell, str) and len(cell) > self.limits.max_cell_characters for cell in cells):
            most = self.limits.max_cell_characters
            raise TooLarge("file-cell-too-long", filename=self.filename, row=row + 1, most=most)
        return cells


def _value(raw: _Raw) -> CellValue:
    if isinstance(raw, str):
        return clean_text(raw) if raw else None
    if isinstance(raw, float):
        if raw != raw or raw in (float("inf"), float("-inf")):
            return None
        if raw.is_integer() and abs(raw) < _WHOLE_BELOW:
            return int(raw)
    return raw


def open_workbook(source: Source, filename: str, kind: Kind, sheet: str | None, limits: Limits) -> WorkbookTable:
    """Check, load and choose a sheet: the one named, else the first visible one that holds something.

    Raises:
        Invalid: damaged, locked, empty, or no such sheet.
        TooLarge: beyond the limits.
    """
    errors = _checked(source, filename, kind, limits)
    try:
        with open_source(source) as stream:
            workbook = CalamineWorkbook.from_filelike(stream)
            names = [meta.name for meta in workbook.sheets_metadata if _is_readable(meta)]
            if sheet is not None and sheet not in names:
                raise Invalid("file-sheet-not-found", filename=filename, sheet=sheet, sheets=", ".join(names))
            content = _chosen(workbook, names if sheet is None else [sheet])
    except PasswordError as error:
        raise Invalid("file-encrypted", filename=filename) from error
    except (CalamineError, OSError, ValueError) as error:
        raise Invalid("file-broken", filename=filename) from error
    if content is None:
        raise Invalid("file-empty", filename=filename)
    return WorkbookTable(
        kind, content.name, tuple(names), filename, limits, content=content, errors=errors.get(content.name, {})
    )


def _checked(source: Source, filename: str, kind: Kind, limits: Limits) -> dict[str, ErrorCells]:
    check = check_xlsx if kind == "xlsx" else check_ods
    try:
        with open_source(source) as stream, zipfile.ZipFile(stream) as archive:
            return check(archive, Tally(filename, limits))
    except zipfile.BadZipFile as error:
        raise Invalid("file-broken", filename=filename) from error


def _is_readable(meta: SheetMetadata) -> bool:
    return meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet


def _chosen(workbook: CalamineWorkbook, names: list[str]) -> CalamineSheet | None:
    for name in names:
        content = workbook.get_sheet_by_name(name)
        if content.height:
            return content
    return None
