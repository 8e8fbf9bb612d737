"""The engine's own tables. They are a copy that can be built anew, so no migration and no backup knows them.

An index is a schema; the row of `ombruk_search.state` names the present one, as a pointer in a folder would.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Date, DateTime, Float, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

VERSION = 5
"""Raise when the tables, or how text is analysed, change: older indexes are then rebuilt."""

HOME = "ombruk_search"
PREFIX = f"{HOME}_{VERSION}_"
"""How the schemas of indexes of this version are called."""

STATE = Table(
    "state",
    MetaData(schema=HOME),
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("present", Text),
    Column("building", Text),
)
"""One row at most: the schema of the present index, and of the one that is being built."""

Written = Text(collation="C")


@dataclass(frozen=True, slots=True)
class IndexTables:
    """The tables of one index.

    `documents`: what is searched. `tally`: for each entry and whom it is open to, how many documents have it; `change`:
    what is to be added to that. `words`: all words ever written. While the index is being built, `latest` holds what
    was written of the listings in `touched` meanwhile.
    """

    schema: str
    metadata: MetaData
    documents: Table
    tally: Table
    change: Table
    words: Table
    latest: Table
    touched: Table


@lru_cache(maxsize=16)
def index_tables(schema: str) -> IndexTables:
    """The tables of the index in a schema."""
    metadata = MetaData(schema=schema)
    documents = Table(
        "document",
        metadata,
        *_document_columns(),
        Index("document_tokens", "tokens", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        Index("document_newest", "published", "id"),
        postgresql_with={"toast_tuple_target": "8160"},  # a row is read whole: keep it in one place
    )
    return IndexTables(
        schema=schema,
        metadata=metadata,
        documents=documents,
        tally=Table("tally", metadata, *_tally_columns(primary_key=True)),
        change=Table("change", metadata, *_tally_columns(primary_key=False), Index("change_entry", "entry")),
        words=Table("word", metadata, Column("word", Written, primary_key=True)),
        latest=Table("latest", metadata, *_document_columns()),
        touched=Table("touched", metadata, Column("id", BigInteger, primary_key=True, autoincrement=False)),
    )


def _document_columns() -> list[Column[Any]]:
    """One listing as it is searched; `facet` is all that hits are counted by, `x` to `z` its place on a unit sphere."""
    texts = ("facet", "municipality", "county", "condition", "stage")
    numbers = ("unit", "length", "available", "price")
    return [
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        *(Column(name, BigInteger, nullable=False) for name in numbers),
        Column("loan", Boolean, nullable=False),
        *(Column(name, BigInteger) for name in ("width", "depth", "height")),
        *(Column(name, Float(53)) for name in ("x", "y", "z")),
        Column("published", DateTime(timezone=True), nullable=False),
        Column("closes", DateTime(timezone=True)),
        Column("ready", Date),
        *(Column(name, Written, nullable=False) for name in texts),
        *(Column(name, ARRAY(Written), nullable=False) for name in ("category", "entries")),
        Column("tokens", TSVECTOR, nullable=False),
    ]


def _tally_columns(*, primary_key: bool) -> list[Column[Any]]:
    """What documents have, whom they are open to, how many they are and how many words they have together."""
    return [
        *(Column(name, Written, primary_key=primary_key) for name in ("entry", "municipality", "stage")),
        Column("unit", BigInteger, primary_key=primary_key, autoincrement=False),
        Column("documents", BigInteger, nullable=False),
        Column("length", BigInteger, nullable=False),
    ]
