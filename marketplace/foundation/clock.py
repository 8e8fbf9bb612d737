"""The time, in one place, so that it can stand still."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


def _real_now() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _real_now


def now() -> datetime:
    """The present moment in UTC."""
    return _source()


def today() -> date:
    """The present date in Norway."""
    return now().astimezone(OSLO).date()


def local_date(moment: datetime) -> date:
    """The Norwegian calendar date of a moment."""
    return moment.astimezone(OSLO).date()


@contextmanager
def standing_still(at: datetime) -> Iterator[None]:
    """Let the clock show `at` (an aware datetime) for a while; for tests, demo data and simulations."""
    global _source
    before = _source
    _source = lambda: at  # noqa: E731 - a one-line source of time
    try:
        yield
    finally:
        _source = before
