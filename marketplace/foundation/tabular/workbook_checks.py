"""Reading a workbook's parts piece by piece, counting, before all of it is loaded at once.

A small file can claim a cell in the last row of the last column, one long text shown a million times, or parts
that unpack without end. `xlsx_checks` and `ods_checks` count what loading would cost; this is what they share.
"""

import copy
import zipfile
import zlib
from collections.abc import Callable
from typing import Protocol
from xml.parsers import expat

from marketplace.foundation.errors import Invalid, TooLarge
from marketplace.foundation.tabular.table import CellError, Limits

_CHUNK = 1 << 16
_LONGEST_TOKEN = 1 << 18
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384

Place = tuple[int, int]
ErrorCells = dict[Place, CellError]


class Handlers(Protocol):
    """What listens while a part is parsed. Raises ValueError for what cannot be."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, text: str) -> None:
        """Some text."""


class Tally:
    """What all sheets of one workbook cost together.

    Every `add_…` raises TooLarge beyond a limit.
    """

    def __init__(self, filename: str, limits: Limits) -> None:
        self.filename = filename
        self.limits = limits
        self._cells = self._characters = self._unpacked = self._errors = 0
        self._error_texts: dict[str, CellError] = {}

    def add_cells(self, cells: int, characters: int) -> None:
        """So many cells with so many characters in all."""
        self._cells += cells
        self._characters += characters
        if self._cells > self.limits.max_cells or self._characters > self.limits.max_text_characters:
            raise TooLarge("file-too-many-cells", filename=self.filename, most=self.limits.max_cells)

    def add_area(self, rows: int, columns: int) -> None:
        """A sheet whose last cell is in that row and column; empty cells between are held too."""
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            raise Invalid("file-broken", filename=self.filename)
        if rows * columns > self.limits.max_area:
            raise TooLarge("file-too-many-cells", filename=self.filename, most=self.limits.max_cells)

    def check_promise(self, attributes: dict[str, str]) -> None:
        """What a part says it holds; memory is set aside for it before any of it is seen."""
        for name in ("count", "uniqueCount"):
            promised = attributes.get(name, "")
            if promised and not (promised.isdecimal() and int(promised) <= 2 * self.limits.max_cells):
                raise TooLarge("file-too-many-cells", filename=self.filename, most=self.limits.max_cells)

    def add_unpacked(self, size: int) -> None:
        """So many bytes came out of the archive."""
        self._unpacked += size
        if self._unpacked > self.limits.max_unpacked_bytes:
            raise TooLarge("file-unpacks-too-large", filename=self.filename)

    def error_cell(self, text: str) -> CellError:
        """A cell that shows an error; equal ones are one object."""
        self._errors += 1
        if self._errors > self.limits.max_error_cells:
            raise TooLarge("file-too-many-error-cells", filename=self.filename, most=self.limits.max_error_cells)
        return self._error_texts.setdefault(text[:40], CellError(text[:40]))


def parse_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, handlers: Handlers, tally: Tally) -> None:
    """Parse one part. Declared sizes are not believed: what comes out is counted as it comes.

    Raises:
        Invalid: it is no XML, declares entities, or its checksum is wrong.
        TooLarge: it costs more than the limits allow.
    """
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = handlers.start
    parser.EndElementHandler = handlers.end
    parser.CharacterDataHandler = handlers.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    fed = 0

    def take(chunk: bytes) -> None:
        nonlocal fed
        fed += len(chunk)
        parser.Parse(chunk, False)
        if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
            raise ValueError("a comment or attribute without end")  # expat starts over on it with every chunk

    try:
        unpack(archive, member, tally, take)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise Invalid("file-broken", filename=tally.filename) from error


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, tally: Tally, take: Callable[[bytes], object]) -> None:
    """Hand all bytes of one part to `take`, counted."""
    honest = copy.copy(member)
    honest.file_size = 1 << 62
    try:
        with archive.open(honest) as stream:
            while chunk := stream.read(_CHUNK):
                tally.add_unpacked(len(chunk))
                take(chunk)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise Invalid("file-broken", filename=tally.filename) from error


def _refuse_doctype(*_ignored: object) -> None:
    raise ValueError("a workbook declares no document type")
