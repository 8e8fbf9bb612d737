"""Many at once: each call in a thread of its own, all let go at the same moment."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import current_app

from marketplace.foundation.database import db
from marketplace.foundation.errors import Refusal


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each call answered, or the refusal it met. Any other exception is raised."""
    app = current_app._get_current_object()
    start = threading.Barrier(len(calls))
    db.session.rollback()

    def run(call):
        with app.app_context():
            start.wait()
            try:
                return call()
            except Refusal as refusal:
                return refusal
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def refusals(answers: Sequence[Any]) -> list[str]:
    """The codes of the refusals among the answers."""
    return [answer.code for answer in answers if isinstance(answer, Refusal)]
