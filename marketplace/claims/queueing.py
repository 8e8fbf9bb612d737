"""The queue of a listing: who gets their turn, and who is told that nothing comes."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.claims import deadlines, queries, rules
from marketplace.claims.events import ClaimAdvanced, ClaimDeclined, ClaimSentBack
from marketplace.claims.models import Claim, ClaimStep
from marketplace.claims.states import ClaimAction, ClaimState, StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import SYSTEM, Actor
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings import queries as listings
from marketplace.listings.events import ListingChanged, ListingClosed, ListingPublished, ListingWithdrawn
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation, ListingState

STILL_GIVEN = (ListingState.PUBLISHED, ListingState.EXPIRED)
"""What a listing's owner may still give of."""
_REASONS = {ListingState.WITHDRAWN: "listing-withdrawn", ListingState.CLOSED: "listing-closed"}


def advance_queue(listing: Listing) -> None:
    """Offer what is free to those who wait: the first in turn, passing by those who need more than there is.

    What is offered is held until a day, by which they say that they want it. Called under the listing's lock whenever
    something may have become free. Before a draw nobody has a turn.
    """
    if listing.state not in STILL_GIVEN or listing.awaits_draw:
        return
    db.session.flush()
    left = queries.available_quantity(listing)
    for claim in queries.list_of_listing(listing.id, ClaimState.QUEUED) if left > 0 else ():
        if claim.quantity <= left:
            left -= claim.quantity
            claim.apply(ClaimAction.ADVANCE)
            deadlines.await_answer(claim, rules.times_of(listing.municipality_number))
            step = note(SYSTEM, claim, StepKind.ADVANCED, claim.quantity, day_of(claim.answer_by))
            outbox.record(ClaimAdvanced(claim.id, listing.id, step.id))


@outbox.in_batches
def advance_after_change(events: Sequence[ListingPublished | ListingChanged]) -> None:
    """Give those who wait their turn when a listing's owner offers more of it, or offers it again."""
    for listing_id in queries.list_waited_for({event.listing_id for event in events}):
        with transaction():
            listing = listings.get_for_update(listing_id)
            _leave_to_turn(listing)
            advance_queue(listing)


def _leave_to_turn(listing: Listing) -> None:
    """Where the owner no longer chooses, let those who wait for the owner's answer wait for their turn."""
    if listing.allocation == Allocation.OWNER:
        return
    for claim in queries.list_of_listing(listing.id, ClaimState.REQUESTED):
        if listing.awaits_draw or not claim.is_offered:
            send_back(claim)


def send_back(claim: Claim) -> None:
    """Let a claim that something was held for wait again. Called under the listing's lock."""
    claim.apply(ClaimAction.SEND_BACK)
    deadlines.forget(claim)
    step = note(SYSTEM, claim, StepKind.SENT_BACK, claim.quantity)
    outbox.record(ClaimSentBack(claim.id, claim.listing_id, step.id))


def decline_open_claims(event: ListingWithdrawn | ListingClosed) -> None:
    """Tell those who wait for a listing that was withdrawn, or of which nothing is left, that nothing comes.

    What is approved stands. Nothing happens when the listing is open again.
    """
    with transaction():
        listing = listings.get_for_update(event.listing_id)
        reason = _REASONS.get(listing.state)
        if reason is None:
            return
        for claim in queries.list_of_listing(listing.id, ClaimState.REQUESTED, ClaimState.QUEUED):
            claim.apply(ClaimAction.DECLINE)
            claim.decline_reason = reason
            claim.decided_at = claim.ended_at = clock.now()
            deadlines.forget(claim)
            note(SYSTEM, claim, StepKind.DECLINED, None, reason)
            outbox.record(ClaimDeclined(claim.id, listing.id))


def note(actor: Actor, claim: Claim, kind: StepKind, quantity: int | None = None, text: str = "") -> ClaimStep:
    """Write a line of the claim's time line."""
    step = ClaimStep(
        claim_id=claim.id,
        kind=kind,
        at=clock.now(),
        person_id=actor.person_id,
        municipality_number=actor.municipality_number,
        quantity=quantity,
        note=text,
    )
    db.session.add(step)
    db.session.flush()
    return step


def day_of(deadline: datetime | None) -> str:
    """A deadline as the time line keeps it: the day, `2026-11-25`."""
    return clock.local_date(deadline).isoformat() if deadline else ""
