"""The page where a listing is written: its form filled, read and kept."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.catalogue import queries as catalogue
from marketplace.catalogue.conditions import Condition
from marketplace.catalogue.guessing import guess_category
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Conflict, FieldError, Invalid, Refusal, TooLarge
from marketplace.listings import drafting, policies, queries, service
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations import queries as organisations
from marketplace.organisations.fields import ReleaseFields
from marketplace.organisations.releasing import rules_of
from marketplace.web import release_words
from marketplace.web.access import current_actor
from marketplace.web.errors import flash_refusal
from marketplace.web.forms.base import add_errors
from marketplace.web.forms.listings import ListingForm, new_key, values_of
from marketplace.web.jinja import condition_label
from marketplace.web.listing_page import demand_for
from marketplace.web.locale import reader_language
from marketplace.wording.refusals import refusal_in_words


def blank_form(actor: Actor) -> ListingForm:
    """A new form, with what this person chose last time."""
    latest = queries.find_latest_by(actor)
    values: dict[str, Any] = {"submission_key": new_key()}
    if latest is not None:
        values |= {
            "pickup_place_id": str(latest.pickup_place_id or ""),
            "unit_id": str(latest.unit_id or ""),
        }
    values["stage"] = _usual_stage(actor, latest)
    return form_for(actor, values)


def _usual_stage(actor: Actor, latest: Listing | None) -> str:
    if rules_of(actor.municipality_number or "") != ReleaseFields():
        return ""
    if latest is None:
        return (Stage.NETWORK if actor.is_member else Stage.MUNICIPALITY).value
    return (Stage.NETWORK if latest.stage == Stage.VOLUNTARY else latest.stage).value


def form_for(actor: Actor, values: dict[str, Any] | None = None, listing: Listing | None = None) -> ListingForm:
    """The form with its choices; what was posted wins over `values`."""
    form = ListingForm(data=values)
    form.offer(_choices(actor, listing))
    return form


def form_of(actor: Actor, listing: Listing) -> ListingForm:
    """The form of a listing that is there."""
    return form_for(actor, values_of(listing), listing)


def page(form: ListingForm, listing: Listing | None, status: int = 200) -> ResponseReturnValue:
    """The page with the form."""
    actor = current_actor()
    body = render_template(
        "listings/edit.html",
        form=form,
        listing=listing,
        is_draft=listing is None or listing.state == ListingState.DRAFT,
        may_publish=listing is None or policies.may_publish(actor, listing),
        photos=photos_of(listing),
        most_photos=policies.MOST_PHOTOS,
        plan=release_words.plan_of(actor, listing),
        demand=demand_for(actor, listing),
    )
    return body, status


def photos_of(listing: Listing | None) -> list[Any]:
    """A listing's photos, for the form."""
    return queries.photos_of([listing.id]).get(listing.id, []) if listing is not None else []


def receive(form: ListingForm, listing_id: int | None) -> ResponseReturnValue:
    """Keep what was posted, and do what its button says: `publish`, `preview`, else only keep."""
    actor = current_actor()
    intent = request.form.get("intent", "save")
    try:
        kept = keep(actor, form, listing_id, must_have_category=intent == "publish")
        listing_id = kept.id
        refusals = add_photos(actor, listing_id, form)
        if refusals and intent == "publish":
            raise Invalid(fields=tuple(FieldError("photos", refusal.code, refusal.facts) for refusal in refusals))
        flash_refusals(refusals)
        return _follow(actor, listing_id, intent, was_open=kept.state == ListingState.PUBLISHED)
    except Invalid as refusal:
        add_errors(form, refusal)
        return page(form, _find(actor, form, listing_id), refusal.status)
    except Conflict as refusal:
        form.form_errors.append(refusal_in_words(reader_language(), refusal))
        return page(form, _find(actor, form, listing_id), refusal.status)


def keep(actor: Actor, form: ListingForm, listing_id: int | None, *, must_have_category: bool = False) -> Listing:
    """The listing, made or changed to what the form says. One form makes one listing, however often it is sent.

    Raises:
        Refusal: as of `create_draft` and `amend_listing`; and where a category must be found, that none was.
    """
    said = form.said(guess_category)
    if must_have_category and said["category_code"] is None and len(said["title"].strip()) > 0:
        raise Invalid(fields=(FieldError("category_code", "listing-category-missing"),))
    key = form.submission_key.data
    made = drafting.find_draft(actor, key) if listing_id is None else None
    if listing_id is None and made is None:
        return service.create_draft(actor, ListingFields(**said), key)
    if made is not None:
        listing_id = made.id
    assert listing_id is not None
    return service.amend_listing(actor, listing_id, said, _version(actor, form, listing_id))


