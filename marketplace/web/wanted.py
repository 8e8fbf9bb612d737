"""Wanted notices: what the network wants, asking for something, and answering."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.catalogue import queries as catalogue
from marketplace.foundation.actor import Actor
from marketplace.organisations.geography import place_of
from marketplace.search.wanted import policies, queries, service
from marketplace.search.wanted.fields import WantedFields
from marketplace.search.wanted.models import WantedNotice
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.listings import new_key
from marketplace.web.forms.trying import trying
from marketplace.web.forms.wanted import AnswerForm, WantedForm, values_of
from marketplace.web.locale import reader_language
from marketplace.web.paging import page_number
from marketplace.web.posting import category_choices
from marketplace.wording.wanted import STATES

blueprint = Blueprint("wanted", __name__)

OWN = "vare"


@blueprint.get("/onskes")
@allows("listings:view")
def index() -> ResponseReturnValue:
    """What is wanted in the network, or all that one's own municipality wanted."""
    actor, own = current_actor(), request.args.get("hvem") == OWN
    number = page_number()
    page = queries.list_notices(actor, own=own, page=number)
    places = {notice.municipality_number: place_of(notice.municipality_number).name for notice in page.items}
    return render_template(
        "wanted/index.html",
        page=page,
        own=own,
        places=places,
        states=STATES,
        may_post=bool(policies.may_post(actor)),
        whose=OWN,
    )


@blueprint.route("/onskes/ny", methods=["GET", "POST"])
@allows("claims:request")
def new() -> ResponseReturnValue:
    """Ask the network for something; what was searched for is filled in."""
    actor = current_actor()
    policies.may_post(actor).enforce()
    form = _form({"submission_key": new_key(), "title": request.args.get("q", "")[:120], **_searched()})
    if not form.is_submitted():
        return render_template("wanted/edit.html", form=form, notice=None)
    key = form.submission_key.data
    made, status = trying(form, lambda: service.post_notice(actor, WantedFields(**form.said()), key))
    if made is None:
        return render_template("wanted/edit.html", form=form, notice=None), status
    return _done(made, gettext("Ønsket er lagt ut. Vi sier fra når noe passer, og til dem som har det."))


@blueprint.get("/onskes/<id:notice_id>")
@allows("listings:view")
def show(notice_id: int) -> ResponseReturnValue:
    """One notice, how far it has come, and what meets it."""
    actor = current_actor()
    notice = queries.get_notice(actor, notice_id)
    met_by = queries.list_met_by(actor, notice)
    return render_template(
        "wanted/show.html",
        notice=notice,
        place=place_of(notice.municipality_number).name,
        category=catalogue.category_names(reader_language()).get(notice.category_code or ""),
        state=STATES[notice.state],
        met_by=met_by,
        progress=queries.progress_of(notice, met_by),
        actions=policies.actions(actor, notice),
        is_own=notice.municipality_number == actor.municipality_number,
    )


@blueprint.route("/onskes/<id:notice_id>/endre", methods=["GET", "POST"])
@allows("claims:request")
def edit(notice_id: int) -> ResponseReturnValue:
    """Ask for something else."""
    actor = current_actor()
    notice = queries.get_notice(actor, notice_id)
    policies.may_change(actor, notice).enforce()
    form = _form(values_of(notice))
    if not form.is_submitted():
        return render_template("wanted/edit.html", form=form, notice=notice)
    told = form.version.data or ""
    version = int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else -1
    made, status = trying(form, lambda: service.change_notice(actor, notice_id, form.said(), version))
    if made is None:
        return render_template("wanted/edit.html", form=form, notice=queries.get_notice(actor, notice_id)), status
    return _done(made, gettext("Ønsket er endret."))


@blueprint.post("/onskes/<id:notice_id>/trekk")
@allows("claims:request")
def withdraw(notice_id: int) -> ResponseReturnValue:
    """It is not wanted any more."""
    return _done(service.withdraw_notice(current_actor(), notice_id), gettext("Ønsket er trukket tilbake."))


@blueprint.post("/onskes/<id:notice_id>/oppfylt")
@allows("claims:request")
def fulfil(notice_id: int) -> ResponseReturnValue:
    """They have got it."""
    return _done(service.fulfil_notice(current_actor(), notice_id), gettext("Ønsket er merket som oppfylt."))


@blueprint.route("/onskes/<id:notice_id>/svar", methods=["GET", "POST"])
@allows("listings:manage")
def answer(notice_id: int) -> ResponseReturnValue:
    """Say that one has it: with a listing, or a draft that is filled in."""
    actor = current_actor()
    notice = queries.get_notice(actor, notice_id)
    policies.may_answer(actor, notice).enforce()
    form = AnswerForm()
    form.offer(queries.listings_to_answer_with(actor))
    facts = {"form": form, "place": place_of(notice.municipality_number).name}
    if not form.is_submitted():
        return render_template("wanted/answer.html", notice=notice, **facts)
    made, status = trying(form, lambda: _answer(actor, notice_id, form))
    if made is None:
        return render_template("wanted/answer.html", notice=queries.get_notice(actor, notice_id), **facts), status
    return made


def _answer(actor: Actor, notice_id: int, form: AnswerForm) -> ResponseReturnValue:
    chosen, note = form.listing_id.data or "", form.note.data or ""
    if chosen.isascii() and chosen.isdecimal() and len(chosen) < 16:
        service.answer_with_listing(actor, notice_id, int(chosen), note)
        flash(gettext("Svaret er sendt. De får se annonsen når den er åpen for dem."))
        return redirect(url_for("wanted.show", notice_id=notice_id))
    draft = service.answer_with_draft(actor, notice_id, note)
    flash(gettext("Her er et utkast. De får beskjed når du legger det ut."))
    return redirect(url_for("listings.edit", listing_id=draft.id))


def _form(held: dict[str, Any]) -> WantedForm:
    form = WantedForm(data=held)
    form.offer({name: choices for name, choices in category_choices().items() if choices and choices[0][0]})
    return form


def _searched() -> dict[str, Any]:
    """What the address of a search tells besides its words."""
    lengths = ("max_width_cm", "max_depth_cm", "max_height_cm")
    found: dict[str, Any] = {name: request.args.get(name, type=int) for name in lengths}
    found["quantity"] = request.args.get("min_quantity", type=int)
    if request.args.get("category"):
        found["category_code"] = request.args["category"]
    return {name: value for name, value in found.items() if value is not None}


def _done(notice: WantedNotice, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("wanted.show", notice_id=notice.id))
