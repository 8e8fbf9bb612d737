"""The places and times at which an owner hands out, and choosing one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, true

from marketplace.claims import appointing, pickups, policies, queries, selecting, texts
from marketplace.claims.models import Appointment, Claim, PickupWindow
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.clock import OSLO
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.organisations.models import Municipality

MOST_CAPACITY = 50
MOST_WEEKS = 26
LONGEST = timedelta(hours=24)
MOST = 200


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A window in a list; `taken` of its `capacity` are chosen, `title` is of the one listing that it is for."""

    id: int
    place: str
    from_at: datetime
    until_at: datetime
    capacity: int
    taken: int
    listing_id: int | None
    title: str | None

    @property
    def free(self) -> int:
        """How many more may choose it."""
        return max(0, self.capacity - self.taken)


def offer_windows(
    actor: Actor,
    *,
    place: str,
    from_at: datetime,
    until_at: datetime,
    capacity: int = 1,
    listing_id: int | None = None,
    weeks: int = 1,
) -> list[PickupWindow]:
    """Offer a place and time, and the same hours of the same weekday for `weeks` weeks in all.

    For one listing, or for all that the actor's municipality (for a person of one unit: that unit) offers. What is
    already offered just so is not offered twice.

    Raises:
        NotFound: no such listing, or none that the actor may see.
        Forbidden: as `policies.may_offer_windows`.
        Invalid: no place; times as `appointing.check_times`, or a window longer than a day; a number out of range.
    """
    place = texts.checked("place", place, texts.PLACE_LIMIT)
    appointing.check_times(from_at, until_at, clock.now())
    _check_range("capacity", capacity, MOST_CAPACITY)
    _check_range("weeks", weeks, MOST_WEEKS)
    if until_at - from_at > LONGEST:
        raise Invalid("window-too-long", fields=(FieldError("until", "window-too-long"),))
    with transaction() as session:
        listing = None if listing_id is None else listings.get_listing(actor, listing_id)
        policies.may_offer_windows(actor, listing).enforce()
        session.execute(select(Municipality.number).filter_by(number=actor.municipality_number).with_for_update())
        unit_id = actor.unit_id if listing is None else listing.unit_id
        times = [(_later(from_at, week), _later(until_at, week)) for week in range(weeks)]
        for first, last in times:
            appointing.check_times(first, last, clock.now())
        return [_offered(actor, unit_id, listing_id, place, *time, capacity) for time in times]


def close_window(actor: Actor, window_id: int) -> PickupWindow:
    """Offer a window no more. What was agreed in it stands.

    Raises:
        NotFound: no such window, or none of the actor's side.
    """
    with transaction():
        window = _locked(window_id)
        if window is None or not policies.may_close_window(actor, window):
            raise NotFound("window-not-found")
        window.closed_at = window.closed_at or clock.now()
        return window


def choose_window(actor: Actor, claim_id: int, window_id: int) -> Appointment:
    """Agree that an approved claim is fetched in a window, replacing what was agreed before; once however often asked.

    Raises:
        NotFound, Forbidden, Conflict: as `policies.may_make_appointment`.
        NotFound: "window-not-found": none that is offered for this claim.
        Conflict: "window-taken": others have chosen all of it, it is offered no more, or it has begun.
    """
    with transaction():
        claim = queries.get_own_for_update(actor, claim_id)
        policies.may_make_appointment(actor, claim).enforce()
        window = _locked(window_id)
        if window is None or not _fits(window, claim.listing):
            raise NotFound("window-not-found")
        agreed = pickups.find_appointment(claim_id)
        if agreed is not None and agreed.window_id == window_id:
            return agreed
        if not _is_free(window):
            raise Conflict("window-taken")
        return appointing.appoint(
            actor, claim, place=window.place, from_at=window.from_at, until_at=window.until_at, window_id=window.id
        )


