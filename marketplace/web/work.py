"""What waits for the reader."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from marketplace.claims import queries as claims
from marketplace.listings import queries as listings
from marketplace.listings.states import ListingState
from marketplace.web import claim_page
from marketplace.web.access import allows, current_actor

blueprint = Blueprint("work", __name__)


@blueprint.get("/mitt-arbeid")
@allows("listings:view")
def show() -> ResponseReturnValue:
    """What the reader's side must do next, by kind, with how many there are."""
    actor = current_actor()
    drafts = listings.count_own(actor)[ListingState.DRAFT] if actor.may("listings:manage") else 0
    return render_template("work/show.html", waiting=claims.waiting_for(actor), drafts=drafts, **claim_page.words())
