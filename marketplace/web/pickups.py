"""Fetching: the day's list, an appointment for one's calendar, the label, and handing over on the spot."""

from datetime import date, timedelta

import segno
from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalogue.checks import checks_for
from marketplace.claims import calendar, pickups, policies, windows
from marketplace.claims.rows import ClaimRow
from marketplace.foundation import clock, ports
from marketplace.foundation.errors import NotFound
from marketplace.listings import queries as listings
from marketplace.organisations.geography import place_of
from marketplace.web import run_page
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.listings import new_key
from marketplace.web.locale import reader_language
from marketplace.wording.transfer_notes import CHECKS

blueprint = Blueprint("pickups", __name__)


@blueprint.get("/hentinger")
@allows(*policies.PARTIES)
def index() -> ResponseReturnValue:
    """What is handed out and fetched on a day, by time."""
    actor, day = current_actor(), _day()
    found = pickups.list_pickups(actor, day)
    return render_template(
        "pickups/index.html",
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        is_today=day == clock.today(),
        claims=found,
        offered=[row for row in windows.list_offered(actor) if clock.local_date(row.from_at) == day],
        without_time=pickups.list_without_time(actor),
        runs=run_page.proposals(actor),
        **_doing(found),
    )


@blueprint.get("/foresporsler/<id:claim_id>/henting.ics")
@allows(*policies.PARTIES)
def appointment(claim_id: int) -> ResponseReturnValue:
    """The agreed time as a file for one's calendar."""
    file = calendar.appointment_file(current_actor(), claim_id, reader_language())
    response = Response(file.content, content_type=f"{calendar.MIMETYPE}; charset=utf-8; method={file.method}")
    response.headers["Content-Disposition"] = f"attachment; filename={file.name}"
    return response


@blueprint.get("/annonser/<id:listing_id>/overlever")
@allows(*policies.PARTIES)
def on_the_spot(listing_id: int) -> ResponseReturnValue:
    """What of a listing is about to change hands; where its label leads."""
    actor = current_actor()
    listing = listings.get_listing(actor, listing_id)
    found = pickups.list_on_listing(actor, listing_id)
    return render_template("pickups/spot.html", listing=listing, claims=found, **_doing(found))


@blueprint.get("/annonser/<id:listing_id>/etikett")
@allows("listings:manage")
def label(listing_id: int) -> ResponseReturnValue:
    """A label to print and put on the thing."""
    actor = current_actor()
    listing = listings.get_listing(actor, listing_id)
    if listing.municipality_number != actor.municipality_number:
        raise NotFound(listings.MISSING)
    address = ports.base_url() + url_for("pickups.on_the_spot", listing_id=listing_id)
    code = segno.make(address, error="m").svg_data_uri(border=2, scale=8)
    place = place_of(listing.municipality_number).name
    return render_template("pickups/label.html", listing=listing, code=code, address=address, place=place)


def _doing(found: list[ClaimRow]) -> dict[str, object]:
    return {
        "contacts": pickups.contacts_of([claim.id for claim in found]),
        "checks": {claim.id: checks_for(claim.category_code) for claim in found},
        "keys": {claim.id: new_key() for claim in found},
        "today": clock.today(),
        "check_words": CHECKS,
    }


def _day() -> date:
    try:
        return date.fromisoformat(request.args.get("dag", ""))
    except ValueError:
        return clock.today()
