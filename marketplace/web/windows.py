"""Windows to fetch in: what the owner offers, and choosing one of them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from marketplace.claims import appointing, policies, queries, windows
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.organisations import queries as organisations
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.pickups import ChoiceForm, WindowForm
from marketplace.web.forms.trying import trying
from marketplace.web.ids import find_row_id, row_id

blueprint = Blueprint("windows", __name__)

_RENAMED = {"from": "from_time", "until": "until_time"}


@blueprint.get("/hentinger/tider")
@allows("claims:decide")
def index() -> ResponseReturnValue:
    """The windows that are offered, and the form to offer more."""
    listing_id = request.args.get("annonse", type=row_id)
    listing = None if listing_id is None else listings.get_listing(current_actor(), listing_id)
    policies.may_offer_windows(current_actor(), listing).enforce()
    values = {"capacity": 1, "weeks": 1, "listing_id": str(listing.id) if listing else ""}
    return _page(WindowForm(formdata=None, data=values), listing)


@blueprint.post("/hentinger/tider")
@allows("claims:decide")
def offer() -> ResponseReturnValue:
    """Offer a window, or one a week."""
    form = WindowForm()
    offered, status = trying(form, lambda: windows.offer_windows(current_actor(), **form.said()), _RENAMED)
    listing_id = find_row_id(form.listing_id.data)
    if offered is None:
        listing = listings.get_listing(current_actor(), listing_id) if listing_id else None
        return _page(form, listing), status
    flash(gettext("Hentetiden tilbys nå. De som har fått ja, kan velge den."))
    return redirect(url_for("windows.index", annonse=listing_id))


@blueprint.post("/hentinger/tider/<id:window_id>/steng")
@allows("claims:decide")
def close(window_id: int) -> ResponseReturnValue:
    """Offer a window no more."""
    window = windows.close_window(current_actor(), window_id)
    flash(gettext("Hentetiden tilbys ikke lenger. Det som allerede er avtalt, står."))
    return redirect(url_for("windows.index", annonse=window.listing_id))


@blueprint.post("/foresporsler/<id:claim_id>/hentetid")
@allows(*policies.PARTIES)
def choose(claim_id: int) -> ResponseReturnValue:
    """Fetch in one of the owner's windows."""
    form = ChoiceForm(prefix="hentetid")
    return _answer(claim_id, form, lambda: windows.choose_window(current_actor(), claim_id, form.said()))


@blueprint.post("/foresporsler/<id:claim_id>/henting/avlys")
@allows(*policies.PARTIES)
def cancel(claim_id: int) -> ResponseReturnValue:
    """Call off the time that was agreed."""
    form = FlaskForm()
    return _answer(claim_id, form, lambda: appointing.cancel_appointment(current_actor(), claim_id), cancelled=True)


def _answer(claim_id: int, form: FlaskForm, act: Any, cancelled: bool = False) -> ResponseReturnValue:
    queries.get_claim(current_actor(), claim_id)
    done, _status = trying(form, act)
    if done is None:
        told = [*form.form_errors, *(error for errors in form.errors.values() for error in errors)]
        flash(" ".join(dict.fromkeys(str(error) for error in told)), "danger")
    elif cancelled:
        flash(gettext("Hentingen er avlyst. Begge får beskjed, og dere kan avtale en ny tid."))
    else:
        flash(gettext("Hentetiden er valgt. Begge får e-post med kalenderfil."))
    return redirect(url_for("claims.show", claim_id=claim_id))


def _page(form: WindowForm, listing: Listing | None) -> str:
    actor = current_actor()
    places = organisations.list_pickup_places(actor.municipality_number or "")
    return render_template(
        "pickups/windows.html",
        form=form,
        listing=listing,
        offered=windows.list_offered(actor, listing.id if listing else None),
        places=[f"{place.name}, {place.address}".rstrip(", ") for place in places],
    )
