"""Summaries of each month, made from the ledger and made anew where something changed.

What changes is marked by the database in the same transaction (see `marking`). A summary is never added to: it is
reckoned again from all rows of its municipality and month, and the marks that were seen before go with the very
transaction that stores it. So a killed worker neither loses nor doubles anything.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update

from marketplace.claims.models import Claim
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings.models import Listing
from marketplace.statistics import marking
from marketplace.statistics.adding import Parts, Place, add_up, first_asked
from marketplace.statistics.cells import LAYOUT, Adding, packed
from marketplace.statistics.grouping import GroupBy, LedgerBy, Piece, Scope
from marketplace.statistics.models import Summary, SummaryMark, SummaryState
from marketplace.statistics.periods import Period
from marketplace.transfers.models import Disposition, Transfer

WHOLE = "whole"
DAY, DAY_CATEGORY = "day", "day-category"
"""Each municipality's days, and the network's days by category."""
NETWORK = ""
MOST_MARKS = 5_000
"""With more than this waiting, the ledger is asked instead and everything made anew."""

_AT_ONCE = 8

Pair = tuple[str, date]
"""A municipality and a day, or the first day of a month."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a row of marks stands for: days of a municipality."""

    id: int
    days: frozenset[Pair]

    @property
    def pairs(self) -> frozenset[Pair]:
        """Their months."""
        return frozenset((number, day.replace(day=1)) for number, day in self.days)


def refresh() -> int:
    """Make anew what is marked, everything if need be, and answer how many summaries of a month that were."""
    prepare()
    if not is_whole() or _count_marks() > MOST_MARKS:
        return rebuild()
    made = 0
    while some := _refresh_some():
        made += some
    return made


def prepare() -> None:
    """Let the database mark what changes. If it has not done so until now, the summaries count for nothing."""
    with transaction() as session:
        if marking.install():
            session.execute(update(SummaryState).values(layout=""))


def rebuild() -> int:
    """Make all summaries anew from the ledger, a month at a time, and answer how many months there are.

    Until it is done the ledger itself is asked. Begun twice at once, the later one finishes.
    """
    mine = uuid4().hex
    with transaction() as session:
        marking.install()
        _lock()
        session.execute(update(SummaryState).values(layout="", building=mine))
        session.execute(delete(SummaryMark))
        session.execute(delete(Summary))
        found = months()
    for month in found:
        with transaction():
            if _lock().building != mine:
                return 0
            _make(month, None)
        with transaction():
            if _lock().building == mine:
                for day in Period(month, month).whole_month().days():
                    _make_day(day)
    with transaction() as session:
        if _lock().building == mine:
            session.execute(update(SummaryState).values(layout=LAYOUT, building=""))
    return len(found)


def is_whole() -> bool:
    """Whether all summaries are there, as this program makes them."""
    return db.session.scalar(select(SummaryState.layout)) == LAYOUT


def marks(limit: int) -> list[Mark]:
    """What the summaries do not know yet, oldest first."""
    rows = (
        select(
            SummaryMark,
            func.coalesce(SummaryMark.municipality_number, Listing.municipality_number),
            Listing.published_at,
            Listing.closed_at,
        )
        .outerjoin(Listing, Listing.id == SummaryMark.listing_id)
        .order_by(SummaryMark.id)
        .limit(limit)
    )
    return [
        Mark(mark.id, frozenset(_pairs(number, mark.on, mark.at, published, closed)))
        for mark, number, published, closed in db.session.execute(rows)
    ]


def _refresh_some() -> int:
    """The oldest marks, as many as concern a few municipalities and months."""
    with transaction() as session:
        if _lock().layout != LAYOUT:
            return 0
        pairs: set[Pair] = set()
        days: set[date] = set()
        seen = []
        for mark in marks(MOST_MARKS):
            if len(pairs | mark.pairs) <= _AT_ONCE:
                pairs |= mark.pairs
                days |= {day for _, day in mark.days}
                seen.append(mark.id)
        by_month: dict[date, set[str]] = defaultdict(set)
        for number, month in pairs:
            by_month[month].add(number)
        for month, numbers in by_month.items():
            _make(month, numbers)
        for day in days:
            _make_day(day)
        session.execute(delete(SummaryMark).where(SummaryMark.id.in_(seen)))
        return max(len(pairs), len(seen))


def _lock() -> SummaryState:
    return db.session.scalars(select(SummaryState).with_for_update().execution_options(populate_existing=True)).one()


