"""Letters to voluntary organisations, who have no sign-in; and telling a listing's owner what they ask for."""

from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.listings.events import ListingOpened, ListingPublished, VoluntaryAnswered, VoluntaryAsked
from marketplace.listings.models import Listing, VoluntaryRequest
from marketplace.notifications.letters import Reader, compose
from marketplace.notifications.readers import Side
from marketplace.notifications.sending import send_each
from marketplace.notifications.telling import tell
from marketplace.notifications.words import Fact
from marketplace.organisations import releasing
from marketplace.organisations.geography import place_of
from marketplace.organisations.models import VoluntaryOrganisation
from marketplace.organisations.queries import people_with


@outbox.outward
def write_of_listing(event: ListingOpened | ListingPublished) -> None:
    """Write to each organisation on the municipality's list that wants letters that it may ask for it; once each."""
    listing = db.session.get_one(Listing, event.listing_id)
    if not listing.is_open_to_voluntary:
        return
    place = place_of(listing.municipality_number).name
    facts: dict[str, Fact] = {"title": listing.title, "owner": place, "quantity": listing.left_quantity}
    letters = [
        compose(
            "voluntary_open",
            str(listing.id),
            _reader(one),
            releasing.path_for(one),
            releasing.stop_path_for(one),
            **facts,
        )
        for one in releasing.list_written_to(listing.municipality_number)
    ]
    send_each(letters)


@outbox.outward
def write_of_answer(event: VoluntaryAnswered) -> None:
    """Write to the organisation what it gets; it asked, so also when it wants no letters about what is new."""
    request = db.session.get_one(VoluntaryRequest, event.request_id)
    organisation = db.session.get_one(VoluntaryOrganisation, request.organisation_id)
    if organisation.closed_at is not None:
        return
    listing = db.session.get_one(Listing, request.listing_id)
    letter = compose(
        "voluntary_answered",
        str(request.id),
        _reader(organisation),
        releasing.path_for(organisation),
        title=listing.title,
        owner=place_of(listing.municipality_number).name,
        given=request.given_quantity,
    )
    send_each([letter])


def tell_owner_of_wish(event: VoluntaryAsked) -> None:
    """Tell the listing's owner who would like how many."""
    request = db.session.get_one(VoluntaryRequest, event.request_id)
    organisation = db.session.get_one(VoluntaryOrganisation, request.organisation_id)
    listing = db.session.get_one(Listing, request.listing_id)
    able = people_with("listings:manage", listing.municipality_number, listing.unit_id)
    chosen = [person.id for person in able if person.id == listing.created_by] or [person.id for person in able]
    side = Side(listing.municipality_number, listing.unit_id, tuple(chosen))
    facts: dict[str, Fact] = {
        "title": listing.title,
        "asker": organisation.name,
        "quantity": request.quantity,
        "message": request.message,
    }
    fact = f"{request.id}-{int(request.asked_at.timestamp())}"
    tell([side], "voluntary_asked", fact, f"/annonser/{listing.id}#frivillige", facts)


def _reader(organisation: VoluntaryOrganisation) -> Reader:
    return Reader(
        key=f"voluntary-{organisation.id}",
        email=organisation.email,
        name=organisation.name,
        language=organisation.language,
    )
