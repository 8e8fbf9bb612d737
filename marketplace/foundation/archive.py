"""The whole service in one file: every row and every stored file, whatever database and storage they lie in."""

import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import Date, DateTime, Table, TypeDecorator, func, insert, select, text

from marketplace.foundation import clock, migrating, ports
from marketplace.foundation.database import Base, Time, db
from marketplace.foundation.errors import Conflict, Invalid
from marketplace.foundation.storage.port import check_key
from marketplace.foundation.transaction import look_at_one_moment, transaction

FORMAT = 1
ROWS = 1000
MANIFEST, TABLES, FILES, END = "manifest.json", "tables/", "files/", "end"


def write(target: Path) -> int:
    """Write an archive of one moment, and answer how many rows it holds. The file appears when it is whole."""
    part = target.with_name(target.name + ".part")
    rows = 0
    look_at_one_moment()
    with tarfile.open(part, "w:gz", compresslevel=6) as archive:
        manifest = {"format": FORMAT, "revision": migrating.newest_revision(), "at": clock.now().isoformat()}
        _add(archive, MANIFEST, json.dumps(manifest).encode())
        for table in _kept():
            lines = io.BytesIO()
            for line in _lines(table):
                lines.write(line)
                rows += 1
            _add(archive, _file_of(table), lines.getvalue())
        for key in ports.storage().list():
            _add(archive, FILES + key, ports.storage().get(key))
        _add(archive, END, b"")
    part.replace(target)
    return rows


def read(source: Path, *, replace: bool = False) -> int:
    """Fill an empty database from an archive, and answer how many rows came.

    Raises:
        Conflict: the database holds something and `replace` is False; nothing is changed.
        Invalid: the file is no whole archive, or one of another version of the schema; nothing is changed.
    """
    with _opened(source) as archive:
        if _holds_something():
            if not replace:
                raise Conflict("archive-database-not-empty")
            migrating.downgrade("base")
        migrating.upgrade()
        with transaction():
            rows = sum(_fill(table, archive) for table in _emptied())
            set_sequences()
        for member in archive.getmembers():
            if member.name.startswith(FILES) and member.isfile():
                ports.storage().put(member.name.removeprefix(FILES), _content(archive, member.name))
    return rows


def _opened(source: Path) -> tarfile.TarFile:
    """The archive, read through to its end once: what is there is thrown away only for something whole."""
    try:
        archive = tarfile.open(source, "r:gz")  # noqa: SIM115 - handed to the caller's with
        names = set(archive.getnames())
        manifest = json.loads(_content(archive, MANIFEST))
        if manifest["format"] != FORMAT or manifest["revision"] != migrating.newest_revision():
            raise Invalid("archive-other-version", revision=str(manifest["revision"]))
        if not {END, *map(_file_of, _kept())} <= names:
            raise Invalid("archive-not-readable")
        for name in names:
            if name.startswith(FILES):
                check_key(name.removeprefix(FILES))
    except (OSError, EOFError, zlib.error, tarfile.TarError, LookupError, TypeError, ValueError) as error:
        raise Invalid("archive-not-readable") from error
    return archive


def _file_of(table: Table) -> str:
    return f"{TABLES}{table.name}.jsonl"


def _holds_something() -> bool:
    if not migrating.is_migrated():
        return False
    # An address under .invalid (RFC 2606) is nobody's: the program's own, there from the start.
    found = db.session.scalar(text("select count(*) from person where email not like '%.invalid'"))
    db.session.rollback()
    return bool(found)


def _emptied() -> list[Table]:
    tables = _kept()
    for table in reversed(tables):
        db.session.execute(table.delete())
    return tables


def _kept() -> list[Table]:
    """All tables but those that are made anew from the others."""
    return [table for table in Base.metadata.sorted_tables if not table.info.get("derived")]


def _lines(table: Table) -> Iterator[bytes]:
    query = select(table).order_by(*table.primary_key).execution_options(yield_per=ROWS)
    for row in db.session.execute(query):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _fill(table: Table, archive: tarfile.TarFile) -> int:
    columns = list(table.columns)
    lines = _content(archive, _file_of(table)).splitlines()
    for start in range(0, len(lines), ROWS):
        batch = [json.loads(line) for line in lines[start : start + ROWS]]
        values = [{c.key: _typed(c.type, value) for c, value in zip(columns, row, strict=True)} for row in batch]
        db.session.execute(insert(table), values)
    return len(lines)


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Time | DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return kind.enum(value) if isinstance(kind, TypeDecorator) and hasattr(kind, "enum") else value


def set_sequences() -> None:
    """Let new keys follow the greatest there is, where rows were written with their keys."""
    if db.engine.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if "id" in table.columns:
            newest = db.session.scalar(select(func.max(table.c.id))) or 0
            sequence = func.pg_get_serial_sequence(table.name, "id")
            db.session.execute(select(func.setval(sequence, newest + 1, False)))


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mtime = int(clock.now().timestamp())
    archive.addfile(member, io.BytesIO(content))


def _content(archive: tarfile.TarFile, name: str) -> bytes:
    found = archive.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found.read()
