"""Asking for people and their failed attempts to sign in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select

from marketplace.accounts.checks import normal_email
from marketplace.accounts.models import Person, SignInAttempt
from marketplace.accounts.throttling import WINDOW
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound

COMMAND_LINE = "kommandolinje@ombruk.invalid"


def find_person(person_id: int) -> Person | None:
    """The person, deactivated or not."""
    return db.session.get(Person, person_id)


def get_person(person_id: int) -> Person:
    """The person, deactivated or not.

    Raises:
        NotFound: `person-not-found`.
    """
    person = find_person(person_id)
    if person is None:
        raise NotFound("person-not-found")
    return person


def take_turn(person_id: int | None) -> None:
    """Let what the same person sends at the same moment wait until this transaction ends, if it takes its turn too.

    Rows that name the person may be written meanwhile.
    """
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def find_person_by_email(email: str) -> Person | None:
    """The person with that address, in whatever case it is written."""
    return db.session.scalar(select(Person).where(Person.email == normal_email(email)))


def find_command_line() -> Person | None:
    """Who stands as the doer of what was done by a command on the server; None before the reference was loaded."""
    return find_person_by_email(COMMAND_LINE)


def failures_of_email(email: str, now: datetime) -> Sequence[datetime]:
    """Recent failed attempts for an address since it last succeeded."""
    succeeded = select(func.max(SignInAttempt.at)).where(SignInAttempt.email == email, SignInAttempt.succeeded)
    last = db.session.scalar(succeeded)
    failed = _failures(now).where(SignInAttempt.email == email)
    return list(db.session.scalars(failed.where(SignInAttempt.at > last) if last else failed))


def failures_from(address: str, now: datetime) -> Sequence[datetime]:
    """Recent failed attempts from a network address, whoever was meant."""
    return list(db.session.scalars(_failures(now).where(SignInAttempt.address == address)))


def _failures(now: datetime) -> Select[datetime]:
    return select(SignInAttempt.at).where(~SignInAttempt.succeeded, SignInAttempt.at > now - WINDOW)
