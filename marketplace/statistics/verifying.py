"""Whether an exported file is as it was made: its checksum reckoned again, and held against its own stamp."""

import html
import json
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from marketplace.foundation.errors import Invalid
from marketplace.foundation.tabular.xlsx_writing import cell_text

_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(r"(\w+)=(.*?)(?= \w+=|$)")
_IN_CSV = re.compile(r'^stamp;.*?(made_at=[^";]* sha256=[0-9a-f]{64})')
_IN_PDF = re.compile(rb"made_at=[^<>()]*? sha256=[0-9a-f]{64}")
_ATTACHED = re.compile(rb"/Type\s*/EmbeddedFile\b[^>]*?(?:>>[^>]*?)*?>>\s*stream\r?\n")


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
    except (OSError, ValueError, CalamineError, zlib.error) as error:
        raise Invalid("export-unreadable", name=path.name) from error


def _csv(path: Path) -> Verified:
    found, last = _lines(path)
    stamp = _IN_CSV.search(last.decode("utf-8", "replace"))
    return _verified(path, dict(_PART.findall(stamp[1])) if stamp else {}, found)


def _json(path: Path) -> Verified:
    found, last = _lines(path)
    if not last.startswith(b'"stamp": '):
        return _verified(path, {}, found)
    stamp = json.loads(b"{" + last)["stamp"]
    return _verified(path, {key: str(value or "") for key, value in stamp.items()}, found)


def _xlsx(path: Path) -> Verified:
    """Of all cells of all sheets but the last, as `write_xlsx` tells them."""
    workbook = CalamineWorkbook.from_path(str(path))
    names, checksum = workbook.sheet_names, sha256()
    for name in names[:-1]:
        checksum.update(f"{name}\n".encode())
        for row in workbook.get_sheet_by_name(name).iter_rows():
            checksum.update(("\t".join(cell_text(_cell(value)) for value in row) + "\n").encode())
    rows = workbook.get_sheet_by_name(names[-1]).to_python()
    return _verified(path, {str(row[0]): str(row[1]) for row in rows[1:] if len(row) > 1}, checksum.hexdigest())


def _pdf(path: Path) -> Verified:
    """Of the figures attached; the stamp stands among the document's keywords, too."""
    content = path.read_bytes()
    stamp, attached = _IN_PDF.search(content), _ATTACHED.search(content)
    if stamp is None or attached is None:
        return _verified(path, {}, "")
    figures = zlib.decompressobj().decompress(content[attached.end() :])
    told = html.unescape(stamp[0].decode("utf-8", "replace"))
    return _verified(path, dict(_PART.findall(told)), sha256(figures).hexdigest())


def _lines(path: Path) -> tuple[str, bytes]:
    """The checksum of all lines but the last, and the last, in constant memory."""
    checksum, last = sha256(), b""
    with path.open("rb") as source:
        for line in source:
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
