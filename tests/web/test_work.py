"""What waits for the reader, on one page, with its count in the menu."""

import pytest

from marketplace.claims import service as claiming
from marketplace.claims.states import Otherwise
from marketplace.listings import wishes
from marketplace.search.wanted import queries as wanted
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.search.wanting import post, publish
from tests.transfers.test_giving import asked, given_out
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


def test_as_much_waits_on_the_start_page(scene):
    owner, claimant = (fetch(client, "/") for client in scene)
    assert "Se alt (2)" in owner
    assert "Svar Gjøvik, som ber om 2 stk." in owner
    assert "Lever 3 stk. til Gjøvik" in owner
    assert "Se alt (1)" in claimant
    assert "Hent 3 stk. i Asker" in claimant


def test_the_menu_tells_how_many_wait(scene):
    assert '<span class="count">2</span>' in fetch(scene[0], "/konto")


def test_drafts_are_tasks_too(app, sign_in):
    person = builders.a_person()
    builders.a_listing(of=ASKER, published=False, created_by=person.id)
    assert "Utkast (1)" in fetch(sign_in(app.test_client(), person), "/mitt-arbeid")


def test_what_meets_a_wish_waits_until_somebody_asks_for_it(app, sign_in):
    person = builders.a_person("requester", GJOVIK)
    client, asker = sign_in(app.test_client(), person), builders.actor_of(person)
    post(asker, quantity=20)
    assert "Se hva som passer ønskene" not in fetch(client, "/mitt-arbeid")
    listing_id = publish()
    html = fetch(client, "/mitt-arbeid")
    assert "Se hva som passer ønskene (1)" in html
    assert "1 annonse" in html
    start = fetch(client, "/")
    assert "Se 1 annonse som passer et ønske" in start
    assert "Se alt (1)" in start
    assert wanted.count_met(asker) == 1
    assert wanted.count_met(builders.an_actor(of=builders.RINGERIKE)) == 0
    claiming.request_claim(asker, listing_id, quantity=2, otherwise=Otherwise.BUY_NEW)
    assert (wanted.count_met(asker), wanted.list_met(asker)) == (0, [])


def test_what_a_voluntary_organisation_asks_for_waits_until_it_is_answered(app, sign_in):
    owner, number = builders.a_person(), given_out(5)
    request_id = asked(number, 2)
    client = sign_in(app.test_client(), owner)
    html = fetch(client, "/mitt-arbeid")
    assert "Svar frivillige organisasjoner (1)" in html
    assert f"/annonser/{number}#frivillige" in html
    assert "Svar Leksehjelpen, som ber om 2 stk." in fetch(client, "/")
    assert '<span class="count">1</span>' in fetch(client, "/konto")
    for other in (
        builders.a_person("requester"),
        builders.a_person(of=GJOVIK),
        builders.a_person(unit_id=builders.a_unit().id),
    ):
        assert "frivillige" not in fetch(sign_in(app.test_client(), other), "/mitt-arbeid")
    wishes.decline_wish(builders.an_actor(), request_id)
    assert "frivillige" not in fetch(client, "/mitt-arbeid")