def list_offered(actor: Actor, listing_id: int | None = None) -> list[WindowRow]:
    """The windows of the actor's side that are not over, or those for one of its listings, the first first."""
    if "claims:decide" not in actor.permissions:
        return []
    within = true() if actor.unit_id is None else PickupWindow.unit_id.is_(None)
    own = or_(within, PickupWindow.unit_id == actor.unit_id)
    asked = (PickupWindow.municipality_number == actor.municipality_number) & own
    if listing_id is not None:
        asked &= PickupWindow.listing_id == listing_id
    return _rows(asked & (PickupWindow.until_at > clock.now()))


def list_to_choose(claim_id: int) -> list[WindowRow]:
    """The windows that a claim may choose now, the first first."""
    claim = db.session.scalars(selecting.joined().where(Claim.id == claim_id)).one()
    listing = claim.listing
    asked = (
        (PickupWindow.municipality_number == listing.municipality_number)
        & or_(PickupWindow.unit_id.is_(None), PickupWindow.unit_id == listing.unit_id)
        & or_(PickupWindow.listing_id.is_(None), PickupWindow.listing_id == listing.id)
        & (PickupWindow.from_at > clock.now())
    )
    return [row for row in _rows(asked) if row.free]


def _rows(asked: ColumnElement[bool]) -> list[WindowRow]:
    chosen = (
        select(PickupWindow, Listing.title)
        .outerjoin(Listing, Listing.id == PickupWindow.listing_id)
        .where(asked, PickupWindow.closed_at.is_(None))
        .order_by(PickupWindow.from_at, PickupWindow.place, PickupWindow.id)
        .limit(MOST)
    )
    found = db.session.execute(chosen).all()
    taken = _taken([window.id for window, _ in found])
    return [
        WindowRow(
            each.id, each.place, each.from_at, each.until_at, each.capacity, taken[each.id], each.listing_id, title
        )
        for each, title in found
    ]


def _taken(window_ids: Sequence[int]) -> dict[int, int]:
    """How many claims are to be fetched in each. Certain only while the window is locked."""
    chosen = (
        select(Appointment.window_id, func.count())
        .join(Claim, Claim.id == Appointment.claim_id)
        .where(Appointment.window_id.in_(window_ids), Appointment.id.in_(selecting.newest_appointments()))
        .where(Appointment.ended_at.is_(None), Claim.state == ClaimState.APPROVED)
        .group_by(Appointment.window_id)
    )
    counted = {window_id: int(count) for window_id, count in db.session.execute(chosen)} if window_ids else {}
    return {window_id: counted.get(window_id, 0) for window_id in window_ids}


def _offered(
    actor: Actor,
    unit_id: int | None,
    listing_id: int | None,
    place: str,
    from_at: datetime,
    until_at: datetime,
    capacity: int,
) -> PickupWindow:
    said = {
        "municipality_number": actor.municipality_number,
        "unit_id": unit_id,
        "listing_id": listing_id,
        "place": place,
        "from_at": from_at,
        "until_at": until_at,
    }
    found = db.session.scalars(select(PickupWindow).filter_by(**said, closed_at=None)).first()
    if found is not None:
        return found
    window = PickupWindow(**said, capacity=capacity, opened_by=appointing.person_of(actor), opened_at=clock.now())
    db.session.add(window)
    db.session.flush()
    return window


def _locked(window_id: int) -> PickupWindow | None:
    chosen = select(PickupWindow).where(PickupWindow.id == window_id).with_for_update()
    return db.session.scalar(chosen.execution_options(populate_existing=True))


def _fits(window: PickupWindow, listing: Listing) -> bool:
    return (
        window.municipality_number == listing.municipality_number
        and window.unit_id in (None, listing.unit_id)
        and window.listing_id in (None, listing.id)
    )


def _is_free(window: PickupWindow) -> bool:
    begun = window.from_at <= clock.now()
    return window.closed_at is None and not begun and _taken([window.id])[window.id] < window.capacity


def _later(moment: datetime, weeks: int) -> datetime:
    """The same hour in Norway some weeks later, also when the clock is changed meanwhile."""
    return (moment.astimezone(OSLO) + timedelta(weeks=weeks)).astimezone(UTC)


def _check_range(field: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        code = "window-number-out-of-range"
        raise Invalid(code, fields=(FieldError(field, code, {"most": most}),), most=most)
