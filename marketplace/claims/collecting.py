"""What the ledger tells a claim. Called within the transaction that holds the listing's lock."""

from marketplace.claims import deadlines, queueing
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimAction, StepKind
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor


def note_hand_over(actor: Actor, claim: Claim, quantity: int) -> None:
    """Units of an approved claim changed hands; the claim is done when none are outstanding."""
    claim.handed_over_quantity += quantity
    queueing.note(actor, claim, StepKind.HANDED_OVER, quantity)
    if claim.outstanding_quantity == 0:
        claim.apply(ClaimAction.COMPLETE)
        claim.ended_at = clock.now()
        deadlines.forget(claim)


def note_lent(actor: Actor, claim: Claim, quantity: int, until: str) -> None:
    """Units of an approved claim went out on loan until a day; what was granted beyond them is the claim's no more."""
    claim.released_quantity += claim.outstanding_quantity - quantity
    claim.apply(ClaimAction.LEND)
    deadlines.forget(claim)
    queueing.note(actor, claim, StepKind.LENT, quantity, until)
    queueing.advance_queue(claim.listing)


def note_given_back(actor: Actor, claim: Claim, quantity: int, text: str) -> None:
    """Units that were on loan are back; the claim is done when none are away."""
    claim.released_quantity += quantity
    queueing.note(actor, claim, StepKind.GIVEN_BACK, quantity, text)
    if claim.held_quantity == 0:
        claim.apply(ClaimAction.GIVE_BACK)
        claim.ended_at = clock.now()
    queueing.advance_queue(claim.listing)


def note_return(actor: Actor, claim: Claim, quantity: int, reason: str) -> None:
    """Units that had changed hands came back, and are the claim's no more."""
    claim.handed_over_quantity -= quantity
    claim.released_quantity += quantity
    queueing.note(actor, claim, StepKind.RETURNED, quantity, reason)
