"""Adding up the ledger, the listings and what left otherwise, row by row in the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, String, and_, case, cast, exists, func, or_, select

from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.impact.reckoning import Origin
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.statistics.grouping import GroupBy, LedgerBy, Scope
from marketplace.statistics.spans import days_between
from marketplace.statistics.sums import COVERED, Sums
from marketplace.transfers.kinds import DispositionKind, TransferKind
from marketplace.transfers.models import Disposition, Transfer

Place = tuple[str, str]
"""Whose rows, and the key they are split by."""
Parts = dict[Place, Sums]

REUSED = (DispositionKind.INTERNAL_REUSE, DispositionKind.SOLD, DispositionKind.DONATED)
NOT_LENT = Listing.loan_days.is_(None)
"""Loans never count: what is lent comes back."""
ENDED = (ListingState.CLOSED, ListingState.WITHDRAWN, ListingState.EXPIRED)
_AMOUNTS: dict[str, SQLColumnExpression[Any]] = {
    "units_received": Transfer.quantity,
    "weight_g": Transfer.weight_g,
    "units_with_range": case((Transfer.co2e_gross_low_g.is_not(None), Transfer.quantity), else_=0),
    "co2e_gross_g": Transfer.co2e_gross_g,
    "co2e_gross_low_g": func.coalesce(Transfer.co2e_gross_low_g, Transfer.co2e_gross_g),
    "co2e_gross_high_g": func.coalesce(Transfer.co2e_gross_high_g, Transfer.co2e_gross_g),
    "co2e_cautious_g": Transfer.co2e_cautious_g,
    "co2e_cautious_low_g": func.coalesce(Transfer.co2e_cautious_low_g, Transfer.co2e_cautious_g),
    "co2e_cautious_high_g": func.coalesce(Transfer.co2e_cautious_high_g, Transfer.co2e_cautious_g),
    "value_saved_nok": Transfer.value_saved_nok,
}

_MOVED: dict[str, ColumnElement[Any]] = {
    "units_handed_over": func.sum(Transfer.quantity),
    "units_returned": func.sum(case((Transfer.quantity < 0, -Transfer.quantity), else_=0)),
    "units_to_other_municipality": func.sum(
        case((Transfer.from_municipality_number != Transfer.to_municipality_number, Transfer.quantity), else_=0)
    ),
}
_RECEIVED = [func.coalesce(func.sum(amount), 0) for amount in _AMOUNTS.values()]
_KNOWN = [
    func.sum(case((column == origin, Transfer.quantity), else_=0))
    for column in (Transfer.weight_origin, Transfer.factor_origin, Transfer.price_origin)
    for origin in Origin
]


def add_up(scope: Scope) -> Parts:
    """The sums of each owner and key: at most seven queries, however long the ledger.

    A flow belongs to the municipality that gave, its amounts too.
    """
    parts: Parts = defaultdict(Sums)
    if scope.pieces:
        for collect in _COLLECTING.get(scope.by, _ALL) if scope.by else _ALL:
            collect(parts, scope)
    return parts


def first_asked(scope: Scope) -> dict[Place, dict[date, int]]:
    """How many of the listings published were asked for first on which day."""
    owner, key, where = _of_listing(scope, Listing.published_at)
    asked = func.min(Claim.requested_at)
    rows = select(owner, key, asked).join(Claim, Claim.listing_id == Listing.id).where(where)
    found: dict[Place, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for number, group, moment in db.session.execute(rows.group_by(Listing.id, owner, key)):
        found[number, group][clock.local_date(moment)] += 1
    return found


def _of_listing(scope: Scope, moment: Any) -> tuple[Any, Any, Any]:
    of: dict[str, Any] = {"category": Listing.category_code, "day": moment, "moment": True}
    owner = Listing.municipality_number
    # Only for the day of publishing is there an index by municipality; else SQLite shall look the days up, not these.
    misled = moment is not Listing.published_at and db.engine.dialect.name == "sqlite"
    looked_up = owner.concat("") if misled else owner
    where = and_(scope.holds(owner=looked_up, **of), NOT_LENT)
    return looked_up.label("owner"), scope.key(**of).label("key"), where


def _of_transfer(scope: Scope, owner: Any) -> tuple[Any, Any, Any]:
    of: dict[str, Any] = {"category": Transfer.category_code, "day": Transfer.on}
    site = func.coalesce(cast(Transfer.from_site_id, String), "")
    giver, receiver = Transfer.from_municipality_number, Transfer.to_municipality_number
    key, where = scope.key(**of, site=site, receiver=receiver), scope.holds(owner=owner, **of)
    if scope.party is not None:
        where = and_(where, or_(giver == scope.party, receiver == scope.party))
    return owner.label("owner"), key.label("key"), where


def _listed(parts: Parts, scope: Scope) -> None:
    owner, key, where = _of_listing(scope, Listing.published_at)
    asked = exists().where(Claim.listing_id == Listing.id, Claim.requested_at < scope.until)
    sums = (func.sum(Listing.quantity), func.count(), func.sum(case((asked, 0), else_=1)))
    for place, units, listings, unclaimed in _all(select(owner, key, *sums).where(where), owner, key):
        parts[place].units_listed += int(units)
        parts[place].listings_published += int(listings)
        parts[place].listings_without_claim += int(unclaimed)


def _claims_ended(parts: Parts, scope: Scope) -> None:
    """Whatever way an approved claim ended, it lapsed if nothing is handed over."""
    owner, key, where = _of_listing(scope, Claim.ended_at)
    lapsed = and_(Claim.state != ClaimState.HANDED_OVER, Claim.handed_over_quantity == 0)
    rows = (
        select(owner, key, func.count(), func.sum(case((lapsed, 1), else_=0)))
        .join(Listing, Listing.id == Claim.listing_id)
        .where(where, Claim.approved_quantity > 0)
    )
    for place, ended, without in _all(rows, owner, key):
        parts[place].claims_ended += int(ended)
        parts[place].claims_lapsed += int(without)


def _closed(parts: Parts, scope: Scope) -> None:
    owner, key, where = _of_listing(scope, Listing.closed_at)
    # As a word, so that SQLite looks up those closed in these days and not all that ever were.
    ended = cast(Listing.state, String).in_([state.value for state in ENDED])
    closed = and_(where, ended, Listing.published_at.is_not(None))
    # One listing at a time: grouped first, either database would walk through the whole ledger for a day's few.
    handed_over = (
        select(func.coalesce(func.sum(Transfer.quantity), 0))
        .where(Transfer.listing_id == Listing.id)
        .scalar_subquery()
        .correlate(Listing)
    )
    rows = select(owner, key, func.sum(Listing.quantity), func.sum(handed_over)).where(closed)
    for place, units, moved in _all(rows, owner, key):
        parts[place].units_closed += int(units)
        parts[place].units_handed_over_of_closed += int(moved)


def _given(parts: Parts, scope: Scope) -> None:
    owner, key, where = _of_transfer(scope, Transfer.from_municipality_number)
    for place, *row in _all(select(owner, key, *_MOVED.values()).where(where), owner, key):
        _count(parts[place], _MOVED, row)


def _received(parts: Parts, scope: Scope) -> None:
    owner, key, where = _of_transfer(scope, Transfer.to_municipality_number)
    for place, *row in _all(select(owner, key, *_RECEIVED, *_KNOWN).where(where), owner, key):
        _take_in(parts[place], row)


def _gone(parts: Parts, scope: Scope) -> None:
    """What was given with its amounts, both counted where it came from."""
    owner, key, where = _of_transfer(scope, Transfer.from_municipality_number)
    for place, *row in _all(select(owner, key, *_MOVED.values(), *_RECEIVED, *_KNOWN).where(where), owner, key):
        _count(parts[place], _MOVED, row)
        _take_in(parts[place], row[len(_MOVED) :])


def _count(part: Sums, names: Iterable[str], row: Sequence[int]) -> None:
    for name, amount in zip(names, row, strict=False):
        setattr(part, name, getattr(part, name) + int(amount))


def _take_in(part: Sums, row: Sequence[int]) -> None:
    _count(part, _AMOUNTS, row)
    counts = row[len(_AMOUNTS) :]
    for index, name in enumerate(COVERED):
        for at, origin in enumerate(Origin):
            getattr(part, name).add(origin, int(counts[index * len(Origin) + at]))


def _days(parts: Parts, scope: Scope) -> None:
    owner, key, where = _of_transfer(scope, Transfer.from_municipality_number)
    days = days_between(Transfer.listed_on, Transfer.on).label("days")
    rows = select(owner, key, days, func.count()).where(where, Transfer.kind == TransferKind.HAND_OVER)
    for place, waited, count in _all(rows, owner, key, days):
        counted = parts[place].hand_overs_by_days
        counted[int(waited)] = counted.get(int(waited), 0) + int(count)


def _disposed(parts: Parts, scope: Scope) -> None:
    owner = Disposition.municipality_number
    of: dict[str, Any] = {"category": Disposition.category_code, "day": Disposition.on}
    key = scope.key(**of).label("key")
    rows = select(owner, key, Disposition.kind, func.sum(Disposition.quantity)).where(scope.holds(owner=owner, **of))
    for place, kind, units in _all(rows, owner, key, Disposition.kind):
        if kind in REUSED:
            parts[place].units_reused_otherwise += int(units)
        else:
            parts[place].units_discarded += int(units)


def _all(rows: Select[Any], *by: Any) -> list[Any]:
    return [((owner, key), *sums) for owner, key, *sums in db.session.execute(rows.group_by(*by))]


_ALL: tuple[Callable[[Parts, Scope], None], ...] = (
    _listed,
    _claims_ended,
    _closed,
    _given,
    _received,
    _days,
    _disposed,
)
_COLLECTING: dict[GroupBy | LedgerBy, tuple[Callable[[Parts, Scope], None], ...]] = {
    LedgerBy.SITE: (_gone, _days),
    LedgerBy.FLOW: (_gone,),
}
