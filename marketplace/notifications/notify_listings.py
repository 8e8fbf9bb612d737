"""What is told about listings that open, or end before they do: those who wait, and whom one is given to."""

from urllib.parse import urlencode

from marketplace.accounts import queries as accounts
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings import watching
from marketplace.listings.events import (
    ListingClosed,
    ListingExpired,
    ListingOpened,
    ListingPublished,
    ListingWithdrawn,
)
from marketplace.listings.models import Listing, ListingWatch
from marketplace.listings.states import ListingState
from marketplace.notifications.readers import Side
from marketplace.notifications.telling import tell, tell_people
from marketplace.notifications.words import Fact
from marketplace.organisations.geography import place_of
from marketplace.organisations.queries import actor_of, people_with

_ENDED = {
    ListingState.WITHDRAWN: "withdrawn",
    ListingState.EXPIRED: "expired",
    ListingState.CLOSED: "taken",
}


def tell_watchers(event: ListingOpened | ListingPublished) -> None:
    """Tell those who wait for the listing and to whom it is open now; the others wait on.

    What is now given to one municipality opens to nobody else, which the others are told.
    """
    with transaction():
        listing = db.session.get_one(Listing, event.listing_id)
        for watch, actor in _waiting(listing):
            if listing.is_open_to(actor):
                watch.told_at = clock.now()
                tell_people([watch.person_id], "listing_opened", _once(watch), _link(listing), _known(listing))
            elif listing.reserved_for is not None:
                _tell_of_end(watch, actor, listing, "given")


def tell_watchers_of_end(event: ListingWithdrawn | ListingExpired | ListingClosed) -> None:
    """Tell those who wait for a listing that it ended before it opened to them; nobody, if it is out again.

    They go on waiting: should it be put out again, they are told when it opens.
    """
    listing = db.session.get_one(Listing, event.listing_id)
    if listing.state in _ENDED:
        for watch, actor in _waiting(listing):
            _tell_of_end(watch, actor, listing, _ENDED[listing.state])


def tell_receiver(event: ListingOpened | ListingPublished) -> None:
    """Tell those who may ask for the municipality that a listing is given to, while it is."""
    listing = db.session.get_one(Listing, event.listing_id)
    number = listing.reserved_for
    if number is None or listing.state != ListingState.PUBLISHED:
        return
    able = [
        person.id
        for person in people_with("claims:request", number)
        if listing.is_open_to(actor_of(person, number, on=clock.today()))
    ]
    side = Side(number, None, tuple(able))
    tell([side], "listing_given", f"{listing.id}-{number}", _link(listing), _known(listing))


def _waiting(listing: Listing) -> list[tuple[ListingWatch, Actor]]:
    found = [(watch, accounts.get_person(watch.person_id)) for watch in watching.waiting_for(listing)]
    return [
        (watch, actor_of(person, watch.municipality_number, on=clock.today()))
        for watch, person in found
        if person.deactivated_at is None
    ]


def _tell_of_end(watch: ListingWatch, actor: Actor, listing: Listing, why: str) -> None:
    if "listings:view" in actor.permissions:
        link = f"/sok?{urlencode({'category': listing.category_code})}" if listing.category_code else "/sok"
        tell_people([watch.person_id], "listing_ended", _once(watch), link, _known(listing) | {"why": why})


def _once(watch: ListingWatch) -> str:
    return f"{watch.id}-{int(watch.asked_at.timestamp())}"


def _link(listing: Listing) -> str:
    return f"/annonser/{listing.id}"


def _known(listing: Listing) -> dict[str, Fact]:
    place = place_of(listing.municipality_number).name
    return {"title": listing.title, "owner": place, "quantity": listing.left_quantity}
