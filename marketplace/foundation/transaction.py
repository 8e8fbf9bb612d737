"""The one place that commits."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import RLock
from typing import cast

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from marketplace.foundation.database import WRITING, db
from marketplace.foundation.errors import Conflict

AfterCommit = Callable[[], None]
_OPEN = "ombruk_open"
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
        session.info[_AFTER] = []
        try:
            yield session
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


def _turn(session: Session) -> AbstractContextManager[object]:
    """SQLite has one writer: threads wait for each other here, since its own wait polls with growing pauses."""
    return _writers if session.get_bind().dialect.name == "sqlite" else nullcontext()


def after_commit(act: AfterCommit) -> None:
    """Run `act` once the open transaction is safely stored, and not at all if it is not."""
    waiting: list[AfterCommit] = db.session().info[_AFTER]
    if act not in waiting:
        waiting.append(act)
