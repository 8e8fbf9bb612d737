"""Objecting to a hand-over that the other side recorded, and asking what is objected. No figure changes by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select

from marketplace.claims import queries as claims
from marketplace.claims import queueing, selecting, texts
from marketplace.claims.models import Claim
from marketplace.claims.policies import is_party
from marketplace.claims.rows import people
from marketplace.claims.states import StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.organisations.geography import place_of
from marketplace.transfers import policies, queries
from marketplace.transfers.events import ObjectionMade
from marketplace.transfers.kinds import ObjectionOutcome, TransferKind
from marketplace.transfers.models import Objection, Transfer

MOST = 200


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection with names. Without an outcome it is open; `correction_id` is the row that took back.

    If it is still open when `raised_on` ends, it is laid before somebody else; `is_raised` once it was.
    """

    id: int
    transfer_id: int
    claim_id: int
    title: str
    quantity: int
    municipality: str
    person: str
    made_at: datetime
    reason: str
    outcome: ObjectionOutcome | None
    answer: str
    resolved_by: str | None
    resolved_at: datetime | None
    correction_id: int | None
    raised_on: date
    is_raised: bool
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """A hand-over as either side of its claim sees it, whether they may read the ledger or not.

    `left_quantity` was not taken back; `may_object` until `object_until`.
    """

    id: int
    claim_id: int
    title: str
    quantity: int
    left_quantity: int
    recorded_at: datetime
    recorded_by: str
    recorded_for: str
    may_object: bool
    object_until: datetime
    has_open_objection: bool
    is_internal: bool
    is_party: bool


def make_objection(actor: Actor, transfer_id: int, reason: str) -> Objection:
    """Say that a hand-over is not as it was recorded. It changes no figure.

    Raises:
        NotFound: no such row, or none of a claim of the actor's.
        Forbidden, Conflict: as `policies.may_object`; "objection-open": there is one that is not resolved;
            "transfer-all-taken-back".
        Invalid: no reason, or one that is too long.
    """
    reason = texts.checked("reason", reason, texts.REASON_LIMIT)
    with transaction() as session:
        transfer, claim = _locked(actor, transfer_id)
        policies.may_object(actor, transfer, claim).enforce()
        if queries.left_of([transfer])[transfer.id] == 0:
            raise Conflict("transfer-all-taken-back")
        if open_of(transfer_id):
            raise Conflict("objection-open")
        objection = Objection(
            transfer_id=transfer_id,
            municipality_number=actor.municipality_number,
            made_by=actor.person_id,
            made_at=clock.now(),
            reason=reason,
        )
        session.add(objection)
        session.flush()
        queueing.note(actor, claim, StepKind.OBJECTED, transfer.quantity, reason)
        outbox.record(ObjectionMade(objection.id, claim.id))
        return objection


def get_hand_over(actor: Actor, transfer_id: int) -> HandOverRow:
    """A hand-over that the actor may see what is objected to.

    Raises:
        NotFound: there is none.
    """
    transfer = db.session.get(Transfer, transfer_id)
    claim = claims.find_with_listing(transfer.claim_id) if transfer is not None else None
    if transfer is None or claim is None or not policies.may_see_objections(actor, transfer, claim):
        raise NotFound("transfer-not-found")
    hand_over = next((row for row in _hand_overs(actor, claim) if row.id == transfer_id), None)
    if hand_over is None:
        raise NotFound("transfer-not-found")
    return hand_over


def list_hand_overs(actor: Actor, claim_id: int) -> list[HandOverRow]:
    """The hand-overs of a claim, oldest first.

    Raises:
        NotFound: as `claims.queries.get_claim`.
    """
    return _hand_overs(actor, claims.get_claim(actor, claim_id))


def list_of_transfer(actor: Actor, transfer_id: int) -> list[ObjectionRow]:
    """Every objection to a row, oldest first, with what the actor may do."""
    return _rows(actor, db.session.scalars(select(Objection).where(Objection.transfer_id == transfer_id)).all())


