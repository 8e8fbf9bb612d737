"""The SQL that several questions about claims share."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from marketplace.claims.models import Appointment, Claim, Message
from marketplace.claims.states import OPEN, ClaimState
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation

IN_TURN = (Claim.queue_rank, Claim.id)
"""The order of a queue."""


def held() -> ColumnElement[int]:
    """`Claim.held_quantity`."""
    return case(
        (Claim.state == ClaimState.QUEUED, 0),
        (Claim.state == ClaimState.REQUESTED, Claim.quantity),
        (
            Claim.state.in_((ClaimState.APPROVED, ClaimState.ON_LOAN)),
            Claim.approved_quantity - Claim.released_quantity,
        ),
        else_=Claim.handed_over_quantity,
    )


def granted() -> ColumnElement[int]:
    """What a claim holds because the owner, or what stands for the owner, said yes."""
    return case((Claim.state == ClaimState.REQUESTED, 0), else_=held())


def owner_side(actor: Actor) -> ColumnElement[bool]:
    """`policies.is_owner`, on claims joined with their listings."""
    if "claims:decide" not in actor.permissions:
        return false()
    return and_(Listing.municipality_number == actor.municipality_number, _within(Listing.unit_id, actor))


def claimant_side(actor: Actor) -> ColumnElement[bool]:
    """`policies.is_claimant`."""
    if "claims:request" not in actor.permissions:
        return false()
    return and_(
        Claim.municipality_number == actor.municipality_number,
        or_(_within(Claim.unit_id, actor), Claim.requested_by == actor.person_id),
    )


def kinds_of_waiting(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """What the actor's side must do: decide, hand over, collect, answer a message, say yes to an offer.

    On claims joined with listings. Where first come or a draw decides, the owner has nothing to decide.
    """
    owner, claimant = owner_side(actor), claimant_side(actor)
    last = select(func.max(Message.id)).where(Message.claim_id == Claim.id).correlate(Claim).scalar_subquery()
    unanswered = select(Message.from_owner).where(Message.id == last).correlate(Claim).scalar_subquery()
    return (
        owner & (Claim.state == ClaimState.REQUESTED) & (Listing.allocation == Allocation.OWNER),
        owner & (Claim.state == ClaimState.APPROVED),
        claimant & (Claim.state == ClaimState.APPROVED),
        Claim.state.in_(OPEN) & ((owner & unanswered.is_(False)) | (claimant & unanswered.is_(True))),
        claimant & (Claim.state == ClaimState.REQUESTED) & Claim.answer_by.is_not(None),
    )


def joined() -> Select[Claim]:
    """Claims with their listings loaded."""
    return select(Claim).join(Claim.listing).options(contains_eager(Claim.listing))


def newest_appointments() -> Select[int]:
    """The ids of each claim's newest appointment; it may have fallen away."""
    return select(func.max(Appointment.id)).group_by(Appointment.claim_id)


def queue_positions(claims: Collection[Claim]) -> dict[int, int]:
    """The places, the first being 1, of those of the claims that wait in a queue; one query."""
    listing_ids = {claim.listing_id for claim in claims if claim.state == ClaimState.QUEUED}
    if not listing_ids:
        return {}
    place = func.row_number().over(partition_by=Claim.listing_id, order_by=IN_TURN)
    statement = select(Claim.id, place).where(Claim.listing_id.in_(listing_ids), Claim.state == ClaimState.QUEUED)
    return {claim_id: int(position) for claim_id, position in db.session.execute(statement)}


def _within(unit_id: InstrumentedAttribute[int | None], actor: Actor) -> ColumnElement[bool]:
    if actor.unit_id is None:
        return true()
    return or_(unit_id.is_(None), unit_id == actor.unit_id)
