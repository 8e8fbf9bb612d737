"""Agreeing on a time, writing to each other, and handing over."""

import pytest

from marketplace.claims.models import Message
from marketplace.transfers.models import Transfer
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_claim, a_listing, a_person, a_pickup_place
from tests.web.acting import HTMX, count, fetch, only, send


@pytest.fixture
def owner(app, sign_in):
    return sign_in(app.test_client(), a_person("facility_manager", ASKER, name="Ola Eier"))


@pytest.fixture
def claimant(app, sign_in):
    return sign_in(app.test_client(), a_person("requester", GJOVIK, name="Kari Spør"))


def test_a_time_is_agreed_with_the_pick_up_place_proposed(owner, claimant):
    place = a_pickup_place(name="Lager vest", address="Gata 1")
    claim = a_claim(a_listing(pickup_place_id=place.id), state="approved")
    assert 'value="Lager vest, Gata 1"' in fetch(owner, f"/foresporsler/{claim.id}")
    given = {"place": "Port 3", "on": "2026-06-16", "from_time": "10", "until_time": "12.30"}
    send(owner, f"/foresporsler/{claim.id}/henting", **{f"henting-{name}": value for name, value in given.items()})
    html = fetch(claimant, f"/foresporsler/{claim.id}")
    assert "16.06.2026 kl. 10.00 til 12.30" in html
    assert "Bekreft overleveringen" in html


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"until_time": "09.00"}, "Sluttiden må være etter starttiden."),
        ({"on": "2026-06-01"}, "Tidspunktet er passert."),
        ({"on": ""}, "Fyll ut feltet."),
        ({"from_time": "25"}, "Skriv et klokkeslett"),
        ({"place": ""}, "Fyll ut feltet."),
        ({"on": "2029-06-16"}, "mer enn to år"),
    ],
)
def test_a_time_that_cannot_be_is_told_beside_its_field(owner, values, told):
    claim = a_claim(a_listing(), state="approved")
    given = {"place": "Port 3", "on": "2026-06-16", "from_time": "10:00", "until_time": "12:00"} | values
    named = {f"henting-{name}": value for name, value in given.items()}
    assert told in send(owner, f"/foresporsler/{claim.id}/henting", 422, **named).text


def test_messages_go_both_ways_in_place_or_not(owner, claimant):
    claim = a_claim(a_listing())
    address = f"/foresporsler/{claim.id}/melding"
    html = send(claimant, address, 200, HTMX, **{"melding-text": "Når passer det?", "melding-submission_key": "a"}).text
    assert "Når passer det?" in html
    assert "<html" not in html
    answer = send(owner, address, **{"melding-text": "Torsdag", "melding-submission_key": "b"})
    assert answer.location == f"/foresporsler/{claim.id}#meldinger"
    send(owner, address, **{"melding-text": "Torsdag", "melding-submission_key": "b"})
    assert count(Message) == 2
    for headers in (None, HTMX):
        assert "Fyll ut feltet." in send(owner, address, 422, headers, **{"melding-text": ""}).text


def test_no_address_is_shown_before_the_owner_said_yes(owner, claimant):
    claim = a_claim(a_listing())
    for client in (owner, claimant):
        assert "@kommune.example" not in fetch(client, f"/foresporsler/{claim.id}")
    send(owner, f"/foresporsler/{claim.id}/godkjenn", **{"godkjenn-quantity": "1"})
    for client in (owner, claimant):
        assert fetch(client, f"/foresporsler/{claim.id}").count("mailto:") == 2


def hand_over(client, claim, status=302, **values):
    given = {"quantity": "2", "on": "2026-06-15", "submission_key": "a"} | values
    named = {f"overlevering-{name}": value for name, value in given.items()}
    return send(client, f"/foresporsler/{claim.id}/overlevering", status, **named)


def test_either_side_hands_over_in_part_and_once(owner, claimant):
    claim = a_claim(a_listing(quantity=5), quantity=5, state="approved")
    hand_over(claimant, claim)
    hand_over(claimant, claim)
    assert only(Transfer).quantity == 2
    hand_over(owner, claim, quantity="3")
    html = fetch(owner, f"/foresporsler/{claim.id}")
    assert "5 stk. er overlevert og står i inventaret til Gjøvik." in html
    assert "I regnskapet" in html


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"quantity": "6"}, "Skriv et antall fra 1 til 5"),
        ({"on": "2026-06-16"}, "Datoen er ikke kommet ennå."),
        ({"on": "2026-06-14"}, "Annonsen ble lagt ut 15.06.2026."),
        ({"on": "i går"}, "i går"),
        ({"quantity": ""}, "Fyll ut feltet."),
    ],
)
def test_a_hand_over_that_cannot_be_is_refused(owner, values, told):
    claim = a_claim(a_listing(quantity=5), quantity=5, state="approved")
    assert told in hand_over(owner, claim, 422, **values).text
    assert count(Transfer) == 0


def test_what_has_changed_meanwhile_is_told(owner):
    claim = a_claim(a_listing(), state="cancelled")
    answer = send(owner, f"/foresporsler/{claim.id}/godkjenn", **{"godkjenn-quantity": "1"})
    assert "Forespørselen er avsluttet" in fetch(owner, answer.location)


def test_strangers_find_nothing(app, sign_in):
    claim = a_claim(a_listing())
    stranger = sign_in(app.test_client(), a_person("facility_manager", RINGERIKE))
    for address in ("", "/trekk"):
        fetch(stranger, f"/foresporsler/{claim.id}{address}", 404)
    for address in ("godkjenn", "avsla", "trekk", "henting", "melding", "overlevering"):
        send(stranger, f"/foresporsler/{claim.id}/{address}", 404, **{"melding-text": "Hei", "avsla-reason": "Nei"})
    assert only().state == "requested"
