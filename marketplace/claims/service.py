"""Claiming: asking for, granting, refusing and giving up some of a listing."""

from marketplace.claims import allocating, appointing, deadlines, policies, queries, queueing, texts
from marketplace.claims.answering import accept_offer, extend_claim, restore_claim
from marketplace.claims.events import (
    ClaimCancelled,
    ClaimDeclined,
    MessageSent,
)
from marketplace.claims.models import Claim, Message
from marketplace.claims.states import ClaimAction, Otherwise, StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.listings import queries as listings
from marketplace.listings.drafting import kept_key
from marketplace.listings.models import Listing

__all__ = [
    "accept_offer",
    "approve_claim",
    "cancel_claim",
    "decline_claim",
    "extend_claim",
    "request_claim",
    "restore_claim",
    "send_message",
]


def request_claim(
    actor: Actor,
    listing_id: int,
    *,
    quantity: int,
    otherwise: Otherwise,
    message: str = "",
    submission_key: str | None = None,
) -> Claim:
    """Claim some of a listing. What cannot be held now waits in the queue, and before a draw everything does.

    The same `submission_key` from the same person answers the claim it made the first time.

    Raises:
        NotFound: no such listing, or none that the actor may see.
        Forbidden, Conflict, Invalid: as `policies.may_claim`; the message is too long.
    """
    message = texts.checked("message", message, texts.MESSAGE_LIMIT, required=False)
    key = kept_key(actor, submission_key)
    with transaction() as session:
        listing = listings.get_for_update(listing_id)
        if not listing.is_visible_to(actor):
            raise NotFound("listing-not-found")
        earlier = queries.find_by_submission_key(key) if key else None
        if earlier is not None:
            return _same_claim(earlier, actor, listing_id)
        policies.may_claim(actor, listing, quantity).enforce()
        claim = _new_claim(actor, listing, quantity, otherwise)
        claim.message, claim.submission_key = message, key
        session.add(claim)
        session.flush()
        allocating.place(actor, claim)
        return claim


def approve_claim(actor: Actor, claim_id: int, quantity: int | None = None) -> Claim:
    """Grant what was asked for, or `quantity` of it; what is not granted goes to the next in the queue.

    An owner who chooses may grant what was held for others who have only asked: they wait again.

    Raises:
        NotFound, Forbidden, Conflict, Invalid: as `policies.may_approve`.
        Conflict: "claim-more-than-left" when a claim from the queue is granted more than is not promised yet.
    """
    with transaction():
        claim = queries.get_own_for_update(actor, claim_id)
        policies.may_approve(actor, claim, quantity).enforce()
        granted = claim.quantity if quantity is None else quantity
        left = queries.grantable_quantity(claim.listing)
        if granted > left:
            raise Conflict("claim-more-than-left", left=left)
        allocating.grant(actor, claim, granted)
        allocating.make_room(claim.listing)
        queueing.advance_queue(claim.listing)
        return claim


def decline_claim(actor: Actor, claim_id: int, reason: str) -> Claim:
    """Say no with a reason, also to what was granted and is not handed over yet.

    Raises:
        NotFound, Forbidden, Conflict: as `policies.may_decline`.
        Invalid: no reason, or one that is too long.
    """
    reason = texts.checked("reason", reason, texts.REASON_LIMIT)
    with transaction():
        claim = queries.get_own_for_update(actor, claim_id)
        policies.may_decline(actor, claim).enforce()
        claim.apply(ClaimAction.DECLINE)
        claim.decline_reason = reason
        claim.decided_at, claim.decided_by = clock.now(), actor.person_id
        claim.ended_at = clock.now()
        deadlines.forget(claim)
        queueing.note(actor, claim, StepKind.DECLINED, None, reason)
        outbox.record(ClaimDeclined(claim.id, claim.listing_id))
        queueing.advance_queue(claim.listing)
        return claim


def cancel_claim(actor: Actor, claim_id: int) -> Claim:
    """Give up what was asked for and is not handed over yet.

    Raises:
        NotFound, Forbidden, Conflict: as `policies.may_cancel`.
    """
    with transaction():
        claim = queries.get_own_for_update(actor, claim_id)
        policies.may_cancel(actor, claim).enforce()
        given_up = claim.outstanding_quantity or claim.quantity
        claim.apply(ClaimAction.CANCEL)
        claim.ended_at = clock.now()
        deadlines.forget(claim)
        queueing.note(actor, claim, StepKind.CANCELLED, given_up)
        outbox.record(ClaimCancelled(claim.id, claim.listing_id))
        queueing.advance_queue(claim.listing)
        return claim


def send_message(actor: Actor, claim_id: int, text: str, submission_key: str | None = None) -> Message:
    """Write to the other side. The same `submission_key` is sent once.

    Raises:
        NotFound: no such claim, or none of the actor's.
        Invalid: no text, or one that is too long.
    """
    text = texts.checked("text", text, texts.MESSAGE_LIMIT)
    key = kept_key(actor, submission_key)
    with transaction() as session:
        claim = queries.get_own_for_update(actor, claim_id)
        policies.may_write(actor, claim).enforce()
        earlier = queries.find_message_by_submission_key(key) if key else None
        if earlier is not None:
            if (earlier.claim_id, earlier.person_id) != (claim_id, actor.person_id):
                raise Conflict("submission-key-used")
            return earlier
        message = Message(
            claim_id=claim.id,
            person_id=appointing.person_of(actor),
            municipality_number=actor.municipality_number,
            from_owner=_speaks_for_owner(actor, claim),
            text=text,
            sent_at=clock.now(),
            submission_key=key,
        )
        session.add(message)
        session.flush()
        outbox.record(MessageSent(message.id, claim.id))
        return message


def _new_claim(actor: Actor, listing: Listing, quantity: int, otherwise: Otherwise) -> Claim:
    return Claim(
        listing=listing,
        municipality_number=actor.municipality_number,
        unit_id=actor.unit_id,
        requested_by=appointing.person_of(actor),
        quantity=quantity,
        handed_over_quantity=0,
        released_quantity=0,
        state=allocating.first_state(listing, quantity),
        otherwise=otherwise,
        requested_at=clock.now(),
    )


def _same_claim(earlier: Claim, actor: Actor, listing_id: int) -> Claim:
    if (earlier.listing_id, earlier.requested_by) != (listing_id, actor.person_id):
        raise Conflict("submission-key-used")
    return earlier


def _speaks_for_owner(actor: Actor, claim: Claim) -> bool:
    if policies.is_owner(actor, claim) and policies.is_claimant(actor, claim):
        return claim.requested_by != actor.person_id
    return policies.is_owner(actor, claim)
