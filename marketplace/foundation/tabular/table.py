"""What a table is, wherever it came from: rows with the numbers a reader sees, and typed cells."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

Kind = Literal["csv", "xlsx", "ods"]
Source = Path | bytes

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n?|\x85")
_NEUTRALISED = ("'=", "'+", "'-", "'@")


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell in which the workbook itself shows an error, such as `#DIV/0!`."""

    text: str


CellValue = str | int | float | bool | date | datetime | time | timedelta | CellError | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is what the spreadsheet shows beside it, from 1; an empty cell is None."""

    number: int
    cells: tuple[CellValue, ...]

    @property
    def is_blank(self) -> bool:
        """Whether every cell is empty."""
        return all(cell is None for cell in self.cells)

    def cell(self, index: int) -> CellValue:
        """The cell of a column counted from 0; None beyond the last."""
        return self.cells[index] if index < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken. `max_cells` and `max_unpacked_bytes` concern workbooks, which are held in memory."""

    max_bytes: int = 50_000_000
    max_rows: int = 200_000
    max_columns: int = 1_000
    max_cells: int = 3_000_000
    max_area: int = 6_500_000
    max_cell_characters: int = 32_767
    max_text_characters: int = 200_000_000
    max_unpacked_bytes: int = 400_000_000
    max_error_cells: int = 100_000


class Table(Protocol):
    """A table that has been opened. `encoding` and `delimiter` are known for CSV, `sheet` for workbooks."""

    @property
    def kind(self) -> Kind:
        """Which kind of file it is."""

    @property
    def sheet(self) -> str | None:
        """The name of the sheet that is read."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets a person can see."""

    @property
    def encoding(self) -> str | None:
        """The character encoding that was found."""

    @property
    def delimiter(self) -> str | None:
        """The separator that was found."""

    def rows(self) -> Iterator[Row]:
        """The rows from the first, blank ones left out. May be called again.

        Raises:
            TooLarge: more rows, columns or characters in a cell than the limits allow.
        """


def column_letters(index: int) -> str:
    """The spreadsheet's name of a column counted from 0: 0 is A, 27 is AB."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def clean_text(raw: str) -> str | None:
    """Text as stored: trimmed, composed (NFC), without control characters; None when nothing is left.

    The apostrophe that `csv_writing` puts before formula characters is taken off again.
    """
    text = raw
    if not (text.isascii() and text.isprintable()):
        text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
        text = unicodedata.normalize("NFC", text)
    text = text.strip()
    if text.startswith(_NEUTRALISED):
        text = text[1:]
    return text or None


def open_source(source: Source) -> BinaryIO:
    """The bytes of a source from the first."""
    return BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def size_of(source: Source) -> int:
    """How many bytes a source has."""
    return len(source) if isinstance(source, bytes) else source.stat().st_size
