"""What is told about saved searches: to whoever keeps one, that something new answers it."""

from marketplace.claims import queries as claims
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.listings.models import Listing
from marketplace.notifications.kinds import Pace
from marketplace.notifications.readers import Side
from marketplace.notifications.telling import tell
from marketplace.organisations import queries as organisations
from marketplace.organisations.geography import place_of
from marketplace.search.saved import matching
from marketplace.search.saved.alerts import Alert
from marketplace.search.saved.events import SavedSearchAnswered
from marketplace.search.saved.models import SavedSearch, SavedSearchHit

SOONEST = {Alert.AT_ONCE: Pace.AT_ONCE, Alert.DAILY: Pace.DAILY}


def tell_of_answer(event: SavedSearchAnswered) -> None:
    """Tell the owner of a search what answers it, if it still tells, and the listing is open to its owner now.

    If it is not, they are told once it is again.
    """
    hit = db.session.get(SavedSearchHit, event.hit_id)
    if hit is None:
        return
    search, listing = db.session.get_one(SavedSearch, hit.saved_search_id), db.session.get_one(Listing, hit.listing_id)
    who = (search.person_id, search.municipality_number)
    actor = organisations.actors_of({who}, clock.today())[who]
    if search.alert is Alert.OFF or (not listing.is_open_to(actor) and matching.is_left_untold(event.hit_id)):
        return
    tell(
        [Side(search.municipality_number, None, (search.person_id,))],
        "saved_search_answered",
        f"{hit.id}-{int(hit.found_at.timestamp())}",
        f"/annonser/{listing.id}",
        {
            "search": search.name,
            "search_id": search.id,
            "title": listing.title,
            "place": place_of(listing.municipality_number).name,
            "quantity": claims.available_quantities([listing.id]).get(listing.id, 0),
        },
        soonest=SOONEST[search.alert],
    )
