"""Deliver what waits and run what is due: a process of its own, or a thread in the server.

Beside it the heartbeat, which every process has for what it keeps in memory.
"""

import logging
import threading
import time
from collections.abc import Sequence

from flask import Flask

from marketplace.foundation import outbox, timers
from marketplace.foundation.database import db
from marketplace.foundation.timers import Job, Schedule

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 0.25
OUTWARD_THREADS = 3
OUTWARD_LOOK_AGAIN_S = 1.0
OUTWARD_ENDS_S = 25.0
TIMERS_S = 15.0
BEAT_S = 3.0


def run(app: Flask, schedule: Schedule, stop: threading.Event, wake: threading.Event) -> None:
    """Work until `stop` is set; `wake` shortens the pause when something was just recorded.

    What goes to other systems, which may be slow, has threads of its own.
    """
    others = [
        threading.Thread(target=_speak_to_others, args=(app, stop), name=f"outward {number}", daemon=True)
        for number in range(OUTWARD_THREADS)
    ]
    for other in others:
        other.start()
    _work(app, schedule, stop, wake)
    for other in others:
        other.join(timeout=OUTWARD_ENDS_S)


def _speak_to_others(app: Flask, stop: threading.Event) -> None:
    while not stop.is_set():
        busy = False
        try:
            with app.app_context():
                busy = outbox.deliver_pending(1, outward=True) > 0
        except Exception:
            log.exception("the worker stumbled and goes on")
            stop.wait(1)
        if not busy:
            stop.wait(OUTWARD_LOOK_AGAIN_S)


def _work(app: Flask, schedule: Schedule, stop: threading.Event, wake: threading.Event) -> None:
    timers_at = 0.0
    while not stop.is_set():
        busy = False
        try:
            with app.app_context():
                busy = outbox.deliver_pending(outward=False) > 0
                if time.monotonic() >= timers_at:
                    timers.run_due(schedule)
                    timers_at = time.monotonic() + TIMERS_S
        except Exception:
            log.exception("the worker stumbled and goes on")
            stop.wait(1)
        if not busy:
            wake.wait(LOOK_AGAIN_S)
            wake.clear()


class InlineWorker:
    """The worker as a thread of this process."""

    def __init__(self, app: Flask, schedule: Schedule) -> None:
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(
            target=run, args=(app, schedule, self._stop, self._wake), name="outbox", daemon=True
        )

    def start(self) -> None:
        """Begin, and be woken by each commit of this process that recorded something."""
        outbox.wake_with(self._wake.set)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is under way, then end."""
        outbox.wake_with(None)
        self._stop.set()
        self._wake.set()
        self._thread.join(timeout=30)


class Heartbeat:
    """A thread that does some jobs every few seconds, each whether or not the others fail."""

    def __init__(self, app: Flask, jobs: Sequence[Job]) -> None:
        self._app = app
        self._jobs = jobs
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Begin, with a first beat at once."""
        self._thread.start()

    def stop(self) -> None:
        """Do everything once more, then end."""
        self._stop.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        self._beat()
        while not self._stop.wait(BEAT_S):
            self._beat()
        self._beat()

    def _beat(self) -> None:
        with self._app.app_context():
            for job in self._jobs:
                try:
                    job()
                except Exception:
                    log.exception("%s failed and is tried again", job.__name__)
                finally:
                    db.session.rollback()
