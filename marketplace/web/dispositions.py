"""What left otherwise: the list, one row with its corrections, recording one, and taking it back."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.catalogue import queries as catalogue
from marketplace.foundation import clock
from marketplace.foundation.errors import NotFound
from marketplace.inventory import queries as inventory
from marketplace.inventory.models import Asset
from marketplace.transfers import disposing, dispositions, policies
from marketplace.transfers.dispositions import DispositionFilters
from marketplace.transfers.kinds import DispositionKind
from marketplace.web import transfer_words
from marketplace.web.access import allows, current_actor
from marketplace.web.errors import flash_refusal
from marketplace.web.forms.dispositions import DISPOSITIONS, CorrectionForm, DispositionForm
from marketplace.web.forms.listings import new_key
from marketplace.web.forms.trying import trying
from marketplace.web.ids import row_id
from marketplace.web.locale import reader_language
from marketplace.web.paging import page_number
from marketplace.web.undoing import flash_done

blueprint = Blueprint("dispositions", __name__)

PER_PAGE = 50


@blueprint.get("/avhendinger")
@allows("transfers:view")
def index() -> ResponseReturnValue:
    """What left the municipality otherwise, newest first, chosen by day, kind and category."""
    actor, filters = current_actor(), _filters()
    number = page_number()
    try:
        page = dispositions.list_dispositions(actor, filters, number, PER_PAGE)
    except NotFound as refusal:
        flash_refusal(refusal)
        return redirect(url_for("dispositions.index"))
    return render_template(
        "dispositions/index.html",
        page=page,
        filters=filters,
        kinds=DISPOSITIONS,
        categories=catalogue.list_categories(),
        names=catalogue.category_names(reader_language()),
        may_record=bool(policies.may_record_disposition(actor)),
        **transfer_words.words(),
    )


@blueprint.get("/avhendinger/ny")
@allows("dispositions:record")
def new() -> ResponseReturnValue:
    """The page to record what left otherwise on; `lik` fills it in as another row, to record the right one."""
    asset = _asset(request.args.get("eiendel", type=row_id))
    values = {"on": clock.today(), "submission_key": new_key()} | _like(request.args.get("lik", type=row_id))
    asset = asset or _asset(values.pop("asset", None))
    values["asset_id"] = str(asset.id) if asset else ""
    return _form_page(_form(DispositionForm(formdata=None, data=values)), asset)


@blueprint.post("/avhendinger/ny")
@allows("dispositions:record")
def record() -> ResponseReturnValue:
    """Record what left otherwise."""
    form = _form(DispositionForm())
    row, status = trying(form, lambda: disposing.record_disposition(current_actor(), **form.said()))
    if row is None:
        return _form_page(form, _asset(form.chosen_asset())), status
    undo = url_for("dispositions.undo", disposition_id=row.id)
    flash_done(gettext("Avhendingen er registrert."), undo)
    return redirect(url_for("dispositions.index"))


@blueprint.get("/avhendinger/<id:disposition_id>")
@allows("transfers:view")
def show(disposition_id: int) -> ResponseReturnValue:
    """One row: what left, how, by whom it was recorded, what corrected it, and the form to correct it."""
    row = dispositions.get_row(current_actor(), disposition_id)
    values = {"submission_key": new_key(), "quantity": row.left_quantity}
    return _page(disposition_id, CorrectionForm(formdata=None, data=values))


@blueprint.post("/avhendinger/<id:disposition_id>/rett")
@allows("dispositions:record")
def correct(disposition_id: int) -> ResponseReturnValue:
    """Take back units with a new row that points at this one."""
    form = CorrectionForm()
    dispositions.get_row(current_actor(), disposition_id)
    row, status = trying(form, lambda: disposing.correct_disposition(current_actor(), disposition_id, **form.said()))
    if row is None:
        return _page(disposition_id, form), status
    flash(gettext("Avhendingen er rettet. Registrer den riktige hvis noe annet skjedde."))
    return redirect(url_for("dispositions.show", disposition_id=disposition_id))


@blueprint.post("/avhendinger/<id:disposition_id>/angre")
@allows("dispositions:record")
def undo(disposition_id: int) -> ResponseReturnValue:
    """Take back all of what was just recorded; the trace stays."""
    disposing.correct_disposition(current_actor(), disposition_id, reason=gettext("Angret"))
    flash(gettext("Avhendingen er angret. Sporet står igjen som en retting."))
    return redirect(url_for("dispositions.show", disposition_id=disposition_id))


def _page(disposition_id: int, form: CorrectionForm) -> str:
    actor = current_actor()
    row = dispositions.get_row(actor, disposition_id)
    return render_template(
        "dispositions/show.html",
        row=row,
        form=form,
        corrections=dispositions.list_corrections(actor, disposition_id),
        names=catalogue.category_names(reader_language()),
        **transfer_words.words(),
    )


def _form(form: DispositionForm) -> DispositionForm:
    form.offer(catalogue.list_categories(), reader_language())
    return form


def _form_page(form: DispositionForm, asset: Asset | None) -> str:
    return render_template(
        "dispositions/new.html", form=form, thing=asset, names=catalogue.category_names(reader_language())
    )


def _like(disposition_id: int | None) -> dict[str, object]:
    """What a row of the municipality's says, to begin from."""
    try:
        row = dispositions.get_row(current_actor(), disposition_id or 0)
    except NotFound:
        return {}
    return {
        "asset": row.asset_id,
        "kind": row.kind.value,
        "category": row.category_code,
        "quantity": abs(row.quantity),
        "on": row.on,
        "note": row.note,
    }


def _asset(asset_id: object) -> Asset | None:
    """The asset asked for, if it is the municipality's own."""
    try:
        return inventory.get_asset(current_actor(), asset_id) if isinstance(asset_id, int) else None
    except NotFound:
        return None


def _filters() -> DispositionFilters:
    kind, batch = request.args.get("slag", ""), request.args.get("sammen", "")
    return DispositionFilters(
        from_on=_day("fra"),
        to_on=_day("til"),
        kind=DispositionKind(kind) if kind in list(DispositionKind) else None,
        category=request.args.get("kategori", "")[:24] or None,
        asset_id=request.args.get("eiendel", type=row_id),
        batch=batch[:32] if batch.isalnum() else None,
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
