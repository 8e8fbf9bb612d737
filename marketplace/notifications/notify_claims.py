"""What is told about claims: each side learns what the other, or the queue, did."""

from marketplace.accounts import queries as accounts
from marketplace.claims import pickups
from marketplace.claims.allocating import takes_at_once
from marketplace.claims.events import (
    AppointmentCancelled,
    AppointmentMade,
    ClaimAdvanced,
    ClaimApproved,
    ClaimCancelled,
    ClaimDeclined,
    ClaimQueued,
    ClaimRequested,
    MessageSent,
)
from marketplace.claims.models import Appointment, Claim, Message
from marketplace.claims.states import ClaimState
from marketplace.foundation.database import db
from marketplace.listings.states import Allocation
from marketplace.notifications.about_claims import claim_of, fact_of, request_of, tell_of
from marketplace.notifications.readers import both_sides_of, claimant_side, owner_side
from marketplace.notifications.words import Fact
from marketplace.organisations.geography import place_of
from marketplace.transfers.events import HandedOver, TransferReversed
from marketplace.transfers.models import Transfer


def tell_owner_of_request(event: ClaimRequested | ClaimAdvanced) -> None:
    """Tell an owner who chooses that somebody asked, or that the next in the queue waits for an answer."""
    claim = claim_of(event)
    if claim.state == ClaimState.REQUESTED and claim.listing.allocation == Allocation.OWNER:
        tell_of([owner_side(claim)], "claim_requested", claim, fact_of(event), **request_of(claim))


def tell_owner_of_queued_request(event: ClaimQueued) -> None:
    """Tell the owner that somebody asked for more than is left."""
    claim = claim_of(event)
    if claim.state == ClaimState.QUEUED:
        draw_at = claim.listing.draw_at if claim.listing.awaits_draw else None
        tell_of([owner_side(claim)], "claim_queued", claim, str(claim.id), draw_at=draw_at, **request_of(claim))


def tell_claimant_of_advance(event: ClaimAdvanced) -> None:
    """Tell whoever waited that it is their turn."""
    claim = claim_of(event)
    if claim.state == ClaimState.REQUESTED:
        facts = {"quantity": claim.quantity, "answer_by": claim.answer_by, "by_itself": takes_at_once(claim.listing)}
        tell_of([claimant_side(claim)], "claim_advanced", claim, fact_of(event), **facts)


def tell_claimant_of_approval(event: ClaimApproved) -> None:
    """Tell whoever asked how many they get."""
    claim = claim_of(event)
    facts = {"approved": claim.approved_quantity, "quantity": claim.quantity, "collect_by": claim.collect_by}
    tell_of([claimant_side(claim)], "claim_approved", claim, fact_of(event), **facts)


def tell_claimant_of_decline(event: ClaimDeclined) -> None:
    """Tell whoever asked that they do not get it, and why."""
    claim = claim_of(event)
    tell_of([claimant_side(claim)], "claim_declined", claim, str(claim.id), reason=claim.decline_reason)


def tell_owner_of_cancellation(event: ClaimCancelled) -> None:
    """Tell the owner that it is not needed after all."""
    claim = claim_of(event)
    tell_of([owner_side(claim)], "claim_cancelled", claim, str(claim.id))


def tell_of_message(event: MessageSent) -> None:
    """Tell the other side what was written."""
    claim = claim_of(event)
    message = db.session.get_one(Message, event.message_id)
    other = claimant_side(claim) if message.from_owner else owner_side(claim)
    tell_of(
        [other.apart_from(message.person_id)],
        "claim_message",
        claim,
        str(message.id),
        writer=accounts.get_person(message.person_id).name,
        place=place_of(message.municipality_number).name,
        message=message.text,
    )


def tell_of_appointment(event: AppointmentMade) -> None:
    """Tell both sides when and where it is fetched; also whoever set it, for the letter brings the calendar file.

    Only of what is agreed now.
    """
    claim = claim_of(event)
    appointment = pickups.find_appointment(claim.id)
    if appointment is not None:
        _tell_of_time("claim_appointment", claim, appointment)


def tell_of_cancelled_appointment(event: AppointmentCancelled) -> None:
    """Tell both sides that a time fell away; whoever called it off too, for the letter clears the calendar."""
    claim = claim_of(event)
    if pickups.find_appointment(claim.id) is None:
        _tell_of_time("claim_unappointed", claim, db.session.get_one(Appointment, event.appointment_id))


def tell_of_hand_over(event: HandedOver) -> None:
    """Tell both sides, but whoever recorded it, that units changed hands."""
    claim, transfer = claim_of(event), db.session.get_one(Transfer, event.transfer_id)
    sides = both_sides_of(claim, apart_from=transfer.recorded_by)
    tell_of(sides, "claim_handed_over", claim, str(transfer.id), quantity=transfer.quantity)


def tell_of_reversal(event: TransferReversed) -> None:
    """Tell both sides, but whoever recorded it, that units were taken back, and why."""
    claim, transfer = claim_of(event), db.session.get_one(Transfer, event.transfer_id)
    sides = both_sides_of(claim, apart_from=transfer.recorded_by)
    facts: dict[str, Fact] = {"quantity": -transfer.quantity, "reason": transfer.reason}
    tell_of(sides, "claim_reversed", claim, str(transfer.id), **facts)


def _tell_of_time(occasion: str, claim: Claim, appointment: Appointment) -> None:
    tell_of(
        [owner_side(claim), claimant_side(claim)],
        occasion,
        claim,
        str(appointment.id),
        claim_id=claim.id,
        place=appointment.place,
        from_at=appointment.from_at,
        until_at=appointment.until_at,
    )
