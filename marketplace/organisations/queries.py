"""Asking for municipalities, what belongs to them, and who may do what there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import ColumnElement, or_, select

from marketplace.accounts.models import Person
from marketplace.accounts.queries import find_command_line
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.organisations.geography import alphabetical
from marketplace.organisations.models import ApiToken, Membership, Municipality, PickupPlace, RoleAssignment, Site, Unit
from marketplace.organisations.roles import NETWORK_PERMISSIONS, PERMISSIONS, Role

Held = tuple[str, Role, int | None]
"""In which municipality, as what, and for which unit of it."""


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role somebody holds, and where."""

    id: int
    role: Role
    municipality_number: str
    municipality_name: str
    unit_id: int | None
    unit_name: str | None


def get_municipality(number: str) -> Municipality:
    """The municipality.

    Raises:
        NotFound: `municipality-not-found`.
    """
    municipality = db.session.get(Municipality, number) if number.isascii() and number.isdecimal() else None
    if municipality is None:
        raise NotFound("municipality-not-found", number=number)
    return municipality


def list_municipalities() -> list[Municipality]:
    """All municipalities, by name."""
    return _by_name(db.session.scalars(select(Municipality)).all())


def list_members(on: date) -> list[Municipality]:
    """Those who are in the network on a day, by name."""
    of_members = select(Membership.municipality_number).where(_lasts(on))
    return _by_name(db.session.scalars(select(Municipality).where(Municipality.number.in_(of_members))).all())


def numbers_of_members(on: date) -> frozenset[str]:
    """The numbers of those who are in the network on a day."""
    return frozenset(db.session.scalars(select(Membership.municipality_number).where(_lasts(on))))


def is_member(number: str, on: date) -> bool:
    """Whether the municipality is in the network on a day."""
    found = select(Membership.id).where(Membership.municipality_number == number, _lasts(on)).limit(1)
    return db.session.scalar(found) is not None


def list_memberships() -> list[Membership]:
    """All times in the network, newest first."""
    return list(db.session.scalars(select(Membership).order_by(Membership.from_on.desc(), Membership.id)))


def get_membership(membership_id: int) -> Membership:
    """A municipality's time in the network.

    Raises:
        NotFound: `membership-not-found`.
    """
    membership = db.session.get(Membership, membership_id)
    if membership is None:
        raise NotFound("membership-not-found")
    return membership


def list_units(number: str, closed: bool = False) -> list[Unit]:
    """A municipality's units by name; with those that are closed if asked for."""
    asked = select(Unit).where(Unit.municipality_number == number)
    found = db.session.scalars(asked if closed else asked.where(Unit.closed_at.is_(None))).all()
    return sorted(found, key=lambda unit: alphabetical(unit.name))


def list_sites(number: str, closed: bool = False) -> list[Site]:
    """A municipality's sites by name; with those that are closed if asked for."""
    asked = select(Site).where(Site.municipality_number == number)
    found = db.session.scalars(asked if closed else asked.where(Site.closed_at.is_(None))).all()
    return sorted(found, key=lambda site: alphabetical(site.name))


def list_pickup_places(number: str, closed: bool = False) -> list[PickupPlace]:
    """A municipality's pick-up places by name; with those that are closed if asked for."""
    asked = select(PickupPlace).where(PickupPlace.municipality_number == number)
    found = db.session.scalars(asked if closed else asked.where(PickupPlace.closed_at.is_(None))).all()
    return sorted(found, key=lambda place: alphabetical(place.name))


def roles_of(person_id: int) -> list[HeldRole]:
    """What somebody is and where, in the order it was given."""
    asked = (
        select(
            RoleAssignment.id,
            RoleAssignment.role,
            RoleAssignment.municipality_number,
            Municipality.name,
            RoleAssignment.unit_id,
            Unit.name,
        )
        .join(Municipality, Municipality.number == RoleAssignment.municipality_number)
        .outerjoin(Unit, Unit.id == RoleAssignment.unit_id)
        .where(RoleAssignment.person_id == person_id)
        .order_by(RoleAssignment.id)
    )
    return [HeldRole(*row) for row in db.session.execute(asked)]


def actor_of(person: Person, municipality_number: str | None = None, *, on: date) -> Actor:
    """The person acting for a municipality; for that of their first role when none is named.

    Somebody deactivated may nothing. Somebody without a role in the named municipality may nothing there, but keeps
    what a role for the network gives.
    """
    held = roles_of(person.id) if person.deactivated_at is None else []
    if municipality_number is None and held:
        municipality_number = held[0].municipality_number
    roles = [(role.municipality_number, role.role, role.unit_id) for role in held]
    return _actor(person, roles, municipality_number, numbers_of_members(on))


