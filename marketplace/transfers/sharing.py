"""Shared runs: which claims are proposed as one trip, agreeing on it, and what it leaves of each one's transport."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from marketplace.claims import appointing, pickups, policies, queries, runs, selecting
from marketplace.claims.models import Appointment, Claim, SharedRun
from marketplace.claims.rows import ClaimRow
from marketplace.claims.runs import Errand, Point, Trip
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.clock import OSLO
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid
from marketplace.foundation.transaction import transaction
from marketplace.impact import queries as impact
from marketplace.organisations import queries as organisations
from marketplace.organisations.geography import place_of

WINDOW = timedelta(hours=1)
MOST_CLAIMS = 20
_KEPT = (ClaimState.APPROVED, ClaimState.HANDED_OVER)
Week = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A trip that saves road, in an ISO week (year, number). `as_owner`: it brings out what the side gives.

    `claims` are in the order they are driven.
    """

    trip: Trip
    claims: tuple[ClaimRow, ...]
    week: Week
    as_owner: bool

    @property
    def day(self) -> date:
        """The day to propose: the first that is agreed already, else Tuesday; never one that has passed."""
        agreed = [clock.local_date(row.appointment.from_at) for row in self.claims if row.appointment]
        usual = date.fromisocalendar(*self.week, 2)
        return max(min(agreed, default=usual), clock.today() + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Sharing:
    """The run that a claim is on: how many other claims are, and the metres of road that it saves in all."""

    others: int
    saved_m: int
    share_percent: int


def propose_runs(actor: Actor) -> list[Proposal]:
    """What of the side's claims could be one trip in the same week, the most saved first.

    Claims with a time belong to its week; those without go with any week that has some, else with the next one.
    """
    waiting = [row for row in pickups.list_outstanding(actor) if _may_join(row)]
    found: list[Proposal] = []
    for as_owner in (True, False):
        own = [row for row in waiting if (row.is_owner if as_owner else row.is_claimant)]
        found += _of_side(actor, own, as_owner)
    best: list[Proposal] = []
    taken: set[int] = set()
    for proposal in sorted(found, key=lambda one: (-one.trip.saved_m, one.trip.claim_ids)):
        if taken.isdisjoint(proposal.trip.claim_ids):
            best.append(proposal)
            taken.update(proposal.trip.claim_ids)
    return best


def agree_on_run(actor: Actor, claim_ids: Sequence[int], *, on: date, begins: time) -> SharedRun:
    """Fetch several claims on one trip: sets the appointments of all, or of none.

    What the actor's side gives is loaded at once; what it fetches is fetched in the order driven, an hour for each
    place from when the vehicle comes (see `runs.Trip.arrivals`). Times are Norwegian.

    Raises:
        NotFound, Forbidden, Conflict: as `policies.may_make_appointment`, of any of them.
        Conflict: "run-not-shared": they do not lie along the same direction, or one trip saves nothing;
            "run-taken": one of them is on a shared run already.
        Invalid: fewer than two claims, or more than twenty; a time that cannot be.
    """
    wanted = sorted(set(claim_ids))
    if not 2 <= len(wanted) <= MOST_CLAIMS:
        raise Invalid(fields=(FieldError("claim_ids", "run-needs-two", {"most": MOST_CLAIMS}),))
    _check_day(on)
    begins_at = datetime.combine(on, begins, OSLO).astimezone(UTC)
    with transaction() as session:
        claims = [queries.get_own_for_update(actor, claim_id) for claim_id in _by_listing(wanted)]
        for claim in claims:
            policies.may_make_appointment(actor, claim).enforce()
        if _on_runs(wanted):
            raise Conflict("run-taken")
        trip, as_owner = _planned(actor, claims)
        arrivals = trip.arrivals(begins_at)
        appointing.check_times(begins_at, max(arrivals.values()) + WINDOW, clock.now())
        run = SharedRun(
            municipality_number=actor.municipality_number,
            separate_m=trip.separate_m,
            shared_m=trip.shared_m,
            made_by=appointing.person_of(actor),
            made_at=clock.now(),
        )
        session.add(run)
        session.flush()
        for claim in claims:
            at = begins_at if as_owner else arrivals[claim.listing.municipality_number]
            place = _place(claim)
            appointing.appoint(actor, claim, place=place, from_at=at, until_at=at + WINDOW, run_id=run.id)
        return run


def sharing_of(claim_id: int) -> Sharing | None:
    """The run that the claim is on with others now; None when it is fetched alone."""
    agreed = pickups.find_appointment(claim_id)
    if agreed is None or agreed.run_id is None:
        return None
    members = _members(agreed.run_id)
    run = db.session.get_one(SharedRun, agreed.run_id)
    if len(members) < 2:
        return None
    home = run.municipality_number
    trip = runs.drive(_point(home), _errands(members, home), _road_percent())
    return Sharing(len(members) - 1, trip.saved_m, trip.share_percent)


def share_percent(claim_id: int) -> int:
    """What handing the claim over bears of the transport of fetching it alone: 100, less on a shared run."""
    sharing = sharing_of(claim_id)
    return 100 if sharing is None else sharing.share_percent


def _of_side(actor: Actor, own: Sequence[ClaimRow], as_owner: bool) -> list[Proposal]:
    weeks = sorted({week for row in own if (week := _week(row)) is not None})
    flexible = {row.id: row for row in own if row.appointment is None}
    found = []
    for week in weeks or [(clock.today() + timedelta(days=7)).isocalendar()[:2]]:
        here = [*(row for row in own if _week(row) == week), *flexible.values()]
        by_id = {row.id: row for row in here}
        errands = [Errand(row.id, far := _far(row, as_owner), _point(far)) for row in here]
        for trip in runs.propose(_point(actor.municipality_number or ""), errands, _road_percent()):
            order = {place: at for at, place in enumerate(trip.places)}
            rows = sorted((by_id[claim_id] for claim_id in trip.claim_ids), key=lambda row: order[_far(row, as_owner)])
            found.append(Proposal(trip, tuple(rows), week, as_owner))
            flexible = {claim_id: row for claim_id, row in flexible.items() if claim_id not in trip.claim_ids}
    return found


def _check_day(on: date) -> None:
    code = "appointment-in-past" if on < clock.today() else "appointment-too-far"
    if not clock.today() <= on <= clock.today() + appointing.FURTHEST:
        raise Invalid(code, fields=(FieldError("on", code),))


def _planned(actor: Actor, claims: Sequence[Claim]) -> tuple[Trip, bool]:
    """The trip from the actor's municipality; that it brings out what that one gives is tried first."""
    home = actor.municipality_number or ""
    for as_owner in (True, False):
        ends = [(claim.listing.municipality_number, claim.municipality_number) for claim in claims]
        if all((giver if as_owner else taker) == home for giver, taker in ends):
            trip = runs.plan(_point(home), _errands(claims, home), _road_percent())
            if trip is not None:
                return trip, as_owner
    raise Conflict("run-not-shared")


def _errands(claims: Iterable[Claim], home: str) -> list[Errand]:
    found = []
    for claim in claims:
        giver, taker = claim.listing.municipality_number, claim.municipality_number
        far = taker if giver == home else giver
        found.append(Errand(claim.id, far, _point(far)))
    return found


def _members(run_id: int) -> Sequence[Claim]:
    """The claims whose newest appointment is on the run, and that are to be, or were, fetched."""
    chosen = (
        selecting.joined()
        .join(Appointment, Appointment.claim_id == Claim.id)
        .where(Appointment.run_id == run_id, Appointment.id.in_(selecting.newest_appointments()))
        .where(Appointment.ended_at.is_(None), Claim.state.in_(_KEPT))
        .order_by(Claim.id)
    )
    return db.session.scalars(chosen).all()


def _on_runs(claim_ids: Sequence[int]) -> bool:
    chosen = select(Appointment.id).where(
        Appointment.claim_id.in_(claim_ids),
        Appointment.id.in_(selecting.newest_appointments()),
        Appointment.ended_at.is_(None),
        Appointment.run_id.is_not(None),
        Appointment.until_at > clock.now(),
    )
    return db.session.scalar(chosen.limit(1)) is not None


def _by_listing(claim_ids: Sequence[int]) -> list[int]:
    """In the order that locks are taken everywhere: by listing. Unknown ids are kept, to be refused."""
    known = select(Claim.id).where(Claim.id.in_(claim_ids)).order_by(Claim.listing_id, Claim.id)
    found = db.session.scalars(known).all()
    return [*found, *(claim_id for claim_id in claim_ids if claim_id not in found)]


def _may_join(row: ClaimRow) -> bool:
    """Between two municipalities, not on a run, and not agreed for a time that has passed."""
    agreed = row.appointment
    over = agreed is not None and (agreed.run_id is not None or agreed.from_at <= clock.now())
    return row.owner.number != row.claimant.number and not over


def _week(row: ClaimRow) -> Week | None:
    return None if row.appointment is None else clock.local_date(row.appointment.from_at).isocalendar()[:2]


def _far(row: ClaimRow, as_owner: bool) -> str:
    return row.claimant.number if as_owner else row.owner.number


def _place(claim: Claim) -> str:
    """Where it is fetched: as agreed, else the listing's pick-up place, else the municipality's name."""
    agreed = pickups.find_appointment(claim.id)
    if agreed is not None:
        return agreed.place
    number = claim.listing.municipality_number
    places = organisations.list_pickup_places(number, closed=True)
    found = next((place for place in places if place.id == claim.listing.pickup_place_id), None)
    return f"{found.name}, {found.address}".rstrip(", ") if found else place_of(number).name


def _point(number: str) -> Point:
    place = place_of(number)
    return place.latitude, place.longitude


def _road_percent() -> int:
    return impact.get_transport(clock.today()).road_percent
