"""Asking for saved searches."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.listings import queries as listings
from marketplace.listings.queries import ListingCard
from marketplace.search.saved import policies
from marketplace.search.saved.models import SavedSearch, SavedSearchHit

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved search with the newest of what answered it and is open to its owner still."""

    search: SavedSearch
    newest: Sequence[ListingCard]


@dataclass(frozen=True, slots=True)
class Answered:
    """A listing that answered a saved search, and when."""

    card: ListingCard
    found_at: datetime


def get_saved_search(actor: Actor, saved_search_id: int) -> SavedSearch:
    """One of the actor's own.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    search = db.session.get(SavedSearch, saved_search_id)
    if search is None or not policies.may_change(actor, search):
        raise NotFound("saved-search-not-found")
    return search


def list_saved_searches(actor: Actor, page: int = 1, per_page: int = DEFAULT_PER_PAGE) -> Page[SavedRow]:
    """The actor's own, newest first, each with what answered it last; a fixed number of queries."""
    own = _of(actor)
    total = db.session.scalar(select(func.count(SavedSearch.id)).where(own)) or 0
    newest = select(SavedSearch).where(own).order_by(SavedSearch.saved_at.desc(), SavedSearch.id.desc())
    found = db.session.scalars(newest.limit(per_page).offset(offset(page, per_page))).all()
    hits = _newest_hits([search.id for search in found])
    cards = listings.cards_of(actor, {number for each in hits.values() for number in each}, only_open=True)
    rows = [SavedRow(each, [cards[number] for number in hits.get(each.id, ()) if number in cards]) for each in found]
    return Page(rows, total, page, per_page)


def list_hits(actor: Actor, saved_search_id: int, page: int = 1, per_page: int = DEFAULT_PER_PAGE) -> Page[Answered]:
    """What answered a saved search since it was saved, the newest first; what is not open any more is left out.

    Raises:
        NotFound: as `get_saved_search`.
    """
    search = get_saved_search(actor, saved_search_id)
    of_search = SavedSearchHit.saved_search_id == search.id
    total = db.session.scalar(select(func.count(SavedSearchHit.id)).where(of_search)) or 0
    newest = select(SavedSearchHit).where(of_search).order_by(SavedSearchHit.id.desc())
    found = db.session.scalars(newest.limit(per_page).offset(offset(page, per_page))).all()
    cards = listings.cards_of(actor, [hit.listing_id for hit in found], only_open=True)
    items = [Answered(cards[hit.listing_id], hit.found_at) for hit in found if hit.listing_id in cards]
    return Page(items, total, page, per_page)


def count_saved_searches(actor: Actor) -> int:
    """How many the actor keeps."""
    return db.session.scalar(select(func.count(SavedSearch.id)).where(_of(actor))) or 0


def find_by_submission_key(key: str) -> SavedSearch | None:
    """The search that a form with this key saved."""
    return db.session.scalar(select(SavedSearch).where(SavedSearch.submission_key == key))


def count_waiting_for(listing_id: int) -> int:
    """How many saved searches a listing has answered: how many people wait for such a thing, and not who."""
    people = select(func.count(func.distinct(SavedSearch.person_id))).join(
        SavedSearchHit, SavedSearchHit.saved_search_id == SavedSearch.id
    )
    return db.session.scalar(people.where(SavedSearchHit.listing_id == listing_id)) or 0


def _of(actor: Actor) -> ColumnElement[bool]:
    return (SavedSearch.person_id == actor.person_id) & (SavedSearch.municipality_number == actor.municipality_number)


def _newest_hits(search_ids: Collection[int]) -> dict[int, list[int]]:
    nth = func.row_number().over(partition_by=SavedSearchHit.saved_search_id, order_by=SavedSearchHit.id.desc())
    ranked = select(SavedSearchHit.saved_search_id, SavedSearchHit.listing_id, nth.label("nth")).where(
        SavedSearchHit.saved_search_id.in_(search_ids)
    )
    some = ranked.subquery()
    chosen = select(some.c.saved_search_id, some.c.listing_id).where(some.c.nth <= MOST_SHOWN).order_by(some.c.nth)
    found: dict[int, list[int]] = {}
    for search_id, listing_id in db.session.execute(chosen):
        found.setdefault(search_id, []).append(listing_id)
    return found
