"""What is told of what the queue does by itself, to both sides: offers, draws, deadlines, what is taken up again."""

from marketplace.claims.allocating import takes_at_once
from marketplace.claims.events import (
    ClaimAccepted,
    ClaimAdvanced,
    ClaimApproved,
    ClaimDrawn,
    ClaimExtended,
    ClaimLapsed,
    ClaimReminded,
    ClaimRestored,
    ClaimSentBack,
    ListingDrawn,
)
from marketplace.claims.models import ClaimStep, Draw
from marketplace.claims.queries import queue_position
from marketplace.claims.states import ClaimState
from marketplace.foundation.database import db
from marketplace.listings.models import Listing
from marketplace.notifications.about_claims import claim_of, fact_of, request_of, tell_of
from marketplace.notifications.readers import both_sides_of, claimant_side, owner_side, side_of_listing
from marketplace.notifications.telling import tell
from marketplace.notifications.words import Fact
from marketplace.organisations.geography import place_of


def tell_owner_of_offer(event: ClaimAdvanced) -> None:
    """Tell an owner who does not choose who is offered what became free."""
    claim = claim_of(event)
    if claim.is_offered and takes_at_once(claim.listing):
        facts = {"quantity": claim.quantity, "answer_by": claim.answer_by}
        tell_of([owner_side(claim)], "claim_offered", claim, fact_of(event), **facts)


def tell_owner_of_allocation(event: ClaimApproved) -> None:
    """Tell the owner who got it where nobody had to say yes."""
    claim = claim_of(event)
    if claim.decided_by is None and claim.was_approved:
        facts = {"approved": claim.approved_quantity, "collect_by": claim.collect_by}
        tell_of([owner_side(claim)], "claim_allocated", claim, fact_of(event), **facts)


def tell_owner_of_yes(event: ClaimAccepted) -> None:
    """Tell an owner who chooses that whoever was next still wants it."""
    claim = claim_of(event)
    if claim.state == ClaimState.REQUESTED:
        tell_of([owner_side(claim)], "claim_accepted", claim, fact_of(event), **request_of(claim))


def tell_claimant_of_wait(event: ClaimSentBack) -> None:
    """Tell whoever had asked that the owner gave it to another, and that they wait again."""
    claim = claim_of(event)
    if claim.state == ClaimState.QUEUED:
        place = queue_position(claim)
        tell_of([claimant_side(claim)], "claim_sent_back", claim, fact_of(event), quantity=claim.quantity, place=place)


def tell_claimant_of_place(event: ClaimDrawn) -> None:
    """Tell whoever did not get it in the draw which place they were drawn to."""
    claim, step = claim_of(event), db.session.get_one(ClaimStep, event.step_id)
    tell_of([claimant_side(claim)], "claim_drawn", claim, fact_of(event), place=step.quantity)


def tell_owner_of_draw(event: ListingDrawn) -> None:
    """Tell the owner that the draw is made, and between how many."""
    listing, draw = db.session.get_one(Listing, event.listing_id), db.session.get_one(Draw, event.draw_id)
    facts: dict[str, Fact] = {
        "title": listing.title,
        "owner": place_of(listing.municipality_number).name,
        "count": len(draw.claim_ids),
    }
    tell([side_of_listing(listing)], "listing_drawn", str(draw.id), f"/annonser/{listing.id}/trekning", facts)


def tell_of_reminder(event: ClaimReminded) -> None:
    """Remind whoever has to act, and tell the other side that they were reminded."""
    claim = claim_of(event)
    deadline = claim.collect_by if claim.state == ClaimState.APPROVED else claim.answer_by
    facts = {"quantity": claim.outstanding_quantity or claim.quantity, "deadline": deadline}
    reminded, other, occasion = claimant_side(claim), owner_side(claim), "claim_answer_due"
    if claim.state == ClaimState.APPROVED:
        occasion = "claim_collect_due"
    elif claim.state == ClaimState.REQUESTED and deadline is None:
        reminded, other, occasion = owner_side(claim), claimant_side(claim), "claim_unanswered"
    elif not claim.is_offered:
        return
    tell_of([reminded], occasion, claim, fact_of(event), **facts)
    whom = place_of(reminded.municipality_number).name
    tell_of([other], "claim_reminded", claim, fact_of(event), whom=whom, **facts)


def tell_of_more_time(event: ClaimExtended) -> None:
    """Tell the other side until when it may be fetched now."""
    claim, step = claim_of(event), db.session.get_one(ClaimStep, event.step_id)
    if claim.collect_by is not None:
        sides = both_sides_of(claim, apart_from=step.person_id)
        tell_of(sides, "claim_extended", claim, fact_of(event), collect_by=claim.collect_by)


def tell_of_lapse(event: ClaimLapsed) -> None:
    """Tell both sides what lapsed and why; the owner, too, that it can be taken up again."""
    claim, step = claim_of(event), db.session.get_one(ClaimStep, event.step_id)
    facts = {"quantity": step.quantity, "reason": step.note}
    tell_of([claimant_side(claim)], "claim_lapsed", claim, fact_of(event), **facts)
    tell_of([owner_side(claim)], "claim_lapsed_here", claim, fact_of(event), **facts)


def tell_claimant_of_restoring(event: ClaimRestored) -> None:
    """Tell whoever lost it that the owner took it up again, and where it stands now."""
    claim = claim_of(event)
    facts = {
        "is_given": claim.state == ClaimState.APPROVED,
        "deadline": claim.collect_by or claim.answer_by,
        "place": queue_position(claim),
    }
    tell_of([claimant_side(claim)], "claim_restored", claim, fact_of(event), **facts)
