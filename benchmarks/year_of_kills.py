"""Workers that are killed: between a commit and what is to be written down after it, and in the middle of a job."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from sqlalchemy import event

from marketplace.foundation import outbox, timers
from marketplace.foundation.database import db
from marketplace.foundation.joining import joins
from marketplace.foundation.mail.port import Message
from marketplace.schedule import SCHEDULE
from marketplace.subscriptions import SUBSCRIPTIONS


class Killed(BaseException):
    """The process is gone: nothing that catches errors sees it, and what it had in hand stays leased."""


class Strikes:
    """When a worker is killed: by chance, at so many of the moments at which it could be."""

    def __init__(self, random: Random, share: float) -> None:
        self._random, self.share, self.count = random, share, 0

    def maybe(self) -> None:
        """Kill now, or not.

        Raises:
            Killed: now.
        """
        if self.share and self._random.random() < self.share:
            self.count += 1
            raise Killed


class Post:
    """A mailer that keeps whose letter left how often, and whose process may be killed once a letter has left."""

    def __init__(self, strikes: Strikes) -> None:
        self._strikes = strikes
        self.sent: dict[str, int] = {}

    def send(self, message: Message) -> None:
        """See `Mailer.send`."""
        self.sent[message.identity] = self.sent.get(message.identity, 0) + 1
        self._strikes.maybe()

    @property
    def twice(self) -> list[str]:
        """The letters that left more than once."""
        return [identity for identity, times in self.sent.items() if times > 1]


@contextmanager
def striking(strikes: Strikes) -> Iterator[None]:
    """Let every handler's worker be killed before it begins, or after its transaction and before that is noted."""
    outbox.subscribe(
        {event: tuple(_mortal(each, strikes) for each in handlers) for event, handlers in SUBSCRIPTIONS.items()}
    )
    try:
        yield
    finally:
        outbox.subscribe(SUBSCRIPTIONS)


@contextmanager
def dying(maybe: Callable[[], None]) -> Iterator[None]:
    """Let whoever works be killed inside a transaction, of which nothing is stored, and between two of them.

    `maybe` is asked before each commit, and before what is first read or written after it.
    """
    stored: list[bool] = []

    def inside(_session: object) -> None:
        maybe()

    def after(_session: object) -> None:
        stored.append(True)

    def next_one(*_: object) -> None:
        if stored:
            stored.clear()
            maybe()

    heard = (("before_commit", inside), ("after_commit", after), ("after_begin", next_one))
    for name, act in heard:
        event.listen(db.session, name, act)
    try:
        yield
    finally:
        for name, act in heard:
            event.remove(db.session, name, act)
        db.session.rollback()


def run_schedule(strikes: Strikes, most_rounds: int = 100) -> int:
    """Run what is due of the schedule; a worker that is killed at it is followed by another. How many were killed."""
    for killed in range(most_rounds):
        try:
            with dying(strikes.maybe):
                timers.run_due(SCHEDULE)
        except Killed:
            continue
        return killed
    return most_rounds


def deliver(most_rounds: int = 1000) -> int:
    """Deliver what is due; each worker that is killed is followed by another. Answers how many were killed."""
    killed = 0
    for _ in range(most_rounds):
        try:
            if not outbox.deliver_pending():
                break
        except Killed:
            killed += 1
    return killed


def _mortal(handler: Callable[[Any], None], strikes: Strikes) -> Callable[[Any], None]:
    if joins(handler):  # it acts in the transaction itself, and dies with it
        return handler

    @functools.wraps(handler)
    def act(about: Any) -> None:
        strikes.maybe()
        handler(about)
        strikes.maybe()

    return act
