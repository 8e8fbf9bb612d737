"""What time sets off runs once, is caught up, and a failure stops nothing else."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.foundation import clock, timers
from marketplace.foundation.database import db
from marketplace.foundation.timers import Every, Timer

ran: list[str] = []


def sweep() -> None:
    ran.append("sweep")


def stumble() -> None:
    raise RuntimeError("no broom")


class Killed(BaseException):
    """The process is gone."""


def die() -> None:
    ran.append("died")
    raise Killed


HOURLY = {sweep: Every(timedelta(hours=1))}


def test_a_job_runs_when_due_and_not_before(app):
    ran.clear()
    now = clock.now()
    assert timers.run_due(HOURLY) == 1
    assert timers.run_due(HOURLY) == 0
    with clock.standing_still(now + timedelta(minutes=59)):
        assert timers.run_due(HOURLY) == 0
    with clock.standing_still(now + timedelta(hours=5)):
        assert timers.run_due(HOURLY) == 1
        assert timers.run_due(HOURLY) == 0
    assert ran == ["sweep", "sweep"]


def test_a_job_that_fails_stops_no_other(app):
    ran.clear()
    every = Every(timedelta(hours=1))
    assert timers.run_due({stumble: every, sweep: every}) == 2
    assert ran == ["sweep"]


def test_several_workers_run_a_job_once(app):
    ran.clear()
    timers.run_due(HOURLY)
    together = threading.Barrier(4)

    def work() -> None:
        with app.app_context():
            together.wait()
            timers.run_due(HOURLY)
            db.session.remove()

    with clock.standing_still(clock.now() + timedelta(hours=2)):
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert ran == ["sweep", "sweep"]


def test_what_a_killed_worker_was_at_is_run_again_within_two_minutes_and_not_when_next_due(app):
    ran.clear()
    now, daily = clock.now(), {die: Every(timedelta(days=1))}
    with pytest.raises(Killed):
        timers.run_due(daily)
    assert timers.run_due(daily) == 0
    with clock.standing_still(now + timedelta(minutes=2)), pytest.raises(Killed):
        timers.run_due(daily)
    assert ran == ["died", "died"]


def test_a_job_that_takes_long_stays_with_the_worker_that_is_at_it(app, monkeypatch):
    monkeypatch.setattr(timers, "RENEW_EVERY_S", 0.01)
    began, found = clock.now(), []

    def watch() -> None:
        while db.session.scalars(select(Timer.due_at)).one() <= began + timers.LEASE:
            db.session.rollback()
            threading.Event().wait(0.01)
        db.session.rollback()

    def work_long() -> None:
        with clock.standing_still(began + timedelta(seconds=50)):
            watch()
        with clock.standing_still(began + timedelta(seconds=70)):
            found.append(timers.run_due({work_long: Every(timedelta(hours=1))}))

    assert timers.run_due({work_long: Every(timedelta(hours=1))}) == 1
    assert found == [0]
    assert db.session.scalar(select(Timer.due_at)) == began + timedelta(hours=1)
