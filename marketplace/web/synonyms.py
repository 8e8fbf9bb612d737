"""The thesaurus: seen whole, added to, changed, and turned off in part. Each change is shown before it is made."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Invalid
from marketplace.search.synonyms import previewing, queries, service, words
from marketplace.search.synonyms.models import Synonym
from marketplace.search.synonyms.previewing import Preview
from marketplace.search.synonyms.queries import Entry, Source, Wanted
from marketplace.web.access import allows, current_actor
from marketplace.web.errors import flash_refusal
from marketplace.web.forms.synonyms import ReasonForm, SynonymForm, values_of
from marketplace.web.forms.trying import trying
from marketplace.web.paging import page_number
from marketplace.wording.synonyms import DEEDS, NEARNESS, NEARNESS_EXPLAINED

blueprint = Blueprint("synonyms", __name__)

SHOWN = {"egne": Wanted(source=Source.OWN), "av": Wanted(in_use=False)}


@blueprint.get("/sok/synonymer")
@allows("search:manage")
def index() -> ResponseReturnValue:
    """The thesaurus, searched and in pages."""
    actor, text = current_actor(), request.args.get("q", "")[:200]
    shown = request.args.get("vis", "")
    chosen = SHOWN.get(shown, Wanted())
    page = words.list_words(actor, Wanted(text, chosen.source, chosen.in_use), page_number())
    return render_template("synonyms/index.html", page=page, text=text, shown=shown, nearness=NEARNESS)


@blueprint.route("/sok/synonymer/nytt", methods=["GET", "POST"])
@allows("search:manage")
def new() -> ResponseReturnValue:
    """Add a pair, once one has seen what it changes."""
    actor = current_actor()
    form = SynonymForm(word=request.args.get("ord", "")[:200])
    return _edit(
        form,
        entry=None,
        preview=lambda: previewing.preview_added(actor, form.said()),
        store=lambda: service.add_synonym(actor, form.said(), form.reason.data or ""),
        done=gettext("Synonymet er lagt til. Det virker i alle søk om noen sekunder."),
    )


@blueprint.route("/sok/synonymer/<id:synonym_id>", methods=["GET", "POST"])
@allows("search:manage")
def edit(synonym_id: int) -> ResponseReturnValue:
    """Write a pair otherwise, once one has seen what it changes."""
    actor = current_actor()
    entry = queries.get_own(actor, synonym_id)
    form = SynonymForm(data=values_of(entry))
    return _edit(
        form,
        entry,
        preview=lambda: previewing.preview_added(actor, form.said(), instead_of=synonym_id),
        store=lambda: service.change_synonym(
            actor, synonym_id, form.said(), form.reason.data or "", version=form.version
        ),
        done=gettext("Synonymet er endret. Det virker i alle søk om noen sekunder."),
    )


@blueprint.route("/sok/synonymer/<id:synonym_id>/fjern", methods=["GET", "POST"])
@allows("search:manage")
def remove(synonym_id: int) -> ResponseReturnValue:
    """Take a pair away, once one has seen what that changes."""
    actor = current_actor()
    entry = queries.get_own(actor, synonym_id)
    form, status = ReasonForm(seen=str(entry.version)), 200
    if form.is_submitted():
        change, status = trying(
            form,
            lambda: service.remove_synonym(actor, synonym_id, form.reason.data or "", version=form.version),
        )
        if change is not None:
            undo = url_for("synonyms.restore", change_id=change.id)
            message: Any = {"text": gettext("«%(word)s» er fjernet.", word=entry.word), "undo": undo}
            flash(message)
            return redirect(url_for("synonyms.index"))
    preview = previewing.preview_removed(actor, entry)
    return render_template("synonyms/remove.html", form=form, preview=preview, **_words(entry)), status


@blueprint.route("/sok/synonymer/innebygd/<id:number>", methods=["GET", "POST"])
@allows("search:manage")
def switch(number: int) -> ResponseReturnValue:
    """Turn a shipped pair off, or on again, once one has seen what that changes."""
    actor = current_actor()
    entry = queries.get_shipped(actor, number)
    form, status = ReasonForm(), 200
    if form.is_submitted():
        wanted = "slaa_paa" in request.form
        _, status = trying(form, lambda: _switched(actor, number, wanted, form.reason.data or ""))
        if status == 200:
            said = gettext("«%(word)s» er slått på igjen.") if wanted else gettext("«%(word)s» er slått av.")
            flash(said % {"word": entry.word})
            return redirect(url_for("synonyms.index", q=entry.word))
    preview = previewing.preview_switched(actor, entry)
    return render_template("synonyms/switch.html", form=form, preview=preview, **_words(entry)), status


@blueprint.get("/sok/synonymer/endringer")
@allows("search:manage")
def changes() -> ResponseReturnValue:
    """What was done, newest first."""
    page = queries.list_changes(current_actor(), page_number())
    return render_template("synonyms/changes.html", page=page, deeds=DEEDS, nearness=NEARNESS)


@blueprint.post("/sok/synonymer/endringer/<id:change_id>/angre")
@allows("search:manage")
def restore(change_id: int) -> ResponseReturnValue:
    """Add again what was removed."""
    try:
        restored = service.restore_synonym(current_actor(), change_id)
    except Invalid as refusal:
        flash_refusal(refusal)
        return redirect(url_for("synonyms.changes"))
    flash(gettext("«%(word)s» er lagt til igjen.", word=restored.word))
    return redirect(url_for("synonyms.index", q=restored.word))


def _edit(
    form: SynonymForm,
    entry: Entry | None,
    preview: Callable[[], Preview],
    store: Callable[[], Synonym],
    done: str,
) -> ResponseReturnValue:
    form.offer()
    shown, status = None, 200
    if form.is_submitted():
        if "lagre" in request.form and form.previewed.data == form.mark:
            stored, status = trying(form, store)
            if stored is not None:
                flash(done)
                return redirect(url_for("synonyms.index", q=stored.word))
        else:
            shown, status = trying(form, preview)
        form.previewed.data = form.mark if shown is not None else ""
    explained = {"explained": NEARNESS_EXPLAINED}
    return render_template("synonyms/edit.html", form=form, preview=shown, **explained, **_words(entry)), status


def _switched(actor: Actor, number: int, in_use: bool, reason: str) -> bool:
    service.switch_shipped(actor, number, in_use=in_use, reason=reason)
    return True


def _words(entry: Entry | None) -> dict[str, object]:
    return {"entry": entry, "nearness": NEARNESS}
