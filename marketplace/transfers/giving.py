"""Giving to voluntary organisations: a disposition that lowers what is left of a listing."""

from marketplace.claims import queries as claims
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict
from marketplace.foundation.transaction import transaction
from marketplace.listings import closing, wishes
from marketplace.listings.events import ListingChanged
from marketplace.listings.states import ListingState
from marketplace.organisations.models import VoluntaryOrganisation
from marketplace.transfers import disposing
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition

_STILL_GIVEN = (ListingState.PUBLISHED, ListingState.EXPIRED)


def give_away(actor: Actor, request_id: int, quantity: int) -> Disposition:
    """Record that a voluntary organisation got `quantity` units of what it asked for: donated, which is reuse.

    The listing has as many fewer; what claims hold is not given away.

    Raises:
        NotFound, Forbidden, Conflict: as `listings.policies.may_answer_wish`, `policies.may_record_disposition`.
        Conflict: "listing-not-open" for what is not out any more; "claim-awaits-draw"; "voluntary-not-found" for
            who is off the list.
        Invalid: more than is free, or a part of what is not divided.
    """
    with transaction():
        request, listing = wishes.get_for_answer(actor, request_id)
        if listing.state not in _STILL_GIVEN:
            raise Conflict("listing-not-open")
        if listing.awaits_draw:
            raise Conflict("claim-awaits-draw")
        organisation = db.session.get_one(VoluntaryOrganisation, request.organisation_id)
        if organisation.closed_at is not None:
            raise Conflict("voluntary-not-found")
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
