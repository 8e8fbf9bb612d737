"""Asking what was searched for. Words asked too seldom are counted, and never told: somebody may have typed a name."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Subquery, and_, case, cast, func, select

from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.pagination import Page, offset
from marketplace.search.searches import policies
from marketplace.search.searches.counting import NOT_KEPT
from marketplace.search.searches.models import CountedSearch
from marketplace.statistics.periods import Period

FEWEST = 3
"""How often words must be asked in a period to be told."""


class Shown(StrEnum):
    """Which searches, and by what they are put in order."""

    FREQUENT = "frequent"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked: how many times, how many of those found nothing, and how often in as many days before.

    `median_hits` is of the times in the period.
    """

    words: str
    times: int
    empty: int
    times_before: int
    median_hits: int


@dataclass(frozen=True, slots=True)
class Totals:
    """All searches of a period. `seldom` are different words asked too seldom to be told."""

    times: int
    empty: int
    times_before: int
    seldom: int


def list_searches(actor: Actor, period: Period, shown: Shown, page: int = 1, per_page: int = 50) -> Page[Search]:
    """Searches of the period, the most frequent (or most often empty) first. Three queries.

    Raises:
        Forbidden: `search-not-yours`.
    """
    policies.may_see_searches(actor).enforce()
    counted = _counted(period)
    by = counted.c.times if shown is Shown.FREQUENT else counted.c.empty
    chosen = select(counted).where(by >= FEWEST, counted.c.times >= FEWEST)
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    ordered = chosen.order_by(by.desc(), counted.c.times.desc(), counted.c.words)
    rows = db.session.execute(ordered.limit(per_page).offset(offset(page, per_page))).all()
    medians = _medians(period, [row.words for row in rows])
    found = [Search(row.words, row.times, row.empty, row.times_before, medians[row.words]) for row in rows]
    return Page(found, total, page, per_page)


def totals(actor: Actor, period: Period) -> Totals:
    """The period's sums. One query.

    Raises:
        Forbidden: `search-not-yours`.
    """
    policies.may_see_searches(actor).enforce()
    counted = _counted(period, all_words=True)
    seldom = and_(counted.c.times.between(1, FEWEST - 1), counted.c.words != NOT_KEPT)
    row = db.session.execute(
        select(
            _whole(func.sum(counted.c.times)),
            _whole(func.sum(counted.c.empty)),
            _whole(func.sum(counted.c.times_before)),
            _whole(func.sum(case((seldom, 1), else_=0))),
        )
    ).one()
    return Totals(*row)


def frequent_words(period: Period, limit: int) -> dict[str, int]:
    """The words asked most often and how many times, for those who have already been let in."""
    counted = _counted(period)
    chosen = select(counted.c.words, counted.c.times).where(counted.c.times >= FEWEST)
    rows = db.session.execute(chosen.order_by(counted.c.times.desc(), counted.c.words).limit(limit))
    return {row.words: row.times for row in rows}


def _counted(period: Period, *, all_words: bool = False) -> Subquery:
    """Each words' times in the period and in the one before."""
    within = CountedSearch.asked_on >= period.first
    columns = (
        CountedSearch.words,
        _whole(func.sum(case((within, CountedSearch.times), else_=0))).label("times"),
        _whole(func.sum(case((and_(within, CountedSearch.hits == 0), CountedSearch.times), else_=0))).label("empty"),
        _whole(func.sum(case((within, 0), else_=CountedSearch.times))).label("times_before"),
    )
    asked = CountedSearch.asked_on.between(_before(period), period.last)
    chosen = select(*columns).where(asked).group_by(CountedSearch.words)
    return (chosen if all_words else chosen.where(CountedSearch.words != NOT_KEPT)).subquery()


def _before(period: Period) -> date:
    """The first of as many days as the period has, just before it."""
    return period.first - (period.last - period.first) - timedelta(days=1)


def _whole(number: ColumnElement[Any]) -> ColumnElement[int]:
    """A sum as a whole number, nothing as 0: PostgreSQL adds big integers to decimals."""
    return cast(func.coalesce(number, 0), BigInteger)


def _medians(period: Period, words: Sequence[str]) -> dict[str, int]:
    """How many hits the middle time had; of two middle ones the smaller."""
    asked = CountedSearch.asked_on.between(period.first, period.last)
    rows = db.session.execute(
        select(CountedSearch.words, CountedSearch.hits, _whole(func.sum(CountedSearch.times)))
        .where(asked, CountedSearch.words.in_(words))
        .group_by(CountedSearch.words, CountedSearch.hits)
        .order_by(CountedSearch.words, CountedSearch.hits)
    ).all()
    counted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for asked_words, hits, times in rows:
        counted[asked_words].append((hits, times))
    return {asked_words: _middle(found) for asked_words, found in counted.items()}


def _middle(counted: Sequence[tuple[int, int]]) -> int:
    """Of values in order, each with how often it stands, the one in the middle."""
    reached = list(accumulate(times for _, times in counted))
    return counted[bisect_left(reached, (reached[-1] + 1) // 2)][0]
