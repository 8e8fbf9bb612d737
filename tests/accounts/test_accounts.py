"""Registering, signing in, and changing passwords, on the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.accounts import passwords, queries, service, throttling
from marketplace.accounts.models import Person, SignInAttempt
from marketplace.foundation import clock
from marketplace.foundation.actor import NOBODY
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Throttled
from tests import builders
from tests.builders import PASSWORD
from tests.conftest import NOW

NEW = "helt annet og langt passord"
HERE, THERE = "192.0.2.1", "192.0.2.2"


def register(**values):
    given = {"email": "kari@kommune.example", "name": "Kari", "language": "nn", "password": PASSWORD}
    return service.register_person(**given | values)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def fail(email, times, address=HERE):
    for _ in range(times):
        with pytest.raises(Forbidden) as refusal:
            service.sign_in(email, "feil passord", address)
        assert refusal.value.code == "sign-in-failed"


def test_somebody_registered_can_sign_in(app):
    person = register(email=" Kari@Kommune.Example ")
    assert person.email == "kari@kommune.example"
    assert service.sign_in("KARI@kommune.example", PASSWORD, HERE).id == person.id


def test_a_password_is_never_kept_as_it_is(app):
    assert PASSWORD not in str(vars(register()))


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"email": "kari"}, "email", "email-wrong"),
        ({"name": " "}, "name", "name-missing"),
        ({"name": "x" * 121}, "name", "text-too-long"),
        ({"language": "sv"}, "language", "language-unknown"),
        ({"password": "kort"}, "password", "password-too-short"),
    ],
)
def test_a_wrong_field_is_named_and_nobody_registered(app, values, field, code):
    before = count(Person)
    with pytest.raises(Invalid) as refusal:
        register(**values)
    assert [(error.field, error.code) for error in refusal.value.fields] == [(field, code)]
    assert count(Person) == before


def test_an_address_is_registered_once(app):
    register()
    before = count(Person)
    with pytest.raises(Conflict, match="person-already-registered"):
        register(email="KARI@kommune.example")
    assert count(Person) == before


@pytest.mark.parametrize("email", ["kari@kommune.example", "ukjent@kommune.example", "", "x" * 5000, "a\0b"])
def test_the_refusal_tells_not_whether_the_address_is_known(app, email):
    register()
    fail(email, 1)


def test_without_a_password_or_when_closed_nobody_signs_in(app):
    register(password=None)
    with pytest.raises(Forbidden, match="sign-in-failed"):
        service.sign_in("kari@kommune.example", "", HERE)
    closed = builders.a_person(deactivated_at=NOW)
    with pytest.raises(Forbidden, match="sign-in-failed"):
        service.sign_in(closed.email, PASSWORD, HERE)


def test_repeated_failures_of_an_address_must_wait_even_with_the_right_password(app):
    register()
    fail("kari@kommune.example", throttling.MOST_PER_EMAIL)
    attempts = count(SignInAttempt)
    with pytest.raises(Throttled) as refusal:
        service.sign_in("kari@kommune.example", PASSWORD, THERE)
    assert refusal.value.code == "sign-in-throttled"
    assert refusal.value.facts == {"seconds": 900, "minutes": 15}
    assert count(SignInAttempt) == attempts
    with clock.standing_still(NOW + timedelta(seconds=900)):
        assert service.sign_in("kari@kommune.example", PASSWORD, THERE)


def test_an_unknown_address_is_throttled_like_a_known_one(app):
    fail("ukjent@kommune.example", throttling.MOST_PER_EMAIL)
    with pytest.raises(Throttled):
        service.sign_in("ukjent@kommune.example", PASSWORD, HERE)


def test_success_makes_earlier_failures_forgotten(app):
    register()
    fail("kari@kommune.example", 4)
    with clock.standing_still(NOW + timedelta(seconds=1)):
        service.sign_in("kari@kommune.example", PASSWORD, HERE)
    with clock.standing_still(NOW + timedelta(seconds=2)):
        fail("kari@kommune.example", 4)
        service.sign_in("kari@kommune.example", PASSWORD, HERE)


def test_repeated_failures_from_one_place_must_wait_whoever_is_meant(app, monkeypatch):
    monkeypatch.setattr(throttling, "MOST_PER_ADDRESS", 6)
    register()
    for number in range(6):
        fail(f"gjetning{number}@kommune.example", 1)
    with pytest.raises(Throttled):
        service.sign_in("kari@kommune.example", PASSWORD, HERE)
    assert service.sign_in("kari@kommune.example", PASSWORD, THERE)


def test_many_guesses_at_once_are_no_more_than_allowed(app, monkeypatch):
    register()
    looked = []
    monkeypatch.setattr(passwords, "verify", lambda *_: looked.append(1) is not None)

    def guess(_):
        with app.app_context():
            try:
                service.sign_in("kari@kommune.example", "feil passord", HERE)
            except (Forbidden, Throttled) as refusal:
                return refusal.code
            finally:
                db.session.remove()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(guess, range(24)))
    assert answers.count("sign-in-failed") == len(looked) == throttling.MOST_PER_EMAIL
    assert answers.count("sign-in-throttled") == 24 - throttling.MOST_PER_EMAIL


def test_a_hash_made_with_other_parameters_is_made_anew(app, monkeypatch):
    person = register()
    before = person.password_hash
    monkeypatch.setattr(passwords, "is_outdated", lambda _: True)
    assert service.sign_in(person.email, PASSWORD, HERE).password_hash != before


def test_one_changes_ones_own_name_and_language(app):
    person = builders.a_person()
    service.change_account(builders.actor_of(person), name=" Ola  Nordmann ", language="en")
    kept = queries.get_person(person.id)
    assert (kept.name, kept.language) == ("Ola Nordmann", "en")


def test_nobody_has_no_account_to_change(app):
    with pytest.raises(Forbidden, match="account-not-yours"):
        service.change_account(NOBODY, name="Ola", language="nb")
    with pytest.raises(Forbidden, match="account-not-yours"):
        service.change_password(NOBODY, PASSWORD, NEW)


def test_changing_the_password_ends_other_sessions(app):
    person = builders.a_person()
    key = person.session_key
    service.change_password(builders.actor_of(person), PASSWORD, NEW)
    assert queries.get_person(person.id).session_key != key
    assert service.sign_in(person.email, NEW, HERE)
    with pytest.raises(Forbidden):
        service.sign_in(person.email, PASSWORD, HERE)


@pytest.mark.parametrize(
    ("current", "new", "field", "code"),
    [("feil passord", NEW, "current", "password-wrong"), (PASSWORD, "kort", "new", "password-too-short")],
)
def test_a_refused_change_of_password_changes_nothing(app, current, new, field, code):
    person = builders.a_person()
    before = (person.password_hash, person.session_key)
    with pytest.raises(Invalid) as refusal:
        service.change_password(builders.actor_of(person), current, new)
    assert [(error.field, error.code) for error in refusal.value.fields] == [(field, code)]
    kept = queries.get_person(person.id)
    assert (kept.password_hash, kept.session_key) == before


def test_the_present_password_cannot_be_guessed_at_through_a_session(app):
    actor = builders.an_actor()
    for _ in range(throttling.MOST_PER_EMAIL):
        with pytest.raises(Invalid):
            service.change_password(actor, "feil passord", NEW)
    with pytest.raises(Throttled):
        service.change_password(actor, PASSWORD, NEW)


def test_a_link_sets_a_password_once(app):
    person = builders.a_person(password_hash=None)
    link = service.password_link(person.id)
    service.set_password_by_link(link, NEW)
    assert service.sign_in(person.email, NEW, HERE)
    with pytest.raises(NotFound, match="password-link-not-valid"):
        service.set_password_by_link(link, PASSWORD)
    assert service.sign_in(person.email, NEW, HERE)


def test_a_link_lasts_two_hours(app):
    link = service.password_link(builders.a_person().id)
    with clock.standing_still(NOW + service.RESET_LASTS):
        assert service.person_of_link(link)
    with (
        clock.standing_still(NOW + service.RESET_LASTS + timedelta(seconds=1)),
        pytest.raises(NotFound, match="password-link-not-valid"),
    ):
        service.person_of_link(link)


@pytest.mark.parametrize("change", [lambda link: link[:-1], lambda link: "x" + link, lambda _: "", lambda _: "a.b.c"])
def test_an_altered_link_is_none(app, change):
    link = service.password_link(builders.a_person().id)
    with pytest.raises(NotFound, match="password-link-not-valid"):
        service.person_of_link(change(link))


def test_a_link_for_a_closed_account_is_none(app):
    link = service.password_link(builders.a_person(deactivated_at=NOW).id)
    with pytest.raises(NotFound, match="password-link-not-valid"):
        service.set_password_by_link(link, NEW)


def test_a_new_password_by_link_ends_the_wait_after_failures(app):
    person = builders.a_person()
    fail(person.email, throttling.MOST_PER_EMAIL)
    service.set_password_by_link(service.password_link(person.id), NEW)
    assert service.sign_in(person.email, NEW, HERE)


def test_old_attempts_are_forgotten(app):
    fail("ukjent@kommune.example", 2)
    with clock.standing_still(NOW + timedelta(days=2)):
        assert service.forget_old_attempts() == 2
    assert count(SignInAttempt) == 0


def test_the_command_line_is_known_and_cannot_sign_in(app):
    person = queries.find_command_line()
    assert person is not None
    assert person.deactivated_at is not None
    service.ensure_command_line()
    assert count(Person) == 1
    fail(person.email, 1)
