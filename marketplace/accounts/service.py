"""What people do with their accounts."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, select

from marketplace.accounts import links, passwords, policies, queries, throttling
from marketplace.accounts.checks import checked_email, checked_language, checked_name, normal_email
from marketplace.accounts.events import PasswordChanged, PasswordResetRequested
from marketplace.accounts.models import Person, SignInAttempt
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, Throttled
from marketplace.foundation.transaction import transaction

RESET = "password-reset"
RESET_LASTS = timedelta(hours=2)
FIRST_PASSWORD_LASTS = timedelta(days=7)
_KEPT = timedelta(days=1)


def register_person(*, email: str, name: str, language: str, password: str | None) -> Person:
    """Make somebody known. Without a password they cannot sign in until they set one.

    Raises:
        Invalid: a field is wrong.
        Conflict: `person-already-registered`.
    """
    address, called, speaks = checked_email(email), checked_name(name), checked_language(language)
    password_hash = None
    if password is not None:
        passwords.check(password, address)
        password_hash = passwords.hash_password(password)
    with transaction() as session:
        if queries.find_person_by_email(address) is not None:
            raise Conflict("person-already-registered", email=address)
        person = Person(
            email=address,
            name=called,
            language=speaks,
            password_hash=password_hash,
            session_key=_new_key(),
            created_at=clock.now(),
        )
        session.add(person)
        session.flush()
    return person


def ensure_command_line() -> None:
    """Let there be somebody who stands as the doer of what commands do: known, never able to sign in."""
    with transaction() as session:
        if queries.find_command_line() is None:
            now = clock.now()
            session.add(
                Person(
                    email=queries.COMMAND_LINE,
                    name="Kommandolinjen",
                    session_key=_new_key(),
                    created_at=now,
                    deactivated_at=now,
                )
            )


def sign_in(email: str, password: str, address: str) -> Person:
    """The person whose e-mail and password these are; `address` is where the attempt comes from.

    Every attempt is counted before the password is looked at, so that many at once are not more than allowed.

    Raises:
        Throttled: `sign-in-throttled` after repeated failures.
        Forbidden: `sign-in-failed`, whichever of the two was wrong.
    """
    known_as = normal_email(email)[:254]
    attempt_id = _count_attempt(known_as, address[:64])
    person = queries.find_person_by_email(known_as)
    right = passwords.verify(person.password_hash if person else None, password)
    if person is None or not right or person.deactivated_at is not None:
        raise Forbidden("sign-in-failed")
    return _let_in(person.id, attempt_id, password)


def _count_attempt(email: str, address: str) -> int:
    with transaction() as session:
        now = clock.now()
        session.execute(select(Person.id).where(Person.email == email).with_for_update())
        seconds = max(
            throttling.seconds_to_wait(queries.failures_of_email(email, now), throttling.MOST_PER_EMAIL, now),
            throttling.seconds_to_wait(queries.failures_from(address, now), throttling.MOST_PER_ADDRESS, now),
        )
        if seconds:
            raise Throttled("sign-in-throttled", seconds=seconds, minutes=-(-seconds // 60))
        attempt = SignInAttempt(email=email, address=address, at=now, succeeded=False)
        session.add(attempt)
        session.flush()
        return attempt.id


def _let_in(person_id: int, attempt_id: int, password: str) -> Person:
    with transaction() as session:
        person = queries.get_person(person_id)
        session.get_one(SignInAttempt, attempt_id).succeeded = True
        if person.password_hash and passwords.is_outdated(person.password_hash):
            person.password_hash = passwords.hash_password(password)
    return person


def change_account(actor: Actor, *, name: str, language: str) -> Person:
    """Change one's own name and language.

    Raises:
        Invalid: a field is wrong.
    """
    called, speaks = checked_name(name), checked_language(language)
    with transaction():
        person = _own(actor)
        person.name = called
        person.language = speaks
    return person


def change_password(actor: Actor, current: str, new: str) -> Person:
    """Change one's own password, which ends all sessions begun with the old one.

    Raises:
        Invalid: `password-wrong` on `current`, or `new` is not good enough.
        Throttled: `sign-in-throttled`: the present password was guessed at too often.
    """
    before = queries.get_person(actor.person_id) if actor.person_id is not None else None
    if before is None:
        raise Forbidden("account-not-yours")
    policies.may_change_account(actor, before).enforce()
    email, old_hash = before.email, before.password_hash
    passwords.check(new, email, "new")
    attempt_id = _count_attempt(email, f"account {before.id}")
    if not passwords.verify(old_hash, current):
        raise Invalid(fields=(FieldError("current", "password-wrong"),))
    new_hash = passwords.hash_password(new)
    with transaction() as session:
        person = _own(actor)
        if person.password_hash != old_hash:
            raise Conflict("password-changed-meanwhile")
        session.get_one(SignInAttempt, attempt_id).succeeded = True
        _give_password(person, new_hash)
    return person


def request_password_reset(email: str) -> None:
    """Ask for a letter with a link. Nothing tells whether the address is known."""
    with transaction():
        person = queries.find_person_by_email(normal_email(email)[:254])
        if person is not None and person.deactivated_at is None:
            outbox.record(PasswordResetRequested(person.id, int(clock.now().timestamp())))


def password_link(person_id: int, lasts: timedelta = RESET_LASTS) -> str:
    """The signed part of an address where that person can set a password once.

    Raises:
        NotFound: `person-not-found`.
    """
    person = queries.get_person(person_id)
    until = int((clock.now() + lasts).timestamp())
    return links.seal(RESET, {"person": person.id, "print": links.fingerprint(person), "until": until})


def person_of_link(sealed: str) -> Person:
    """Whose password the link sets.

    Raises:
        NotFound: `password-link-not-valid`: altered, used or expired.
    """
    carried = links.unseal(RESET, sealed)
    if carried is None or int(carried.get("until", 0)) < clock.now().timestamp():
        raise NotFound("password-link-not-valid")
    person = queries.find_person(int(carried["person"]))
    matches = person is not None and links.fingerprint(person) == carried["print"]
    policies.may_use_reset_link(person, matches).enforce()
    assert person is not None
    return person


def set_password_by_link(sealed: str, new: str) -> Person:
    """Set a password with the link from a letter; the link is then spent.

    Raises:
        NotFound: `password-link-not-valid`.
        Invalid: the password is not good enough.
    """
    passwords.check(new, person_of_link(sealed).email)
    new_hash = passwords.hash_password(new)
    with transaction() as session:
        session.execute(select(Person.id).where(Person.id == person_of_link(sealed).id).with_for_update())
        session.expire_all()
        person = person_of_link(sealed)
        _give_password(person, new_hash)
    return person


def set_password(person_id: int, new: str) -> Person:
    """Set somebody's password without asking for the old one: for the command line and the demo network.

    Raises:
        NotFound: `person-not-found`.
        Invalid: the password is not good enough.
    """
    passwords.check(new, queries.get_person(person_id).email)
    new_hash = passwords.hash_password(new)
    with transaction():
        person = queries.get_person(person_id)
        _give_password(person, new_hash)
    return person


def forget_old_attempts() -> int:
    """Delete attempts that no longer matter to throttling, and answer how many."""
    with transaction() as session:
        old = delete(SignInAttempt).where(SignInAttempt.at < clock.now() - _KEPT)
        return len(session.scalars(old.returning(SignInAttempt.id)).all())


def _own(actor: Actor) -> Person:
    person = db.session.get(Person, actor.person_id, with_for_update=True) if actor.person_id is not None else None
    if person is None:
        raise Forbidden("account-not-yours")
    policies.may_change_account(actor, person).enforce()
    return person


def _give_password(person: Person, password_hash: str) -> None:
    person.password_hash = password_hash
    person.session_key = _new_key()
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.email == person.email, ~SignInAttempt.succeeded))
    outbox.record(PasswordChanged(person.id, int(clock.now().timestamp())))


def _new_key() -> str:
    return secrets.token_hex(16)
