"""A municipality's page: its people, units, sites and pick-up places."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import NotFound
from marketplace.organisations import administration, policies, queries
from marketplace.organisations.models import Municipality
from marketplace.web.access import allows, current_actor
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
        pickup_places=queries.list_pickup_places(number, closed=True),
        roles=ROLES,
        now=clock.now(),
        choices=queries.list_municipalities() if policies.is_operator(actor) else [],
    )


def wanted_municipality(actor: Actor) -> Municipality:
    """The municipality that the page's address names, else the actor's own.

    Raises:
        NotFound: there is none such, or it is not the actor's to manage.
    """
    number = request.args.get("kommune") or actor.municipality_number or ""
    if not policies.may_manage_people(actor, number):
        raise NotFound("municipality-not-found", number=number[:4])
    return queries.get_municipality(number)
