"""Holding the books against each other: the municipality's sums, what does not add up, and counting by hand."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from marketplace.foundation.tabular import numbers
from marketplace.inventory import policies as inventory_policies
from marketplace.inventory import queries as inventory
from marketplace.transfers import reconciling
from marketplace.transfers.places import ARE, CAME_IN
from marketplace.transfers.reconciling import Finding
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.base import stripped
from marketplace.web.forms.claims import required
from marketplace.web.forms.listings import Reading
from marketplace.web.forms.trying import trying
from marketplace.web.paging import page_number
from marketplace.wording import inventory as inventory_words
from marketplace.wording import reconciling as words

blueprint = Blueprint("reconciling", __name__)

PER_PAGE = 50


class CountForm(FlaskForm):
    """How many there are, and how that was found."""

    quantity = Reading(_("Hvor mange er der nå?"), numbers.integer)
    reason = TextAreaField(_("Hvordan vet du det?"), filters=[stripped])


@blueprint.get("/avstemming")
@allows("transfers:view")
def index() -> ResponseReturnValue:
    """Where every unit is, and what does not add up."""
    number = page_number()
    done = reconciling.reconcile(current_actor(), number, PER_PAGE)
    return render_template(
        "reconciling/index.html",
        done=done,
        came_in=CAME_IN,
        are=ARE,
        words=words,
        states=inventory_words.STATES,
        address_of=_address_of,
    )


@blueprint.get("/avstemming/<id:asset_id>")
@allows("transfers:view")
def show(asset_id: int) -> ResponseReturnValue:
    """The account of one asset, and the form to count it by hand."""
    return _page(asset_id, CountForm(formdata=None))


@blueprint.post("/avstemming/<id:asset_id>")
@allows("assets:manage")
def count(asset_id: int) -> ResponseReturnValue:
    """Say how many there are."""
    form = CountForm()
    inventory.get_asset(current_actor(), asset_id)

    def counted() -> object:
        quantity = required(form.quantity.data, "quantity")
        return reconciling.count_units(current_actor(), asset_id, quantity, form.reason.data or "")

    done, status = trying(form, counted)
    if done is None:
        return _page(asset_id, form), status
    flash(gettext("Opptellingen er ført, og gjenstanden stemmer nå."))
    return redirect(url_for("reconciling.index"))


def _page(asset_id: int, form: CountForm) -> str:
    actor = current_actor()
    asset = inventory.get_asset(actor, asset_id)
    return render_template(
        "reconciling/show.html",
        thing=asset,
        form=form,
        account=reconciling.account_of_asset(actor, asset_id),
        may_count=bool(inventory_policies.may_count_asset(actor, asset)),
        came_in=CAME_IN,
        are=ARE,
        words=words,
    )


def _address_of(finding: Finding) -> str:
    """Where what does not add up is looked at."""
    thing = finding.code.split("-", 1)[0]
    addresses = {
        "asset": ("reconciling.show", "asset_id"),
        "transfer": ("transfers.show", "transfer_id"),
        "disposition": ("dispositions.show", "disposition_id"),
        "claim": ("claims.show", "claim_id"),
    }
    endpoint, name = addresses[thing]
    values: dict[str, Any] = {name: finding.thing_id}
    return url_for(endpoint, **values)
