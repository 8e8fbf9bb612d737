"""What loading an OpenDocument spreadsheet would cost, and where its error cells are."""

import zipfile

from marketplace.foundation.errors import Invalid
from marketplace.foundation.tabular.workbook_checks import ErrorCells, Tally, parse_member, unpack

_CELLS = ("table:table-cell", "table:covered-table-cell")
_NOTE = "office:annotation"
_ENCRYPTED = b"encryption-data"
_MANIFEST_PEEK = 1_000_000


class _Content:
    """The cells of all sheets that hold something, repeated as often as the file says."""

    def __init__(self, tally: Tally) -> None:
        self.errors: dict[str, ErrorCells] = {}
        self._tally = tally
        self._sheet = ""
        self._rows = self._width = 0
        self._row = self._column = 0
        self._row_repeat = self._column_repeat = 1
        self._row_width = self._row_cells = self._row_characters = 0
        self._row_errors: list[tuple[int, str]] = []
        self._in_cell = self._filled = self._is_error = False
        self._text: list[str] = []
        self._told = 0
        self._notes = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._begin_cell(attributes)
        elif name == "table:table-row":
            self._row_repeat = _count(attributes.get("table:number-rows-repeated"))
            self._column = self._row_width = self._row_cells = self._row_characters = 0
            self._row_errors = []
        elif name == "table:table":
            self._sheet = attributes.get("table:name", "")
            self._rows = self._width = self._row = 0
        elif name == _NOTE:
            self._notes += 1

    def end(self, name: str) -> None:
        if name in _CELLS:
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()
        elif name == "table:table":
            self._tally.add_area(self._rows, self._width)
        elif name == _NOTE:
            self._notes -= 1

    def characters(self, text: str) -> None:
        if self._in_cell:
            if not self._notes:
                self._text.append(text)
            self._told += len(text)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column_repeat = _count(attributes.get("table:number-columns-repeated"))
        self._filled = "office:value-type" in attributes
        self._is_error = attributes.get("calcext:value-type") == "error"
        self._told = len(attributes.get("office:string-value", ""))
        self._text = []
        self._in_cell = True

    def _end_cell(self) -> None:
        self._in_cell = False
        if self._filled or self._text:
            self._row_width = self._column + self._column_repeat
            self._row_cells += self._column_repeat
            self._row_characters += self._told * self._column_repeat
            if self._is_error:
                text = "".join(self._text).strip()
                last = min(self._column + self._column_repeat, self._column + self._tally.limits.max_columns)
                self._row_errors += [(column, text) for column in range(self._column, last)]
        self._column += self._column_repeat

    def _end_row(self) -> None:
        if self._row_cells:
            self._tally.add_cells(self._row_cells * self._row_repeat, self._row_characters * self._row_repeat)
            self._rows = self._row + self._row_repeat
            self._width = max(self._width, self._row_width)
        for row in range(self._row, self._row + self._row_repeat if self._row_errors else 0):
            for column, text in self._row_errors:
                self.errors.setdefault(self._sheet, {})[(row, column)] = self._tally.error_cell(text)
        self._row += self._row_repeat


def check_ods(archive: zipfile.ZipFile, tally: Tally) -> dict[str, ErrorCells]:
    """The error cells by name of sheet.

    Raises:
        Invalid: the spreadsheet is damaged or locked by a password.
        TooLarge: loading it would cost more than the limits allow.
    """
    for member in archive.infolist():
        if member.filename.lower() == "meta-inf/manifest.xml":
            _refuse_encrypted(archive, member, tally)
    content = _Content(tally)
    for member in archive.infolist():
        if member.filename.lower() == "content.xml":
            parse_member(archive, member, content, tally)
    return content.errors


def _refuse_encrypted(archive: zipfile.ZipFile, member: zipfile.ZipInfo, tally: Tally) -> None:
    manifest = bytearray()
    unpack(archive, member, tally, lambda chunk: manifest.extend(chunk[: _MANIFEST_PEEK - len(manifest)]))
    if _ENCRYPTED in manifest:
        raise Invalid("file-encrypted", filename=tally.filename)


def _count(told: str | None) -> int:
    if told is None:
        return 1
    if not 0 < len(told) < 10:
        raise ValueError("no such count")
    return max(int(told), 1)
