"""Resolving objections: by whoever objected, by a row that takes back, or by who stands between the sides."""

from datetime import datetime, time

from sqlalchemy import select

from marketplace.claims import queries as claims
from marketplace.claims import queueing, texts
from marketplace.claims.models import Claim
from marketplace.claims.states import StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.clock import OSLO
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.timers import do_each
from marketplace.foundation.transaction import transaction
from marketplace.transfers import objections, policies, queries
from marketplace.transfers.events import ObjectionCorrected, ObjectionRaised, ObjectionResolved
from marketplace.transfers.kinds import ObjectionOutcome
from marketplace.transfers.models import Objection, Transfer


def settle_objection(actor: Actor, objection_id: int, answer: str) -> Objection:
    """Write how an objection was settled: the hand-over stands, as recorded or as it was corrected since.

    Raises:
        NotFound: no such objection, or none that the actor may see.
        Conflict: as `policies.may_settle`.
        Invalid: no answer, or one that is too long.
    """
    answer = texts.checked("answer", answer, texts.REASON_LIMIT)
    with transaction() as session:
        objection, transfer, claim = _locked(objection_id)
        if not policies.may_see_objections(actor, transfer, claim):
            raise NotFound("objection-not-found")
        policies.may_settle(actor, objection, transfer, claim).enforce()
        corrected = select(Transfer.id).where(
            Transfer.reverses_id == transfer.id, Transfer.recorded_at >= objection.made_at
        )
        objection.answer = answer
        correction_id = session.scalar(corrected.order_by(Transfer.id.desc()).limit(1))
        queueing.note(actor, claim, StepKind.SETTLED, None, answer)
        _resolve(objection, actor.person_id, claim.id, correction_id)
        return objection


def note_taken_back(actor: Actor, row: Transfer, original: Transfer, claim: Claim) -> None:
    """A row took back from a hand-over, which resolves what is objected to it. Called within its transaction.

    A part of it taken back by the side that recorded the hand-over resolves nothing: whoever objected has yet to say
    that it is right now.
    """
    left = queries.left_of([original])[original.id]
    for objection in objections.open_of(original.id):
        if left == 0 or policies.is_of_objectors(actor, objection, original, claim):
            _resolve(objection, row.recorded_by, claim.id, row.id)
        else:
            outbox.record(ObjectionCorrected(objection.id, claim.id, row.id))


def raise_due() -> int:
    """Lay what the sides did not agree on in time before somebody else; answer how many.

    Each once, whoever else is at it, and after an outage what was missed.
    """
    first = datetime.combine(clock.today() - policies.AGREEING_TIME, time.min, OSLO)
    due = select(Objection.id).where(
        Objection.outcome.is_(None), Objection.raised_at.is_(None), Objection.made_at < first
    )
    return do_each(db.session.scalars(due.order_by(Objection.id)).all(), _raise)


def _raise(objection_id: int) -> bool:
    with transaction():
        objection, _, claim = _locked(objection_id)
        if objection.outcome is not None or objection.raised_at is not None:
            return False
        objection.raised_at = clock.now()
        outbox.record(ObjectionRaised(objection.id, claim.id))
        return True


def _locked(objection_id: int) -> tuple[Objection, Transfer, Claim]:
    chosen = select(Transfer).join(Objection, Objection.transfer_id == Transfer.id)
    transfer = db.session.scalar(chosen.where(Objection.id == objection_id))
    if transfer is None:
        raise NotFound("objection-not-found")
    claim = claims.get_for_update(transfer.claim_id)
    return db.session.get_one(Objection, objection_id, populate_existing=True), transfer, claim


def _resolve(objection: Objection, person_id: int | None, claim_id: int, correction_id: int | None) -> None:
    objection.outcome = ObjectionOutcome.SETTLED if correction_id is None else ObjectionOutcome.TAKEN_BACK
    objection.correction_id = correction_id
    objection.resolved_by, objection.resolved_at = person_id, clock.now()
    outbox.record(ObjectionResolved(objection.id, claim_id))
