"""What the ledger tells a listing. Called within the transaction that holds the listing's lock."""

from marketplace.foundation import clock, outbox
from marketplace.listings.events import ListingClosed, ListingReopened, ListingWithdrawn
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingAction, ListingState


def close_if_empty(listing: Listing, remaining: int) -> None:
    """Note after a hand-over that `remaining` units have not left; at none, a published listing closes."""
    listing.handed_over_quantity = listing.quantity - remaining
    if remaining == 0 and listing.state == ListingState.PUBLISHED:
        listing.apply(ListingAction.CLOSE)
        listing.closed_at = clock.now()
        outbox.record(ListingClosed(listing.id))


def reopen(listing: Listing, remaining: int) -> None:
    """Note after a return or correction that `remaining` units have not left; a closed listing opens again."""
    listing.handed_over_quantity = listing.quantity - remaining
    if remaining > 0 and listing.state == ListingState.CLOSED:
        listing.apply(ListingAction.REOPEN)
        listing.closed_at = None
        outbox.record(ListingReopened(listing.id))


def keep_back(listing: Listing, units: int) -> None:
    """Note that `units` which had left are the owner's again and not offered any more; with no others, nothing is."""
    listing.handed_over_quantity -= units
    if units < listing.quantity:
        listing.quantity -= units
    elif listing.state in (ListingState.CLOSED, ListingState.EXPIRED):
        listing.apply(ListingAction.KEEP_BACK)
        listing.closed_at = listing.closed_at or clock.now()
        outbox.record(ListingWithdrawn(listing.id))
