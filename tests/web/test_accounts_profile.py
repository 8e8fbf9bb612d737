"""One's own page: name, language, password, tokens, and which municipality one acts for."""

import re

import pytest

from marketplace.accounts import queries as accounts
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.translation import text
from marketplace.organisations import administration, people
from marketplace.organisations.models import ApiToken
from marketplace.organisations.queries import find_actor_of_token, operator_actor
from marketplace.organisations.roles import Role
from marketplace.wording.refusals import SENTENCES
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK, PASSWORD
from tests.web.pages import Page
from tests.web.visiting import fetch, send

NEW = "helt annet og langt passord"
CHANGE = {"password-current": PASSWORD, "password-new": NEW, "password-again": NEW}


@pytest.fixture
def me(client, sign_in):
    person = builders.a_person("requester")
    sign_in(client, person)
    return person


@pytest.mark.parametrize(
    "address", ["/konto", "/konto/passord", "/konto/nokler", "/konto/nokler/1/trekk-tilbake", "/velg-kommune"]
)
def test_whoever_is_not_signed_in_has_no_page(client, address):
    assert client.post(address).location.startswith("/logg-inn")


def test_name_and_language_are_changed_and_used_at_once(client, me):
    values = {"profile-name": " Kari  Nordmann ", "profile-language": "nn"}
    assert send(client, "/konto", 302, **values).location == "/konto"
    html = fetch(client, "/konto")
    assert Page(html).all("html")[0]["lang"] == "nn"
    db.session.expire_all()
    assert accounts.get_person(me.id).name == "Kari Nordmann"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize(
    ("values", "code", "facts"),
    [
        ({"profile-name": "x" * 121}, "text-too-long", {"most": 120}),
        ({"profile-name": "a\x1b[2J"}, "text-has-control-characters", {}),
        ({"profile-language": "sv"}, "language-unknown", {}),
    ],
)
def test_a_wrong_profile_is_told_in_the_readers_words(client, me, language, values, code, facts):
    me.language = language
    db.session.commit()
    before = me.name
    answer = send(client, "/konto", 422, **{"profile-name": "Kari", "profile-language": "nb"} | values)
    assert text(language, SENTENCES[code], **facts) in answer.text
    db.session.expire_all()
    kept = accounts.get_person(me.id)
    assert (kept.name, kept.language) == (before, language)


def test_html_in_a_name_is_shown_as_written(client, me):
    send(client, "/konto", 302, **{"profile-name": "<i>Kari</i>", "profile-language": "nb"})
    html = fetch(client, "/konto")
    assert "<i>Kari" not in html
    assert "&lt;i&gt;Kari" in html


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"password-current": "feil passord"}, "password-wrong"),
        ({"password-again": "annet"}, "passwords-differ"),
        ({"password-new": "a" * 12, "password-again": "a" * 12}, "password-too-simple"),
    ],
)
def test_a_refused_change_of_password_changes_nothing(client, me, values, code):
    before = me.session_key
    answer = send(client, "/konto/passord", 422, **CHANGE | values)
    assert SENTENCES[code] in answer.text
    assert PASSWORD not in answer.text
    db.session.expire_all()
    assert accounts.get_person(me.id).session_key == before


def test_a_token_is_shown_once(client, me):
    answer = send(client, "/konto/nokler", 201, **{"token-name": "FDV"})
    assert answer.headers["Cache-Control"] == "no-store"
    (secret,) = re.findall(r"ombruk_[\w-]{43}", answer.text)
    assert find_actor_of_token(secret, on=clock.today()).person_id == me.id
    html = fetch(client, "/konto")
    assert secret not in html
    assert secret[:12] in html


def test_a_form_for_a_token_sent_twice_makes_one(client, me):
    send(client, "/konto/nokler", 201, **{"token-name": "FDV"})
    assert SENTENCES["token-name-taken"] in send(client, "/konto/nokler", 422, **{"token-name": "FDV"}).text
    assert db.session.query(ApiToken).count() == 1


def test_a_token_is_revoked_and_no_stranger_can(client, me, sign_in):
    send(client, "/konto/nokler", 201, **{"token-name": "FDV"})
    (token,) = administration.list_tokens(me.id)
    address = f"/konto/nokler/{token.id}/trekk-tilbake"
    sign_in(client, builders.a_person("operator"))
    send(client, address, 404)
    assert len(administration.list_tokens(me.id)) == 1
    sign_in(client, me)
    for _ in range(2):
        send(client, address, 302)
    assert administration.list_tokens(me.id) == []


@pytest.mark.parametrize("number", ["0", "999999999999999", "9" * 40, "-1", "x"])
def test_a_token_that_never_was_is_unknown(client, me, number):
    send(client, f"/konto/nokler/{number}/trekk-tilbake", 404)


def test_whoever_has_several_municipalities_chooses_one(client):
    person = builders.a_person("requester", GJOVIK)
    email = person.email
    people.give_role(operator_actor(ASKER), person.id, ASKER, Role.MUNICIPALITY_ADMIN)
    answer = client.post("/logg-inn", data={"email": email, "password": PASSWORD, "next": "/konto"})
    assert answer.location == "/velg-kommune?next=/konto"
    html = fetch(client, answer.location)
    assert "Gjøvik" in html
    assert "Asker" in html
    assert client.get("/kommune").status_code == 403
    assert send(client, "/velg-kommune", 302, municipality=ASKER, next="/konto").location == "/konto"
    assert client.get("/kommune").status_code == 200
    assert send(client, "/velg-kommune", 302, municipality=GJOVIK, next="//evil.example").location == "/"
    assert client.get("/kommune").status_code == 403


@pytest.mark.parametrize("number", [BAERUM, "9999", "", "\0", "' or 1=1"])
def test_nobody_acts_for_a_municipality_without_a_role_there(client, me, number):
    send(client, "/velg-kommune", 403, municipality=number)
    with client.session_transaction() as session:
        assert "municipality" not in session


def test_whoever_lost_the_role_they_acted_with_is_offered_their_others(client, sign_in):
    person = builders.a_person("requester", GJOVIK)
    role = people.give_role(operator_actor(ASKER), person.id, ASKER, Role.OBSERVER)
    sign_in(client, person)
    send(client, "/velg-kommune", 302, municipality=ASKER)
    people.take_role(operator_actor(ASKER), role.id)
    assert Page(fetch(client, "/konto")).all("a", href="/velg-kommune?next=/konto")


def test_whoever_has_no_role_is_told_so(client, me):
    role = administration.people_of(ASKER)[0]
    people.take_role(operator_actor(ASKER), role.role_id)
    for address in ("/konto", "/velg-kommune"):
        assert "Du har ingen rolle" in fetch(client, address)
