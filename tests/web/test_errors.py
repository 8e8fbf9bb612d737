"""What is shown when something goes wrong."""

from http import HTTPStatus

import pytest

from marketplace.web import access, start
from tests import builders
from tests.web.pages import Page, faults


@pytest.fixture
def broken(app, monkeypatch):
    """A service whose errors are shown as they are to people, not raised to the test."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield monkeypatch
    app.config["PROPAGATE_EXCEPTIONS"] = None


def fall(*_):
    raise RuntimeError("the cellar is flooded")


def test_an_unexpected_error_has_a_page_without_the_error_on_it(client, sign_in, broken):
    sign_in(client, builders.a_person())
    broken.setattr(start.listings, "newest_open", fall)
    answer = client.get("/")
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert faults(answer.text) == []
    assert Page(answer.text).all("nav", id="menu")
    assert "flooded" not in answer.text


def test_a_page_is_shown_even_when_nothing_can_be_asked_of_the_database(client, sign_in, broken):
    sign_in(client, builders.a_person())
    broken.setattr(access.accounts, "find_person", fall)
    answer = client.get("/om")
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert faults(answer.text) == []
    assert len(Page(answer.text).all("h1")) == 1
    assert "flooded" not in answer.text


def test_a_page_that_is_not_there_says_where_to_go(client):
    answer = client.get("/finnes-ikke")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert Page(answer.text).all("a", href="/sok")
