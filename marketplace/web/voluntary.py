"""Voluntary organisations: their own page behind a signed link, and what a listing's owner answers them."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.catalogue import queries as catalogue
from marketplace.claims import queries as claims
from marketplace.foundation.errors import Conflict, Invalid, Refusal
from marketplace.listings import queries, wishes
from marketplace.listings.models import Photo, PhotoVariant, VoluntaryRequest
from marketplace.organisations import releasing
from marketplace.organisations.geography import place_of
from marketplace.transfers import giving
from marketplace.web import photos
from marketplace.web.access import allows, current_actor, public
from marketplace.web.errors import flash_refusal
from marketplace.web.forms.releasing import WishForm
from marketplace.web.forms.trying import trying
from marketplace.web.limits import limiter
from marketplace.web.locale import reader_language
from marketplace.wording.refusals import field_in_words

blueprint = Blueprint("voluntary", __name__)


@blueprint.get("/frivillige/<string(maxlength=400):sealed>")
@public
@limiter.limit("60/minute")
def show(sealed: str) -> ResponseReturnValue:
    """What an organisation may ask for, and what it has asked for. The link is the permission."""
    organisation = releasing.meaning_of(sealed)
    listings = wishes.list_open_to(organisation)
    available = claims.available_quantities([listing.id for listing in listings])
    return render_template(
        "voluntary/show.html",
        sealed=sealed,
        organisation=organisation,
        place=place_of(organisation.municipality_number),
        listings=[listing for listing in listings if available.get(listing.id, 0) > 0],
        available=available,
        category_names=catalogue.category_names(reader_language()),
        own=wishes.list_own(organisation),
        photos=_photos(sealed, [listing.id for listing in listings]),
    )


@blueprint.get(
    "/frivillige/<string(maxlength=400):sealed>/bilder/<string(maxlength=40):key>/<string(maxlength=10):size>.webp"
)
@public
@limiter.limit("600/minute")
def photo(sealed: str, key: str, size: str) -> ResponseReturnValue:
    """A photo of what the organisation may ask for now; of nothing else. The link is the permission."""
    return photos.answer(wishes.get_photo_open_to(releasing.meaning_of(sealed), key), size)


@blueprint.post("/frivillige/<string(maxlength=400):sealed>/brev")
@public
@limiter.limit("30/minute")
def resume_letters(sealed: str) -> ResponseReturnValue:
    """Get letters about what is new again."""
    releasing.resume_letters(sealed)
    flash(gettext("Dere får brev igjen når noe nytt er åpent for dere."))
    return redirect(url_for("voluntary.show", sealed=sealed))


@blueprint.route("/frivillige/<string(maxlength=400):sealed>/<id:listing_id>", methods=["GET", "POST"])
@public
@limiter.limit("30/minute")
def ask(sealed: str, listing_id: int) -> ResponseReturnValue:
    """Say how many the organisation would like of a listing."""
    organisation, form, status = releasing.meaning_of(sealed), WishForm(), 200
    listing = wishes.get_open_to(organisation, listing_id)
    if form.is_submitted():
        quantity = form.quantity.data or 0
        asked, status = trying(form, lambda: wishes.ask_for(sealed, listing_id, quantity, form.message.data or ""))
        if asked is not None:
            flash(gettext("Kommunen har fått beskjed. Dere får svar på e-post."))
            return redirect(url_for("voluntary.show", sealed=sealed))
        listing = wishes.get_open_to(organisation, listing_id)
    available = claims.available_quantity(listing)
    found = _photos(sealed, [listing_id]).get(listing_id, [])
    shown = render_template(
        "voluntary/ask.html", sealed=sealed, listing=listing, form=form, available=available, photos=found
    )
    return shown, status


@blueprint.post("/annonser/frivillige/<id:request_id>/gi")
@allows("listings:manage")
def give(request_id: int) -> ResponseReturnValue:
    """Record what an organisation got."""
    quantity, passing = _number("quantity"), _number("passing")
    listing_id = _request(request_id).listing_id
    try:
        giving.give_away(current_actor(), request_id, quantity, passing=passing)
        flash(gettext("Registrert som gitt bort. Det telles som ombruk."))
    except (Invalid, Conflict) as refusal:
        _tell(refusal)
    return redirect(url_for("listings.show", listing_id=listing_id))


@blueprint.post("/annonser/frivillige/<id:request_id>/nei")
@allows("listings:manage")
def decline(request_id: int) -> ResponseReturnValue:
    """Say no to an organisation."""
    listing_id = _request(request_id).listing_id
    try:
        wishes.decline_wish(current_actor(), request_id)
        flash(gettext("Organisasjonen har fått svar."))
    except Conflict as refusal:
        _tell(refusal)
    return redirect(url_for("listings.show", listing_id=listing_id))


def _photos(sealed: str, listing_ids: list[int]) -> dict[int, list[list[PhotoVariant]]]:
    """The photos of listings with addresses that the link opens."""

    def opened(photo: Photo) -> list[PhotoVariant]:
        return [
            replace(each, url=url_for("voluntary.photo", sealed=sealed, key=photo.key, size=each.name))
            for each in photo.variants
        ]

    return {number: [opened(photo) for photo in these] for number, these in queries.photos_of(listing_ids).items()}


def _number(name: str) -> int:
    typed = request.form.get(name, "").strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def _request(request_id: int) -> VoluntaryRequest:
    found = wishes.get_request(request_id)
    queries.get_listing(current_actor(), found.listing_id)
    return found


def _tell(refusal: Refusal) -> None:
    if isinstance(refusal, Invalid) and refusal.fields:
        for error in refusal.fields:
            flash(field_in_words(reader_language(), error), "danger")
    else:
        flash_refusal(refusal)
