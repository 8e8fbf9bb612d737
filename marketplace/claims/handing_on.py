"""What somebody who may no longer do it had open goes to colleagues, and none of it is left lying."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from marketplace.accounts.models import Person
from marketplace.claims import queueing, selecting
from marketplace.claims.events import TasksHandedOn
from marketplace.claims.models import Claim
from marketplace.claims.states import OPEN, StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.organisations.events import PersonLeft
from marketplace.organisations.models import RoleAssignment
from marketplace.organisations.queries import nearest_with, people_with

_UNFINISHED = (ListingState.DRAFT, ListingState.PUBLISHED, ListingState.EXPIRED)


def hand_on_tasks(event: PersonLeft) -> None:
    """Give each open claim and listing of a person's that they may no longer act on to a colleague who may.

    One of the same unit if there is any, and of those whoever has least open. With nobody to take it, it waits for
    `hand_on_forgotten`.
    """
    with transaction():
        handing = _Handing(event.person_id, event.municipality_number)
        for listing in _locked_listings(event.person_id, event.municipality_number):
            handing.give_listing(listing)
        for claim in _open_claims(event.person_id, event.municipality_number):
            handing.give_claim(claim)
        handing.tell()


def hand_on_forgotten() -> int:
    """Do the same for everybody without a role, whatever became of them, and answer how many they were."""
    left = _people_without_role()
    db.session.rollback()
    for person_id, number in left:
        hand_on_tasks(PersonLeft(person_id, number))
    return len(left)


class _Handing:
    """One person's tasks in one municipality, and who takes them."""

    def __init__(self, person_id: int, number: str) -> None:
        self._person_id, self._number = person_id, number
        self._claims: Counter[int] = Counter()
        self._listings: Counter[int] = Counter()

    def give_listing(self, listing: Listing) -> None:
        """A draft or an offer."""
        taker = self._taker("listings:manage", listing.unit_id)
        if taker is not None:
            listing.created_by = taker
            self._listings[taker] += 1

    def give_claim(self, claim: Claim) -> None:
        """Either side of it; both, when the person stood on both."""
        listing = claim.listing
        if claim.requested_by == self._person_id and claim.municipality_number == self._number:
            taker = self._taker("claims:request", claim.unit_id)
            claim.requested_by = taker or claim.requested_by
            self._note(claim, taker)
        if claim.decided_by == self._person_id and listing.municipality_number == self._number:
            taker = self._taker("claims:decide", listing.unit_id)
            claim.decided_by = taker or claim.decided_by
            self._note(claim, taker)

    def tell(self) -> None:
        """Let each colleague know how much they got."""
        at = int(clock.now().timestamp())
        for taker in sorted(self._claims.keys() | self._listings.keys()):
            counts = self._claims[taker], self._listings[taker]
            outbox.record(TasksHandedOn(self._person_id, taker, self._number, *counts, at))

    def _note(self, claim: Claim, taker: int | None) -> None:
        if taker is not None:
            self._claims[taker] += 1
            queueing.note(Actor(taker, self._number), claim, StepKind.HANDED_ON)

    def _taker(self, permission: str, unit_id: int | None) -> int | None:
        """None when the person may still do it, or nobody may."""
        if self._person_id in _ids(people_with(permission, self._number, unit_id)):
            return None
        able = _ids(nearest_with(permission, self._number, unit_id))
        loads = _open_counts(able)
        return min(able, key=lambda who: (loads[who] + self._claims[who] + self._listings[who], who), default=None)


def _ids(people: Sequence[Person]) -> list[int]:
    return [person.id for person in people]


def _open_counts(person_ids: Sequence[int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for who in (Claim.requested_by, Claim.decided_by):
        asked = select(who, func.count()).where(who.in_(person_ids), Claim.state.in_(OPEN)).group_by(who)
        found.update({int(person_id): int(many) for person_id, many in db.session.execute(asked) if person_id})
    return found


def _locked_listings(person_id: int, number: str) -> Sequence[Listing]:
    """Those they made, and those whose claims are theirs, locked in order; only the first are answered."""
    made = and_(Listing.created_by == person_id, Listing.municipality_number == number, _unfinished())
    asked = select(Listing).where(or_(made, Listing.id.in_(select(Claim.listing_id).where(_held_by(person_id)))))
    locked = db.session.scalars(asked.order_by(Listing.id).with_for_update()).all()
    return [
        listing
        for listing in locked
        if (listing.created_by, listing.municipality_number) == (person_id, number) and listing.state in _UNFINISHED
    ]


def _open_claims(person_id: int, number: str) -> Sequence[Claim]:
    here = or_(Claim.municipality_number == number, Listing.municipality_number == number)
    return db.session.scalars(selecting.joined().where(_held_by(person_id), here).order_by(Claim.id)).all()


def _held_by(person_id: int) -> ColumnElement[bool]:
    return and_(or_(Claim.requested_by == person_id, Claim.decided_by == person_id), Claim.state.in_(OPEN))


def _unfinished() -> ColumnElement[bool]:
    return Listing.state.in_(_UNFINISHED)


def _people_without_role() -> list[tuple[int, str]]:
    """Whose something is open in a municipality where they have no role, or whose account is closed."""
    parts = (
        select(Claim.requested_by, Claim.municipality_number).where(Claim.state.in_(OPEN)),
        select(Claim.decided_by, Listing.municipality_number).join(Claim.listing).where(Claim.state.in_(OPEN)),
        select(Listing.created_by, Listing.municipality_number).where(_unfinished()),
    )
    found: set[tuple[int, str]] = set()
    for part in parts:
        who, number = part.selected_columns
        role = exists().where(RoleAssignment.person_id == who, RoleAssignment.municipality_number == number)
        asked = part.join(Person, Person.id == who).where(or_(~role, Person.deactivated_at.is_not(None)))
        found.update((person_id, number) for person_id, number in db.session.execute(asked.distinct()) if person_id)
    return sorted(found)
