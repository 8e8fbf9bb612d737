"""Who gets it: what a new claim is met with, what a yes does, and what becomes of those who had only asked."""

from marketplace.claims import deadlines, queries, queueing, rules
from marketplace.claims.events import ClaimApproved, ClaimQueued, ClaimRequested
from marketplace.claims.models import Claim
from marketplace.claims.queueing import note
from marketplace.claims.states import ClaimAction, ClaimState, StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import SYSTEM, Actor
from marketplace.foundation.database import db
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation


def first_state(listing: Listing, quantity: int) -> ClaimState:
    """Where a new claim begins: held for the owner's answer, or in the queue. Certain under the listing's lock."""
    fits = quantity <= queries.available_quantity(listing)
    chosen = listing.allocation == Allocation.OWNER and fits
    return ClaimState.REQUESTED if chosen else ClaimState.QUEUED


def place(actor: Actor, claim: Claim) -> None:
    """Note where a new claim stands. Where first come gets it, also after a draw, it gets what is free at once."""
    listing = claim.listing
    note(actor, claim, StepKind.REQUESTED, claim.quantity)
    if claim.state == ClaimState.REQUESTED:
        deadlines.await_owner(claim, rules.times_of(listing.municipality_number))
        outbox.record(ClaimRequested(claim.id, listing.id))
    elif takes_at_once(listing) and claim.quantity <= queries.available_quantity(listing):
        grant(SYSTEM, claim, claim.quantity)
    else:
        note(actor, claim, StepKind.QUEUED, claim.quantity)
        outbox.record(ClaimQueued(claim.id, listing.id))


def takes_at_once(listing: Listing) -> bool:
    """Whether nobody has to say yes."""
    return listing.allocation in (Allocation.FIRST_COME, Allocation.DRAW) and not listing.awaits_draw


def grant(actor: Actor, claim: Claim, quantity: int) -> None:
    """Say yes to so many, to be fetched by a day."""
    claim.approved_quantity = quantity
    claim.apply(ClaimAction.APPROVE)
    claim.decided_at, claim.decided_by = clock.now(), actor.person_id
    deadlines.await_collection(claim, rules.times_of(claim.listing.municipality_number))
    step = note(actor, claim, StepKind.APPROVED, quantity)
    outbox.record(ClaimApproved(claim.id, claim.listing_id, step.id))


def make_room(listing: Listing) -> None:
    """Let those who had only asked wait again, the last first, where what was held for them went to another."""
    db.session.flush()
    room = queries.grantable_quantity(listing)
    for claim in queries.list_of_listing(listing.id, ClaimState.REQUESTED):
        if claim.quantity <= room:
            room -= claim.quantity
            continue
        queueing.send_back(claim)
