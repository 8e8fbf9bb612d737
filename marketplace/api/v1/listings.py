"""Listings: made, shown, changed, published, withdrawn, and their photos."""

from flask import request

from marketplace.api.access import allows, caller_language, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.listings import (
    ListingAnswer,
    ListingChanges,
    ListingInput,
    NamedCode,
    NamedNumber,
    OpeningAnswer,
    PhotoInput,
    PhotoOrder,
    PublishInput,
    ReleaseAnswer,
    in_api_names,
    photo_answer,
    said,
)
from marketplace.catalogue import queries as catalogue
from marketplace.claims import policies as claim_policies
from marketplace.claims import queries as claims
from marketplace.foundation.actor import Actor
from marketplace.listings import policies, queries, service, watching
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.organisations.geography import distance_between_km, place_of

blueprint = api_blueprint("listings", "Listings")

_SAME = ("title", "description", "condition", "quantity", "price_nok", "published_at", "stage", "state", "version")
_MORE = ("asset_id", "unit_id", "width_cm", "depth_cm", "height_cm", "colour", "material", "brand", "acquired_year")
_LAST = (
    "replacement_price_nok",
    "loan_days",
    "pickup_place_id",
    "available_from",
    "closes_at",
    "closed_at",
    "indivisible",
    "allocation",
    "draw_at",
    "drawn_at",
    "created_at",
    "updated_at",
)


