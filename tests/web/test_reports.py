"""The page of reports by e-mail, and the link in them."""

import pytest

from marketplace.statistics import sending
from tests import builders
from tests.builders import ASKER, GJOVIK

WANTED = {"municipality": ASKER, "rhythm": "monthly", "format": "pdf", "language": "nn"}


@pytest.fixture
def person(app):
    return builders.a_person(of=ASKER)


@pytest.fixture
def manager(client, person, sign_in):
    return sign_in(client, person)


def test_a_report_is_asked_for_and_stopped(manager):
    assert "Send meg rapporten" in manager.get("/statistikk/rapporter").text
    answer = manager.post("/statistikk/rapporter", data=WANTED, follow_redirects=True)
    assert "Den neste rapporten kommer 02.07.2026." in answer.text
    assert "Hver måned" in answer.text
    again = manager.post("/statistikk/rapporter", data=WANTED)
    assert (again.status_code, "Du får denne rapporten fra før" in again.text) == (409, True)
    link = sending.path_to_stop(1)
    assert link in again.text
    manager.post(link)
    assert "Rapportene du får" not in manager.get("/statistikk/rapporter").text


def test_a_report_is_changed_on_a_page_of_its_own(manager):
    manager.post("/statistikk/rapporter", data=WANTED)
    address = "/statistikk/rapporter/1"
    assert address in manager.get("/statistikk/rapporter").text
    assert 'value="monthly" checked' in manager.get(address).text
    answer = manager.post(address, data=WANTED | {"rhythm": "yearly"}, follow_redirects=True)
    assert "Den neste rapporten kommer 02.01.2027." in answer.text
    assert "Hvert år" in answer.text
    refused = manager.post(address, data=WANTED | {"municipality": GJOVIK, "format": "csv"})
    assert (refused.status_code, "bare eksportere rader for din egen kommune" in refused.text) == (403, True)
    assert manager.post(address, data=WANTED | {"rhythm": "hourly"}).status_code == 422
    assert 'value="yearly" checked' in manager.get(address).text


def test_nobody_changes_what_others_are_sent(manager, app, sign_in):
    manager.post("/statistikk/rapporter", data=WANTED)
    other = sign_in(app.test_client(), builders.a_person(of=ASKER))
    assert other.get("/statistikk/rapporter/1").status_code == 404
    assert other.post("/statistikk/rapporter/1", data=WANTED | {"rhythm": "yearly"}).status_code == 404
    assert 'value="monthly" checked' in manager.get("/statistikk/rapporter/1").text


def test_rows_of_others_are_refused_on_the_form(manager):
    answer = manager.post("/statistikk/rapporter", data=WANTED | {"municipality": GJOVIK, "format": "csv"})
    assert (answer.status_code, "bare eksportere rader for din egen kommune" in answer.text) == (403, True)


@pytest.mark.parametrize("wrong", [{"rhythm": "hourly"}, {"format": "exe"}, {"language": "sv"}])
def test_what_cannot_be_chosen_is_refused(manager, wrong):
    assert manager.post("/statistikk/rapporter", data=WANTED | wrong).status_code == 422


def test_the_link_stops_it_without_signing_in(manager, person, app):
    manager.post("/statistikk/rapporter", data=WANTED)
    stranger, path = app.test_client(), sending.path_to_stop(1)
    assert "Vil du slutte" in stranger.get(path).text
    assert len(sending.list_subscriptions(builders.actor_of(person))) == 1
    assert "Rapporten er stoppet" in stranger.post(path).text
    assert sending.list_subscriptions(builders.actor_of(person)) == []
    assert stranger.get("/varsler/stopp/rapport/x").status_code == 404