def actors_of(acting: Collection[tuple[int, str]], on: date) -> dict[tuple[int, str], Actor]:
    """As `actor_of`, for many people by their id, each for a municipality; a fixed number of queries."""
    ids = {person_id for person_id, _ in acting}
    people = {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    held: dict[int, list[Held]] = {person_id: [] for person_id in ids}
    roles = select(RoleAssignment).where(RoleAssignment.person_id.in_(ids)).order_by(RoleAssignment.id)
    for role in db.session.scalars(roles):
        if people[role.person_id].deactivated_at is None:
            held[role.person_id].append((role.municipality_number, role.role, role.unit_id))
    members = numbers_of_members(on)
    return {(each, number): _actor(people[each], held[each], number, members) for each, number in acting}


def _actor(person: Person, held: Sequence[Held], municipality_number: str | None, members: frozenset[str]) -> Actor:
    here = [(role, unit_id) for number, role, unit_id in held if number == municipality_number]
    unit_id, permissions = scope_of(here)
    return Actor(
        person_id=person.id,
        municipality_number=municipality_number if here else None,
        unit_id=unit_id,
        permissions=permissions,
        network_permissions=frozenset().union(*(NETWORK_PERMISSIONS.get(role, frozenset()) for _, role, _ in held)),
        is_member=bool(here) and municipality_number in members,
        members=members,
        language=person.language,
    )


def operator_actor(municipality_number: str | None = None) -> Actor:
    """Whoever runs commands on the server: may all there is, in a municipality (if named) and for the network.

    Raises:
        NotFound: `municipality-not-found`.
    """
    if municipality_number is not None:
        get_municipality(municipality_number)
    members = numbers_of_members(clock.today())
    person = find_command_line()
    return Actor(
        person_id=person.id if person else None,
        municipality_number=municipality_number,
        permissions=frozenset().union(*PERMISSIONS.values()) if municipality_number else frozenset(),
        network_permissions=frozenset().union(*NETWORK_PERMISSIONS.values()),
        is_member=municipality_number in members,
        members=members,
    )


def hash_of_token(token: str) -> str:
    """What is kept of a token. It is random and long, so that a plain hash cannot be turned back."""
    return sha256(token.encode()).hexdigest()


def find_actor_of_token(token: str, *, on: date) -> Actor | None:
    """Who a program's token speaks for; None when it is unknown or revoked, or its person may nothing there now."""
    found = db.session.execute(
        select(ApiToken.municipality_number, Person)
        .join(Person, Person.id == ApiToken.person_id)
        .where(ApiToken.token_hash == hash_of_token(token), ApiToken.revoked_at.is_(None))
    ).one_or_none()
    if found is None:
        return None
    number, person = found
    actor = actor_of(person, number, on=on)
    return actor if actor.municipality_number == number else None


def scope_of(held: Sequence[tuple[Role, int | None]]) -> tuple[int | None, frozenset[str]]:
    """The unit (None: the whole municipality) and permissions that roles in one municipality come to.

    The role that may most decides the unit; what is held for the whole municipality counts within it too. So nobody
    may more than one of the roles says, anywhere.
    """
    if not held:
        return None, frozenset()
    _, unit_id = max(held, key=lambda role: (len(PERMISSIONS[role[0]]), role[1] is None))
    reaching = [PERMISSIONS[role] for role, of_unit in held if of_unit is None or of_unit == unit_id]
    return unit_id, frozenset().union(*reaching)


def people_with(permission: str, municipality_number: str, unit_id: int | None = None) -> list[Person]:
    """Active people who hold a permission in a municipality for the things of a unit; by name.

    A thing of no unit is everybody's there, as `Listing.is_visible_to` has it.
    """
    roles = [role for role in Role if permission in PERMISSIONS[role]]
    asked = (
        select(Person)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(
            RoleAssignment.municipality_number == municipality_number,
            RoleAssignment.role.in_(roles),
            Person.deactivated_at.is_(None),
        )
    )
    if unit_id is not None:
        asked = asked.where(or_(RoleAssignment.unit_id.is_(None), RoleAssignment.unit_id == unit_id))
    return sorted(db.session.scalars(asked.distinct()).all(), key=lambda person: alphabetical(person.name))


def people_of_network_with(permission: str) -> list[Person]:
    """Active people who hold a permission everywhere; by name."""
    roles = [role for role, held in NETWORK_PERMISSIONS.items() if permission in held]
    asked = (
        select(Person)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(RoleAssignment.role.in_(roles), Person.deactivated_at.is_(None))
    )
    return sorted(db.session.scalars(asked.distinct()).all(), key=lambda person: alphabetical(person.name))


def nearest_with(permission: str, municipality_number: str, unit_id: int | None = None) -> list[Person]:
    """Those of `people_with` who belong to the unit itself; all of them where nobody does."""
    able = people_with(permission, municipality_number, unit_id)
    here = select(RoleAssignment.person_id).where(
        RoleAssignment.municipality_number == municipality_number, RoleAssignment.unit_id == unit_id
    )
    of_unit = set(db.session.scalars(here)) if unit_id is not None else set()
    return [person for person in able if person.id in of_unit] or able


def _lasts(on: date) -> ColumnElement[bool]:
    return (Membership.from_on <= on) & (Membership.to_on.is_(None) | (Membership.to_on >= on))


def _by_name(municipalities: Sequence[Municipality]) -> list[Municipality]:
    return sorted(municipalities, key=lambda municipality: (alphabetical(municipality.name), municipality.number))
