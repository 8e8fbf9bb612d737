"""Where the index lies and who may write: connections, the pointer, and locks.

Whoever writes along with a listing's transaction holds the lock shared, until that transaction ends; whoever swaps the
index, or writes beside any transaction, holds it alone. So an index never changes under a writer, and a new index never
misses what an unfinished transaction wrote.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from psycopg import errors, sql
from sqlalchemy import Connection, create_engine, event, func, inspect, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateSchema, CreateTable, DropSchema

from marketplace.search.engine import IndexBusy
from marketplace.search.postgres.tables import HOME, PREFIX, STATE, IndexTables, index_tables

Joined = Callable[[], Connection | None]

LOCK, BUCKET = 1_869_439_602, 1_869_439_603
WRITING, BUILDING = 0, 1
BUCKETS = 1024
WAIT_SECONDS = 30
WAIT_FOR_BUILDER_SECONDS = 600
WAIT_WITHIN_SECONDS = 10
SETTINGS = ("jit = off", "work_mem = '32MB'", "max_parallel_workers_per_gather = 0")


@dataclass(frozen=True, slots=True)
class State:
    """The pointer: the present index and the one that is being built, where there is one of this version."""

    present: IndexTables | None = None
    building: IndexTables | None = None


class Store:
    """Connections of the engine's own, beside those of the service."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, pool_size=5, max_overflow=45, pool_pre_ping=True)
        self._alone = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        event.listen(self._engine, "connect", _settle)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on which every statement stands for itself."""
        with self._alone.connect() as connection:
            yield connection

    @contextmanager
    def own(self) -> Iterator[Connection]:
        """A transaction of its own."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, wait_seconds: int | None = None) -> Iterator[Connection]:
        """A transaction of its own, while nobody else writes.

        Raises:
            IndexBusy: others did not come to an end in time.
        """
        with self._engine.begin() as connection:
            _wait_at_most(connection, WAIT_SECONDS if wait_seconds is None else wait_seconds)
            with _told_if_busy():
                connection.execute(select(func.pg_advisory_xact_lock(LOCK, WRITING)))
            yield connection

    @contextmanager
    def building(self) -> Iterator[None]:
        """Be the only one that builds an index, for as long as it takes.

        Raises:
            IndexBusy: another built for too long.
        """
        with self._alone.connect() as connection:
            connection.execute(text(f"SET lock_timeout = '{WAIT_FOR_BUILDER_SECONDS}s'"))
            try:
                with _told_if_busy():
                    connection.execute(select(func.pg_advisory_lock(LOCK, BUILDING)))
                yield
            finally:
                connection.invalidate()  # the lock goes with the connection, whatever happened

    def remove_others(self) -> None:
        """Remove indexes that were exchanged or never completed. Only who builds does this."""
        with self._alone.connect() as connection:
            kept = connection.execute(select(STATE.c.present, STATE.c.building)).one()
            found = inspect(connection)
            for name in found.get_schema_names():
                if name.startswith(f"{HOME}_") and name not in kept:
                    for table in found.get_table_names(schema=name):  # one at a time: who still reads holds several
                        connection.exec_driver_sql("DROP TABLE IF EXISTS " + sql.Identifier(name, table).as_string())
                    connection.execute(DropSchema(name, cascade=True, if_exists=True))

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()


def hold(connection: Connection) -> None:
    """Write within the transaction of this connection: until it ends, the index is not exchanged.

    Raises:
        IndexBusy: another held it for too long.
    """
    _wait_at_most(connection, WAIT_WITHIN_SECONDS)
    with _told_if_busy():
        connection.execute(select(func.pg_advisory_xact_lock_shared(LOCK, WRITING)))


def take_turns(connection: Connection, numbers: Collection[int]) -> None:
    """Let those who write a listing do it one by one, until their transactions end: so the last reads the newest."""
    buckets = sorted({number % BUCKETS for number in numbers})
    if buckets:
        bucket = func.unnest(buckets).column_valued("bucket")
        with _told_if_busy():
            connection.execute(select(func.pg_advisory_xact_lock(BUCKET, bucket)))


def state(connection: Connection) -> State:
    """What the pointer says."""
    if connection.scalar(select(func.to_regclass(f"{HOME}.{STATE.name}"))) is None:
        return State()
    row = connection.execute(select(STATE.c.present, STATE.c.building)).first()
    return State() if row is None else State(_ours(row.present), _ours(row.building))


def begin(connection: Connection) -> IndexTables:
    """Empty tables for an index, known to all who write from now on."""
    connection.execute(CreateSchema(HOME, if_not_exists=True))
    STATE.create(connection, checkfirst=True)
    connection.execute(insert(STATE).values(one=1).on_conflict_do_nothing())
    tables = index_tables(PREFIX + uuid4().hex[:12])
    connection.execute(CreateSchema(tables.schema))
    for table in tables.metadata.sorted_tables:
        connection.execute(CreateTable(table))  # their indexes are made when they are full
    connection.execute(update(STATE).values(building=tables.schema))
    return tables


def point_at(connection: Connection, tables: IndexTables) -> None:
    """Make the index that was built the present one."""
    connection.execute(update(STATE).values(present=tables.schema, building=None))


def give_up(connection: Connection, tables: IndexTables) -> None:
    """Forget an index that was not completed."""
    connection.execute(update(STATE).where(STATE.c.building == tables.schema).values(building=None))


def is_whole(connection: Connection, tables: IndexTables) -> bool:
    """Whether all tables of an index are there, and what they are searched by."""
    made = list(tables.metadata.tables.values())
    wanted = [*(table.name for table in made), *(index.name for table in made for index in table.indexes)]
    there = connection.scalar(
        text(
            "SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
            " WHERE nspname = :schema AND relname = ANY(:wanted)"
        ),
        {"schema": tables.schema, "wanted": wanted},
    )
    return bool(there == len(wanted))


def _ours(name: str | None) -> IndexTables | None:
    """The tables of an index, if it is one of this version."""
    return index_tables(name) if name is not None and name.startswith(PREFIX) else None


def _settle(connection: Any, _record: object) -> None:
    """Planned for short questions: what is compiled or shared out among processes comes too late for them."""
    before, connection.autocommit = connection.autocommit, True
    for setting in SETTINGS:
        connection.execute(f"SET {setting}")
    connection.autocommit = before


def _wait_at_most(connection: Connection, seconds: int) -> None:
    connection.execute(select(func.set_config("lock_timeout", f"{seconds}s", True)))


@contextmanager
def _told_if_busy() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if isinstance(error.orig, errors.LockNotAvailable):
            raise IndexBusy("the search index is being written by others") from error
        raise