def list_waiting(actor: Actor) -> list[ObjectionRow]:
    """The open objections between the actor's side and another, or laid before the actor, oldest first; at most 200."""
    chosen = select(Objection).where(Objection.id.in_(_waiting(actor))).order_by(Objection.id)
    return _rows(actor, db.session.scalars(chosen.limit(MOST)).all())


def count_waiting(actor: Actor) -> int:
    """How many such objections there are."""
    return db.session.scalar(select(func.count()).select_from(_waiting(actor).subquery())) or 0


def _waiting(actor: Actor) -> Select[int]:
    sides = selecting.owner_side(actor) | selecting.claimant_side(actor)
    if "objections:settle" in actor.network_permissions:
        between = Transfer.from_municipality_number != Transfer.to_municipality_number
        sides |= Objection.raised_at.is_not(None) & between & (Transfer.recorded_for != actor.municipality_number)
    return (
        select(Objection.id)
        .join(Transfer, Transfer.id == Objection.transfer_id)
        .join(Claim, Claim.id == Transfer.claim_id)
        .join(Claim.listing)
        .where(Objection.outcome.is_(None), sides)
    )


def _hand_overs(actor: Actor, claim: Claim) -> list[HandOverRow]:
    chosen = select(Transfer).where(Transfer.claim_id == claim.id, Transfer.kind == TransferKind.HAND_OVER)
    found = db.session.scalars(chosen.order_by(Transfer.id)).all()
    known, left = people({row.recorded_by for row in found}), queries.left_of(found)
    objected, party = queries.objected_to([row.id for row in found]), is_party(actor, claim)
    return [
        HandOverRow(
            id=row.id,
            claim_id=claim.id,
            title=row.title,
            quantity=row.quantity,
            left_quantity=left[row.id],
            recorded_at=row.recorded_at,
            recorded_by=known[row.recorded_by].name,
            recorded_for=place_of(row.recorded_for).name,
            may_object=row.id not in objected and left[row.id] > 0 and bool(policies.may_object(actor, row, claim)),
            object_until=policies.object_until(row),
            has_open_objection=row.id in objected,
            is_internal=policies.is_internal(row),
            is_party=party,
        )
        for row in found
    ]


def _locked(actor: Actor, transfer_id: int) -> tuple[Transfer, Claim]:
    claim_id = db.session.scalar(select(Transfer.claim_id).where(Transfer.id == transfer_id))
    if claim_id is None:
        raise NotFound("transfer-not-found")
    return db.session.get_one(Transfer, transfer_id), claims.get_own_for_update(actor, claim_id)


def open_of(transfer_id: int) -> Sequence[Objection]:
    """What is objected to a row and not resolved."""
    chosen = select(Objection).where(Objection.transfer_id == transfer_id, Objection.outcome.is_(None))
    return db.session.scalars(chosen).all()


def _rows(actor: Actor, found: Sequence[Objection]) -> list[ObjectionRow]:
    known = people({person for each in found for person in (each.made_by, each.resolved_by)})
    chosen = select(Transfer).where(Transfer.id.in_({each.transfer_id for each in found}))
    about = {row.id: row for row in db.session.scalars(chosen)} if found else {}
    asked = claims.with_listings({row.claim_id for row in about.values()})
    return [
        ObjectionRow(
            id=each.id,
            transfer_id=each.transfer_id,
            claim_id=row.claim_id,
            title=row.title,
            quantity=row.quantity,
            municipality=place_of(each.municipality_number).name,
            person=known[each.made_by].name,
            made_at=each.made_at,
            reason=each.reason,
            outcome=each.outcome,
            answer=each.answer,
            resolved_by=known[each.resolved_by].name if each.resolved_by is not None else None,
            resolved_at=each.resolved_at,
            correction_id=each.correction_id,
            raised_on=policies.raised_on(each),
            is_raised=each.raised_at is not None,
            actions=policies.objection_actions(actor, each, row, asked[row.claim_id]),
        )
        for each, row in ((each, about[each.transfer_id]) for each in sorted(found, key=lambda each: each.id))
    ]
