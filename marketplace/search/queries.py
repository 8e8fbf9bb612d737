"""Asking what is found, by somebody, now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from sqlalchemy import select

from marketplace.catalogue import queries as catalogue
from marketplace.claims import queries as claims
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing, Photo
from marketplace.listings.queries import ListingCard
from marketplace.search import engines
from marketplace.search.asking import Explanation, Plan
from marketplace.search.criteria import Criteria
from marketplace.search.engine import (
    Audience,
    EngineUnavailable,
    Facets,
    Health,
    SearchRequest,
    SearchResult,
    Sort,
    Suggestion,
    SuggestRequest,
)
from marketplace.search.fallback import search_plainly
from marketplace.search.origins import find_origin
from marketplace.search.searches import counting

MOST_SUGGESTIONS = 8

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FoundListing:
    """A card in a list of hits; `available_quantity` is what nobody holds, the distance is as the crow flies."""

    card: ListingCard
    available_quantity: int
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class WholeListing:
    """The same with everything about the listing, and all its photos in order."""

    listing: Listing
    photos: Sequence[Photo]
    available_quantity: int
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """One page of hits with what may be chosen further. `is_plain`: the database answered, for want of an index."""

    page: Page[T]
    facets: Facets
    plan: Plan
    is_plain: bool


def search_listings(actor: Actor, criteria: Criteria, *, again: bool = False) -> Found[FoundListing]:
    """Cards of what is open to the actor and meets the criteria. A fixed number of queries, whatever is found.

    `again`: somebody's question that was counted when it was asked.
    """
    result, is_plain = _ask(actor, criteria, again)
    ids = [hit.id for hit in result.hits]
    cards, available = listings.cards_of(actor, ids, only_open=True), claims.available_quantities(ids)
    items = [
        FoundListing(cards[hit.id], available.get(hit.id, 0), hit.distance_km) for hit in result.hits if hit.id in cards
    ]
    return _found(items, result, criteria, is_plain)


def search_whole_listings(actor: Actor, criteria: Criteria) -> Found[WholeListing]:
    """The same with everything about each listing; a fixed number of queries too."""
    result, is_plain = _ask(actor, criteria, again=False)
    ids = [hit.id for hit in result.hits]
    chosen = db.session.scalars(select(Listing).where(Listing.id.in_(ids)))
    rows = {listing.id: listing for listing in chosen if listing.is_open_to(actor)}
    photos, available = listings.photos_of(ids), claims.available_quantities(ids)
    items = [
        WholeListing(rows[hit.id], photos.get(hit.id, ()), available.get(hit.id, 0), hit.distance_km)
        for hit in result.hits
        if hit.id in rows
    ]
    return _found(items, result, criteria, is_plain)


def explain(actor: Actor, criteria: Criteria, listing_ids: Collection[int]) -> Mapping[int, Explanation]:
    """Why those of the listings that are open to the actor answer the question; nothing without an index."""
    if not listing_ids:
        return {}
    try:
        return engines.engine().explain(_request(actor, criteria), listing_ids)
    except EngineUnavailable:
        return {}


def suggest(actor: Actor, prefix: str, language: str) -> tuple[Suggestion, ...]:
    """What `prefix` may become, from what the actor may see, categories named in `language`; none without an index."""
    names = catalogue.category_names(language)
    try:
        return engines.engine().suggest(SuggestRequest(prefix, audience_of(actor), names, MOST_SUGGESTIONS))
    except EngineUnavailable:
        return ()


def audience_of(actor: Actor) -> Audience:
    """Who the actor is to an engine: the same as `Listing.is_open_to` says."""
    return Audience(
        municipality_number=actor.municipality_number,
        unit_ids=None if actor.unit_id is None else frozenset({actor.unit_id}),
        is_member=actor.is_member and actor.may("listings:view"),
        members=actor.members,
    )


def troubles() -> list[str]:
    """What an operator should know of the search index: nothing, when it answers."""
    health = engines.engine().health()
    return [] if health is Health.READY else [f"The search index is {health}; it is being built anew."]


def _found(items: Sequence[T], result: SearchResult, criteria: Criteria, is_plain: bool) -> Found[T]:
    page = Page(items, result.total, criteria.page, criteria.per_page)
    return Found(page, result.facets, result.plan, is_plain)


def _ask(actor: Actor, criteria: Criteria, again: bool) -> tuple[SearchResult, bool]:
    request = _request(actor, criteria)
    try:
        result = engines.engine().search(request)
    except EngineUnavailable:
        return search_plainly(actor, criteria, request.near), True
    if not again and _is_just_asked(criteria):
        counting.note(criteria.q, result.total)
    return result, False


def _request(actor: Actor, criteria: Criteria) -> SearchRequest:
    origin = find_origin(criteria.near, actor)
    return SearchRequest(
        q=criteria.q,
        categories=criteria.categories,
        municipalities=criteria.municipalities,
        counties=criteria.counties,
        conditions=criteria.conditions,
        near=origin.position if origin else None,
        within_km=criteria.within_km,
        min_quantity=criteria.min_quantity,
        max_width_cm=criteria.max_width_cm,
        max_depth_cm=criteria.max_depth_cm,
        max_height_cm=criteria.max_height_cm,
        free=criteria.free,
        loan=criteria.loan,
        available_by=criteria.available_by,
        sort=criteria.sort,
        page=criteria.page,
        per_page=criteria.per_page,
        verbatim=criteria.verbatim,
        audience=audience_of(actor),
    )


def _is_just_asked(criteria: Criteria) -> bool:
    """Whether this is a question by itself: its first page, before anything is filtered."""
    rest = replace(criteria, q="", near="", sort=Sort.RELEVANCE, per_page=DEFAULT_PER_PAGE)
    return bool(criteria.q.strip()) and rest == Criteria()
