"""Deliver what waits and run what is due: a process of its own, or a thread in the server."""

import logging
import threading
import time

from flask import Flask

from marketplace.foundation import outbox, timers
from marketplace.foundation.timers import Schedule

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 0.25
TIMERS_S = 15.0


def run(app: Flask, schedule: Schedule, stop: threading.Event, wake: threading.Event) -> None:
    """Work until `stop` is set; `wake` shortens the pause when something was just recorded."""
    timers_at = 0.0
    while not stop.is_set():
        busy = False
        try:
            with app.app_context():
                busy = outbox.deliver_pending() > 0
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
