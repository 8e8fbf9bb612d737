"""Handlers that act at the end of the very transaction in which something happened, and are stored with it."""

import logging
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from marketplace.foundation.database import db
from marketplace.foundation.transaction import before_commit

log = logging.getLogger(__name__)

H = TypeVar("H", bound=Callable[[Any], None])
Queue = Callable[[Any, Any], None]
"""What leaves an event to a handler for later."""


def joining(when: Callable[[], bool]) -> Callable[[H], H]:
    """Mark a handler that, while `when` says so, acts in the transaction itself; it takes a list of events at once.

    What it does is stored with what happened or not at all. Should it fail, it is delivered after the commit as ever.
    """

    def mark(handler: H) -> H:
        handler.__dict__["in_batches"] = True
        handler.__dict__["joins"] = when
        return handler

    return mark


def joins(handler: Callable[[Any], None]) -> bool:
    """Whether a handler acts in transactions now."""
    when: Callable[[], bool] | None = getattr(handler, "joins", None)
    return when is not None and when()


def join(handler: Callable[[Any], None], event: object, later: Queue) -> None:
    """Let a handler act at the end of the open transaction, once, about all its events; or leave them for `later`."""
    before_commit(_joined(handler, later), event)


@cache
def _joined(handler: Callable[[Any], None], later: Queue) -> Callable[[list[Any]], None]:
    def act(events: list[Any]) -> None:
        try:
            with db.session.begin_nested():  # what it must not spoil is the transaction
                handler(events)
        except Exception:
            log.exception("%s could not join the transaction, and is delivered after it", handler.__qualname__)
            for event in events:
                later(handler, event)

    return act
