"""Saved searches: keeping one, how soon one is told, and what answered."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.actor import Actor
from marketplace.search.receipts import questions
from marketplace.search.saved import policies, queries, service
from marketplace.search.saved.alerts import Alert
from marketplace.search.saved.models import SavedSearch
from marketplace.web import search_address, search_choices
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.listings import new_key
from marketplace.web.forms.saved_searches import AlertForm, SaveForm
from marketplace.web.forms.trying import trying
from marketplace.web.locale import reader_language
from marketplace.web.paging import page_number
from marketplace.web.search_address import Asked
from marketplace.wording.saved_searches import ALERTS

blueprint = Blueprint("saved_searches", __name__)


@blueprint.get("/sok/lagrede")
@allows("searches:save")
def index() -> ResponseReturnValue:
    """One's own, newest first, each with what answered it last."""
    page = queries.list_saved_searches(current_actor(), page_number())
    asked = {row.search.id: _in_words(row.search) for row in page.items}
    return render_template("saved_searches/index.html", page=page, asked=asked, alerts=ALERTS)


@blueprint.get("/sok/lagrede/ny")
@allows("searches:save")
def new() -> ResponseReturnValue:
    """What will be kept, and how soon one is told."""
    actor = current_actor()
    policies.may_save_search(actor).enforce()
    asked = search_address.read(request.args, actor)
    question = questions.kept(asked.criteria, actor)
    named = service.name_of(question) if question else ""
    form = SaveForm(formdata=None, data={"submission_key": new_key(), "name": named, "alert": Alert.AT_ONCE.value})
    return _ask(actor, asked, form)


@blueprint.post("/sok/lagrede/ny")
@allows("searches:save")
def save() -> ResponseReturnValue:
    """Keep it."""
    actor, form = current_actor(), SaveForm()
    form.offer()
    asked = search_address.read(request.args, actor)
    name, key = form.name.data or "", form.submission_key.data
    saved, status = trying(
        form, lambda: service.save_search(actor, asked.criteria, Alert(form.alert.data), name, submission_key=key)
    )
    if saved is None:
        return _ask(actor, asked, form), status
    told = gettext("Søket er lagret.") if saved.alert is Alert.OFF else gettext("Søket er lagret. Du får beskjed.")
    flash(told)
    return redirect(url_for("saved_searches.show", saved_search_id=saved.id))


@blueprint.get("/sok/lagrede/<id:saved_search_id>")
@allows("searches:save")
def show(saved_search_id: int) -> ResponseReturnValue:
    """One of them, with all that answered it since it was saved."""
    search = queries.get_saved_search(current_actor(), saved_search_id)
    return _show(search, AlertForm(formdata=None, data={"alert": search.alert.value}))


@blueprint.post("/sok/lagrede/<id:saved_search_id>")
@allows("searches:save")
def change(saved_search_id: int) -> ResponseReturnValue:
    """Be told sooner, later or not."""
    actor, form = current_actor(), AlertForm()
    form.offer()
    search = queries.get_saved_search(actor, saved_search_id)
    changed, status = trying(
        form, lambda: service.change_saved_search(actor, saved_search_id, alert=Alert(form.alert.data))
    )
    if changed is None:
        return _show(search, form), status
    flash(gettext("Valget er lagret."))
    return redirect(url_for("saved_searches.show", saved_search_id=saved_search_id))


@blueprint.post("/sok/lagrede/<id:saved_search_id>/slett")
@allows("searches:save")
def delete(saved_search_id: int) -> ResponseReturnValue:
    """Forget it; the address to save it anew is offered."""
    actor = current_actor()
    search = queries.get_saved_search(actor, saved_search_id)
    name = search.name
    service.delete_saved_search(actor, saved_search_id)
    flash(gettext("«%(name)s» er slettet.", name=name))
    return redirect(url_for("saved_searches.index"))


def _ask(actor: Actor, asked: Asked, form: SaveForm) -> str:
    form.offer()
    parts: dict[str, Any] = dict(asked.query)
    return render_template(
        "saved_searches/new.html",
        form=form,
        question=questions.in_words(questions.kept(asked.criteria, actor), reader_language()),
        back=search_choices.address(asked.query),
        address=url_for("saved_searches.save", **parts),
    )


def _show(search: SavedSearch, form: AlertForm) -> str:
    form.offer()
    return render_template(
        "saved_searches/show.html",
        search=search,
        form=form,
        question=questions.in_words(search.question, reader_language()),
        again=_address(search),
        hits=queries.list_hits(current_actor(), search.id, page_number()),
    )


def _address(search: SavedSearch) -> str:
    return search_choices.address(search_address.query_of(questions.again(search.question)))


def _in_words(search: SavedSearch) -> str:
    return " · ".join(value for _, value in questions.in_words(search.question, reader_language()))
