"""Objecting to a hand-over that the other side recorded. Figures stand until a row takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from marketplace.claims import queries as claims
from marketplace.claims import queueing, selecting, texts
from marketplace.claims.models import Claim
from marketplace.claims.rows import people
from marketplace.claims.states import StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.organisations.geography import place_of
from marketplace.transfers import policies, queries
from marketplace.transfers.events import ObjectionMade, ObjectionResolved
from marketplace.transfers.kinds import ObjectionOutcome, TransferKind
from marketplace.transfers.models import Objection, Transfer

MOST = 200


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection with names. Without an outcome it is open; `correction_id` is the row that took back."""

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
        if _open(transfer_id):
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


def settle_objection(actor: Actor, objection_id: int, answer: str) -> Objection:
    """Write how an objection was settled: the hand-over stands as it was recorded.

    Raises:
        NotFound: no such objection, or none of a claim of the actor's.
        Forbidden, Conflict: as `policies.may_settle`.
        Invalid: no answer, or one that is too long.
    """
    answer = texts.checked("answer", answer, texts.REASON_LIMIT)
    with transaction() as session:
        transfer_id = session.scalar(select(Objection.transfer_id).where(Objection.id == objection_id))
        if transfer_id is None:
            raise NotFound("objection-not-found")
        _, claim = _locked(actor, transfer_id)
        objection = session.get_one(Objection, objection_id, populate_existing=True)
        policies.may_settle(actor, objection, claim).enforce()
        objection.answer = answer
        queueing.note(actor, claim, StepKind.SETTLED, None, answer)
        _resolve(objection, ObjectionOutcome.SETTLED, actor.person_id, claim.id)
        return objection


def note_taken_back(row: Transfer) -> None:
    """A row took back from a hand-over: whoever objected to it was heard. Called within its transaction."""
    for objection in _open(row.reverses_id or 0):
        objection.correction_id = row.id
        _resolve(objection, ObjectionOutcome.TAKEN_BACK, row.recorded_by, row.claim_id)


def get_hand_over(actor: Actor, transfer_id: int) -> HandOverRow:
    """A hand-over of a claim of the actor's.

    Raises:
        NotFound: there is none.
    """
    transfer = db.session.get(Transfer, transfer_id)
    found = _hand_overs(actor, claims.get_claim(actor, transfer.claim_id)) if transfer is not None else []
    hand_over = next((row for row in found if row.id == transfer_id), None)
    if hand_over is None:
        raise NotFound("transfer-not-found")
    return hand_over


def list_hand_overs(actor: Actor, claim_id: int) -> list[HandOverRow]:
    """The hand-overs of a claim, oldest first.

    Raises:
        NotFound: as `claims.queries.get_claim`.
    """
    return _hand_overs(actor, claims.get_claim(actor, claim_id))


def list_of_transfer(transfer_id: int) -> list[ObjectionRow]:
    """Every objection to a row, oldest first."""
    return _rows(db.session.scalars(select(Objection).where(Objection.transfer_id == transfer_id)).all())


def list_waiting(actor: Actor) -> list[ObjectionRow]:
    """The objections that are open between the actor's side and another, oldest first; at most 200."""
    chosen = select(Objection).where(Objection.id.in_(_waiting(actor))).order_by(Objection.id)
    return _rows(db.session.scalars(chosen.limit(MOST)).all())


def count_waiting(actor: Actor) -> int:
    """How many objections are open between the actor's side and another."""
    return db.session.scalar(select(func.count()).select_from(_waiting(actor).subquery())) or 0


def _waiting(actor: Actor) -> Select[int]:
    sides = selecting.owner_side(actor) | selecting.claimant_side(actor)
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
    objected = queries.objected_to([row.id for row in found])
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
        )
        for row in found
    ]


def _locked(actor: Actor, transfer_id: int) -> tuple[Transfer, Claim]:
    claim_id = db.session.scalar(select(Transfer.claim_id).where(Transfer.id == transfer_id))
    if claim_id is None:
        raise NotFound("transfer-not-found")
    return db.session.get_one(Transfer, transfer_id), claims.get_own_for_update(actor, claim_id)


def _open(transfer_id: int) -> Sequence[Objection]:
    chosen = select(Objection).where(Objection.transfer_id == transfer_id, Objection.outcome.is_(None))
    return db.session.scalars(chosen).all()


def _resolve(objection: Objection, outcome: ObjectionOutcome, person_id: int | None, claim_id: int) -> None:
    objection.outcome, objection.resolved_by, objection.resolved_at = outcome, person_id, clock.now()
    outbox.record(ObjectionResolved(objection.id, claim_id))


def _rows(found: Sequence[Objection]) -> list[ObjectionRow]:
    known = people({person for each in found for person in (each.made_by, each.resolved_by)})
    chosen = select(Transfer).where(Transfer.id.in_({each.transfer_id for each in found}))
    about = {row.id: row for row in db.session.scalars(chosen)} if found else {}
    return [
        ObjectionRow(
            id=each.id,
            transfer_id=each.transfer_id,
            claim_id=about[each.transfer_id].claim_id,
            title=about[each.transfer_id].title,
            quantity=about[each.transfer_id].quantity,
            municipality=place_of(each.municipality_number).name,
            person=known[each.made_by].name,
            made_at=each.made_at,
            reason=each.reason,
            outcome=each.outcome,
            answer=each.answer,
            resolved_by=known[each.resolved_by].name if each.resolved_by is not None else None,
            resolved_at=each.resolved_at,
            correction_id=each.correction_id,
        )
        for each in sorted(found, key=lambda each: each.id)
    ]
