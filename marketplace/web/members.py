"""Who is in the network, and when."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.organisations import memberships, policies, queries
from marketplace.organisations.geography import alphabetical, place_of
from marketplace.organisations.models import Membership
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.organisations import MembershipForm, values_of_membership
from marketplace.web.forms.trying import trying

blueprint = Blueprint("members", __name__)


@blueprint.get("/kommune/medlemmer")
@allows("members:view")
def index() -> ResponseReturnValue:
    """All memberships, those that last first, by name."""
    actor, today = current_actor(), clock.today()
    policies.may_see_members(actor).enforce()
    return render_template(
        "organisations/members.html",
        memberships=sorted(queries.list_memberships(), key=lambda row: _order(row, today)),
        place_of=place_of,
        today=today,
        may_manage=policies.may_manage_members(actor),
    )


@blueprint.route("/kommune/medlemmer/ny", methods=["GET", "POST"])
@allows("members:manage")
def new() -> ResponseReturnValue:
    """Let a municipality in."""
    actor = current_actor()
    form = MembershipForm(from_on=clock.today().isoformat())
    form.offer(queries.list_municipalities())
    status = 200
    if form.is_submitted():
        made, status = trying(form, lambda: _begin(actor, form))
        if made is not None:
            flash(_("%(place)s er lagt til.", place=place_of(made.municipality_number).name))
            return redirect(url_for("members.index"))
    return render_template("organisations/membership.html", form=form, membership=None, place=""), status


@blueprint.route("/kommune/medlemmer/<id:membership_id>", methods=["GET", "POST"])
@allows("members:manage")
def edit(membership_id: int) -> ResponseReturnValue:
    """Set a membership's days."""
    actor = current_actor()
    membership = queries.get_membership(membership_id)
    place = place_of(membership.municipality_number).name
    form = MembershipForm(data=values_of_membership(membership))
    status = 200
    if form.is_submitted():
        made, status = trying(
            form,
            lambda: memberships.change_membership(actor, membership_id, *form.days(), seen=form.seen.data),
        )
        if made is not None:
            flash(_("Medlemskapet til %(place)s er endret.", place=place))
            return redirect(url_for("members.index"))
    return render_template("organisations/membership.html", form=form, membership=membership, place=place), status


def _order(row: Membership, today: date) -> tuple[bool, str]:
    return row.to_on is not None and row.to_on < today, alphabetical(place_of(row.municipality_number).name)


def _begin(actor: Actor, form: MembershipForm) -> Membership:
    first, last = form.days()
    return memberships.begin_membership(actor, form.municipality.data or "", first, last)
