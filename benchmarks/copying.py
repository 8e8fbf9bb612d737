"""A filled SQLite database copied into PostgreSQL, table by table: what is measured on both is the same ledger."""

import sqlite3
from pathlib import Path
from typing import Any

import psycopg

from marketplace.foundation import archive
from marketplace.foundation.database import Base, db
from marketplace.foundation.transaction import transaction

AT_ONCE = 10_000


def copy_into_postgres(source: Path) -> None:
    """Fill the application's database, which is migrated and otherwise empty, with the tables of a file.

    Triggers and foreign keys rest meanwhile: every row has been checked, and is marked, where it comes from.
    """
    with sqlite3.connect(source) as file, _connected() as target, target.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("set timezone = 'UTC'")
        tables = [table for table in Base.metadata.sorted_tables if not table.info.get("derived")]
        cursor.execute("truncate " + ", ".join(_quoted(table.name) for table in tables))
        for table in tables:
            names = ", ".join(_quoted(column.name) for column in table.columns)
            rows = file.execute(f"select {names} from {_quoted(table.name)}")
            with cursor.copy(f"copy {_quoted(table.name)} ({names}) from stdin") as copy:
                while batch := rows.fetchmany(AT_ONCE):
                    for row in batch:
                        copy.write_row(row)
    with transaction():
        archive.set_sequences()


def _connected() -> "psycopg.Connection[Any]":
    return psycopg.connect(db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False))


def _quoted(name: str) -> str:
    return f'"{name}"'
