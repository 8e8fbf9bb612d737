"""What lists and pages show of claims: read models, filled in a fixed number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.accounts.models import Person
from marketplace.claims import policies, selecting
from marketplace.claims.models import Appointment, Claim, Message
from marketplace.claims.states import OPEN, ClaimState, Otherwise, StepKind
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.listings.states import Allocation
from marketplace.organisations.geography import place_of
from marketplace.organisations.models import Unit

M = TypeVar("M", Appointment, Message)


@dataclass(frozen=True, slots=True)
class Side:
    """Who gives or who gets: a municipality, and its unit if one is named."""

    number: str
    name: str
    unit_id: int | None
    unit_name: str | None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in a list. `is_owner`, `is_claimant`, `waits_for_answer` and `actions` are the reader's own."""

    id: int
    listing_id: int
    title: str
    category_code: str
    indivisible: bool
    price_nok: int
    loan_days: int | None
    pickup_place_id: int | None
    state: ClaimState
    quantity: int
    approved_quantity: int | None
    handed_over_quantity: int
    released_quantity: int
    outstanding_quantity: int
    queue_position: int | None
    otherwise: Otherwise
    message: str
    decline_reason: str
    requested_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None
    answer_by: datetime | None
    collect_by: datetime | None
    allocation: Allocation
    draw_at: datetime | None
    awaits_draw: bool
    owner: Side
    claimant: Side
    is_owner: bool
    is_claimant: bool
    appointment: "AppointmentRow | None"
    waits_for_answer: bool
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """Where and when it is fetched; in which of the owner's windows, and on which shared run."""

    id: int
    place: str
    from_at: datetime
    until_at: datetime
    window_id: int | None
    run_id: int | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """A line of the time line. `person` None: the service did it."""

    kind: StepKind
    at: datetime
    person: str | None
    municipality: str | None
    quantity: int | None
    note: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """What somebody wrote; `is_mine` when the reader or their side did."""

    id: int
    person: str
    municipality: str
    text: str
    sent_at: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to reach; only for those on a claim that was approved."""

    name: str
    email: str
    municipality: str


@dataclass(frozen=True, slots=True)
class ClaimDetail:
    """One claim as both sides see it. `contacts` is empty until the owner said yes."""

    row: ClaimRow
    requested_by: str
    available_quantity: int
    grantable_quantity: int
    steps: tuple[StepRow, ...]
    messages: tuple[MessageRow, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody: the oldest rows of each kind, and in `counts` how many there are, in the same order."""

    to_decide: tuple[ClaimRow, ...] = ()
    to_hand_over: tuple[ClaimRow, ...] = ()
    to_collect: tuple[ClaimRow, ...] = ()
    to_answer: tuple[ClaimRow, ...] = ()
    to_accept: tuple[ClaimRow, ...] = ()
    counts: tuple[int, ...] = (0, 0, 0, 0, 0)

    @property
    def total(self) -> int:
        """How many things wait in all."""
        return sum(self.counts)


_OF_CLAIM = (
    "id",
    "listing_id",
    "state",
    "quantity",
    "approved_quantity",
    "handed_over_quantity",
    "released_quantity",
    "outstanding_quantity",
    "otherwise",
    "message",
    "decline_reason",
    "requested_at",
    "decided_at",
    "ended_at",
    "answer_by",
    "collect_by",
)
_OF_LISTING = (
    "title",
    "category_code",
    "indivisible",
    "price_nok",
    "loan_days",
    "pickup_place_id",
    "allocation",
    "draw_at",
    "awaits_draw",
)


def rows_of(actor: Actor, claims: Sequence[Claim]) -> list[ClaimRow]:
    """The claims, their listings loaded, as the actor sees them; at most four queries whatever their number."""
    ids = [claim.id for claim in claims]
    places = selecting.queue_positions(claims)
    appointments = _newest(Appointment, Appointment.claim_id, Appointment.id, ids)
    messages = _newest(Message, Message.claim_id, Message.id, ids)
    units = unit_names({unit_id for claim in claims for unit_id in (claim.unit_id, claim.listing.unit_id)})
    return [
        _row(actor, claim, places.get(claim.id), appointments.get(claim.id), messages.get(claim.id), units)
        for claim in claims
    ]


def unit_names(unit_ids: Collection[int | None]) -> dict[int, str]:
    """The names of units, in one query."""
    known = [unit_id for unit_id in unit_ids if unit_id is not None]
    if not known:
        return {}
    return {unit.id: unit.name for unit in db.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(known)))}


def people(person_ids: Collection[int | None]) -> dict[int, Person]:
    """People by id, in one query."""
    known = {person_id for person_id in person_ids if person_id is not None}
    if not known:
        return {}
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(known)))}


def message_row(actor: Actor, claim: Claim, message: Message, known: dict[int, Person]) -> MessageRow:
    """A message as the actor sees it."""
    owns, asks = policies.is_owner(actor, claim), policies.is_claimant(actor, claim)
    return MessageRow(
        message.id,
        known[message.person_id].name,
        place_of(message.municipality_number).name,
        message.text,
        message.sent_at,
        message.person_id == actor.person_id or (owns != asks and message.from_owner == owns),
    )


def contacts(claim: Claim, known: dict[int, Person]) -> tuple[Contact, ...]:
    """Who asked and who said yes, once the owner said yes; nobody's address is shown before."""
    if not claim.was_approved:
        return ()
    sides = (
        (claim.requested_by, claim.municipality_number),
        (answers_for(claim), claim.listing.municipality_number),
    )
    return tuple(
        Contact(known[person_id].name, known[person_id].email, place_of(number).name) for person_id, number in sides
    )


def answers_for(claim: Claim) -> int:
    """Whoever said yes, else whoever made the listing."""
    return claim.decided_by if claim.decided_by is not None else claim.listing.created_by


def _newest(
    model: type[M], claim_id: InstrumentedAttribute[int], key: InstrumentedAttribute[int], ids: Sequence[int]
) -> dict[int, M]:
    if not ids:
        return {}
    newest = select(func.max(key)).where(claim_id.in_(ids)).group_by(claim_id)
    return {found.claim_id: found for found in db.session.scalars(select(model).where(key.in_(newest)))}


def _row(
    actor: Actor,
    claim: Claim,
    place: int | None,
    appointment: Appointment | None,
    last_message: Message | None,
    units: dict[int, str],
) -> ClaimRow:
    listing = claim.listing
    is_owner, is_claimant = policies.is_owner(actor, claim), policies.is_claimant(actor, claim)
    return ClaimRow(
        **{name: getattr(claim, name) for name in _OF_CLAIM},
        **{name: getattr(listing, name) for name in _OF_LISTING},
        queue_position=place,
        owner=_side(listing.municipality_number, listing.unit_id, units),
        claimant=_side(claim.municipality_number, claim.unit_id, units),
        is_owner=is_owner,
        is_claimant=is_claimant,
        appointment=_appointment(appointment),
        waits_for_answer=claim.state in OPEN
        and last_message is not None
        and (is_claimant if last_message.from_owner else is_owner),
        actions=policies.actions(actor, claim),
    )


def _side(number: str, unit_id: int | None, units: dict[int, str]) -> Side:
    return Side(number, place_of(number).name, unit_id, units.get(unit_id) if unit_id is not None else None)


def _appointment(newest: Appointment | None) -> AppointmentRow | None:
    if newest is None or newest.ended_at is not None:
        return None
    return AppointmentRow(*(getattr(newest, name) for name in AppointmentRow.__slots__))
