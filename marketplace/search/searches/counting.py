"""Counting what is searched for: in memory at once, in the database every few seconds. Never whose search it was."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from threading import Lock

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.foundation import clock
from marketplace.foundation.texts import clean
from marketplace.foundation.transaction import transaction
from marketplace.search.searches.models import MOST_LETTERS, CountedSearch

Count = tuple[date, str, int]
"""A day, the words, and how many hits they had."""

KEPT = timedelta(days=396)
MOST_WORDS = 8
MOST_WAITING = 5_000
MOST_HITS = 1_000_000_000
AT_A_TIME = 500
NOT_KEPT = ""

_ADDRESS = re.compile(r"@|://|\bwww\.")
_LONG_NUMBER = re.compile(r"\d{6}|(?:\d[ .:/-]?){8}")

_waiting: Counter[Count] = Counter()
_lock = Lock()


def note(q: str, hits: int) -> None:
    """Count a question that was answered. Costs no query; written down later by `write_down`."""
    _wait(Counter({(clock.today(), countable(q), min(hits, MOST_HITS)): 1}))


def countable(q: str) -> str:
    """The words as they are counted: alike however they are spaced or cased.

    Empty for what is not kept word for word: addresses, long numbers, and what is too long to be asked twice.
    """
    words = clean(q[: 10 * MOST_LETTERS]).lower()
    if len(words) > MOST_LETTERS or len(words.split()) > MOST_WORDS:
        return NOT_KEPT
    return NOT_KEPT if _ADDRESS.search(words) or _LONG_NUMBER.search(words) else words


def write_down() -> None:
    """Add what was counted since last time to the database; what cannot be written waits for the next time."""
    with _lock:
        counted = Counter(_waiting)
        _waiting.clear()
    if not counted:
        return
    try:
        add_up(counted)
    except Exception:
        _wait(counted)
        raise


def add_up(counted: Mapping[Count, int]) -> None:
    """Add to the database's counts, together with what other processes add."""
    with transaction() as session:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        rows = [
            {"asked_on": day, "words": words, "hits": hits, "times": times}
            for (day, words, hits), times in sorted(
                counted.items()
            )  # in one order, so that writers never lock crosswise
        ]
        for start in range(0, len(rows), AT_A_TIME):
            adding = insert(CountedSearch).values(rows[start : start + AT_A_TIME])
            session.execute(
                adding.on_conflict_do_update(
                    index_elements=["asked_on", "words", "hits"],
                    set_={"times": CountedSearch.times + adding.excluded.times},
                )
            )


def forget_old() -> None:
    """Delete counts that are older than thirteen months."""
    with transaction() as session:
        session.execute(delete(CountedSearch).where(CountedSearch.asked_on < clock.today() - KEPT))


def forget_waiting() -> None:
    """Throw away what is not written down yet."""
    with _lock:
        _waiting.clear()


def _wait(counted: Counter[Count]) -> None:
    with _lock:
        for count, times in counted.items():
            if count in _waiting or len(_waiting) < MOST_WAITING:
                _waiting[count] += times
