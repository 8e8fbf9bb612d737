"""Objecting to a hand-over, and settling what was objected to."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from marketplace.claims import policies as claims
from marketplace.foundation.errors import Conflict
from marketplace.transfers import objections, policies, settling
from marketplace.web import transfer_words
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.transfers import AnswerForm, ObjectionForm
from marketplace.web.forms.trying import trying

blueprint = Blueprint("objections", __name__)


@blueprint.get("/overforinger/<id:transfer_id>/innvending")
@allows(*policies.SETTLING)
def show(transfer_id: int) -> ResponseReturnValue:
    """A hand-over, what was objected to it, and the form to object or to settle."""
    return _page(transfer_id)


@blueprint.post("/overforinger/<id:transfer_id>/innvending")
@allows(*claims.PARTIES)
def make(transfer_id: int) -> ResponseReturnValue:
    """Object to a hand-over."""
    form = ObjectionForm()
    objections.get_hand_over(current_actor(), transfer_id)
    made, status = trying(form, lambda: objections.make_objection(current_actor(), transfer_id, form.reason.data or ""))
    if made is None:
        return _refused(transfer_id, form, status)
    flash(gettext("Innvendingen er sendt. Tallene endres ikke før overleveringen eventuelt blir rettet."))
    return redirect(url_for("objections.show", transfer_id=transfer_id))


@blueprint.post("/overforinger/<id:transfer_id>/innvending/<id:objection_id>/avklar")
@allows(*policies.SETTLING)
def settle(transfer_id: int, objection_id: int) -> ResponseReturnValue:
    """Write how an objection was settled."""
    form = AnswerForm(prefix="svar")
    objections.get_hand_over(current_actor(), transfer_id)
    settled, status = trying(
        form, lambda: settling.settle_objection(current_actor(), objection_id, form.answer.data or "")
    )
    if settled is None:
        return _refused(transfer_id, form, status)
    flash(gettext("Innvendingen er avklart, og de andre får beskjed."))
    return redirect(url_for("objections.show", transfer_id=transfer_id))


def _refused(transfer_id: int, form: FlaskForm, status: int) -> ResponseReturnValue:
    if status == Conflict.status:
        flash(" ".join(str(error) for error in form.form_errors), "danger")
        return redirect(url_for("objections.show", transfer_id=transfer_id))
    return _page(transfer_id, form), status


def _page(transfer_id: int, sent: FlaskForm | None = None) -> str:
    actor = current_actor()
    return render_template(
        "transfers/objection.html",
        row=objections.get_hand_over(actor, transfer_id),
        objections=objections.list_of_transfer(actor, transfer_id),
        form=sent if isinstance(sent, ObjectionForm) else ObjectionForm(formdata=None),
        answer=sent if isinstance(sent, AnswerForm) else AnswerForm(formdata=None, prefix="svar"),
        **transfer_words.words(),
    )
