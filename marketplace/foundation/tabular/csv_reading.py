"""Text with separators: encoding and separator found out, rows streamed."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from marketplace.foundation.errors import Invalid, TooLarge
from marketplace.foundation.tabular.table import CellValue, Kind, Limits, Row, Source, clean_text, open_source

_CHUNK = 1 << 18
_SAMPLE_ROWS = 60
_LONGEST_LINE = 1_000_000
_DELIMITERS = (";", "\t", ",", "|")
_FEW_CONTROLS = 20
_CONTROL = bytes(range(9)) + bytes(range(14, 26)) + bytes(range(27, 32))
_MARKS = (("utf-8-sig", codecs.BOM_UTF8), ("utf-16", codecs.BOM_UTF16_LE), ("utf-16", codecs.BOM_UTF16_BE))


@dataclass(frozen=True)
class CsvTable:
    """A CSV file, opened: see `Table`."""

    source: Source
    filename: str
    limits: Limits
    encoding: str
    delimiter: str
    kind: Kind = "csv"
    sheet: str | None = None
    sheets: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """See `Table.rows`. A quoted line break stays within its row, as a spreadsheet shows it."""
        taken = 0
        for number, fields in self._records():
            cells: list[CellValue] = [clean_text(text) if text else None for text in fields]
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                continue
            taken += 1
            self._check(number, taken, cells)
            yield Row(number, tuple(cells))

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        number = 0
        with _opened(self.source, self.encoding) as stream:
            reader = csv.reader(_lines(stream, self.filename), delimiter=self.delimiter)
            try:
                for number, fields in enumerate(reader, start=1):
                    yield number, fields
            except csv.Error as error:
                raise self._too_long(number + 1) from error

    def _check(self, number: int, taken: int, cells: list[CellValue]) -> None:
        limits = self.limits
        if taken > limits.max_rows:
            raise TooLarge("file-too-many-rows", filename=self.filename, most=limits.max_rows)
        if len(cells) > limits.max_columns:
            raise TooLarge("file-too-many-columns", filename=self.filename, most=limits.max_columns, row=number)
        if any(isinstance(cell, str) and len(cell) > limits.max_cell_characters for cell in cells):
            raise self._too_long(number)

    def _too_long(self, number: int) -> TooLarge:
        return TooLarge("file-cell-too-long", filename=self.filename, row=number, most=self.limits.max_cell_characters)


def open_csv(source: Source, filename: str, limits: Limits) -> CsvTable:
    """Find out encoding and separator.

    Raises:
        Invalid: it is no text, or holds nothing.
    """
    encoding = _encoding_of(source, filename)
    delimiter = _delimiter_of(source, encoding, filename)
    return CsvTable(source, filename, limits, encoding, delimiter)


def _encoding_of(source: Source, filename: str) -> str:
    """A byte-order mark decides; else UTF-8 if all of it is; else Windows-1252, or Latin-1 if it has no such byte."""
    with open_source(source) as stream:
        head = stream.read(4)
        for name, mark in _MARKS:
            if head.startswith(mark):
                _refuse_undecodable(source, name, filename)
                return name
        stream.seek(0)
        candidates = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}
        length = control = 0
        while chunk := stream.read(_CHUNK):
            length += len(chunk)
            control += len(chunk) - len(chunk.translate(None, _CONTROL))
            if b"\0" in chunk:
                raise Invalid("file-not-a-table", filename=filename)
            _drop_wrong(candidates, chunk, final=False)
        _drop_wrong(candidates, b"", final=True)
    if control > _FEW_CONTROLS and control * 100 > length:
        raise Invalid("file-not-a-table", filename=filename)
    return next(iter(candidates), "latin-1")


def _drop_wrong(candidates: dict[str, codecs.IncrementalDecoder], chunk: bytes, final: bool) -> None:
    for name, decoder in list(candidates.items()):
        try:
            decoder.decode(chunk, final)
        except UnicodeDecodeError:
            del candidates[name]


def _refuse_undecodable(source: Source, encoding: str, filename: str) -> None:
    try:
        with _opened(source, encoding) as stream:
            while stream.read(_CHUNK):
                pass
    except UnicodeError as error:
        raise Invalid("file-broken", filename=filename) from error


def _opened(source: Source, encoding: str) -> TextIO:
    return io.TextIOWrapper(open_source(source), encoding=encoding, newline="")


def _lines(stream: TextIO, filename: str) -> Iterator[str]:
    """The lines for the parser, without Excel's own `sep=;`, which it does not show as a row either."""
    for count, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), ""), start=1):
        if len(line) >= _LONGEST_LINE:
            raise TooLarge("file-cell-too-long", filename=filename, row=count, most=_LONGEST_LINE)
        if count > 1 or _told_delimiter(line) is None:
            yield line.replace("\x1a", "")


def _told_delimiter(line: str) -> str | None:
    told = line.strip("\r\n").strip('"')
    return told[4:] if told[:4].lower() == "sep=" and len(told) == 5 else None


def _delimiter_of(source: Source, encoding: str, filename: str) -> str:
    """The separator that gives most rows the same number of fields; `;` before tab before `,` when they tie."""
    with _opened(source, encoding) as stream:
        first = stream.readline(_LONGEST_LINE)
    if told := _told_delimiter(first):
        return told
    widths = {delimiter: _sample_widths(source, encoding, delimiter, filename) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: _agreement(widths[delimiter]))
    if not widths[best]:
        raise Invalid("file-empty", filename=filename)
    return best


def _agreement(widths: list[int]) -> int:
    """How many rows have the commonest number of fields, two or more."""
    several = Counter(width for width in widths if width > 1)
    return max(several.values(), default=0)


def _sample_widths(source: Source, encoding: str, delimiter: str, filename: str) -> list[int]:
    widths: list[int] = []
    with _opened(source, encoding) as stream:
        reader = csv.reader(_lines(stream, filename), delimiter=delimiter)
        try:
            for fields in reader:
                if any(field.strip() for field in fields):
                    widths.append(len(fields))
                if len(widths) >= _SAMPLE_ROWS:
                    break
        except csv.Error:
            return widths
    return widths
