"""Doing something again and again beside the work that it is for."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, current_app

log = logging.getLogger(__name__)


@contextmanager
def repeating(act: Callable[[], None], every_s: float, most: int) -> Iterator[None]:
    """Call `act` in a thread every so many seconds until the block ends, `most` times at the most.

    It has a database session of its own. A failure is logged, and the next call comes all the same.
    """
    over = threading.Event()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # what Flask's documentation says to do

    def repeat() -> None:
        for _ in range(most):
            if over.wait(every_s):
                return
            try:
                with app.app_context():
                    act()
            except Exception:
                log.exception("%s failed and is tried again", act)

    thread = threading.Thread(target=repeat, name="repeating", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
