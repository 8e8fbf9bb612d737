"""What opens later and is shown ahead: the list of it, waiting for one, and opening one's own before its day."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.claims import queries as claims
from marketplace.listings import queries, service, watching
from marketplace.listings.states import Stage
from marketplace.web.access import allows, current_actor
from marketplace.web.paging import page_number

blueprint = Blueprint("ahead", __name__)


@blueprint.get("/annonser/aapner-snart")
@allows("listings:view")
def index() -> ResponseReturnValue:
    """What the reader may see before it opens to them, the soonest first."""
    actor = current_actor()
    page = queries.list_ahead(actor, page_number())
    numbers = [card.id for card in page.items]
    return render_template(
        "listings/ahead.html",
        page=page,
        watched=watching.watched_of(actor, numbers),
        available=claims.available_quantities(numbers),
    )


@blueprint.post("/annonser/<id:listing_id>/apne")
@allows("listings:manage")
def open_now(listing_id: int) -> ResponseReturnValue:
    """Open a listing of one's own to the network before its day."""
    service.amend_listing(current_actor(), listing_id, {"stage": Stage.NETWORK})
    flash(gettext("Annonsen er åpen for alle kommunene i nettverket."))
    return redirect(url_for("listings.show", listing_id=listing_id))


@blueprint.post("/annonser/<id:listing_id>/folg")
@allows("listings:view")
def watch(listing_id: int) -> ResponseReturnValue:
    """Be told when it opens."""
    watching.watch_listing(current_actor(), listing_id)
    flash(gettext("Du får beskjed så snart annonsen åpner for dere."))
    return redirect(url_for("listings.show", listing_id=listing_id))


@blueprint.post("/annonser/<id:listing_id>/slutt-a-folge")
@allows("listings:view")
def unwatch(listing_id: int) -> ResponseReturnValue:
    """Be told nothing of it."""
    watching.unwatch_listing(current_actor(), listing_id)
    flash(gettext("Du følger ikke annonsen lenger."))
    return redirect(url_for("ahead.index"))
