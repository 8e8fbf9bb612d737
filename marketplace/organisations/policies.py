"""Who may administer what of municipalities, people, and keys; pure."""

from datetime import datetime

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Conflict, Forbidden
from marketplace.organisations.models import ApiToken, Invitation, RoleAssignment
from marketplace.organisations.roles import NETWORK_ROLES, Role

WHOLE_MUNICIPALITY = NETWORK_ROLES | {Role.MUNICIPALITY_ADMIN}
"""Roles that are never for one unit only."""


def may_manage_people(actor: Actor, municipality_number: str) -> Decision:
    """The municipality's administrators, and the network's operators."""
    return first_refusal((actor.may_in("people:manage", municipality_number), Forbidden("people-not-yours")))


def may_manage_sites(actor: Actor, municipality_number: str) -> Decision:
    """Units, sites and pick-up places: the municipality's administrators, and the network's operators."""
    return first_refusal((actor.may_in("sites:manage", municipality_number), Forbidden("sites-not-yours")))


def may_manage_release(actor: Actor, municipality_number: str) -> Decision:
    """The rules of release and the voluntary organisations: the municipality's administrators, and operators."""
    return first_refusal((actor.may_in("sites:manage", municipality_number), Forbidden("release-rules-not-yours")))


def may_see_members(actor: Actor) -> Decision:
    """Who is in the network and when."""
    return first_refusal(("members:view" in actor.network_permissions, Forbidden("members-not-yours")))


def may_manage_members(actor: Actor) -> Decision:
    """Only an operator lets municipalities into the network and out of it."""
    return first_refusal((is_operator(actor), Forbidden("members-need-operator")))


def may_give_role(actor: Actor, municipality_number: str, role: Role, unit_id: int | None = None) -> Decision:
    """An administrator gives the municipality's roles, an operator those of the network too."""
    people = may_manage_people(actor, municipality_number)
    return first_refusal(
        (bool(people), people.refusal or "people-not-yours"),
        (role not in NETWORK_ROLES or is_operator(actor), Forbidden("role-needs-operator")),
        (unit_id is None or role not in WHOLE_MUNICIPALITY, Conflict("role-covers-municipality")),
    )


def may_change_role(actor: Actor, held: RoleAssignment, to: Role, unit_id: int | None, other_admins: int) -> Decision:
    """Make of a role another one. `other_admins` counts the municipality's active administrators besides this one."""
    taking = may_take_role(actor, held, other_admins)
    giving = may_give_role(actor, held.municipality_number, to, unit_id)
    same_kind = (held.role in NETWORK_ROLES) == (to in NETWORK_ROLES)
    return first_refusal(
        (bool(giving), giving.refusal or "people-not-yours"),
        (same_kind, Conflict("role-of-other-kind")),
        (bool(taking) or held.role == to, taking.refusal or "people-not-yours"),
    )


def may_take_role(actor: Actor, held: RoleAssignment, other_admins: int) -> Decision:
    """Take a role from somebody. Only an operator leaves a municipality without an administrator."""
    people = may_manage_people(actor, held.municipality_number)
    is_last = held.role == Role.MUNICIPALITY_ADMIN and other_admins == 0
    return first_refusal(
        (bool(people), people.refusal or "people-not-yours"),
        (held.role not in NETWORK_ROLES or is_operator(actor), Forbidden("role-needs-operator")),
        (not is_last or is_operator(actor), Conflict("last-admin-stays")),
    )


def may_deactivate(actor: Actor, person_id: int, held: list[RoleAssignment], leaves_no_admin: bool) -> Decision:
    """Close somebody's account. An administrator only when all that person's roles are theirs to give."""
    within = bool(held) and all(
        may_manage_people(actor, role.municipality_number) and role.role not in NETWORK_ROLES for role in held
    )
    return first_refusal(
        (actor.person_id != person_id, Conflict("person-is-yourself")),
        (is_operator(actor) or within, Forbidden("person-has-roles-elsewhere")),
        (is_operator(actor) or not leaves_no_admin, Conflict("last-admin-stays")),
    )


def may_withdraw_invitation(actor: Actor, invitation: Invitation) -> Decision:
    """Whoever may give the role, as long as nobody has answered."""
    role = may_give_role(actor, invitation.municipality_number, invitation.role)
    return first_refusal(
        (bool(role), role.refusal or "people-not-yours"),
        (invitation.accepted_at is None, Conflict("invitation-already-accepted")),
        (invitation.withdrawn_at is None, Conflict("invitation-withdrawn")),
    )


def may_create_token(actor: Actor) -> Decision:
    """Anybody with a role, for the municipality they act for; nothing is gained by it."""
    return first_refusal(
        (actor.person_id is not None and actor.municipality_number is not None, Forbidden("token-needs-role"))
    )


def may_revoke_token(actor: Actor, token: ApiToken) -> Decision:
    """One's own."""
    return first_refusal((actor.person_id == token.person_id, Forbidden("token-not-yours")))


def is_operator(actor: Actor) -> bool:
    """Whether the actor runs the service for all municipalities."""
    return "members:manage" in actor.network_permissions


def may_answer_invitation(invitation: Invitation, now: datetime) -> Decision:
    """Once, before it expires or is withdrawn."""
    return first_refusal(
        (invitation.accepted_at is None, Conflict("invitation-already-accepted")),
        (invitation.withdrawn_at is None, Conflict("invitation-withdrawn")),
        (now < invitation.expires_at, Conflict("invitation-expired")),
    )
