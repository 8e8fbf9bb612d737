"""Giving to voluntary organisations: a disposition that lowers what is left of a listing."""

from dataclasses import dataclass

from marketplace.claims import queries as claims
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict
from marketplace.foundation.transaction import transaction
from marketplace.listings import closing, wishes
from marketplace.listings.events import ListingChanged
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation, ListingState
from marketplace.organisations.geography import place_of
from marketplace.organisations.models import VoluntaryOrganisation
from marketplace.transfers import disposing
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition

_STILL_GIVEN = (ListingState.PUBLISHED, ListingState.EXPIRED)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A claim in a listing's queue that what is free could go to."""

    claim_id: int
    municipality: str
    quantity: int


def list_passed_over(listing: Listing) -> list[PassedOver]:
    """Who in the listing's queue would be passed over by a gift, in turn: each that what is left could go to.

    An owner who chooses can grant a part of what a claim asks for; where there is a turn, a claim is served whole.
    """
    in_part = listing.allocation == Allocation.OWNER and not listing.indivisible
    return [
        PassedOver(claim.id, place_of(claim.municipality_number).name, claim.quantity)
        for claim in claims.list_of_listing(listing.id, ClaimState.QUEUED)
        if in_part or claim.quantity <= listing.left_quantity
    ]


def give_away(actor: Actor, request_id: int, quantity: int, *, passing: int = 0) -> Disposition:
    """Record that a voluntary organisation got `quantity` units of what it asked for: donated, which is reuse.

    The listing has as many fewer; what claims hold is not given away. `passing` is how many claims in the queue the
    owner has seen and passes over by it; where claims have their turn, none is passed over.

    Raises:
        NotFound, Forbidden, Conflict: as `listings.policies.may_answer_wish`, `policies.may_record_disposition`.
        Conflict: "listing-not-open" for what is not out any more, or is lent by now; "claim-awaits-draw";
            "voluntary-not-found" for who is off the list; "gift-passes-queue" when more wait than the owner has seen;
            "gift-out-of-turn".
        Invalid: more than is free, or a part of what is not divided.
    """
    with transaction():
        request, listing = wishes.get_for_answer(actor, request_id)
        if listing.state not in _STILL_GIVEN or listing.is_loan:
            raise Conflict("listing-not-open")
        if listing.awaits_draw:
            raise Conflict("claim-awaits-draw")
        organisation = db.session.get_one(VoluntaryOrganisation, request.organisation_id)
        if organisation.closed_at is not None:
            raise Conflict("voluntary-not-found")
        _check_queue(listing, passing)
        wishes.check_quantity(listing, quantity, claims.available_quantity(listing))
        listing.given_away_quantity += quantity
        closing.close_if_empty(listing, listing.left_quantity - quantity)
        listing.updated_at = clock.now()
        wishes.answer(actor, request, quantity)
        db.session.flush()
        outbox.record(ListingChanged(listing.id))
        return disposing.record_disposition(
            actor,
            kind=DispositionKind.DONATED,
            quantity=quantity,
            on=clock.today(),
            asset_id=listing.asset_id,
            note=organisation.name,
        )


def _check_queue(listing: Listing, seen: int) -> None:
    waiting = len(list_passed_over(listing))
    if waiting and listing.allocation != Allocation.OWNER:
        raise Conflict("gift-out-of-turn", waiting=waiting)
    if waiting > seen:
        raise Conflict("gift-passes-queue", waiting=waiting)
