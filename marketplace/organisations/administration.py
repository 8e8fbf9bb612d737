"""Asking for what a municipality's administrators see of its people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import func, select

from marketplace.accounts.models import Person
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.organisations import policies
from marketplace.organisations.geography import alphabetical
from marketplace.organisations.models import ApiToken, Invitation, PickupPlace, RoleAssignment, Site, Unit
from marketplace.organisations.roles import Role

SHOWN_AFTER_EXPIRY = timedelta(days=30)
Part = TypeVar("Part", Unit, Site, PickupPlace)
_NOT_FOUND = {Unit: "unit-not-found", Site: "site-not-found", PickupPlace: "pickup-place-not-found"}


@dataclass(frozen=True, slots=True)
class PersonHere:
    """Somebody with a role in a municipality, as its administrators see them."""

    person_id: int
    name: str
    email: str
    deactivated_at: datetime | None
    has_password: bool
    role_id: int
    role: Role
    unit_id: int | None
    unit_name: str | None
    mark: str


def people_of(municipality_number: str) -> list[PersonHere]:
    """Everybody's roles in a municipality, the deactivated too; by name."""
    asked = (
        select(RoleAssignment, Person, Unit.name)
        .join(Person, Person.id == RoleAssignment.person_id)
        .outerjoin(Unit, Unit.id == RoleAssignment.unit_id)
        .where(RoleAssignment.municipality_number == municipality_number)
        .order_by(RoleAssignment.id)
    )
    found = [
        PersonHere(
            person.id,
            person.name,
            person.email,
            person.deactivated_at,
            person.password_hash is not None,
            held.id,
            held.role,
            held.unit_id,
            unit_name,
            held.mark,
        )
        for held, person, unit_name in db.session.execute(asked)
    ]
    return sorted(found, key=lambda row: (row.deactivated_at is not None, alphabetical(row.name), row.role_id))


@dataclass(frozen=True, slots=True)
class InvitationHere:
    """An invitation that nobody has answered yet."""

    id: int
    email: str
    role: Role
    unit_name: str | None
    invited_by: str
    invited_at: datetime
    expires_at: datetime


def list_waiting_invitations(municipality_number: str, now: datetime) -> list[InvitationHere]:
    """Invitations to a municipality that can still be answered, or expired of late; newest first."""
    asked = (
        select(
            Invitation.id,
            Invitation.email,
            Invitation.role,
            Unit.name,
            Person.name,
            Invitation.invited_at,
            Invitation.expires_at,
        )
        .join(Person, Person.id == Invitation.invited_by)
        .outerjoin(Unit, Unit.id == Invitation.unit_id)
        .where(
            Invitation.municipality_number == municipality_number,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now - SHOWN_AFTER_EXPIRY,
        )
        .order_by(Invitation.id.desc())
    )
    return [InvitationHere(*row) for row in db.session.execute(asked)]


def find_waiting_invitation(email: str, municipality_number: str, now: datetime) -> Invitation | None:
    """The invitation that this address can answer now."""
    return db.session.scalar(
        select(Invitation)
        .where(
            Invitation.email == email,
            Invitation.municipality_number == municipality_number,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
        .limit(1)
    )


def find_invitation(invitation_id: int) -> Invitation | None:
    """The invitation, in whatever state."""
    return db.session.get(Invitation, invitation_id)


def get_invitation(actor: Actor, invitation_id: int) -> Invitation:
    """The invitation.

    Raises:
        NotFound: `invitation-not-found`, also when its municipality's people are not the actor's to manage.
    """
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or not policies.may_manage_people(actor, invitation.municipality_number):
        raise NotFound("invitation-not-found")
    return invitation


def get_role(actor: Actor, role_id: int) -> RoleAssignment:
    """The role somebody holds.

    Raises:
        NotFound: `role-not-found`, also when its municipality's people are not the actor's to manage.
    """
    held = db.session.get(RoleAssignment, role_id)
    if held is None or not policies.may_manage_people(actor, held.municipality_number):
        raise NotFound("role-not-found")
    return held


def roles_held_by(person_id: int) -> list[RoleAssignment]:
    """Everything somebody is, anywhere, in the order it was given."""
    of_person = select(RoleAssignment).where(RoleAssignment.person_id == person_id).order_by(RoleAssignment.id)
    return list(db.session.scalars(of_person))


def get_person_here(actor: Actor, person_id: int) -> Person:
    """Somebody with a role in a municipality whose people are the actor's to manage.

    Raises:
        NotFound: `person-not-found`.
    """
    person = db.session.get(Person, person_id)
    numbers = db.session.scalars(
        select(RoleAssignment.municipality_number).where(RoleAssignment.person_id == person_id)
    ).all()
    if person is None or not any(policies.may_manage_people(actor, number) for number in numbers):
        raise NotFound("person-not-found")
    return person


def get_part(actor: Actor, kind: type[Part], part_id: int) -> Part:
    """The unit, site or pick-up place, closed or not.

    Raises:
        NotFound: `unit-not-found` and the like, also when its municipality's places are not the actor's to manage.
    """
    part = db.session.get(kind, part_id)
    if part is None or not policies.may_manage_sites(actor, part.municipality_number):
        raise NotFound(_NOT_FOUND[kind])
    return part


def count_other_admins(held: RoleAssignment) -> int:
    """How many active administrators a municipality has besides the holder of this role."""
    asked = (
        select(func.count())
        .select_from(RoleAssignment)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(
            RoleAssignment.municipality_number == held.municipality_number,
            RoleAssignment.role == Role.MUNICIPALITY_ADMIN,
            RoleAssignment.person_id != held.person_id,
            Person.deactivated_at.is_(None),
        )
    )
    return db.session.scalar(asked) or 0


def list_tokens(person_id: int) -> list[ApiToken]:
    """Somebody's tokens in use, oldest first."""
    asked = select(ApiToken).where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
    return list(db.session.scalars(asked.order_by(ApiToken.id)))
