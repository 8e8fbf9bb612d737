"""Work that time sets off: done once even with several workers, and caught up after an outage."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation import clock
from marketplace.foundation.database import Base, db
from marketplace.foundation.repeating import repeating
from marketplace.foundation.transaction import transaction

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
RENEW_EVERY_S = 20.0
MOST_RENEWALS = 1080

Job = Callable[[], object]


class Timer(Base):
    """When a job is due next: while it runs, when it is taken up by another if whoever runs it is not heard from."""

    __tablename__ = "timer"

    name: Mapped[str] = mapped_column(String(160), primary_key=True)
    due_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Every:
    """A pause between two runs."""

    pause: timedelta


Schedule = Mapping[Job, Every]


def run_due(schedule: Schedule) -> int:
    """Run each job that is due and answer how many ran. A job that fails is logged and runs again when next due.

    Safe to call from several processes: a job is leased before it is run, and the lease renewed while the process
    lives, for six hours at the most. So what a killed process was at is run again by another within a minute or so.
    """
    jobs = {f"{job.__module__.removeprefix('marketplace.')}.{job.__name__}": job for job in schedule}
    now = clock.now()
    known = {row.name: row.due_at for row in db.session.scalars(select(Timer))}
    db.session.rollback()
    due = [name for name in jobs if known.get(name, now) <= now]
    ran = 0
    for name in due:
        lease = _take(name, schedule[jobs[name]].pause)
        if lease is not None:
            ran += 1
            with lease.kept():
                _run(name, jobs[name])
    return ran


def do_each(ids: Iterable[int], act: Callable[[int], bool]) -> int:
    """Do it for each, in a transaction of its own, and answer for how many it was done.

    One that fails is logged and left for the next run, and holds up none of the others.
    """
    done = 0
    db.session.rollback()
    for each in ids:
        try:
            done += act(each)
        except Exception:
            log.exception("%s failed for %s", act.__qualname__, each)
            db.session.rollback()
    return done


class _Lease:
    """A job in one worker's hands, until `ends_at` at least; afterwards it is due at `next_at`."""

    def __init__(self, name: str, began_at: datetime, pause: timedelta) -> None:
        self._name, self._next_at = name, began_at + pause
        self.ends_at = began_at + min(pause, LEASE)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep it while the block runs, unless it is another's by then; then it is done."""
        if self.ends_at == self._next_at:
            yield
            return
        with repeating(self._renew, RENEW_EVERY_S, MOST_RENEWALS):
            yield
        self._move(self._next_at)

    def _renew(self) -> None:
        self._move(max(self.ends_at, min(self._next_at, clock.now() + LEASE)))

    def _move(self, due_at: datetime) -> None:
        if due_at == self.ends_at:
            return
        ours = (Timer.name == self._name) & (Timer.due_at == self.ends_at)
        with transaction() as session:
            session.execute(update(Timer).where(ours).values(due_at=due_at))
        self.ends_at = due_at


def _take(name: str, pause: timedelta) -> _Lease | None:
    now = clock.now()
    lease = _Lease(name, now, pause)
    try:
        with transaction() as session:
            timer = session.get(Timer, name, with_for_update=True)
            if timer is None:
                session.add(Timer(name=name, due_at=lease.ends_at))
                return lease
            if timer.due_at > now:
                return None
            timer.due_at = lease.ends_at
            return lease
    except IntegrityError:  # another worker met it first
        return None


def _run(name: str, job: Job) -> None:
    try:
        job()
    except Exception:
        log.exception("the job %s failed", name)
    finally:
        db.session.rollback()
