"""What waits for the reader, on one page, with its count in the menu."""

import pytest

from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.web.acting import fetch


@pytest.fixture
def scene(app, sign_in):
    owner, claimant = builders.a_person(), builders.a_person("requester", GJOVIK)
    listing = builders.a_listing(quantity=9)
    builders.a_claim(listing, quantity=2, requested_by=claimant.id)
    builders.a_claim(listing, quantity=3, state="approved", requested_by=claimant.id)
    return sign_in(app.test_client(), owner), sign_in(app.test_client(), claimant)


def test_each_side_sees_its_own_tasks_by_kind(scene):
    owner, claimant = (fetch(client, "/mitt-arbeid") for client in scene)
    assert "2 ting venter på deg" in owner
    assert "Svar på forespørsler (1)" in owner
    assert "Lever fra dere (1)" in owner
    assert "1 ting venter på deg" in claimant
    assert "Hent (1)" in claimant


def test_the_menu_tells_how_many_wait(scene):
    assert '<span class="count">2</span>' in fetch(scene[0], "/konto")


def test_drafts_are_tasks_too(app, sign_in):
    person = builders.a_person()
    builders.a_listing(of=ASKER, published=False, created_by=person.id)
    assert "Utkast (1)" in fetch(sign_in(app.test_client(), person), "/mitt-arbeid")
