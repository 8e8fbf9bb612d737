"""Reminding people once of what they have to do by a day."""

from sqlalchemy import select

from marketplace.claims import deadlines, queries
from marketplace.claims.events import ClaimReminded
from marketplace.claims.models import Claim
from marketplace.claims.queueing import day_of, note
from marketplace.claims.states import OPEN, StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import SYSTEM
from marketplace.foundation.database import db
from marketplace.foundation.timers import do_each
from marketplace.foundation.transaction import transaction


def remind_due() -> int:
    """Remind of everything that is due, however long the service was away: once each. Answers how many."""
    due = select(Claim.id).where(Claim.remind_at <= clock.now(), Claim.state.in_(OPEN)).order_by(Claim.remind_at)
    return do_each(db.session.scalars(due).all(), _remind)


def _remind(claim_id: int) -> bool:
    with transaction():
        claim = queries.get_for_update(claim_id)
        if claim.state not in OPEN or claim.remind_at is None or claim.remind_at > clock.now():
            return False
        deadlines.give_notice(claim)
        step = note(SYSTEM, claim, StepKind.REMINDED, None, day_of(deadlines.deadline_of(claim)))
        outbox.record(ClaimReminded(claim.id, claim.listing_id, step.id))
        return True