@blueprint.post("/listings")
@allows("listings:manage")
@blueprint.input(ListingInput, location="json", arg_name="body")
@blueprint.output(ListingAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def create_listing(body: ListingInput) -> ListingAnswer:
    """Make a draft. The header `Idempotency-Key` makes one draft of a call sent twice."""
    with in_api_names():
        fields = ListingFields(**said(body))
        made = service.create_draft(current_actor(), fields, request.headers.get("Idempotency-Key"))
    return answer(current_actor(), made.id)


@blueprint.get("/listings/<id:listing_id>")
@allows("listings:view")
@blueprint.output(ListingAnswer)
@blueprint.doc(responses=problems(404))
def show_listing(listing_id: int) -> ListingAnswer:
    """Show a listing."""
    return answer(current_actor(), listing_id)


@blueprint.patch("/listings/<id:listing_id>")
@allows("listings:manage")
@blueprint.input(ListingChanges, location="json", arg_name="body")
@blueprint.output(ListingAnswer)
@blueprint.doc(responses=problems(404, 409))
def change_listing(listing_id: int, body: ListingChanges) -> ListingAnswer:
    """Change some of what a listing says; with `version` or `If-Match`, only if nobody changed it meanwhile."""
    version = body.version if body.version is not None else _version_matched()
    with in_api_names():
        service.amend_listing(current_actor(), listing_id, said(body), version)
    return answer(current_actor(), listing_id)


@blueprint.post("/listings/<id:listing_id>/publish")
@allows("listings:manage")
@blueprint.input(PublishInput, location="json", arg_name="body")
@blueprint.output(ListingAnswer)
@blueprint.doc(responses=problems(404, 409))
def publish_listing(listing_id: int, body: PublishInput) -> ListingAnswer:
    """Let others see and claim it, for the first time or again."""
    service.publish_listing(current_actor(), listing_id, body.stage)
    return answer(current_actor(), listing_id)


@blueprint.post("/listings/<id:listing_id>/withdraw")
@allows("listings:manage")
@blueprint.output(ListingAnswer)
@blueprint.doc(responses=problems(404, 409))
def withdraw_listing(listing_id: int) -> ListingAnswer:
    """Take it back, or discard a draft; others no longer see it."""
    service.withdraw_listing(current_actor(), listing_id)
    return answer(current_actor(), listing_id)


@blueprint.post("/listings/<id:listing_id>/watch")
@allows("listings:view")
@blueprint.output(ListingAnswer)
@blueprint.doc(responses=problems(404, 409))
def watch_listing(listing_id: int) -> ListingAnswer:
    """Be told the minute it opens to the caller's municipality or unit."""
    watching.watch_listing(current_actor(), listing_id)
    return answer(current_actor(), listing_id)


@blueprint.post("/listings/<id:listing_id>/unwatch")
@allows("listings:view")
@blueprint.output(ListingAnswer)
@blueprint.doc(responses=problems(404))
def unwatch_listing(listing_id: int) -> ListingAnswer:
    """Be told nothing of it; what is not watched stays so."""
    watching.unwatch_listing(current_actor(), listing_id)
    return answer(current_actor(), listing_id)


@blueprint.post("/listings/<id:listing_id>/photos")
@allows("listings:manage")
@blueprint.input(PhotoInput, location="files", arg_name="body")
@blueprint.output(ListingAnswer)
@blueprint.doc(responses=problems(404, 409, 413))
def add_photo(listing_id: int, body: PhotoInput) -> ListingAnswer:
    """Add a picture, last; the same file again changes nothing."""
    service.add_photo(current_actor(), listing_id, body.photo.read())
    return answer(current_actor(), listing_id)


@blueprint.put("/listings/<id:listing_id>/photos")
@allows("listings:manage")
@blueprint.input(PhotoOrder, location="json", arg_name="body")
@blueprint.output(ListingAnswer)
@blueprint.doc(responses=problems(404, 409))
def order_photos(listing_id: int, body: PhotoOrder) -> ListingAnswer:
    """Show the pictures in this order."""
    service.order_photos(current_actor(), listing_id, body.photo_ids)
    return answer(current_actor(), listing_id)


@blueprint.delete("/listings/<id:listing_id>/photos/<id:photo_id>")
@allows("listings:manage")
@blueprint.output(ListingAnswer)
@blueprint.doc(responses=problems(404, 409))
def remove_photo(listing_id: int, photo_id: int) -> ListingAnswer:
    """Take a picture away for good."""
    service.remove_photo(current_actor(), listing_id, photo_id)
    return answer(current_actor(), listing_id)


def answer(actor: Actor, listing_id: int) -> ListingAnswer:
    """A listing as the caller sees it now."""
    listing = queries.get_listing(actor, listing_id)
    names = (*_SAME, *_MORE, *_LAST)
    return ListingAnswer(
        id=listing.id,
        category=NamedCode(
            code=listing.category_code, name=catalogue.category_names(caller_language())[listing.category_code]
        ),
        municipality=_named(listing.municipality_number),
        available_quantity=claims.available_quantity(listing),
        photos=[photo_answer(photo) for photo in queries.photos_of([listing.id]).get(listing.id, [])],
        distance_km=_distance(actor, listing),
        actions=actions_of(actor, listing),
        weight_kg=None if listing.weight_g is None else listing.weight_g / 1000,
        release=_release(actor, listing),
        reserved_for=_named(listing.reserved_for) if listing.reserved_for else None,
        **{name: getattr(listing, name) for name in names},
    )


def _release(actor: Actor, listing: Listing) -> ReleaseAnswer:
    return ReleaseAnswer(
        openings=[OpeningAnswer(stage=opening.stage, on=opening.on) for opening in listing.openings],
        opens_to_you_on=listing.opens_on_to(actor),
        shown_ahead=bool(listing.shown_ahead),
        watched=listing.id in watching.watched_of(actor, [listing.id]),
    )


def _named(number: str) -> NamedNumber:
    return NamedNumber(number=number, name=place_of(number).name)


def actions_of(actor: Actor, listing: Listing) -> list[str]:
    """What the caller may do with the listing now."""
    own = list(policies.actions(actor, listing))
    if policies.may_watch(actor, listing):
        own.append("watch")
    return [*own, "claim"] if claim_policies.may_claim(actor, listing) else own


def _distance(actor: Actor, listing: Listing) -> float | None:
    if actor.municipality_number is None:
        return None
    return round(distance_between_km(actor.municipality_number, listing.municipality_number), 1)


def _version_matched() -> int | None:
    """The version in `If-Match`; one that is no number matches nothing."""
    tag = request.headers.get("If-Match", "").removeprefix("W/").strip().strip('"')
    if tag in ("", "*"):
        return None
    return int(tag) if tag.isdecimal() and len(tag) < 16 else 0
