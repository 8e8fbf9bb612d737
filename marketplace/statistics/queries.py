"""Adding up the ledger, the listings and what left otherwise."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, exists, func, select

from marketplace.catalogue.queries import category_names
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.impact.reckoning import Origin
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.organisations.geography import place_of
from marketplace.statistics import policies
from marketplace.statistics.grouping import GroupBy, Keys
from marketplace.statistics.periods import Period
from marketplace.statistics.spans import days_between
from marketplace.statistics.sums import COVERED, Sums, total
from marketplace.transfers.kinds import DispositionKind, TransferKind
from marketplace.transfers.models import Disposition, Transfer

REUSED = (DispositionKind.INTERNAL_REUSE, DispositionKind.SOLD, DispositionKind.DONATED)
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
NOT_LENT = Listing.loan_days.is_(None)
"""Loans never count: what is lent comes back."""
ENDED = (ListingState.CLOSED, ListingState.WITHDRAWN, ListingState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the whole: a municipality's number, a category's code or a month as 2026-11."""

    key: str
    name: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class Statistics:
    """The sums of a period, whole and in parts."""

    period: Period
    municipality_number: str | None
    group_by: GroupBy | None
    whole: Sums
    groups: list[Group]


def get_statistics(
    actor: Actor, period: Period, *, municipality_number: str | None = None, group_by: GroupBy | None = None
) -> Statistics:
    """The sums of a period for the network, or for one municipality. Seven queries, however long the ledger.

    Raises:
        Forbidden: the actor may not see statistics.
    """
    policies.may_see_figures(actor).enforce()
    parts = _sums(period, municipality_number, group_by)
    names = _names(group_by, actor.language)
    groups = [Group(key, names.get(key) or _name(group_by, key), parts[key]) for key in sorted(parts)]
    whole = total([group.sums for group in groups])
    return Statistics(period, municipality_number, group_by, whole, groups if group_by else [])


def _sums(period: Period, number: str | None, group_by: GroupBy | None) -> dict[str, Sums]:
    keys = Keys(group_by, period)
    parts: dict[str, Sums] = defaultdict(Sums)
    for collect in (_listed, _claims_ended, _closed, _given, _received, _days, _disposed):
        collect(parts, keys, number)
    return parts


def _listed(parts: dict[str, Sums], keys: Keys, number: str | None) -> None:
    key = keys.of(
        municipality=Listing.municipality_number, category=Listing.category_code, day=Listing.published_at, moment=True
    ).label("key")
    asked = exists().where(Claim.listing_id == Listing.id, Claim.requested_at < keys.period.ends_at)
    sums = (func.sum(Listing.quantity), func.count(), func.sum(case((asked, 0), else_=1)))
    rows = select(key, *sums).where(
        Listing.published_at >= keys.period.starts_at, Listing.published_at < keys.period.ends_at, NOT_LENT
    )
    for group, units, listings, unclaimed in _all(rows, key, Listing.municipality_number, number):
        parts[group].units_listed += int(units)
        parts[group].listings_published += int(listings)
        parts[group].listings_without_claim += int(unclaimed)


def _claims_ended(parts: dict[str, Sums], keys: Keys, number: str | None) -> None:
    """Whatever way an approved claim ended, it lapsed if nothing is handed over."""
    key = keys.of(
        municipality=Listing.municipality_number, category=Listing.category_code, day=Claim.ended_at, moment=True
    ).label("key")
    lapsed = and_(Claim.state != ClaimState.HANDED_OVER, Claim.handed_over_quantity == 0)
    rows = (
        select(key, func.count(), func.sum(case((lapsed, 1), else_=0)))
        .join(Listing, Listing.id == Claim.listing_id)
        .where(
            Claim.ended_at >= keys.period.starts_at, Claim.ended_at < keys.period.ends_at, Claim.approved_quantity > 0
        )
        .where(NOT_LENT)
    )
    for group, ended, without in _all(rows, key, Listing.municipality_number, number):
        parts[group].claims_ended += int(ended)
        parts[group].claims_lapsed += int(without)


