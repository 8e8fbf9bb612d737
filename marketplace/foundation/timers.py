"""Work that time sets off: done once even with several workers, and caught up after an outage."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation import clock
from marketplace.foundation.database import Base, db
from marketplace.foundation.transaction import transaction

log = logging.getLogger(__name__)

Job = Callable[[], object]


class Timer(Base):
    """When a job is due next."""

    __tablename__ = "timer"

    name: Mapped[str] = mapped_column(String(160), primary_key=True)
    due_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Every:
    """A pause between two runs."""

    pause: timedelta


Schedule = Mapping[Job, Every]


def run_due(schedule: Schedule) -> int:
    """Run each job that is due and answer how many ran. A job that fails is logged and runs again when next due."""
    jobs = {f"{job.__module__.removeprefix('marketplace.')}.{job.__name__}": job for job in schedule}
    now = clock.now()
    known = {row.name: row.due_at for row in db.session.scalars(select(Timer))}
    db.session.rollback()
    due = [name for name in jobs if known.get(name, now) <= now]
    ran = 0
    for name in due:
        if _take(name, schedule[jobs[name]].pause):
            ran += 1
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


def _take(name: str, pause: timedelta) -> bool:
    now = clock.now()
    try:
        with transaction() as session:
            timer = session.get(Timer, name, with_for_update=True)
            if timer is None:
                session.add(Timer(name=name, due_at=now + pause))
                return True
            if timer.due_at > now:
                return False
            timer.due_at = now + pause
            return True
    except IntegrityError:  # another worker met it first
        return False


def _run(name: str, job: Job) -> None:
    try:
        job()
    except Exception:
        log.exception("the job %s failed", name)
    finally:
        db.session.rollback()
