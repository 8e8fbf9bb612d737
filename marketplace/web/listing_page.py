"""What the page of a listing shows, gathered from the features in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplace.catalogue import queries as catalogue
from marketplace.claims import policies as claim_policies
from marketplace.claims import queries as claims
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.inventory import queries as inventory
from marketplace.listings import policies, queries, watching, wishes
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.organisations import queries as organisations
from marketplace.organisations.geography import distance_between_km, place_of
from marketplace.search.documents import ListingDocument
from marketplace.search.saved import queries as saved_searches
from marketplace.search.wanted import matching
from marketplace.search.wanted import queries as wanted
from marketplace.search.wanted.drafts import document_of_draft, document_of_title
from marketplace.search.wanted.models import WantedNotice
from marketplace.transfers import giving
from marketplace.web import release_words
from marketplace.web.formatting import day
from marketplace.web.forms.listings import new_key
from marketplace.web.locale import reader_language


@dataclass(frozen=True, slots=True)
class OpenClaims:
    """How many claims on a listing wait for an answer, and how many were said yes to."""

    waiting: int
    approved: int


@dataclass(frozen=True, slots=True)
class Demand:
    """Who wants what a listing offers: open notices, their places by number, and how many people saved a search."""

    notices: Sequence[WantedNotice] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    people: int = 0


def gather(actor: Actor, listing: Listing) -> dict[str, Any]:
    """Everything that `listings/show.html` needs."""
    similar = queries.similar_to(actor, listing)
    available = claims.available_quantities([listing.id, *(card.id for card in similar)])
    return {
        "listing": listing,
        "photos": [photo.variants for photo in queries.photos_of([listing.id]).get(listing.id, [])],
        "category_name": catalogue.category_names(reader_language())[listing.category_code],
        "place": place_of(listing.municipality_number),
        "distance_km": _distance(actor, listing),
        "unit_name": _unit_name(listing),
        "pickup_place": _pickup_place(listing),
        "available": available.get(listing.id, listing.quantity),
        "queued": claims.count_queued(listing.id),
        "story": inventory.life_story(listing.asset_id) if listing.asset_id is not None else [],
        "similar": similar,
        "similar_available": available,
        "actions": policies.actions(actor, listing),
        "is_own": actor.municipality_number == listing.municipality_number,
        "may_claim": claim_policies.may_claim(actor, listing),
        "is_open": listing.state == ListingState.PUBLISHED,
        "submission_key": new_key(),
        "today": clock.today(),
        "demand": demand_for(actor, listing),
        **_release(actor, listing),
    }


def _release(actor: Actor, listing: Listing) -> dict[str, Any]:
    """When it opens for more, whether the reader may wait for that, and which organisations would like some of it."""
    return {
        "openings": [(release_words.opens_to(opening.stage), day(opening.on)) for opening in listing.openings],
        "opens_on": listing.opens_on_to(actor),
        "may_open_now": policies.may_open_now(actor, listing),
        "may_watch": policies.may_watch(actor, listing),
        "watched": listing.id in watching.watched_of(actor, [listing.id]),
        **_wishes(actor, listing),
    }


def _wishes(actor: Actor, listing: Listing) -> dict[str, Any]:
    """Which voluntary organisations would like some of it, and who in the queue a gift to them would pass over."""
    found = wishes.list_of_listing(listing.id) if policies.may_see_wishes(actor, listing) else []
    return {"wishes": found, "passed_over": giving.list_passed_over(listing) if found else []}


def demand_for(actor: Actor, listing: Listing | None) -> Demand:
    """Who wants such a thing, for those who own it; nothing for others, and of what has no title yet."""
    if listing is None or not listing.title or not policies.may_edit(actor, listing):
        return Demand()
    return _demand(actor, document_of_draft(listing), listing.unit_id, saved_searches.count_waiting_for(listing.id))


def demand_of_title(actor: Actor, title: str, category_code: str | None) -> Demand:
    """The same while somebody writes what they have."""
    if actor.municipality_number is None or not title.strip() or not category_code:
        return Demand()
    return _demand(actor, document_of_title(title, category_code, actor.municipality_number), actor.unit_id, 0)


def _demand(actor: Actor, document: ListingDocument, unit_id: int | None, people: int) -> Demand:
    side = (document.municipality_number, unit_id)
    notices = wanted.list_wanting(actor, matching.wanting(document))
    others = [each for each in notices if (each.municipality_number, each.unit_id) != side]
    places = {notice.municipality_number: place_of(notice.municipality_number).name for notice in others}
    return Demand(others, places, people)


def open_claims(listing_id: int) -> OpenClaims:
    """What a withdrawal does away with, and what stands."""
    return OpenClaims(
        waiting=len(claims.list_of_listing(listing_id, ClaimState.REQUESTED, ClaimState.QUEUED)),
        approved=len(claims.list_of_listing(listing_id, ClaimState.APPROVED)),
    )


def _distance(actor: Actor, listing: Listing) -> float | None:
    if actor.municipality_number is None or actor.municipality_number == listing.municipality_number:
        return None
    return distance_between_km(actor.municipality_number, listing.municipality_number)


def _unit_name(listing: Listing) -> str | None:
    if listing.unit_id is None:
        return None
    units = organisations.list_units(listing.municipality_number, closed=True)
    return next((unit.name for unit in units if unit.id == listing.unit_id), None)


def _pickup_place(listing: Listing) -> Any:
    if listing.pickup_place_id is None:
        return None
    places = organisations.list_pickup_places(listing.municipality_number, closed=True)
    return next((place for place in places if place.id == listing.pickup_place_id), None)
