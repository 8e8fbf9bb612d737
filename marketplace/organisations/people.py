"""What administrators do with the people of a municipality."""

import secrets

from sqlalchemy import select

from marketplace.accounts import service as account_service
from marketplace.accounts.models import Person
from marketplace.accounts.queries import find_person_by_email, get_person
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.organisations import administration, policies
from marketplace.organisations.events import PersonLeft
from marketplace.organisations.models import Municipality, RoleAssignment, Unit
from marketplace.organisations.queries import get_municipality
from marketplace.organisations.roles import NETWORK_ROLES, Role


def give_role(
    actor: Actor, person_id: int, municipality_number: str, role: Role, unit_id: int | None = None
) -> RoleAssignment:
    """Let somebody be something in a municipality, or in one unit of it.

    The same role given again changes nothing. Of the municipality's own roles a person holds one.

    Raises:
        NotFound: `person-not-found`, `municipality-not-found` or `unit-not-found`.
        Forbidden: `people-not-yours` or `role-needs-operator`.
        Conflict: `role-covers-municipality`, or `person-has-role-here`: change that one instead.
    """
    with transaction():
        lock_municipality(municipality_number)
        policies.may_give_role(actor, municipality_number, role, unit_id).enforce()
        person = get_person(person_id)
        return add_role(person, municipality_number, role, unit_id)


def add_role(person: Person, municipality_number: str, role: Role, unit_id: int | None) -> RoleAssignment:
    """As `give_role`, within a transaction and without asking who may."""
    if unit_id is not None:
        require_unit(unit_id, municipality_number)
    held = list(
        db.session.scalars(
            select(RoleAssignment).where(
                RoleAssignment.person_id == person.id, RoleAssignment.municipality_number == municipality_number
            )
        )
    )
    for assignment in held:
        if assignment.role == role and assignment.unit_id == unit_id:
            return assignment
        if (assignment.role in NETWORK_ROLES) == (role in NETWORK_ROLES):
            raise Conflict("person-has-role-here", name=person.name)
    assignment = RoleAssignment(
        person_id=person.id,
        municipality_number=municipality_number,
        unit_id=unit_id,
        role=role,
        given_at=clock.now(),
    )
    db.session.add(assignment)
    db.session.flush()
    return assignment


def register_with_role(
    actor: Actor,
    *,
    email: str,
    name: str,
    language: str,
    password: str | None,
    municipality_number: str,
    role: Role,
    unit_id: int | None = None,
) -> Person:
    """Make somebody known, if they are not, and let them be something in a municipality; set the password if given.

    Raises:
        Invalid, NotFound, Forbidden, Conflict: as `register_person`, `set_password` and `give_role`.
    """
    with transaction():
        known = find_person_by_email(email)
        if known is None:
            person = account_service.register_person(email=email, name=name, language=language, password=password)
        else:
            person = account_service.set_password(known.id, password) if password is not None else known
        give_role(actor, person.id, municipality_number, role, unit_id)
    return person


def change_role(
    actor: Actor, role_id: int, to: Role, unit_id: int | None = None, *, seen: str | None = None
) -> RoleAssignment:
    """Make of a role another one. `seen` is the role's `mark` when the form was shown.

    Raises:
        NotFound: `role-not-found` or `unit-not-found`.
        Forbidden, Conflict: as `may_change_role` has it, or `stale-form`.
    """
    with transaction():
        held = _locked(actor, role_id)
        if seen is not None and seen != held.mark:
            raise Conflict("stale-form")
        policies.may_change_role(actor, held, to, unit_id, administration.count_other_admins(held)).enforce()
        if unit_id is not None:
            require_unit(unit_id, held.municipality_number)
        held.role = to
        held.unit_id = unit_id
        outbox.record(PersonLeft(held.person_id, held.municipality_number))
    return held


def take_role(actor: Actor, role_id: int) -> None:
    """Take a role from somebody.

    Raises:
        NotFound: `role-not-found`.
        Forbidden, Conflict: as `may_take_role` has it.
    """
    with transaction() as session:
        held = _locked(actor, role_id)
        policies.may_take_role(actor, held, administration.count_other_admins(held)).enforce()
        session.delete(held)
        outbox.record(PersonLeft(held.person_id, held.municipality_number))


def deactivate_person(actor: Actor, person_id: int) -> Person:
    """Close somebody's account: sessions end, tokens stop, sign-in is refused. What they did stays theirs.

    Raises:
        NotFound: `person-not-found`.
        Forbidden, Conflict: as `may_deactivate` has it.
    """
    with transaction():
        person = _decide_on_account(actor, person_id)
        if person.deactivated_at is None:
            person.deactivated_at = clock.now()
            person.session_key = secrets.token_hex(16)
            for number in sorted({role.municipality_number for role in administration.roles_held_by(person_id)}):
                outbox.record(PersonLeft(person_id, number))
    return person


def reactivate_person(actor: Actor, person_id: int) -> Person:
    """Open a closed account again, with the roles and the password it had.

    Raises:
        NotFound: `person-not-found`.
        Forbidden, Conflict: as `may_deactivate` has it.
    """
    with transaction():
        person = _decide_on_account(actor, person_id)
        person.deactivated_at = None
    return person


def require_unit(unit_id: int, municipality_number: str) -> Unit:
    """An open unit of that municipality.

    Raises:
        NotFound: `unit-not-found`.
    """
    unit = db.session.get(Unit, unit_id)
    if unit is None or unit.municipality_number != municipality_number or unit.closed_at is not None:
        raise NotFound("unit-not-found")
    return unit


def lock_municipality(number: str) -> None:
    """Hold what is decided about a municipality's people and members until the transaction ends.

    Raises:
        NotFound: `municipality-not-found`.
    """
    get_municipality(number)
    db.session.execute(select(Municipality.number).where(Municipality.number == number).with_for_update())


def _locked(actor: Actor, role_id: int) -> RoleAssignment:
    held = administration.get_role(actor, role_id)
    lock_municipality(held.municipality_number)
    db.session.refresh(held)
    return held


def _decide_on_account(actor: Actor, person_id: int) -> Person:
    person = administration.get_person_here(actor, person_id)
    held = administration.roles_held_by(person_id)
    for number in sorted({role.municipality_number for role in held}):
        lock_municipality(number)
    leaves_no_admin = any(
        role.role == Role.MUNICIPALITY_ADMIN and administration.count_other_admins(role) == 0 for role in held
    )
    policies.may_deactivate(actor, person_id, held, leaves_no_admin and person.deactivated_at is None).enforce()
    return person
