"""Ending letters of a kind by the link in them: by a person on a page, or by a program with one POST (RFC 8058)."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from marketplace.notifications import unsubscribing
from marketplace.notifications.unsubscribing import Unsubscribing
from marketplace.organisations import releasing
from marketplace.organisations.geography import place_of
from marketplace.organisations.models import VoluntaryOrganisation
from marketplace.search.saved import stopping
from marketplace.statistics import sending
from marketplace.web.access import public
from marketplace.wording.notifications import KINDS

blueprint = Blueprint("unsubscribing", __name__)


@blueprint.get("/varsler/avmeld/<sealed>")
@public
def ask(sealed: str) -> ResponseReturnValue:
    """Ask whether the letters shall end: a program that looks at links must not end them."""
    return _page(unsubscribing.meaning_of(sealed), done=False)


@blueprint.post("/varsler/avmeld/<sealed>")
@public
def unsubscribe(sealed: str) -> ResponseReturnValue:
    """End them. The link is the permission: no session, and no token of a form, is asked for."""
    return _page(unsubscribing.unsubscribe(sealed), done=True)


@blueprint.get("/varsler/stopp/<sealed>")
@public
def ask_to_stop(sealed: str) -> ResponseReturnValue:
    """Ask whether one alert shall stop."""
    return render_template("notifications/stop.html", search=stopping.meaning_of(sealed), done=False)


@blueprint.post("/varsler/stopp/<sealed>")
@public
def stop(sealed: str) -> ResponseReturnValue:
    """Stop it. The link is the permission here too."""
    return render_template("notifications/stop.html", search=stopping.stop(sealed), done=True)


@blueprint.get("/varsler/stopp/rapport/<sealed>")
@public
def ask_to_stop_report(sealed: str) -> ResponseReturnValue:
    """Ask whether a report shall come no more."""
    sending.meaning_of(sealed)
    return render_template("notifications/stop_report.html", done=False)


@blueprint.post("/varsler/stopp/rapport/<sealed>")
@public
def stop_report(sealed: str) -> ResponseReturnValue:
    """Stop it. The link is the permission here too."""
    sending.stop_by_link(sealed)
    return render_template("notifications/stop_report.html", done=True)


@blueprint.get("/varsler/stopp/frivillig/<string(maxlength=400):sealed>")
@public
def ask_to_stop_voluntary(sealed: str) -> ResponseReturnValue:
    """Ask whether a voluntary organisation wants no more letters about what is new."""
    return _voluntary(sealed, releasing.meaning_of(sealed))


@blueprint.post("/varsler/stopp/frivillig/<string(maxlength=400):sealed>")
@public
def stop_voluntary(sealed: str) -> ResponseReturnValue:
    """Stop them. The link is the permission here too."""
    return _voluntary(sealed, releasing.stop_letters(sealed))


def _voluntary(sealed: str, organisation: VoluntaryOrganisation) -> str:
    place = place_of(organisation.municipality_number).name
    return render_template("voluntary/stop.html", organisation=organisation, sealed=sealed, place=place)


def _page(found: Unsubscribing, done: bool) -> str:
    kind = None if found.kind is None else KINDS[found.kind]
    return render_template("notifications/unsubscribe.html", kind=kind, done=done)
