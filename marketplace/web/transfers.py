"""The ledger: its rows, and what may be taken back."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.catalogue import queries as catalogue
from marketplace.claims import queries as claims
from marketplace.claims.models import Claim
from marketplace.foundation import clock
from marketplace.foundation.errors import NotFound
from marketplace.listings import queries as listings
from marketplace.organisations import queries as organisations
from marketplace.transfers import objections, policies, queries, service
from marketplace.transfers.queries import TransferFilters
from marketplace.web import transfer_words
from marketplace.web.access import allows, current_actor
from marketplace.web.errors import flash_refusal
from marketplace.web.forms.listings import new_key
from marketplace.web.forms.transfers import TakeBackForm
from marketplace.web.forms.trying import trying
from marketplace.web.locale import reader_language
from marketplace.web.paging import page_number

blueprint = Blueprint("transfers", __name__)


@blueprint.get("/overforinger")
@allows("transfers:view")
def index() -> ResponseReturnValue:
    """The ledger, newest first, chosen by day, municipality and category."""
    actor, filters = current_actor(), _filters()
    number = page_number()
    try:
        page = queries.list_transfers(actor, filters, number)
    except NotFound as refusal:
        flash_refusal(refusal)
        return redirect(url_for("transfers.index"))
    return render_template(
        "transfers/index.html",
        page=page,
        filters=filters,
        municipalities=organisations.list_members(clock.today()),
        categories=catalogue.list_categories(),
        may_reconcile=bool(policies.may_reconcile(actor, actor.municipality_number)),
        may_see_dispositions=bool(policies.may_see_dispositions(actor, actor.municipality_number)),
        **transfer_words.words(),
    )


@blueprint.get("/overforinger/<id:transfer_id>")
@allows("transfers:view")
def show(transfer_id: int) -> ResponseReturnValue:
    """One row: what it stands on, what was taken back, and the form to take back."""
    form = TakeBackForm(formdata=None, data={"submission_key": new_key()})
    return _page(transfer_id, form)


@blueprint.post("/overforinger/<id:transfer_id>/tilbake")
@allows("transfers:record", "transfers:correct")
def take_back(transfer_id: int) -> ResponseReturnValue:
    """Take back units with a new row that points at this one."""
    form = TakeBackForm()
    queries.get_transfer(current_actor(), transfer_id)
    row, status = trying(form, lambda: service.take_back(current_actor(), transfer_id, **form.said()))
    if row is None:
        return _page(transfer_id, form), status
    flash(gettext("Det er ført tilbake. Gjenstandene er giverens igjen."))
    return redirect(url_for("transfers.show", transfer_id=transfer_id))


def _page(transfer_id: int, form: TakeBackForm) -> str:
    actor = current_actor()
    row = queries.get_row(actor, transfer_id)
    form.offer(row.actions)
    return render_template(
        "transfers/show.html",
        row=row,
        form=form,
        reversals=queries.list_reversals(actor, transfer_id),
        category=catalogue.category_names(reader_language())[row.category_code],
        factor=queries.find_factor(row.factor_id) if row.factor_id is not None else None,
        claim=(claim := _claim(row.claim_id)),
        may_object=claim is not None and bool(policies.may_object(actor, queries.get_transfer(actor, row.id), claim)),
        objections=objections.list_of_transfer(actor, row.id),
        sees_listing=row.listing_id in listings.cards_of(actor, [row.listing_id]),
        **transfer_words.words(),
    )


def _claim(claim_id: int) -> Claim | None:
    """The row's claim, if the reader is on a side of it."""
    try:
        return claims.get_claim(current_actor(), claim_id)
    except NotFound:
        return None


def _filters() -> TransferFilters:
    return TransferFilters(
        from_on=_day("fra"),
        to_on=_day("til"),
        municipality=number if (number := request.args.get("kommune", "")).isdecimal() else None,
        category=request.args.get("kategori", "")[:24] or None,
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
