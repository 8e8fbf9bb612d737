"""Workers that are killed between a commit and what is to be written down after it."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from marketplace.foundation import outbox
from marketplace.foundation.joining import joins
from marketplace.foundation.mail.port import Message
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
