"""The demo's people: roles, not persons, at addresses that lead nowhere."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.accounts import passwords
from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Person
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.organisations import queries as organisations
from marketplace.organisations.models import Municipality, PickupPlace, RoleAssignment, Site, Unit
from marketplace.organisations.roles import Role

PASSWORD = "ombruk i hele nettverket"  # noqa: S105 - the demo's, printed for everybody
DOMAIN = "example"
_LETTERS = str.maketrans({"å": "a", "æ": "ae", "ø": "o", " ": "-"})

ROLES = (
    (Role.FACILITY_MANAGER, "forvalter", "Forvalter"),
    (Role.MUNICIPALITY_ADMIN, "administrator", "Administrator"),
    (Role.REQUESTER, "innkjoper", "Innkjøper"),
    (Role.OBSERVER, "leser", "Leser"),
)
NETWORK = ((Role.PROJECT_LEAD, "prosjektleder", "Prosjektleder"), (Role.OPERATOR, "drift", "Drift"))
HEAD = "rektor"
_LOCAL_PARTS = {HEAD, *(name for _, name, _ in (*ROLES, *NETWORK))}
HOME_OF_NETWORK = "3203"
UNITS = ("Eiendom", "Ungdomsskolen", "Sykehjemmet")


@dataclass(frozen=True, slots=True)
class Team:
    """Those who act in a municipality, and where its things are fetched."""

    municipality: Municipality
    manager: Actor
    requester: Actor
    admin: Actor
    school: Actor
    pickup_place_id: int


def address(name: str, municipality: Municipality | None = None) -> str:
    """A role's e-mail address."""
    if municipality is None:
        return f"{name}@ombruk.{DOMAIN}"
    return f"{name}@{municipality.name.lower().translate(_LETTERS)}.{DOMAIN}"


def add_people() -> list[Team]:
    """One of each role in every member municipality, with units, sites and a pick-up place."""
    members = organisations.list_members(clock.today())
    hashed = passwords.hash_password(PASSWORD)
    return [_team(municipality, hashed) for municipality in members]


def add_network_people() -> Actor:
    """The project lead, who is answered, and the operator. They come last: where they are, the demo is whole."""
    hashed = passwords.hash_password(PASSWORD)
    with transaction() as session:
        lead, _ = [_add(title, address(name), role, HOME_OF_NETWORK, hashed, "nb") for role, name, title in NETWORK]
        session.flush()
    return organisations.actor_of(lead, HOME_OF_NETWORK, on=clock.today())


def is_whole() -> bool:
    """Whether a demo was loaded to its end."""
    return accounts.find_person_by_email(address("prosjektleder")) is not None


def are_any() -> bool:
    """Whether any of the demo's people are there."""
    return any(map(_is_of_the_demo, _emails()))


def are_all_of_the_demo() -> bool:
    """Whether nobody else is there; an address under .invalid is the program's own."""
    return all(_is_of_the_demo(email) or email.endswith(".invalid") for email in _emails())


def _emails() -> Sequence[str]:
    return db.session.scalars(select(Person.email)).all()


def _is_of_the_demo(email: str) -> bool:
    local, _, domain = email.partition("@")
    return local in _LOCAL_PARTS and domain.endswith(f".{DOMAIN}")


def _team(municipality: Municipality, hashed: str) -> Team:
    number = municipality.number
    language = "nn" if municipality.official_language == "nn" else "nb"
    with transaction() as session:
        units = [Unit(municipality_number=number, name=name) for name in UNITS]
        session.add_all(units)
        session.flush()
        site = Site(municipality_number=number, name="Rådhuset", address=municipality.admin_centre, unit_id=units[0].id)
        session.add(site)
        session.flush()
        place = PickupPlace(
            municipality_number=number,
            site_id=site.id,
            name="Lageret ved rådhuset",
            address=municipality.admin_centre,
            directions="Port på baksiden. Åpent 8–15 på hverdager. Ring på, så hjelper vi med å bære.",
        )
        session.add(place)
        people = [
            _add(f"{title} {municipality.name}", address(name, municipality), role, number, hashed, language)
            for role, name, title in ROLES
        ]
        school = (f"Rektor {municipality.name}", address(HEAD, municipality), Role.REQUESTER)
        people.append(_add(*school, number, hashed, language, unit_id=units[1].id))
        session.flush()
    acting = [organisations.actor_of(person, number, on=clock.today()) for person in people]
    manager, admin, requester, _, head = acting
    return Team(municipality, manager, requester, admin, head, place.id)


def _add(
    name: str, email: str, role: Role, number: str, hashed: str, language: str, unit_id: int | None = None
) -> Person:
    person = Person(
        email=email,
        name=name,
        language=language,
        password_hash=hashed,
        session_key=secrets.token_hex(8),
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(
        RoleAssignment(
            person_id=person.id, municipality_number=number, unit_id=unit_id, role=role, given_at=clock.now()
        )
    )
    return person
