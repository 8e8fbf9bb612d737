"""What is told about listings that open: those who wait for one, and the one municipality that one is given to."""

from marketplace.accounts import queries as accounts
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings import watching
from marketplace.listings.events import ListingOpened, ListingPublished
from marketplace.listings.models import Listing
from marketplace.notifications.readers import Side
from marketplace.notifications.telling import tell, tell_people
from marketplace.notifications.words import Fact
from marketplace.organisations.geography import place_of
from marketplace.organisations.queries import actor_of, people_with


def tell_watchers(event: ListingOpened | ListingPublished) -> None:
    """Tell those who wait for the listing and to whom it is open now; the others wait on."""
    with transaction():
        listing = db.session.get_one(Listing, event.listing_id)
        for watch in watching.waiting_for(listing):
            person = accounts.get_person(watch.person_id)
            actor = actor_of(person, watch.municipality_number, on=clock.today())
            if listing.is_open_to(actor):
                watch.told_at = clock.now()
                fact = f"{watch.id}-{int(watch.asked_at.timestamp())}"
                tell_people([person.id], "listing_opened", fact, _link(listing), _known(listing))


def tell_receiver(event: ListingOpened | ListingPublished) -> None:
    """Tell those who may ask for the municipality that a listing is given to."""
    listing = db.session.get_one(Listing, event.listing_id)
    number = listing.reserved_for
    if number is None:
        return
    able = [
        person.id
        for person in people_with("claims:request", number)
        if listing.is_open_to(actor_of(person, number, on=clock.today()))
    ]
    side = Side(number, None, tuple(able))
    tell([side], "listing_given", f"{listing.id}-{number}", _link(listing), _known(listing))


def _link(listing: Listing) -> str:
    return f"/annonser/{listing.id}"


def _known(listing: Listing) -> dict[str, Fact]:
    place = place_of(listing.municipality_number).name
    return {"title": listing.title, "owner": place, "quantity": listing.left_quantity}
