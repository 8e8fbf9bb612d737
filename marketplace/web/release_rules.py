"""A municipality's rules of release, and the voluntary organisations it gives to."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.organisations import queries, releasing
from marketplace.organisations.fields import fields_of_voluntary
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.releasing import RulesForm, VoluntaryForm, values_of_rules, values_of_voluntary
from marketplace.web.forms.trying import trying
from marketplace.web.organisations import wanted_municipality

blueprint = Blueprint("release_rules", __name__)


@blueprint.route("/kommune/utlysning", methods=["GET", "POST"])
@allows("sites:manage")
def show() -> ResponseReturnValue:
    """How long listings stay with whom, and who else is given to."""
    actor = current_actor()
    municipality = wanted_municipality(actor)
    number, status = municipality.number, 200
    rules = releasing.rules_of(number)
    form = RulesForm(data=values_of_rules(rules))
    if form.is_submitted():
        kept, status = trying(form, lambda: _set_rules(number, form))
        if kept:
            flash(gettext("Reglene er lagret. Annonser som ligger ute, beholder datoene sine."))
            return redirect(url_for("release_rules.show", kommune=number))
    shown = render_template(
        "organisations/release.html",
        form=form,
        municipality=queries.get_municipality(number),
        organisations=releasing.list_voluntary(number, closed=True),
    )
    return shown, status


def _set_rules(number: str, form: RulesForm) -> bool:
    releasing.set_rules(current_actor(), number, form.said(), seen=form.seen.data)
    return True


@blueprint.route("/kommune/frivillige/ny", methods=["GET", "POST"])
@allows("sites:manage")
def new_voluntary() -> ResponseReturnValue:
    """Add an organisation to the list."""
    actor, form, status = current_actor(), VoluntaryForm(), 200
    number = wanted_municipality(actor).number
    if form.is_submitted():
        added, status = trying(form, lambda: releasing.add_voluntary(actor, number, form.said()))
        if added is not None:
            flash(gettext("%(name)s er lagret.", name=added.name))
            return redirect(url_for("release_rules.show", kommune=number))
    municipality = queries.get_municipality(number)
    shown = render_template("organisations/voluntary.html", form=form, municipality=municipality, organisation=None)
    return shown, status


@blueprint.route("/kommune/frivillige/<id:organisation_id>", methods=["GET", "POST"])
@allows("sites:manage")
def edit_voluntary(organisation_id: int) -> ResponseReturnValue:
    """Change what is written about an organisation."""
    actor, status = current_actor(), 200
    organisation = releasing.get_voluntary(actor, organisation_id)
    number = organisation.municipality_number
    form = VoluntaryForm(data=values_of_voluntary(fields_of_voluntary(organisation)))
    if form.is_submitted():
        kept, status = trying(
            form, lambda: releasing.change_voluntary(actor, organisation_id, form.said(), seen=form.seen.data)
        )
        if kept is not None:
            flash(gettext("%(name)s er lagret.", name=kept.name))
            return redirect(url_for("release_rules.show", kommune=number))
    shown = render_template(
        "organisations/voluntary.html",
        form=form,
        municipality=queries.get_municipality(number),
        organisation=releasing.get_voluntary(actor, organisation_id),
    )
    return shown, status


@blueprint.post("/kommune/frivillige/<id:organisation_id>/fjern")
@allows("sites:manage")
def close_voluntary(organisation_id: int) -> ResponseReturnValue:
    """Give to it no more."""
    closed = releasing.close_voluntary(current_actor(), organisation_id)
    message: Any = {
        "text": gettext("%(name)s får ikke flere brev, og lenkene virker ikke lenger.", name=closed.name),
        "undo": url_for("release_rules.reopen_voluntary", organisation_id=organisation_id),
    }
    flash(message)
    return redirect(url_for("release_rules.show", kommune=closed.municipality_number))


@blueprint.post("/kommune/frivillige/<id:organisation_id>/apne")
@allows("sites:manage")
def reopen_voluntary(organisation_id: int) -> ResponseReturnValue:
    """Give to it again."""
    opened = releasing.reopen_voluntary(current_actor(), organisation_id)
    flash(gettext("%(name)s er på listen igjen.", name=opened.name))
    return redirect(url_for("release_rules.show", kommune=opened.municipality_number))
