"""Receipts: making one of a search, finding one's municipality's again."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from marketplace.foundation import codes
from marketplace.foundation.actor import Actor
from marketplace.search import queries as search
from marketplace.search.receipts import policies, printing, queries, questions, service
from marketplace.web import search_address, search_choices
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.base import stripped
from marketplace.web.forms.listings import new_key
from marketplace.web.forms.trying import trying
from marketplace.web.locale import reader_language
from marketplace.web.paging import page_number
from marketplace.web.search_address import Asked

blueprint = Blueprint("receipts", __name__)


class ReceiptForm(FlaskForm):
    """Why nothing fitted."""

    submission_key = HiddenField()
    reason = TextAreaField(
        _("Hvorfor passet ingen av treffene?"),
        description=_("For eksempel at målene ikke stemte, eller at det hastet mer enn eieren kunne love."),
        filters=[stripped],
    )


@blueprint.get("/sok/kvittering")
@allows("listings:view")
def new() -> ResponseReturnValue:
    """What the receipt will say, and why nothing fitted."""
    actor = current_actor()
    policies.may_make_receipt(actor).enforce()
    form = ReceiptForm(formdata=None, data={"submission_key": new_key()})
    return _ask(actor, search_address.read(request.args, actor), form)


@blueprint.post("/sok/kvittering")
@allows("listings:view")
def make() -> ResponseReturnValue:
    """Search again, and keep the question with its answer."""
    actor, form = current_actor(), ReceiptForm()
    asked = search_address.read(request.args, actor)
    key = form.submission_key.data
    made, status = trying(
        form, lambda: service.make_receipt(actor, asked.criteria, form.reason.data or "", submission_key=key)
    )
    if made is None:
        return _ask(actor, asked, form), status
    flash(gettext("Kvitteringen er laget. Legg PDF-en ved saken om innkjøpet."))
    return redirect(url_for("receipts.show", receipt_id=made.id))


@blueprint.get("/kvitteringer")
@allows("listings:view")
def index() -> ResponseReturnValue:
    """The municipality's receipts, newest first."""
    number = page_number()
    page = queries.list_receipts(current_actor(), number)
    asked = {row.receipt.id: _asked_in_words(row.receipt.question) for row in page.items}
    return render_template("receipts/index.html", page=page, asked=asked)


@blueprint.get("/kvitteringer/<id:receipt_id>")
@allows("listings:view")
def show(receipt_id: int) -> ResponseReturnValue:
    """One receipt."""
    row = queries.get_receipt(current_actor(), receipt_id)
    again = search_address.query_of(questions.again(row.receipt.question))
    return render_template(
        "receipts/show.html",
        row=row,
        receipt=row.receipt,
        code=codes.spaced(row.receipt.code),
        question=questions.in_words(row.receipt.question, reader_language()),
        again=search_choices.address(again),
    )


@blueprint.get("/kvitteringer/<id:receipt_id>/kvittering.pdf")
@allows("listings:view")
def download(receipt_id: int) -> ResponseReturnValue:
    """The receipt as a file."""
    row = queries.get_receipt(current_actor(), receipt_id)
    response = Response(printing.as_pdf(row, reader_language()), mimetype=printing.MIMETYPE)
    response.headers["Content-Disposition"] = f"inline; filename={printing.filename(row.receipt)}"
    return response


def _ask(actor: Actor, asked: Asked, form: ReceiptForm) -> str:
    parts: dict[str, Any] = dict(asked.query)
    return render_template(
        "receipts/new.html",
        form=form,
        question=questions.in_words(questions.kept(asked.criteria, actor), reader_language()),
        found=search.search_listings(actor, asked.criteria, again=True),
        back=search_choices.address(asked.query),
        address=url_for("receipts.make", **parts),
    )


def _asked_in_words(question: dict[str, object]) -> str:
    return " · ".join(value for _, value in questions.in_words(question, reader_language()))
