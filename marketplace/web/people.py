"""Inviting people to a municipality, and changing what they are there."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.foundation.actor import Actor
from marketplace.organisations import administration, invitations, people, policies, queries
from marketplace.organisations.geography import place_of
from marketplace.organisations.models import Invitation, RoleAssignment
from marketplace.web.access import allows, current_actor, current_person
from marketplace.web.forms.organisations import InvitationForm, RoleForm, number_of, role_of
from marketplace.web.forms.trying import trying
from marketplace.web.locale import reader_language
from marketplace.web.organisations import wanted_municipality
from marketplace.wording.organisations import ROLES, ROLES_EXPLAINED
from marketplace.wording.refusals import refusal_in_words

blueprint = Blueprint("people", __name__)


@blueprint.get("/kommune/inviter")
@allows("people:manage")
def invite() -> ResponseReturnValue:
    """Ask who is invited to what."""
    person = current_person()
    form = InvitationForm(formdata=None, language=person.language if person else "nb")
    return _show_invite(form)


@blueprint.post("/kommune/inviter")
@allows("people:manage")
def send_invitation() -> ResponseReturnValue:
    """Invite somebody, and show the link as well, should the letter not arrive."""
    actor, form = current_actor(), InvitationForm()
    number = wanted_municipality(actor).number
    made, status = trying(form, lambda: _invite(actor, number, form))
    if made is None:
        return _show_invite(form, status)
    flash(_("Invitasjonen er sendt til %(email)s.", email=made.email))
    return redirect(url_for("people.show_invitation", invitation_id=made.id))


@blueprint.get("/kommune/invitasjoner/<id:invitation_id>")
@allows("people:manage")
def show_invitation(invitation_id: int) -> ResponseReturnValue:
    """An invitation with the link to copy."""
    invitation = administration.get_invitation(current_actor(), invitation_id)
    policies.may_withdraw_invitation(current_actor(), invitation).enforce()
    return render_template(
        "organisations/invitation.html",
        invitation=invitation,
        place=place_of(invitation.municipality_number).name,
        address=invitations.address_of(invitation.id),
        roles=ROLES,
    )


@blueprint.post("/kommune/invitasjoner/<id:invitation_id>/trekk-tilbake")
@allows("people:manage")
def withdraw_invitation(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    invitation = invitations.withdraw_invitation(current_actor(), invitation_id)
    flash(_("Invitasjonen til %(email)s er trukket tilbake.", email=invitation.email))
    return redirect(url_for("organisations.show", kommune=invitation.municipality_number))


@blueprint.get("/kommune/roller/<id:role_id>")
@allows("people:manage")
def edit_role(role_id: int) -> ResponseReturnValue:
    """Ask what somebody shall be, and offer to take the role or close the account."""
    held = administration.get_role(current_actor(), role_id)
    form = RoleForm(formdata=None, seen=held.mark, role=held.role.value, unit_id=str(held.unit_id or ""))
    return _show_role(held, form)


@blueprint.post("/kommune/roller/<id:role_id>")
@allows("people:manage")
def change_role(role_id: int) -> ResponseReturnValue:
    """Make of somebody's role another one."""
    actor, form = current_actor(), RoleForm()
    held, status = trying(
        form,
        lambda: people.change_role(
            actor, role_id, role_of(form.role.data), number_of(form.unit_id.data), seen=form.seen.data
        ),
    )
    if held is None:
        return _show_role(administration.get_role(actor, role_id), form, status)
    flash(_("Rollen er endret."))
    return redirect(url_for("organisations.show", kommune=held.municipality_number))


@blueprint.post("/kommune/roller/<id:role_id>/fjern")
@allows("people:manage")
def take_role(role_id: int) -> ResponseReturnValue:
    """Take the role; the account stays."""
    number = administration.get_role(current_actor(), role_id).municipality_number
    people.take_role(current_actor(), role_id)
    flash(_("Rollen er fjernet."))
    return redirect(url_for("organisations.show", kommune=number))


@blueprint.post("/kommune/folk/<id:person_id>/steng")
@allows("people:manage")
def deactivate(person_id: int) -> ResponseReturnValue:
    """Close somebody's account."""
    person = people.deactivate_person(current_actor(), person_id)
    message: Any = {"text": _("Kontoen til %(name)s er stengt.", name=person.name), "undo": _undo(person_id)}
    flash(message)
    return redirect(_back_to(person_id))


@blueprint.post("/kommune/folk/<id:person_id>/apne")
@allows("people:manage")
def reactivate(person_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    person = people.reactivate_person(current_actor(), person_id)
    flash(_("Kontoen til %(name)s er åpnet igjen.", name=person.name))
    return redirect(_back_to(person_id))


def _invite(actor: Actor, number: str, form: InvitationForm) -> Invitation:
    return invitations.invite_person(
        actor,
        email=form.email.data or "",
        municipality_number=number,
        role=role_of(form.role.data),
        unit_id=number_of(form.unit_id.data),
        language=form.language.data or "",
    )


def _show_invite(form: InvitationForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    municipality = wanted_municipality(actor)
    form.offer(queries.list_units(municipality.number), policies.is_operator(actor))
    explained = [(offered.label, _(ROLES_EXPLAINED[offered.value])) for offered in form.role.choices]
    shown = render_template("organisations/invite.html", form=form, municipality=municipality, explained=explained)
    return shown, status


def _show_role(held: RoleAssignment, form: RoleForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    person = administration.get_person_here(actor, held.person_id)
    taking = policies.may_take_role(actor, held, administration.count_other_admins(held))
    form.offer(queries.list_units(held.municipality_number), held.role)
    shown = render_template(
        "organisations/role.html",
        form=form,
        held=held,
        someone=person,
        is_self=person.id == actor.person_id,
        place=place_of(held.municipality_number).name,
        why_not=refusal_in_words(reader_language(), taking.refusal) if taking.refusal else None,
    )
    return shown, status


def _undo(person_id: int) -> str:
    return url_for("people.reactivate", person_id=person_id)


def _back_to(person_id: int) -> str:
    numbers = [role.municipality_number for role in queries.roles_of(person_id)]
    mine = [number for number in numbers if policies.may_manage_people(current_actor(), number)]
    return url_for("organisations.show", kommune=mine[0] if mine else None)
