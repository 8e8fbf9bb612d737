"""Photos: shown to whom the listing is shown, added, moved and removed."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Conflict, Invalid, NotFound, Refusal
from marketplace.listings import photos, policies, queries, service
from marketplace.listings.models import Photo
from marketplace.organisations import queries as organisations
from marketplace.web import posting
from marketplace.web.access import allows, current_actor, public
from marketplace.web.limits import limiter
from marketplace.web.locale import reader_language
from marketplace.wording.refusals import refusal_in_words

blueprint = Blueprint("photos", __name__)

FOR_EVER = "private, max-age=31536000, immutable"


@blueprint.get("/bilder/<string(maxlength=40):key>/<string(maxlength=10):size>.webp")
@public
def show(key: str, size: str) -> ResponseReturnValue:
    """A photo, to who may see its listing: by the session of a page or the token of a program. To others it is not."""
    return answer(queries.get_photo(_viewer(), key), size)


def answer(photo: Photo, size: str) -> Response:
    """One size of a photo, for whoever may have it to keep."""
    etag = f"{photo.key}-{size}"
    if etag in request.if_none_match and size in photos.SIZES:
        response = Response(status=304)
    else:
        response = Response(photos.read(photo, size), content_type=photos.CONTENT_TYPE)
    response.set_etag(etag)
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.vary.update(("Cookie", "Authorization"))
    return response


def _viewer() -> Actor:
    actor = current_actor()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if actor.person_id is None and scheme.lower() == "bearer" and token.strip():
        return organisations.find_actor_of_token(token.strip(), on=clock.today()) or actor
    return actor


@blueprint.post("/annonser/ny/bilder")
@allows("listings:manage")
@limiter.limit("120/minute")
def add_to_new() -> ResponseReturnValue:
    """Keep pictures of a listing that is being written, and the listing with them as a draft."""
    actor = current_actor()
    form = posting.form_for(actor)
    try:
        listing_id = posting.keep(actor, form, None).id
    except Invalid:
        return _panel(None, [Invalid("photo-form-first")])
    return _panel(listing_id, posting.add_photos(actor, listing_id, form))


@blueprint.post("/annonser/<id:listing_id>/bilder")
@allows("listings:manage")
@limiter.limit("120/minute")
def add(listing_id: int) -> ResponseReturnValue:
    """Keep pictures of a listing."""
    actor = current_actor()
    policies.may_change_photos(actor, queries.get_listing(actor, listing_id)).enforce()
    form = posting.form_for(actor)
    refusals: list[Refusal] = [] if form.files() else [Invalid("photo-missing")]
    refusals += posting.add_photos(actor, listing_id, form)
    return _answer(listing_id, refusals)


@blueprint.post("/annonser/<id:listing_id>/bilder/<id:photo_id>/fjern")
@allows("listings:manage")
def remove(listing_id: int, photo_id: int) -> ResponseReturnValue:
    """Take a picture away."""
    service.remove_photo(current_actor(), listing_id, photo_id)
    if "HX-Request" not in request.headers:
        flash(gettext("Bildet er fjernet."))
    return _answer(listing_id, [])


@blueprint.post("/annonser/<id:listing_id>/bilder/<id:photo_id>/flytt")
@allows("listings:manage")
def move(listing_id: int, photo_id: int) -> ResponseReturnValue:
    """Show a picture one place earlier."""
    actor = current_actor()
    listing = queries.get_listing(actor, listing_id)
    order = [photo.id for photo in posting.photos_of(listing)]
    if photo_id not in order:
        raise NotFound("photo-not-found")
    place = order.index(photo_id)
    order.insert(max(place - 1, 0), order.pop(place))
    service.order_photos(actor, listing_id, order)
    return _answer(listing_id, [])


def _answer(listing_id: int, refusals: list[Refusal]) -> ResponseReturnValue:
    if "HX-Request" in request.headers:
        return _panel(listing_id, refusals)
    posting.flash_refusals(refusals)
    return redirect(url_for("listings.edit", listing_id=listing_id) + "#bilder")


def _panel(listing_id: int | None, refusals: list[Refusal]) -> ResponseReturnValue:
    actor = current_actor()
    listing = queries.get_listing(actor, listing_id) if listing_id is not None else None
    form = posting.form_for(actor)
    seen = dict.fromkeys(refusal_in_words(reader_language(), refusal) for refusal in refusals)
    form.photos.errors = [*seen]
    body = render_template(
        "listings/_photos.html",
        form=form,
        listing=listing,
        photos=posting.photos_of(listing),
        most_photos=policies.MOST_PHOTOS,
    )
    conflict = any(isinstance(refusal, Conflict) for refusal in refusals)
    return body, (409 if conflict else 422) if refusals else 200
