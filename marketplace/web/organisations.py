"""A municipality's page: its people, units, sites and pick-up places."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.notifications import queries as notifications
from marketplace.organisations import administration, policies, queries, service
from marketplace.organisations.models import Municipality
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.organisations import OrganisationNumberForm
from marketplace.web.forms.trying import trying
from marketplace.wording.organisations import ROLES

blueprint = Blueprint("organisations", __name__)


@blueprint.get("/kommune")
@allows("people:manage", "sites:manage", "members:view")
def show() -> ResponseReturnValue:
    """The municipality one acts for, or `kommune` for an operator; the network's members for who manages none."""
    actor = current_actor()
    if "people:manage" not in actor.permissions | actor.network_permissions:
        return redirect(url_for("members.index"))
    municipality = wanted_municipality(actor)
    number, today = municipality.number, clock.today()
    return render_template(
        "organisations/show.html",
        municipality=municipality,
        is_member=queries.is_member(number, today),
        people=administration.people_of(number),
        invitations=administration.list_waiting_invitations(number, clock.now()),
        units=queries.list_units(number, closed=True),
        sites=queries.list_sites(number, closed=True),
        channels=notifications.list_channels(number),
        pickup_places=queries.list_pickup_places(number, closed=True),
        roles=ROLES,
        now=clock.now(),
        choices=queries.list_municipalities() if policies.is_operator(actor) else [],
    )


@blueprint.route("/kommune/organisasjonsnummer", methods=["GET", "POST"])
@allows("sites:manage")
def organisation_number() -> ResponseReturnValue:
    """Write down the municipality's organisation number."""
    actor = current_actor()
    municipality = wanted_municipality(actor)
    number, known = municipality.number, municipality.organisation_number or ""
    form, status = OrganisationNumberForm(seen=known, organisation_number=known), 200
    if form.is_submitted():
        status = trying(form, lambda: _write_organisation_number(actor, number, form))[1]
        if status < Conflict.status:
            flash(gettext("Organisasjonsnummeret er lagret."))
            return redirect(url_for("organisations.show", kommune=number))
    return render_template("organisations/number.html", form=form, municipality=municipality), status


def _write_organisation_number(actor: Actor, number: str, form: OrganisationNumberForm) -> bool:
    service.set_organisation_number(actor, number, form.organisation_number.data or "", seen=form.seen.data)
    return True


def wanted_municipality(actor: Actor) -> Municipality:
    """The municipality that the page's address names, else the actor's own.

    Raises:
        NotFound: there is none such, or it is not the actor's to manage.
    """
    number = request.args.get("kommune") or actor.municipality_number or ""
    if not policies.may_manage_people(actor, number):
        raise NotFound("municipality-not-found", number=number[:4])
    return queries.get_municipality(number)
