"""The front of the house: what is new, and what waits for the reader."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from marketplace.catalogue import queries as catalogue
from marketplace.claims import queries as claims
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.listings import queries as listings
from marketplace.statistics import queries as statistics
from marketplace.statistics.definitions import definitions
from marketplace.statistics.figures import figures
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.periods import this_year
from marketplace.web import work_page
from marketplace.web.access import current_actor, current_person, public
from marketplace.web.locale import reader_language

NEW_SHOWN = 8
WAITING_SHOWN = 2

blueprint = Blueprint("start", __name__)


@blueprint.get("/")
@public
def show() -> ResponseReturnValue:
    """What is new and what waits for whoever is signed in; for others, what this is."""
    if current_person() is None:
        return render_template("start/front.html")
    actor = current_actor()
    cards = listings.newest_open(actor, NEW_SHOWN)
    return render_template(
        "start/show.html",
        categories=[category for category in catalogue.list_categories() if category.parent_code is None],
        waiting=work_page.kinds(actor, WAITING_SHOWN) if actor.municipality_number else [],
        cards=cards,
        available=claims.available_quantities([card.id for card in cards]),
        **_this_year(actor),
    )


def _this_year(actor: Actor) -> dict[str, object]:
    if not actor.may("statistics:view"):
        return {"year": None}
    whole = statistics.get_statistics(actor, this_year(clock.today())).whole
    known = whole.factor.covered
    return {
        "year": figures(whole) if whole.units_handed_over else None,
        "known_factors": known,
        "definitions": definitions(reader_language()),
        "formulas": FORMULAS,
    }
