"""All claims on a listing side by side, for whoever decides on them."""

from dataclasses import dataclass

from marketplace.claims import policies, queries, rows
from marketplace.claims.rows import ClaimRow
from marketplace.claims.states import ClaimState
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import NotFound
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.organisations.geography import distance_between_km

ORDER = (
    ClaimState.REQUESTED,
    ClaimState.QUEUED,
    ClaimState.APPROVED,
    ClaimState.ON_LOAN,
    ClaimState.HANDED_OVER,
    ClaimState.LAPSED,
    ClaimState.DECLINED,
    ClaimState.CANCELLED,
)
"""What is to be decided first, what is over last; what is over in another way is left out."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim beside the others: who asked, and how far it is to them in km as the crow flies; None at home."""

    row: ClaimRow
    asker: str
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A listing and the claims on it, those to be decided first and each kind in turn."""

    listing: Listing
    claims: tuple[Compared, ...]
    available_quantity: int
    grantable_quantity: int


def compare_claims(actor: Actor, listing_id: int) -> Comparison:
    """The claims on one of the actor's listings, in a fixed number of queries.

    Raises:
        NotFound: no such listing for the actor.
        Forbidden: as `policies.may_compare`.
    """
    listing = listings.get_listing(actor, listing_id)
    policies.may_compare(actor, listing).enforce()
    found = sorted(queries.list_of_listing(listing_id, *ORDER), key=lambda claim: ORDER.index(claim.state))
    known = rows.people({claim.requested_by for claim in found})
    compared = [
        Compared(row, known[claim.requested_by].name, _distance(listing, claim.municipality_number))
        for claim, row in zip(found, rows.rows_of(actor, found), strict=True)
    ]
    available = queries.available_quantity(listing)
    return Comparison(listing, tuple(compared), available, queries.grantable_quantity(listing))


def find_compared(comparison: Comparison, claim_id: int) -> Compared:
    """One of them.

    Raises:
        NotFound: it is not among them.
    """
    found = next((one for one in comparison.claims if one.row.id == claim_id), None)
    if found is None:
        raise NotFound("claim-not-found")
    return found


def _distance(listing: Listing, number: str) -> float | None:
    if number == listing.municipality_number:
        return None
    return distance_between_km(listing.municipality_number, number)
