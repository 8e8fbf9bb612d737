"""The one place that commits."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import RLock
from typing import Any, TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from marketplace.foundation.database import WRITING, db
from marketplace.foundation.errors import Conflict

AfterCommit = Callable[[], None]
T = TypeVar("T")
_OPEN = "ombruk_open"
_BEFORE = "ombruk_before"
_AFTER = "ombruk_after"
_writers = RLock()


@contextmanager
def transaction() -> Iterator[Session]:
    """Do all of it or nothing, holding the write lock on SQLite from the start.

    What was read before is forgotten first, so that a decision is never made on an old snapshot: pass ids in, not
    loaded models. A transaction opened within another joins it.

    Raises:
        Conflict: `stale-form`, when another transaction changed a row first.
    """
    session = cast(Session, db.session())
    if session.info.get(_OPEN):
        yield session
        return
    session.rollback()
    with _turn(session):
        session.connection(execution_options={WRITING: True})
        session.info[_OPEN] = True
        session.info[_BEFORE], session.info[_AFTER] = {}, []
        try:
            yield session
            _finish(session)
            session.commit()
        except BaseException as error:
            session.rollback()
            session.info[_AFTER] = []
            if isinstance(error, StaleDataError):
                raise Conflict("stale-form") from error
            raise
        finally:
            session.info[_OPEN] = False
    for act in session.info.pop(_AFTER):
        act()


def look_at_one_moment() -> None:
    """Let every following question see the database as it is now, whatever others write meanwhile.

    Until the next transaction, which begins by forgetting what was read; within an open one nothing changes.
    """
    session = cast(Session, db.session())
    if not session.info.get(_OPEN):
        session.rollback()
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _turn(session: Session) -> AbstractContextManager[object]:
    """SQLite has one writer: threads wait for each other here, since its own wait polls with growing pauses."""
    return _writers if session.get_bind().dialect.name == "sqlite" else nullcontext()


def _finish(session: Session) -> None:
    """Let those act who wait for the end, until nobody does."""
    waiting: dict[Callable[[list[Any]], None], list[Any]] = session.info[_BEFORE]
    while waiting:
        session.flush()
        act, about = waiting.popitem()
        act(about)


def before_commit(act: Callable[[list[T]], None], about: T) -> None:
    """Run `act` once at the end of the open transaction, in it, with everything that it was to be run about."""
    db.session().info[_BEFORE].setdefault(act, []).append(about)


def open_connection() -> Connection | None:
    """The connection of the open transaction; None if none is open."""
    session = cast(Session, db.session())
    return session.connection() if session.info.get(_OPEN) else None


def after_commit(act: AfterCommit) -> None:
    """Run `act` once the open transaction is safely stored, and not at all if it is not."""
    waiting: list[AfterCommit] = db.session().info[_AFTER]
    if act not in waiting:
        waiting.append(act)
