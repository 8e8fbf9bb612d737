"""Sums of a period, read from the summaries where they know everything and from the ledger where they do not."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from marketplace.foundation.database import db
from marketplace.statistics import summaries
from marketplace.statistics.adding import add_up
from marketplace.statistics.cells import Adding, packed
from marketplace.statistics.grouping import GroupBy, LedgerBy, Piece, Scope
from marketplace.statistics.models import Summary
from marketplace.statistics.periods import Period
from marketplace.statistics.summaries import DAY, DAY_CATEGORY, MOST_MARKS, NETWORK, WHOLE, Pair
from marketplace.statistics.sums import Sums

ARROW = ">"


@dataclass(frozen=True, slots=True)
class Question:
    """What to add up: of one municipality or (None) of all, of some categories or (None) of all."""

    period: Period
    number: str | None = None
    by: GroupBy | LedgerBy | None = None
    codes: Collection[str] | None = None


def sums_of(question: Question) -> dict[str, Sums]:
    """The sums of each group, those without any left out. A flow's key is as 3203>3407."""
    stale = _stale()
    if stale is None or (question.codes is not None and isinstance(question.by, LedgerBy)):
        return from_ledger(question)
    adding: dict[str, Adding] = defaultdict(Adding)
    whole, edges = _months(question.period)
    pieces = []
    if whole:
        months = {(number, day.replace(day=1)) for number, day in stale}
        waiting = {pair for pair in months if whole[0] <= pair[1] <= whole[-1] and _concerns(question, pair[0])}
        for row in db.session.execute(_kept(question, whole, waiting)):
            _add(adding, question, row, waiting)
        pieces += [Piece(Period(month, month).whole_month(), {number}) for number, month in sorted(waiting)]
    for edge in edges:
        pieces += _of_edge(adding, question, edge, {day for _, day in stale})
    _add_ledger(adding, question, pieces)
    return _told(adding, question)


def _of_edge(adding: dict[str, Adding], question: Question, edge: Period, stale: set[date]) -> list[Piece]:
    """Add what is kept of each day of a part of a month; the days that are left to the ledger."""
    split = DAY_CATEGORY if _from_network(question) else DAY if _split(question) == WHOLE else None
    if split is None:
        return [Piece(edge, _owners(question))]
    rows = select(Summary.municipality_number, Summary.month, Summary.key, Summary.sums).where(
        Summary.split == split, Summary.month.between(edge.first, edge.last), Summary.month.not_in(sorted(stale))
    )
    if split == DAY and question.number is not None:
        rows = rows.where(Summary.municipality_number == question.number)
    if question.codes is not None:
        rows = rows.where(Summary.key.in_(sorted(question.codes)))
    for owner, day, key, cell in db.session.execute(rows):
        adding[_group(question, owner, key, day)].add(cell)
    left = sorted(day for day in stale if edge.first <= day <= edge.last)
    return [Piece(Period(day, day), _owners(question)) for day in left]


def from_ledger(question: Question) -> dict[str, Sums]:
    """The same, row by row from the ledger alone."""
    adding: dict[str, Adding] = defaultdict(Adding)
    _add_ledger(adding, question, [Piece(question.period, _owners(question))])
    return _told(adding, question)


def _stale() -> set[Pair] | None:
    """The municipalities and days whose summaries are behind; None when all are."""
    if not summaries.is_whole():
        return None
    marks = summaries.marks(MOST_MARKS + 1)
    return {pair for mark in marks for pair in mark.days} if len(marks) <= MOST_MARKS else None


def _months(period: Period) -> tuple[list[date], list[Period]]:
    """The first days of the whole months in it, and what is left at its ends."""
    parts = period.months()
    whole = [part.first for part in parts if part == part.whole_month()]
    return whole, [part for part in parts if part != part.whole_month()]


def _owners(question: Question) -> Collection[str] | None:
    return None if question.number is None or question.by == LedgerBy.FLOW else {question.number}


def _concerns(question: Question, number: str) -> bool:
    return question.number in (None, number) or question.by == LedgerBy.FLOW


def _kept(question: Question, whole: list[date], waiting: set[Pair]) -> Any:
    """The summaries to add, with those to take out of the network's again where they are behind."""
    split, months = _split(question), Summary.month.between(whole[0], whole[-1])
    rows = select(Summary.municipality_number, Summary.month, Summary.key, Summary.sums)
    owner = Summary.municipality_number
    conditions = [Summary.split == str(split), months]
    if question.codes is not None:
        conditions.append(Summary.key.in_(sorted(question.codes)))
    if _from_network(question):
        behind = [and_(owner == number, Summary.month == month) for number, month in sorted(waiting)]
        conditions.append(or_(owner == NETWORK, *behind))
    elif question.by == LedgerBy.FLOW and question.number is not None:
        conditions.append(or_(owner == question.number, Summary.key == question.number))
    else:
        conditions.append(owner != NETWORK if question.number is None else owner == question.number)
    return rows.where(*conditions)


def _split(question: Question) -> str:
    if question.by in (LedgerBy.SITE, LedgerBy.FLOW):
        return question.by
    return GroupBy.CATEGORY if question.by == GroupBy.CATEGORY or question.codes is not None else WHOLE


def _from_network(question: Question) -> bool:
    by_category = _split(question) == GroupBy.CATEGORY
    return by_category and question.number is None and question.by != GroupBy.MUNICIPALITY


def _add(adding: dict[str, Adding], question: Question, row: Any, waiting: set[Pair]) -> None:
    owner, month, key, cell = row
    behind = (owner, month) in waiting
    if not _from_network(question) and behind:
        return
    adding[_group(question, owner, key, month)].add(cell, -1 if behind else 1)


def _add_ledger(adding: dict[str, Adding], question: Question, pieces: list[Piece]) -> None:
    if not pieces:
        return
    party = question.number if question.by == LedgerBy.FLOW else None
    scope = Scope(pieces, question.by, question.period.ends_at, question.codes, party)
    for (owner, key), sums in add_up(scope).items():
        asked = {question.period.last: sums.listings_published - sums.listings_without_claim}
        adding[_group(question, owner, key)].add(packed(sums, asked, question.period.last))


def _group(question: Question, owner: str, key: str, month: date | None = None) -> str:
    if question.by == GroupBy.MUNICIPALITY:
        return owner
    if question.by == LedgerBy.FLOW:
        return f"{owner}{ARROW}{key}"
    if question.by == GroupBy.MONTH and month is not None:
        return f"{month:%Y-%m}"
    return key if question.by is not None else ""


def _told(adding: dict[str, Adding], question: Question) -> dict[str, Sums]:
    found = {key: each.sums(question.period.last) for key, each in adding.items()}
    return {key: sums for key, sums in found.items() if sums != Sums() and _is_asked(question, key)}


def _is_asked(question: Question, key: str) -> bool:
    return question.by != LedgerBy.FLOW or question.number is None or question.number in key.split(ARROW)
