"""Holding a listing against all saved searches: what is found is stored once each, and told of afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import func, select

from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.listings.states import Stage
from marketplace.organisations import queries as organisations
from marketplace.search import reading
from marketplace.search.engine import SearchRequest
from marketplace.search.receipts import questions
from marketplace.search.saved.alerts import Alert
from marketplace.search.saved.events import SavedSearchAnswered
from marketplace.search.saved.models import SavedSearch, SavedSearchHit
from marketplace.search.standing.keeping import KeptIndex, Marks, Stamp
from marketplace.search.standing.thing import Thing

AT_A_TIME = 500


class AboutListing(Protocol):
    """An event by which somebody may find a listing who did not before."""

    @property
    def listing_id(self) -> int:
        """The listing."""


def find_waiting(event: AboutListing) -> None:
    """Note each saved search that the listing answers and whose owner can find it now; twice is once.

    What was published before a search was saved is not noted: it was there to be found.
    """
    _find(event.listing_id, opened=False)


def find_waiting_where_opened(event: AboutListing) -> None:
    """The same of a listing that now is open to more: to those it was not open to, it is new."""
    _find(event.listing_id, opened=True)


def is_left_untold(hit_id: int) -> bool:
    """Leave a hit to be told of once its listing is open to the search's owner again; False if it is open by now."""
    with transaction() as session:
        hit = session.get(SavedSearchHit, hit_id)
        if hit is None:
            return True
        search, listing = session.get_one(SavedSearch, hit.saved_search_id), listings.get_for_update(hit.listing_id)
        who = (search.person_id, search.municipality_number)
        hit.is_untold = not listing.is_open_to(organisations.actors_of({who}, clock.today())[who])
        return hit.is_untold


def request_of(question: Mapping[str, Any], near: tuple[float, float] | None) -> SearchRequest:
    """A question as it is kept, and the place that distance is measured from; whoever may see what."""
    asked = questions.again(question)
    return SearchRequest(
        q=asked.q,
        categories=asked.categories,
        municipalities=asked.municipalities,
        counties=asked.counties,
        conditions=asked.conditions,
        near=near,
        within_km=asked.within_km,
        min_quantity=asked.min_quantity,
        max_width_cm=asked.max_width_cm,
        max_depth_cm=asked.max_depth_cm,
        max_height_cm=asked.max_height_cm,
        free=asked.free,
        loan=asked.loan,
        available_by=asked.available_by,
    )


def kept() -> KeptIndex:
    """This process's index of the searches that tell."""
    return _kept


def _find(listing_id: int, *, opened: bool) -> None:
    for document in list(reading.documents_of([listing_id])):
        numbers = kept().answered_by(Thing(document))
        for start in range(0, len(numbers), AT_A_TIME):
            _note(listing_id, numbers[start : start + AT_A_TIME], opened=opened)


def _note(listing_id: int, numbers: Sequence[int], *, opened: bool) -> None:
    with transaction() as session:
        listing = session.get(Listing, listing_id)
        if listing is None:
            return
        of_these = (SavedSearchHit.listing_id == listing_id, SavedSearchHit.saved_search_id.in_(numbers))
        known = set(session.scalars(select(SavedSearchHit.saved_search_id).where(*of_these)))
        untold = session.scalars(select(SavedSearchHit).where(*of_these, SavedSearchHit.is_untold)).all()
        new = set(numbers) - known
        searches = list(session.scalars(select(SavedSearch).where(SavedSearch.id.in_(new)).order_by(SavedSearch.id)))
        actors = organisations.actors_of(
            {(each.person_id, each.municipality_number) for each in searches}, clock.today()
        )
        hits = [
            SavedSearchHit(saved_search_id=each.id, listing_id=listing_id, found_at=clock.now())
            for each in searches
            if _is_new(listing, each, actors[each.person_id, each.municipality_number], opened)
        ]
        session.add_all(hits)
        for hit in untold:
            hit.is_untold = False
        session.flush()
        for hit in (*untold, *hits):
            outbox.record(SavedSearchAnswered(hit.id))


def _is_new(listing: Listing, search: SavedSearch, actor: Actor, opened: bool) -> bool:
    """Whether its owner can find it now, could not when the search was saved, and did not put it out themselves."""
    if not listing.is_open_to(actor) or listing.published_at is None or listing.created_by == search.person_id:
        return False
    return listing.published_at >= search.since or (opened and not _saw_before(listing, actor))


def _saw_before(listing: Listing, actor: Actor) -> bool:
    """Whether it was open to them at the stage before: its unit's people first, then its municipality's."""
    if listing.municipality_number != actor.municipality_number:
        return False
    of_unit = listing.unit_id is None or actor.unit_id in (None, listing.unit_id)
    return of_unit or listing.stage is not Stage.MUNICIPALITY


def _stamp() -> Stamp:
    count, total = db.session.execute(
        select(func.count(SavedSearch.id), func.sum(SavedSearch.mark)).where(SavedSearch.alert != Alert.OFF)
    ).one()
    return count, int(total or 0)


def _marks() -> Marks:
    rows = db.session.execute(select(SavedSearch.id, SavedSearch.mark).where(SavedSearch.alert != Alert.OFF))
    return {row.id: row.mark for row in rows}


def _requests(numbers: Sequence[int]) -> Iterator[tuple[int, SearchRequest]]:
    for start in range(0, len(numbers), AT_A_TIME):
        some = SavedSearch.id.in_(numbers[start : start + AT_A_TIME])
        columns = (SavedSearch.id, SavedSearch.question, SavedSearch.latitude, SavedSearch.longitude)
        for number, question, latitude, longitude in db.session.execute(select(*columns).where(some)):
            yield number, request_of(question, None if latitude is None else (latitude, longitude))


_kept = KeptIndex(_stamp, _marks, _requests)
