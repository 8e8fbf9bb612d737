"""Whether an exported file is as it was made: its checksum reckoned again, and held against its own stamp.

A file may come from anybody: what is read of it at once is bounded, and a workbook is looked through before it is
loaded.
"""

import csv
import html
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from marketplace.foundation.errors import Invalid, TooLarge
from marketplace.foundation.tabular.table import Limits
from marketplace.foundation.tabular.workbook_checks import MOST_ROWS, Tally
from marketplace.foundation.tabular.xlsx_checks import check_xlsx
from marketplace.foundation.tabular.xlsx_writing import cell_text

LONGEST_STAMP = 8192
"""Bytes of the line that the stamp of a CSV or JSON file stands in, at the most."""

MOST_OF_A_PDF = 100_000_000
"""Bytes of a PDF file, and of the figures that come out of it."""

_LARGEST = Limits(
    max_cells=60 * MOST_ROWS,
    max_area=60 * MOST_ROWS,
    max_text_characters=2_000_000_000,
    max_unpacked_bytes=10_000_000_000,
)
"""What a workbook of as many rows as a sheet can have takes."""

_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(r"(\w+)=(.*?)(?= \w+=|$)")
_IN_PDF = re.compile(rb"<pdf:Keywords>(made_at=[^<>]{0,2000}? sha256=[0-9a-f]{64})<")
_TOLD_IN_PDF = re.compile(rb" sha256=([0-9a-f]{64})")
_ATTACHED = re.compile(rb"/Type\s{0,9}/EmbeddedFile\b.{0,1000}?>>\s{0,9}stream\r?\n", re.DOTALL)


_UNREADABLE = (
    OSError,
    ValueError,
    RecursionError,
    TooLarge,
    csv.Error,
    zlib.error,
    zipfile.BadZipFile,
    CalamineError,
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a file's stamp says, and the checksum of what the file holds now."""

    stamp: dict[str, str]
    told: str
    found: str

    @property
    def is_unchanged(self) -> bool:
        """Whether they agree."""
        return self.told == self.found


def verify(path: Path) -> Verified:
    """Reckon a file's checksum again: CSV, JSON, XLSX, or the figures that are attached to a PDF.

    Raises:
        Invalid: "export-kind-unknown", "export-without-stamp", "export-unreadable".
    """
    kinds: dict[str, Callable[[Path], Verified]] = {".csv": _csv, ".json": _json, ".xlsx": _xlsx, ".pdf": _pdf}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        raise Invalid("export-kind-unknown", name=path.name)
    try:
        return kind(path)
    except _UNREADABLE as error:
        raise Invalid("export-unreadable", name=path.name) from error


def _csv(path: Path) -> Verified:
    found, last = _lines(path)
    cells = next(csv.reader([last.decode("utf-8", "replace")], delimiter=";"), [])
    told = next((cell for cell in cells if cell.startswith("made_at=")), "") if cells[:1] == ["stamp"] else ""
    return _verified(path, dict(_PART.findall(told)), found)


def _json(path: Path) -> Verified:
    found, last = _lines(path)
    if not last.startswith(b'"stamp": '):
        return _verified(path, {}, found)
    stamp = json.loads(b"{" + last)["stamp"]
    told = stamp if isinstance(stamp, dict) else {}
    return _verified(path, {key: str(value or "") for key, value in told.items()}, found)


def _xlsx(path: Path) -> Verified:
    """Of all cells of all sheets but the last, as `write_xlsx` tells them."""
    with zipfile.ZipFile(path) as archive:
        try:
            check_xlsx(archive, Tally(path.name, _LARGEST))
        except Invalid as refusal:
            raise ValueError(refusal.code) from refusal
    workbook = CalamineWorkbook.from_path(str(path))
    names, checksum = workbook.sheet_names, sha256()
    if not names:
        return _verified(path, {}, "")
    for name in names[:-1]:
        checksum.update(f"{name}\n".encode())
        for row in workbook.get_sheet_by_name(name).iter_rows():
            checksum.update(("\t".join(cell_text(_cell(value)) for value in row) + "\n").encode())
    rows = workbook.get_sheet_by_name(names[-1]).to_python()
    return _verified(path, {str(row[0]): str(row[1]) for row in rows[1:] if len(row) > 1}, checksum.hexdigest())


def _pdf(path: Path) -> Verified:
    """Of the figures attached. The stamp stands twice among the document's keywords; both have to be right."""
    if path.stat().st_size > MOST_OF_A_PDF:
        raise ValueError("too large")
    content = path.read_bytes()
    stamp, attached = _IN_PDF.search(content), _ATTACHED.search(content)
    if stamp is None or attached is None:
        return _verified(path, {}, "")
    unpacking = zlib.decompressobj()
    figures = unpacking.decompress(content[attached.end() :], MOST_OF_A_PDF)
    if unpacking.unconsumed_tail:
        raise ValueError("unpacks too large")
    told = dict(_PART.findall(html.unescape(stamp[1].decode("utf-8", "replace"))))
    others = {each.decode() for each in _TOLD_IN_PDF.findall(content)} - {told["sha256"]}
    if others:
        told["sha256"] = min(others)
    return _verified(path, told, sha256(figures).hexdigest())


def _lines(path: Path) -> tuple[str, bytes]:
    """The checksum of all lines but the last, and the last, in constant memory: a long line comes in pieces."""
    checksum, last = sha256(), b""
    with path.open("rb") as source:
        while line := source.readline(LONGEST_STAMP):
            checksum.update(last)
            last = line
    return checksum.hexdigest(), last


def _cell(value: Any) -> Any:
    """As it was written: a day comes back as its first moment."""
    return value.date() if isinstance(value, datetime) and value.time() == time() else value


def _verified(path: Path, stamp: dict[str, str], found: str) -> Verified:
    told = _told(stamp.values())
    if told is None:
        raise Invalid("export-without-stamp", name=path.name)
    return Verified({name: value for name, value in stamp.items() if value and value != told}, told, found)


def _told(values: Iterable[str]) -> str | None:
    return next((value for value in values if _CHECKSUM.fullmatch(value)), None)