def _closed(parts: dict[str, Sums], keys: Keys, number: str | None) -> None:
    handed_over = (
        select(Transfer.listing_id, func.sum(Transfer.quantity).label("units"))
        .join(Listing, Listing.id == Transfer.listing_id)
        .where(_closed_within(keys.period))
        .group_by(Transfer.listing_id)
        .subquery()
    )
    key = keys.of(
        municipality=Listing.municipality_number, category=Listing.category_code, day=Listing.closed_at, moment=True
    ).label("key")
    rows = (
        select(key, func.sum(Listing.quantity), func.coalesce(func.sum(handed_over.c.units), 0))
        .outerjoin(handed_over, handed_over.c.listing_id == Listing.id)
        .where(_closed_within(keys.period))
    )
    for group, units, moved in _all(rows, key, Listing.municipality_number, number):
        parts[group].units_closed += int(units)
        parts[group].units_handed_over_of_closed += int(moved)


def _closed_within(period: Period) -> ColumnElement[bool]:
    return and_(
        NOT_LENT,
        Listing.state.in_(ENDED),
        Listing.published_at.is_not(None),
        Listing.closed_at >= period.starts_at,
        Listing.closed_at < period.ends_at,
    )


def _given(parts: dict[str, Sums], keys: Keys, number: str | None) -> None:
    key = _ledger_key(keys, Transfer.from_municipality_number)
    elsewhere = Transfer.from_municipality_number != Transfer.to_municipality_number
    rows = select(
        key,
        func.sum(Transfer.quantity),
        func.sum(case((Transfer.quantity < 0, -Transfer.quantity), else_=0)),
        func.sum(case((elsewhere, Transfer.quantity), else_=0)),
    ).where(_on(Transfer.on, keys.period))
    for group, units, returned, moved in _all(rows, key, Transfer.from_municipality_number, number):
        parts[group].units_handed_over += int(units)
        parts[group].units_returned += int(returned)
        parts[group].units_to_other_municipality += int(moved)


def _received(parts: dict[str, Sums], keys: Keys, number: str | None) -> None:
    key = _ledger_key(keys, Transfer.to_municipality_number)
    origins = (Transfer.weight_origin, Transfer.factor_origin, Transfer.price_origin)
    known = [func.sum(case((column == origin, Transfer.quantity), else_=0)) for column in origins for origin in Origin]
    sums = [func.coalesce(func.sum(amount), 0) for amount in _AMOUNTS.values()]
    rows = select(key, *sums, *known).where(_on(Transfer.on, keys.period))
    for group, *row in _all(rows, key, Transfer.to_municipality_number, number):
        part, counts = parts[group], row[len(sums) :]
        for name, amount in zip(_AMOUNTS, row, strict=False):
            setattr(part, name, getattr(part, name) + int(amount))
        for index, name in enumerate(COVERED):
            for place, origin in enumerate(Origin):
                getattr(part, name).add(origin, int(counts[index * len(Origin) + place]))


def _days(parts: dict[str, Sums], keys: Keys, number: str | None) -> None:
    key = _ledger_key(keys, Transfer.from_municipality_number)
    days = days_between(Transfer.listed_on, Transfer.on).label("days")
    rows = select(key, days, func.count()).where(_on(Transfer.on, keys.period), Transfer.kind == TransferKind.HAND_OVER)
    for group, waited, count in _all(rows, key, Transfer.from_municipality_number, number, days):
        counted = parts[group].hand_overs_by_days
        counted[int(waited)] = counted.get(int(waited), 0) + int(count)


def _disposed(parts: dict[str, Sums], keys: Keys, number: str | None) -> None:
    key = keys.of(
        municipality=Disposition.municipality_number, category=Disposition.category_code, day=Disposition.on
    ).label("key")
    rows = select(key, Disposition.kind, func.sum(Disposition.quantity)).where(_on(Disposition.on, keys.period))
    for group, kind, units in _all(rows, key, Disposition.municipality_number, number, Disposition.kind):
        if kind in REUSED:
            parts[group].units_reused_otherwise += int(units)
        else:
            parts[group].units_discarded += int(units)


def _ledger_key(keys: Keys, municipality: Any) -> Any:
    return keys.of(municipality=municipality, category=Transfer.category_code, day=Transfer.on).label("key")


def _on(day: Any, period: Period) -> ColumnElement[bool]:
    return and_(day >= period.first, day <= period.last)


def _all(rows: Select[Any], key: Any, municipality: Any, number: str | None, *also: Any) -> list[Any]:
    if number is not None:
        rows = rows.where(municipality == number)
    return list(db.session.execute(rows.group_by(key, *also)).all())


def _names(group_by: GroupBy | None, language: str) -> dict[str, str]:
    return category_names(language) if group_by == GroupBy.CATEGORY else {}


def _name(group_by: GroupBy | None, key: str) -> str:
    return place_of(key).name if group_by == GroupBy.MUNICIPALITY else key
