"""Answering an invitation, over HTTP."""

import pytest

from marketplace.accounts import queries
from marketplace.accounts.models import Person
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.translation import text
from marketplace.organisations import invitations
from marketplace.organisations.queries import operator_actor, roles_of
from marketplace.organisations.roles import Role
from marketplace.wording.refusals import SENTENCES
from tests import builders
from tests.builders import ASKER, GJOVIK, PASSWORD
from tests.conftest import NOW
from tests.web.pages import Page
from tests.web.visiting import fetch, send

LANGUAGES = ("nb", "nn", "en")


def enter(client, person_email, password=PASSWORD, status=302, **more):
    return send(client, "/logg-inn", status, email=person_email, password=password, **more)


def invite(email="ny@kommune.example", role=Role.REQUESTER):
    made = invitations.invite_person(operator_actor(ASKER), email=email, municipality_number=ASKER, role=role)
    return made, invitations.path_of(made.id)


MYSELF = {"name": "Ny <b>Person</b>", "password": PASSWORD, "again": PASSWORD, "language": "nn"}


def test_an_invited_person_makes_an_account_and_is_signed_in(client):
    _, address = invite()
    html = fetch(client, address)
    assert "ny@kommune.example" in html
    assert "Forespørrer" in html
    assert send(client, address, 302, **MYSELF).location == "/"
    html = fetch(client, "/konto")
    assert Page(html).all("html")[0]["lang"] == "nn"
    assert "Ny <b>" not in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("values", "code", "facts"),
    [
        ({"again": "annet"}, "passwords-differ", {}),
        ({"password": "kort", "again": "kort"}, "password-too-short", {"least": 10}),
        ({"name": "x" * 121}, "text-too-long", {"most": 120}),
        ({"name": "a\x00b"}, "text-has-control-characters", {}),
        ({"language": "sv"}, "language-unknown", {}),
    ],
)
def test_a_wrong_answer_is_told_in_the_readers_words_and_nobody_is_made(client, language, values, code, facts):
    _, address = invite()
    send(client, "/sprak", 302, language=language)
    answer = send(client, address, 422, **MYSELF | values)
    assert text(language, SENTENCES[code], **facts) in answer.text
    assert PASSWORD not in answer.text
    assert queries.find_person_by_email("ny@kommune.example") is None


def test_an_invitation_sent_twice_is_answered_once(client):
    _, address = invite()
    send(client, address, 302, **MYSELF)
    before = db.session.query(Person).count()
    answer = send(client, address, 302, **MYSELF)
    assert answer.location == "/"
    assert db.session.query(Person).count() == before


def test_a_withdrawn_or_expired_invitation_says_so_at_sign_in(client):
    made, address = invite()
    with clock.standing_still(NOW + invitations.LASTS):
        assert client.get(address).location == "/logg-inn"
        assert SENTENCES["invitation-expired"] in fetch(client, "/logg-inn")
    invitations.withdraw_invitation(operator_actor(ASKER), made.id)
    assert client.get(address).location == "/logg-inn"
    assert SENTENCES["invitation-withdrawn"] in fetch(client, "/logg-inn")


def test_somebody_known_signs_in_and_gains_the_role(client):
    person = builders.a_person("requester", GJOVIK)
    person_id, email = person.id, person.email
    _, address = invite(email)
    html = fetch(client, address)
    assert Page(html).all("input", type="password") == []
    (link,) = [a for a in Page(html).all("a") if a["href"].startswith("/logg-inn?next=")]
    enter(client, email)
    assert "Ta imot rollen" in fetch(client, address)
    assert link["href"].endswith(address.replace("/", "%2F")) or address in link["href"]
    assert send(client, f"{address}/ta-imot", 302).location == "/"
    assert [role.municipality_number for role in roles_of(person_id)] == [GJOVIK, ASKER]
    with client.session_transaction() as session:
        assert session["municipality"] == ASKER


def test_nobody_else_takes_an_invitation(client, sign_in):
    person = builders.a_person("requester", GJOVIK)
    person_id = person.id
    _, address = invite(person.email)
    assert send(client, f"{address}/ta-imot", 302).location.startswith("/logg-inn")
    sign_in(client, builders.a_person("requester"))
    assert "har en konto" in fetch(client, address)
    assert client.post(f"{address}/ta-imot").status_code == 403
    assert send(client, address, 409, **MYSELF)
    assert len(roles_of(person_id)) == 1
