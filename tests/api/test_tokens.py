"""A program's token, from the page that makes it to the call that uses it."""

import re

import pytest

from marketplace.organisations import administration, people, tokens
from marketplace.organisations.queries import operator_actor, roles_of
from tests import builders
from tests.builders import ASKER
from tests.conftest import NOW

CALL = "/api/v1/listings"


def call(app, token):
    return app.test_client().get(CALL, headers={"Authorization": f"Bearer {token}"})


def refused(app, token):
    answer = call(app, token)
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    return answer.json["code"]


def test_a_token_made_on_the_page_speaks_for_its_person_until_it_is_revoked(app, client, sign_in):
    person = builders.a_person("requester")
    sign_in(client, person)
    page = client.post("/konto/nokler", data={"token-name": "FDV"})
    (secret,) = re.findall(r"ombruk_[\w-]{43}", page.text)
    assert call(app, secret).status_code == 200
    (token,) = administration.list_tokens(person.id)
    assert token.last_used_at == NOW
    client.post(f"/konto/nokler/{token.id}/trekk-tilbake")
    assert refused(app, secret) == "token-unknown"


def test_a_token_ends_with_the_account_and_with_the_role(app):
    for end in (
        lambda person: people.deactivate_person(operator_actor(ASKER), person.id),
        lambda person: people.take_role(operator_actor(ASKER), roles_of(person.id)[0].id),
    ):
        person = builders.a_person("requester")
        secret = tokens.create_token(builders.actor_of(person), "FDV").secret
        assert call(app, secret).status_code == 200
        end(person)
        assert refused(app, secret) == "token-unknown"


@pytest.mark.parametrize("token", ["x", "ombruk_", "ombruk_" + "x" * 43, "x" * 5000])
def test_what_is_no_token_is_refused(app, token):
    assert refused(app, token) == "token-unknown"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic eA==", "ombruk_x"])
def test_a_call_without_a_token_is_told_so(app, header):
    answer = app.test_client().get(CALL, headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.json["code"]) == (401, "token-needed")


def test_a_session_of_the_pages_does_not_open_the_api(client, sign_in):
    sign_in(client, builders.a_person("operator"))
    assert client.get(CALL).status_code == 401
