"""Looking into the database that the engine inside PostgreSQL keeps its index in."""

from sqlalchemy import select, text

from marketplace.search.postgres.tables import STATE


def schemas(connection):
    """The schemas of all its indexes, and its home."""
    return connection.scalars(text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'ombruk_search%'")).all()


def present(connection):
    """The schema of the index that answers."""
    return connection.scalar(select(STATE.c.present))
