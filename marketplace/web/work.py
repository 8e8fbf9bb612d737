"""What waits for the reader."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from marketplace.listings import queries as listings
from marketplace.listings.states import ListingState
from marketplace.web import work_page
from marketplace.web.access import allows, current_actor

blueprint = Blueprint("work", __name__)


@blueprint.get("/mitt-arbeid")
@allows("listings:view")
def show() -> ResponseReturnValue:
    """What the reader's side must do next, by kind, with how many there are."""
    actor = current_actor()
    drafts = listings.count_own(actor)[ListingState.DRAFT] if actor.may("listings:manage") else 0
    kinds = work_page.kinds(actor)
    return render_template("work/show.html", kinds=kinds, total=sum(kind.count for kind in kinds), drafts=drafts)