def add_photos(actor: Actor, listing_id: int, form: ListingForm) -> list[Refusal]:
    """Keep the pictures chosen; what is wrong with some is told on the next page, the others are kept."""
    refusals: list[Refusal] = []
    for file in form.files():
        try:
            service.add_photo(actor, listing_id, file.read())
        except (Invalid, Conflict, TooLarge) as refusal:
            refusals.append(refusal)
    return refusals


def proposal(title: str, chosen: str, proposed: str) -> tuple[str, str]:
    """The category to show and the one proposed: a choice of the person's own is left alone."""
    guess = guess_category(title) or ""
    return (guess, guess) if not chosen or chosen == proposed else (chosen, guess)


def category_choices() -> dict[str, list[tuple[str, str]]]:
    """The categories in their groups, with leaving it to the title first."""
    language = reader_language()
    groups: dict[str, list[tuple[str, str]]] = {gettext("Forslag"): [("", gettext("Foreslå ut fra tittelen"))]}
    names: dict[str, str] = {}
    for category in catalogue.list_categories():
        names[category.code] = category.name_in(language)
        if category.parent_code is None:
            groups[names[category.code]] = []
        else:
            groups[names[category.parent_code]].append((category.code, names[category.code]))
    return groups


def _follow(actor: Actor, listing_id: int, intent: str, *, was_open: bool) -> ResponseReturnValue:
    if intent == "preview":
        return redirect(url_for("listings.preview", listing_id=listing_id))
    if intent != "publish":
        flash(gettext("Endringene er lagret.") if was_open else gettext("Utkastet er lagret. Bare dere ser det."))
        return redirect(url_for("listings.show" if was_open else "listings.edit", listing_id=listing_id))
    try:
        service.publish_listing(actor, listing_id)
        tell_published(listing_id)
    except Conflict as refusal:
        if refusal.code != "listing-already-published":
            raise
    return redirect(url_for("listings.show", listing_id=listing_id))


def tell_published(listing_id: int) -> None:
    """Say on the next page that others see it now."""
    sentence = gettext("Annonsen er lagt ut. Du får beskjed når noen vil ha noe av den.")
    message: Any = {"text": sentence, "undo": url_for("listings.withdraw", listing_id=listing_id)}
    flash(message)


def _version(actor: Actor, form: ListingForm, listing_id: int) -> int | None:
    """The version that the form was opened on; one's own draft, saved as one goes, has no others to mind."""
    listing = queries.get_listing(actor, listing_id)
    if listing.state == ListingState.DRAFT and listing.created_by == actor.person_id:
        return None
    given = form.version.data
    return int(given) if given and given.isdecimal() and len(given) < 16 else None


def _find(actor: Actor, form: ListingForm, listing_id: int | None) -> Listing | None:
    if listing_id is None:
        return drafting.find_draft(actor, form.submission_key.data)
    return queries.get_listing(actor, listing_id)


def _choices(actor: Actor, listing: Listing | None = None) -> dict[str, Any]:
    number = actor.municipality_number or ""
    units = organisations.list_units(number) if actor.unit_id is None else []
    places = organisations.list_pickup_places(number)
    members = [(each.number, each.name) for each in organisations.list_members(clock.today())]
    return {
        "category_code": category_choices(),
        "condition": [(condition.value, condition_label(condition.value)) for condition in Condition],
        "unit_id": units and [("", gettext("Hele kommunen")), *((str(unit.id), unit.name) for unit in units)],
        "pickup_place_id": places and [("", gettext("Avtales")), *((str(place.id), place.name) for place in places)],
        "stage": release_words.stage_choices(actor, listing),
        "reserved_for": release_words.receiver_choices(actor, members),
    }


def flash_refusals(refusals: list[Refusal]) -> None:
    """Tell of refusals on the next page, each once."""
    for refusal in {refusal.code: refusal for refusal in refusals}.values():
        flash_refusal(refusal)
