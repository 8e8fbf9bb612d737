"""How often and after what pauses something that failed is tried again."""

import secrets
from datetime import timedelta

MOST_ATTEMPTS = 12
MOST_ATTEMPTS_OUTWARD = 16
LONGEST_PAUSE = timedelta(hours=6)


class NotYet(Exception):
    """What a handler raises when it was told to wait: it is not tried again for so many seconds at least."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class InVain(Exception):
    """What a handler raises when trying again would not help: it is given up at once, for people to mend."""


def pause_after(attempts: int, error: Exception, outward: bool) -> timedelta | None:
    """2, 4, 8 … seconds, six hours at the most; None when it is given up.

    An hour and a quarter in all within the service; fifteen hours towards other systems, each pause there up to a
    quarter longer by chance, so that many do not come back at once. What the other side asked for counts when longer.
    """
    if isinstance(error, InVain) or attempts >= (MOST_ATTEMPTS_OUTWARD if outward else MOST_ATTEMPTS):
        return None
    pause = timedelta(seconds=2**attempts)
    if isinstance(error, NotYet):
        pause = max(pause, timedelta(seconds=error.seconds))
    return min(pause, LONGEST_PAUSE) * (1 + secrets.randbelow(250) / 1000 if outward else 1)
