"""The database's schema, moved along its numbered migrations."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from marketplace.foundation.database import db

_PACKAGE = Path(__file__).resolve().parents[1]
FOLDER = next(home / "migrations" for home in (_PACKAGE, _PACKAGE.parent) if (home / "migrations" / "env.py").exists())


@cache
def newest_revision() -> str | None:
    """The last migration that this program knows."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def is_migrated() -> bool:
    """Whether there is any schema at all."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() is not None


def upgrade(revision: str = "head") -> None:
    """Move the schema forward to a revision."""
    with db.engine.connect() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(revision: str) -> None:
    """Move the schema back to a revision; what its tables held is lost."""
    with db.engine.connect() as connection:
        command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
