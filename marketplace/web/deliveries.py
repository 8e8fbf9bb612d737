"""What did not get through, for operators."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.foundation import clock
from marketplace.notifications import operating
from marketplace.web.access import allows, current_actor
from marketplace.web.paging import page_number
from marketplace.wording.notifications import HANDLERS, OTHER_HANDLER

blueprint = Blueprint("deliveries", __name__)
PER_PAGE = 50


@blueprint.get("/drift/leveranser")
@allows("service:operate")
def index() -> ResponseReturnValue:
    """What was given up, then what is late."""
    number = page_number()
    page = operating.list_undelivered(current_actor(), number, PER_PAGE)
    names = HANDLERS | {
        row.delivery.handler: OTHER_HANDLER["other"] for row in page.items if row.delivery.handler not in HANDLERS
    }
    return render_template("deliveries/index.html", page=page, names=names, now=clock.now())


@blueprint.post("/drift/leveranser/prov-igjen")
@allows("service:operate")
def try_all_again() -> ResponseReturnValue:
    """All of it is tried again now."""
    count = operating.try_again(current_actor())
    flash(ngettext("%(num)s leveranse prøves igjen nå.", "%(num)s leveranser prøves igjen nå.", count))
    return redirect(url_for("deliveries.index"))


@blueprint.post("/drift/leveranser/<id:delivery_id>/prov-igjen")
@allows("service:operate")
def try_again(delivery_id: int) -> ResponseReturnValue:
    """One of them is tried again now."""
    operating.try_again(current_actor(), delivery_id)
    flash(_("Leveransen prøves igjen nå."))
    return redirect(url_for("deliveries.index"))
