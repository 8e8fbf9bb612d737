"""What is told about claims: each side learns what the other, or the queue, did."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts import queries as accounts
from marketplace.claims import pickups
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
from marketplace.notifications.readers import Side, both_sides_of, claimant_side, owner_side
from marketplace.notifications.telling import tell
from marketplace.notifications.words import Fact
from marketplace.organisations.geography import place_of
from marketplace.transfers.events import HandedOver, TransferReversed
from marketplace.transfers.models import Transfer


def tell_owner_of_request(event: ClaimRequested | ClaimAdvanced) -> None:
    """Tell the owner that somebody asked, or that the next in the queue waits for an answer."""
    claim = _claim(event.claim_id)
    if claim.state == ClaimState.REQUESTED:
        _tell([owner_side(claim)], "claim_requested", claim, str(claim.id), **_request(claim))


def tell_owner_of_queued_request(event: ClaimQueued) -> None:
    """Tell the owner that somebody asked for more than is left."""
    claim = _claim(event.claim_id)
    if claim.state == ClaimState.QUEUED:
        _tell([owner_side(claim)], "claim_queued", claim, str(claim.id), **_request(claim))


def tell_claimant_of_advance(event: ClaimAdvanced) -> None:
    """Tell whoever waited that it is their turn."""
    claim = _claim(event.claim_id)
    if claim.state == ClaimState.REQUESTED:
        _tell([claimant_side(claim)], "claim_advanced", claim, str(claim.id), quantity=claim.quantity)


def tell_claimant_of_approval(event: ClaimApproved) -> None:
    """Tell whoever asked how many they get."""
    claim = _claim(event.claim_id)
    facts = {"approved": claim.approved_quantity, "quantity": claim.quantity}
    _tell([claimant_side(claim)], "claim_approved", claim, str(claim.id), **facts)


def tell_claimant_of_decline(event: ClaimDeclined) -> None:
    """Tell whoever asked that they do not get it, and why."""
    claim = _claim(event.claim_id)
    _tell([claimant_side(claim)], "claim_declined", claim, str(claim.id), reason=claim.decline_reason)


def tell_owner_of_cancellation(event: ClaimCancelled) -> None:
    """Tell the owner that it is not needed after all."""
    claim = _claim(event.claim_id)
    _tell([owner_side(claim)], "claim_cancelled", claim, str(claim.id))


def tell_of_message(event: MessageSent) -> None:
    """Tell the other side what was written."""
    claim = _claim(event.claim_id)
    message = db.session.get_one(Message, event.message_id)
    other = claimant_side(claim) if message.from_owner else owner_side(claim)
    _tell(
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
    claim = _claim(event.claim_id)
    appointment = pickups.find_appointment(claim.id)
    if appointment is not None:
        _tell_of_time("claim_appointment", claim, appointment)


def tell_of_cancelled_appointment(event: AppointmentCancelled) -> None:
    """Tell both sides that a time fell away; whoever called it off too, for the letter clears the calendar."""
    claim = _claim(event.claim_id)
    if pickups.find_appointment(claim.id) is None:
        _tell_of_time("claim_unappointed", claim, db.session.get_one(Appointment, event.appointment_id))


def tell_of_hand_over(event: HandedOver) -> None:
    """Tell both sides, but whoever recorded it, that units changed hands."""
    claim, transfer = _claim(event.claim_id), db.session.get_one(Transfer, event.transfer_id)
    sides = both_sides_of(claim, apart_from=transfer.recorded_by)
    _tell(sides, "claim_handed_over", claim, str(transfer.id), quantity=transfer.quantity)


def tell_of_reversal(event: TransferReversed) -> None:
    """Tell both sides, but whoever recorded it, that units were taken back, and why."""
    claim, transfer = _claim(event.claim_id), db.session.get_one(Transfer, event.transfer_id)
    sides = both_sides_of(claim, apart_from=transfer.recorded_by)
    facts: dict[str, Fact] = {"quantity": -transfer.quantity, "reason": transfer.reason}
    _tell(sides, "claim_reversed", claim, str(transfer.id), **facts)


def _tell_of_time(occasion: str, claim: Claim, appointment: Appointment) -> None:
    _tell(
        [owner_side(claim), claimant_side(claim)],
        occasion,
        claim,
        str(appointment.id),
        claim_id=claim.id,
        place=appointment.place,
        from_at=appointment.from_at,
        until_at=appointment.until_at,
    )


def _tell(sides: Sequence[Side], occasion: str, claim: Claim, fact: str, **facts: Fact) -> None:
    tell(sides, occasion, fact, f"/foresporsler/{claim.id}", {**_known(claim), **facts})


def _claim(claim_id: int) -> Claim:
    chosen = select(Claim).where(Claim.id == claim_id).options(joinedload(Claim.listing))
    return db.session.scalars(chosen).one()


def _known(claim: Claim) -> dict[str, Fact]:
    return {
        "title": claim.listing.title,
        "owner": place_of(claim.listing.municipality_number).name,
        "claimant": place_of(claim.municipality_number).name,
    }


def _request(claim: Claim) -> dict[str, Fact]:
    asker = accounts.get_person(claim.requested_by).name
    return {"asker": asker, "quantity": claim.quantity, "message": claim.message}
