"""People, what they belong to, and what lets programs speak for them."""

import secrets
from itertools import count
from typing import Any

from marketplace.accounts import passwords
from marketplace.accounts.models import Person
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.transaction import transaction
from marketplace.organisations import queries as organisations
from marketplace.organisations.models import ApiToken, PickupPlace, RoleAssignment, Unit
from marketplace.organisations.roles import Role

ASKER, BAERUM, RINGERIKE, GJOVIK, LILLESTROM, HAMAR = "3203", "3201", "3305", "3407", "3205", "3403"
PASSWORD = "riktig hest batteri stift"
_hashed: list[str] = []
numbers = count(1)


def stored(thing: Any) -> Any:
    """The thing, in the database."""
    with transaction() as session:
        session.add(thing)
        session.flush()
    return thing


def a_person(role: str = "facility_manager", of: str = ASKER, unit_id: int | None = None, **values: Any) -> Person:
    """Somebody with a role in a municipality; the password is `PASSWORD`."""
    if not _hashed:
        _hashed.append(passwords.hash_password(PASSWORD))
    number = next(numbers)
    given = {"email": f"person{number}@kommune.example", "name": f"Person {number}", "language": "nb"} | values
    person = stored(
        Person(**{"password_hash": _hashed[0], "session_key": secrets.token_hex(8), "created_at": clock.now()} | given)
    )
    stored(
        RoleAssignment(
            person_id=person.id, municipality_number=of, unit_id=unit_id, role=Role(role), given_at=clock.now()
        )
    )
    return person


def actor_of(person: Person) -> Actor:
    """The person, acting for their first municipality today."""
    return organisations.actor_of(person, on=clock.today())


def an_actor(role: str = "facility_manager", of: str = ASKER, unit_id: int | None = None) -> Actor:
    """A new person, acting."""
    return actor_of(a_person(role, of, unit_id))


def a_token(person: Person) -> str:
    """A bearer token of a person for their first municipality."""
    token = secrets.token_urlsafe(32)
    number = actor_of(person).municipality_number
    hashed = organisations.hash_of_token(token)
    stored(
        ApiToken(
            person_id=person.id,
            municipality_number=number,
            name="test",
            token_hash=hashed,
            hint=token[:6],
            created_at=clock.now(),
        )
    )
    return token


def a_unit(of: str = ASKER, name: str | None = None) -> Unit:
    """A part of a municipality."""
    return stored(Unit(municipality_number=of, name=name or f"Enhet {next(numbers)}"))


def a_pickup_place(of: str = ASKER, **values: Any) -> PickupPlace:
    """Where things are fetched."""
    return stored(PickupPlace(**{"municipality_number": of, "name": f"Port {next(numbers)}"} | values))