def _count_marks() -> int:
    some = select(SummaryMark.id).limit(MOST_MARKS + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _make(month: date, numbers: Collection[str] | None) -> None:
    """Reckon the summaries of some municipalities' month (None: all), and of the network's."""
    where = (Summary.month == month) & Summary.split.not_in((DAY, DAY_CATEGORY))
    gone = where if numbers is None else where & Summary.municipality_number.in_([*numbers, NETWORK])
    db.session.execute(delete(Summary).where(gone))
    rows = reckoned(month, numbers)
    if rows:
        db.session.execute(insert(Summary), rows)
    if numbers is not None:
        network = _of_network(
            db.session.execute(select(Summary.key, Summary.sums).where(where, Summary.split == GroupBy.CATEGORY))
        )
        if network:
            db.session.execute(insert(Summary), _rows(month, GroupBy.CATEGORY, network))


def _make_day(day: date) -> None:
    """Reckon a day's summaries, of all municipalities that its month's know of: each is looked up by its index."""
    db.session.execute(delete(Summary).where(Summary.month == day, Summary.split.in_((DAY, DAY_CATEGORY))))
    rows = _reckoned_day(day)
    if rows:
        db.session.execute(insert(Summary), rows)


def _reckoned_day(day: date) -> list[dict[str, Any]]:
    period = Period(day, day)
    known = select(Summary.municipality_number).where(Summary.split == WHOLE, Summary.month == day.replace(day=1))
    scope = Scope((Piece(period, db.session.scalars(known).all()),), GroupBy.CATEGORY, period.ends_at)
    parts, asked = add_up(scope), first_asked(scope)
    cells = {place: packed(sums, asked.get(place, {}), day) for place, sums in parts.items()}
    network = _of_network((code, cell) for (_, code), cell in cells.items())
    return _rows(day, DAY, _wholes(parts, asked, day)) + _rows(day, DAY_CATEGORY, network)


def reckoned(month: date, numbers: Collection[str] | None) -> list[dict[str, Any]]:
    """The summaries of some municipalities' month, or of all and the network's, as the ledger has them now."""
    period = Period(month, month).whole_month()
    pieces = (Piece(period, numbers),)
    scope = Scope(pieces, GroupBy.CATEGORY, period.ends_at)
    parts, asked = add_up(scope), first_asked(scope)
    cells = {place: packed(sums, asked.get(place, {}), period.last) for place, sums in parts.items()}
    rows = _rows(month, WHOLE, _wholes(parts, asked, period.last)) + _rows(month, GroupBy.CATEGORY, cells)
    for split in (LedgerBy.SITE, LedgerBy.FLOW):
        found = add_up(Scope(pieces, split, period.ends_at))
        rows += _rows(month, split, {place: packed(sums, {}, period.last) for place, sums in found.items()})
    if numbers is None:
        network = _of_network((code, cell) for (_, code), cell in cells.items())
        rows += _rows(month, GroupBy.CATEGORY, network)
    return rows


def _wholes(parts: Parts, asked: dict[Place, dict[date, int]], last: date) -> dict[Place, list[Any]]:
    by_owner: dict[str, Adding] = defaultdict(Adding)
    for place, sums in parts.items():
        by_owner[place[0]].add(packed(sums, asked.get(place, {}), last))
    return {(owner, ""): adding.cell() for owner, adding in by_owner.items()}


def _of_network(cells: Iterable[Sequence[Any]]) -> dict[Place, list[Any]]:
    by_code: dict[str, Adding] = defaultdict(Adding)
    for code, cell in cells:
        by_code[str(code)].add(cell)
    return {(NETWORK, code): adding.cell() for code, adding in by_code.items()}


def _rows(month: date, split: str, cells: dict[Place, list[Any]]) -> list[dict[str, Any]]:
    return [
        {"split": str(split), "municipality_number": owner, "month": month, "key": key, "sums": cell}
        for (owner, key), cell in cells.items()
    ]


def _pairs(number: str | None, on: date | None, *moments: datetime | None) -> Iterable[Pair]:
    if number is None:
        return
    if on is not None:
        yield number, on
    for moment in moments:
        if moment is not None:
            yield number, clock.local_date(moment)


def months() -> list[date]:
    """Every month from the first in which anything happened to the last."""
    days = [*_ends(Transfer.on), *_ends(Disposition.on)]
    for column in (Listing.published_at, Listing.closed_at, Claim.ended_at):
        days += [clock.local_date(moment) for moment in _ends(column)]
    if not days:
        return []
    return [part.first for part in Period(min(days).replace(day=1), max(days)).months()]


def _ends(column: Any) -> list[Any]:
    first, last = db.session.execute(select(func.min(column), func.max(column))).one()
    return [end for end in (first, last) if end is not None]
