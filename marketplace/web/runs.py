"""Shared runs: agreeing that several claims are fetched on one trip."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.claims import policies
from marketplace.transfers import sharing
from marketplace.web import run_page
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.pickups import RunForm
from marketplace.web.forms.trying import trying

blueprint = Blueprint("runs", __name__)


@blueprint.post("/hentinger/turer")
@allows(*policies.PARTIES)
def agree() -> ResponseReturnValue:
    """Set the appointments of all the claims of a trip."""
    actor = current_actor()
    form = RunForm(prefix=request.args.get("skjema", ""))
    run, status = trying(
        form, lambda: sharing.agree_on_run(actor, **form.said()), {"from": "begins", "until": "begins"}
    )
    if run is None:
        flash(" ".join(str(error) for error in form.form_errors) or gettext("Se hva som må rettes."), "danger")
        return render_template("pickups/runs.html", runs=run_page.proposals(actor, form)), status
    flash(gettext("Turen er avtalt, og alle får beskjed."))
    return redirect(url_for("pickups.index", dag=form.on.data))
