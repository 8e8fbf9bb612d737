"""What is not answered or fetched in time goes to the next."""

from sqlalchemy import and_, or_, select

from marketplace.claims import deadlines, drawing, queries, queueing
from marketplace.claims.events import ClaimLapsed
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimAction, ClaimState, StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import SYSTEM
from marketplace.foundation.database import db
from marketplace.foundation.timers import do_each
from marketplace.foundation.transaction import transaction
from marketplace.listings import queries as listings
from marketplace.listings.events import ListingExpired
from marketplace.listings.states import ListingState

NOT_ANSWERED = "offer-not-answered"
NOT_COLLECTED = "not-collected"
LISTING_ENDED = "listing-expired"
LEFT_NETWORK = "left-network"


def lapse_due() -> int:
    """Let go of what was offered or granted and is not answered or fetched in time. Answers how many.

    Nothing lapses that nobody was reminded of: after an outage the reminder comes first, with a day's notice.
    """
    now = clock.now()
    unanswered = and_(Claim.state == ClaimState.REQUESTED, Claim.answer_by < now)
    not_fetched = and_(Claim.state == ClaimState.APPROVED, Claim.collect_by < now)
    due = select(Claim.id).where(or_(unanswered, not_fetched), Claim.remind_at.is_(None)).order_by(Claim.id)
    return do_each(db.session.scalars(due).all(), _lapse_due)


def lapse_at_closing(event: ListingExpired) -> None:
    """When a listing's time is over, end what waits, and remind of what is granted: that has its own deadline.

    Nothing happens when the listing is open again. A draw that was due before is made first.
    """
    with transaction():
        listing = listings.get_for_update(event.listing_id)
        if listing.state != ListingState.EXPIRED:
            return
        drawing.draw_if_due(listing)
        for claim in queries.list_of_listing(listing.id, ClaimState.REQUESTED, ClaimState.QUEUED):
            lapse(claim, LISTING_ENDED)
        for claim in queries.list_of_listing(listing.id, ClaimState.APPROVED):
            if claim.remind_at is not None:
                claim.remind_at = min(claim.remind_at, clock.now())


def lapse(claim: Claim, reason: str) -> None:
    """End an open claim; what of it was handed over stays so. Called under the listing's lock."""
    given_up = claim.outstanding_quantity or claim.quantity
    claim.apply(ClaimAction.LAPSE)
    claim.decline_reason, claim.ended_at = reason, clock.now()
    deadlines.forget(claim)
    step = queueing.note(SYSTEM, claim, StepKind.LAPSED, given_up, reason)
    outbox.record(ClaimLapsed(claim.id, claim.listing_id, step.id))


def _lapse_due(claim_id: int) -> bool:
    with transaction():
        claim = queries.get_for_update(claim_id)
        deadline, is_given = deadlines.deadline_of(claim), claim.state == ClaimState.APPROVED
        if not (is_given or claim.is_offered) or claim.remind_at is not None:
            return False
        if deadline is None or deadline >= clock.now():
            return False
        lapse(claim, NOT_COLLECTED if is_given else NOT_ANSWERED)
        queueing.advance_queue(claim.listing)
        return True
