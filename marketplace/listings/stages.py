"""How far a listing is open: how it begins, opens further by itself or by hand, and what may be said of that."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import and_, or_, select

from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.transaction import transaction
from marketplace.listings import policies, queries
from marketplace.listings.events import ListingChanged, ListingOpened
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.openings import FIELDS, Dates, in_order, planned, settled
from marketplace.listings.states import ListingState, Stage, reaches_as_far
from marketplace.organisations import queries as organisations
from marketplace.organisations.releasing import rules_of

AT_ONCE = 500


def begin(actor: Actor, listing: Listing, stage: Stage | None) -> None:
    """Say how far a listing that is put out now is open, and when it opens further. `stage` is chosen by hand.

    What was out before is not open less far than then, unless it is said. Days after it closes are let go of.

    Raises:
        Conflict: the actor's municipality is not in the network, and it would be open there.
        Invalid: the one municipality it is given to is none that can be given to.
    """
    rules = rules_of(listing.municipality_number)
    if listing.shown_ahead is None:
        listing.shown_ahead = rules.shown_ahead
    if listing.reserved_for is not None:
        _refuse(*_errors_of_receiver(actor, listing.municipality_number, listing.reserved_for))
        first, dates = Stage.UNIT, Dates()
    elif stage is None and listing.follows_rules:
        before = Stage.UNIT if listing.published_at is None else listing.stage
        first, dates = planned(rules, listing.opens, clock.today(), of_whole=listing.unit_id is None, at=before)
    else:
        first, dates = settled(stage or listing.stage, listing.opens, clock.today())
    policies.may_widen(actor, first, gives_to_voluntary=rules.gives_to_voluntary).enforce()
    listing.stage = first
    _promise(listing, _before_closing(listing, dates))


def said_of(actor: Actor, listing: Listing, fields: ListingFields) -> bool:
    """Take over what was said of how a listing opens, and answer whether it is open to more by that.

    Raises:
        Conflict: it would be open in a network that the municipality is not in, or to whom its rules do not allow.
        Invalid: a day is past or after it closes; the days are not in order; the receiver cannot be given to.
    """
    wanted = {stage: day for stage, name in FIELDS.items() if (day := getattr(fields, name)) is not None}
    gives = rules_of(listing.municipality_number).gives_to_voluntary
    _refuse(*_errors_of_dates(listing, wanted, gives))
    if fields.reserved_for is not None and fields.reserved_for != listing.reserved_for:
        _refuse(*_errors_of_receiver(actor, listing.municipality_number, fields.reserved_for))
    if listing.state != ListingState.PUBLISHED:
        listing.follows_rules, listing.reserved_for = fields.stage is None, fields.reserved_for
        listing.stage = fields.stage or listing.stage
        _promise(listing, wanted)
        return False
    if fields.reserved_for is not None and fields.stage not in (None, Stage.UNIT):
        _refuse(FieldError("stage", "listing-given-directly"))
    was_reserved, listing.reserved_for = listing.reserved_for, fields.reserved_for
    _promise(listing, Dates() if fields.reserved_for else wanted)
    if was_reserved and fields.reserved_for is None:
        begin(actor, listing, None if fields.stage in (None, Stage.UNIT) else fields.stage)
        return True
    is_given = fields.reserved_for != was_reserved
    return _widen(actor, listing, fields.stage or listing.stage, gives) or is_given


def open_due() -> int:
    """Open every listing as far as it is promised to be by today, and answer how many there were.

    After an outage a listing opens at once as far as it should be, and that is told of once.
    """
    opened = 0
    while due := due_to_open(clock.today(), clock.now(), _members(), AT_ONCE):
        some = sum(_open(listing_id) for listing_id in due)
        opened += some
        if not some:
            break
    return opened


def due_to_open(on: date, at: datetime, members: Collection[str], limit: int) -> list[int]:
    """Ids of listings that are promised to be open further by that day; to others, while they are members."""
    wide = or_(Listing.opens_to_network_on <= on, Listing.opens_to_voluntary_on <= on)
    due = or_(Listing.opens_to_municipality_on <= on, and_(wide, Listing.municipality_number.in_(members)))
    still = or_(Listing.closes_at.is_(None), Listing.closes_at > at)
    chosen = select(Listing.id).where(Listing.state == ListingState.PUBLISHED, due, still)
    return list(db.session.scalars(chosen.order_by(Listing.id).limit(limit)))


def _widen(actor: Actor, listing: Listing, stage: Stage, gives_to_voluntary: bool) -> bool:
    policies.may_widen(actor, stage, gives_to_voluntary=gives_to_voluntary).enforce()
    is_wider, listing.stage = stage != listing.stage, stage
    coming = {each: day for each, day in listing.opens.items() if not reaches_as_far(stage, each)}
    _promise(listing, _before_closing(listing, coming))
    return is_wider


def _open(listing_id: int) -> bool:
    with transaction():
        listing = queries.get_for_update(listing_id)
        if not rules_of(listing.municipality_number).gives_to_voluntary:
            listing.opens_to_voluntary_on = None
        now, is_member = clock.now(), listing.municipality_number in _members()
        allowed = listing.opens if is_member else {stage: day for stage, day in listing.opens.items() if _own(stage)}
        reached, _ = settled(listing.stage, allowed, clock.today())
        has_closed = listing.closes_at is not None and listing.closes_at <= now
        if listing.state != ListingState.PUBLISHED or has_closed or reached == listing.stage:
            return False
        listing.stage, listing.updated_at = reached, now
        _promise(listing, {stage: day for stage, day in listing.opens.items() if not reaches_as_far(reached, stage)})
        outbox.record(ListingOpened(listing.id))
        outbox.record(ListingChanged(listing.id))
        return True


def _own(stage: Stage) -> bool:
    return not reaches_as_far(stage, Stage.NETWORK)


def _members() -> frozenset[str]:
    return organisations.numbers_of_members(clock.today())


def _promise(listing: Listing, dates: Dates) -> None:
    for stage, name in FIELDS.items():
        setattr(listing, name, dates.get(stage))


def _before_closing(listing: Listing, dates: Dates) -> Dates:
    last = _last_day(listing)
    return {stage: day for stage, day in dates.items() if last is None or day <= last}


def _last_day(listing: Listing) -> date | None:
    return None if listing.closes_at is None else clock.local_date(listing.closes_at)


def _errors_of_dates(listing: Listing, wanted: Dates, gives_to_voluntary: bool) -> list[FieldError]:
    last, errors = _last_day(listing), []
    for stage, day in wanted.items():
        if day == listing.opens.get(stage):
            continue
        if day < clock.today():
            errors.append(FieldError(FIELDS[stage], "listing-opening-in-past"))
        elif last is not None and day > last:
            errors.append(FieldError(FIELDS[stage], "listing-opens-after-closing"))
        elif stage is Stage.VOLUNTARY and not gives_to_voluntary:
            errors.append(FieldError(FIELDS[stage], "listing-voluntary-not-allowed"))
    if not errors and not in_order(wanted):
        errors.append(FieldError(FIELDS[min(wanted, key=lambda stage: wanted[stage])], "listing-openings-in-order"))
    return errors


def _errors_of_receiver(actor: Actor, owner: str, number: str) -> list[FieldError]:
    if number == owner or number not in _members():
        return [FieldError("reserved_for", "listing-receiver-unknown")]
    return [] if actor.is_member else [FieldError("reserved_for", "listing-needs-membership")]


def _refuse(*errors: FieldError) -> None:
    if errors:
        raise Invalid(fields=errors)
