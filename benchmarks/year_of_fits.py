"""What must hold of what is looked for: all that fits is noted, and told."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.notifications.models import Notification
from marketplace.organisations import queries as organisations
from marketplace.search import reading
from marketplace.search.saved import matching as saved
from marketplace.search.saved.models import SavedSearch, SavedSearchHit
from marketplace.search.standing.thing import Thing
from marketplace.search.wanted import matching as wanted
from marketplace.search.wanted.models import WantedMatch, WantedNotice
from marketplace.search.wanted.states import WantedState

LOOKED_BACK = timedelta(days=2)


def what_fits_is_noted() -> list[str]:
    """What came out lately is noted for each notice and each saved search that it answers. When all is delivered."""
    lately = clock.now() - LOOKED_BACK
    published = select(Listing.id).where(Listing.state == ListingState.PUBLISHED, Listing.published_at > lately)
    found = []
    for document in list(reading.documents_of(db.session.scalars(published).all())):
        thing, listing = Thing(document), db.session.get_one(Listing, document.id)
        found += _not_noted(listing, wanted.wanting(document))
        found += _not_hit(listing, saved.kept().answered_by(thing))
    return found


def what_fits_is_told() -> list[str]:
    """Both sides know of what met a notice lately, if it came after it; one who saved a search, of what answered it."""
    lately = clock.now() - LOOKED_BACK
    told = select(Notification.key).where(Notification.at > lately)
    known = {key.rpartition("-")[0] for key in db.session.scalars(told)}
    found = []
    met = select(WantedMatch, WantedNotice, Listing).join(WantedNotice, WantedNotice.id == WantedMatch.notice_id)
    met = met.join(Listing, Listing.id == WantedMatch.listing_id).where(WantedMatch.found_at > lately)
    both_open = (WantedNotice.state == WantedState.OPEN) & (Listing.state == ListingState.PUBLISHED)
    for match, notice, listing in db.session.execute(met.where(both_open)):
        if match.answered_by is not None:
            names = {f"wanted_answered-{match.id}"}
        else:
            published_at = listing.published_at or listing.created_at
            names = {f"wanted_here-{match.id}"}
            is_news = notice.changed_at < published_at <= match.found_at  # not met before, and put out again since
            names |= {f"wanted_found-{match.id}"} if is_news else set()
        if not _is_open_to_whoever_wants(listing, notice):
            names -= {f"wanted_answered-{match.id}", f"wanted_found-{match.id}"}
        found += [f"nobody was told {name} of notice {notice.id}" for name in sorted(names - known)]
    return found


def _not_noted(listing: Listing, notice_ids: Collection[int]) -> list[str]:
    noted = set(db.session.scalars(select(WantedMatch.notice_id).where(WantedMatch.listing_id == listing.id)))
    notices = db.session.scalars(select(WantedNotice).where(WantedNotice.id.in_(set(notice_ids) - noted)))
    return [
        f"listing {listing.id} meets notice {notice.id}, and that is not noted"
        for notice in notices
        if listing.loan_days is None
        and (notice.municipality_number, notice.unit_id) != (listing.municipality_number, listing.unit_id)
        and _is_open_to_whoever_wants(listing, notice)
    ]


def _not_hit(listing: Listing, search_ids: Collection[int]) -> list[str]:
    hit = set(db.session.scalars(select(SavedSearchHit.saved_search_id).where(SavedSearchHit.listing_id == listing.id)))
    searches = db.session.scalars(select(SavedSearch).where(SavedSearch.id.in_(set(search_ids) - hit)))
    return [
        f"listing {listing.id} answers search {search.id}, and that is not noted"
        for search in searches
        if listing.created_by != search.person_id
        and listing.published_at is not None
        and listing.published_at >= search.since
        and listing.is_open_to(_actor(search.person_id, search.municipality_number))
        and _could_be_noted(listing, search.municipality_number)
    ]


def _is_open_to_whoever_wants(listing: Listing, notice: WantedNotice) -> bool:
    number = notice.municipality_number
    return listing.is_open_to(_actor(notice.made_by, number)) and _could_be_noted(listing, number)


def _could_be_noted(listing: Listing, number: str) -> bool:
    """Whether both were in the network all the while: who comes back to it is not told of what came meanwhile."""
    both = {listing.municipality_number, number}
    days = (clock.today() - timedelta(days=back) for back in range(LOOKED_BACK.days + 1))
    return len(both) == 1 or all(both <= organisations.numbers_of_members(day) for day in days)


def _actor(person_id: int, number: str) -> Actor:
    return organisations.actors_of({(person_id, number)}, clock.today())[person_id, number]
