"""What was asked for and handed over."""

from typing import Any

from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState, Otherwise
from marketplace.foundation import clock
from marketplace.impact.reckoning import Origin
from marketplace.listings.models import Listing
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Transfer
from tests.builders.people import ASKER, GJOVIK, a_person, stored


def a_claim(listing: Listing, by: str = GJOVIK, quantity: int = 1, state: str = "requested", **values: Any) -> Claim:
    """A claim in a state; approved ones are approved in full."""
    granted = quantity if state in ("approved", "handed_over") else None
    given = {
        "listing_id": listing.id,
        "municipality_number": by,
        "requested_by": values.pop("requested_by", None) or a_person("requester", by).id,
        "quantity": quantity,
        "approved_quantity": granted,
        "handed_over_quantity": quantity if state == "handed_over" else 0,
        "state": ClaimState(state),
        "otherwise": Otherwise.BUY_NEW,
        "requested_at": clock.now(),
    }
    return stored(Claim(**given | values))


def a_transfer(claim: Claim, quantity: int = 1, **values: Any) -> Transfer:
    """A row of the ledger for a claim, with nothing known of its effect unless given."""
    listing = claim.listing if "listing" in claim.__dict__ else None
    giver = values.pop("from_municipality_number", None) or (listing.municipality_number if listing else ASKER)
    given = {
        "kind": TransferKind.HAND_OVER if quantity > 0 else TransferKind.RETURN,
        "claim_id": claim.id,
        "listing_id": claim.listing_id,
        "from_municipality_number": giver,
        "to_municipality_number": claim.municipality_number,
        "category_code": "KON.STOL",
        "title": "Kontorstol",
        "quantity": quantity,
        "price_nok": 0,
        "otherwise": claim.otherwise,
        "displacement_percent": 100,
        "weight_origin": Origin.NONE,
        "factor_origin": Origin.NONE,
        "price_origin": Origin.NONE,
        "transport_co2e_g": 0,
        "listed_on": clock.today(),
        "on": clock.today(),
        "recorded_at": clock.now(),
        "recorded_by": claim.requested_by,
        "recorded_for": claim.municipality_number,
    }
    return stored(Transfer(**given | values))
