"""What time sets off runs once, is caught up, and a failure stops nothing else."""

import threading
from datetime import timedelta

from marketplace.foundation import clock, timers
from marketplace.foundation.database import db
from marketplace.foundation.timers import Every

ran: list[str] = []


def sweep() -> None:
    ran.append("sweep")


def stumble() -> None:
    raise RuntimeError("no broom")


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
