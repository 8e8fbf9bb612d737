"""Offering windows, choosing one, and calling off."""

import pytest

from marketplace.claims import pickups
from marketplace.claims.models import Appointment, PickupWindow
from tests.builders import ASKER, GJOVIK, HAMAR, a_claim, a_listing, a_person, a_pickup_place
from tests.web.acting import count, fetch, only, send

OFFER = {
    "place": "Rådhuset",
    "on": "2026-06-16",
    "from_time": "10",
    "until_time": "12.30",
    "capacity": "2",
    "weeks": "1",
    "listing_id": "",
}


@pytest.fixture
def owner(app, sign_in):
    return sign_in(app.test_client(), a_person("facility_manager", ASKER))


@pytest.fixture
def claimant(app, sign_in):
    return sign_in(app.test_client(), a_person("requester", GJOVIK))


def approved(**values):
    return a_claim(a_listing(quantity=5, title="Grønn krakk", **values), by=GJOVIK, state="approved")


def test_the_owner_offers_and_the_claimant_chooses(owner, claimant):
    a_pickup_place(name="Lager vest", address="Gata 1")
    claim = approved()
    assert "Lager vest, Gata 1" in fetch(owner, "/hentinger/tider")
    send(owner, "/hentinger/tider", **OFFER)
    html = fetch(claimant, f"/foresporsler/{claim.id}")
    assert "tirsdag 16. juni kl. 10.00–12.30, Rådhuset" in html
    assert "Ingen av tidene passer" in html
    send(claimant, f"/foresporsler/{claim.id}/hentetid", **{"hentetid-window_id": str(only(PickupWindow).id)})
    html = fetch(owner, f"/foresporsler/{claim.id}")
    assert "16.06.2026 kl. 10.00 til 12.30" in html
    assert "1 av 2" in fetch(owner, "/hentinger/tider")
    day = fetch(owner, "/hentinger?dag=2026-06-16")
    assert "10.00–12.30, Rådhuset: 1 av 2 valgt" in day
    assert "Grønn krakk" in day


def test_a_window_can_be_for_one_listing(owner):
    listing = a_listing(title="Grønn krakk")
    assert "Hentetider for Grønn krakk" in fetch(owner, f"/hentinger/tider?annonse={listing.id}")
    answer = send(owner, "/hentinger/tider", **OFFER | {"listing_id": str(listing.id)})
    assert answer.location.endswith(f"annonse={listing.id}")
    assert only(PickupWindow).listing_id == listing.id
    assert "Bare for Grønn krakk" in fetch(owner, "/hentinger/tider")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"until_time": "09"}, "Sluttiden må være etter starttiden."),
        ({"on": "2026-06-01"}, "Tidspunktet er passert."),
        ({"capacity": "0"}, "Skriv et antall fra 1 til 50."),
        ({"weeks": "mange"}, "mange"),
        ({"place": ""}, "Fyll ut feltet."),
    ],
)
def test_a_window_that_cannot_be_is_told_beside_its_field(owner, values, told):
    assert told in send(owner, "/hentinger/tider", 422, **OFFER | values).text
    assert count(PickupWindow) == 0


def test_a_window_is_offered_no_more(owner, claimant):
    claim = approved()
    send(owner, "/hentinger/tider", **OFFER)
    send(owner, f"/hentinger/tider/{only(PickupWindow).id}/steng")
    assert "Velg hentetiden" not in fetch(claimant, f"/foresporsler/{claim.id}")
    answer = send(claimant, f"/foresporsler/{claim.id}/hentetid", **{"hentetid-window_id": str(only(PickupWindow).id)})
    assert "Hentetiden er ikke ledig lenger." in fetch(claimant, answer.location)
    assert count(Appointment) == 0


def test_either_side_calls_off(owner, claimant):
    claim = approved()
    for client in (owner, claimant):
        send(owner, "/hentinger/tider", **OFFER)
        number = str(only(PickupWindow).id)
        send(claimant, f"/foresporsler/{claim.id}/hentetid", **{"hentetid-window_id": number})
        assert "Avlys hentingen" in fetch(client, f"/foresporsler/{claim.id}")
        send(client, f"/foresporsler/{claim.id}/henting/avlys")
        assert pickups.find_appointment(claim.id) is None
        assert "Avlyste hentingen" in fetch(client, f"/foresporsler/{claim.id}")


def test_nothing_chosen_is_told(claimant):
    claim = approved()
    answer = send(claimant, f"/foresporsler/{claim.id}/hentetid")
    assert "Velg" in fetch(claimant, answer.location)
    assert count(Appointment) == 0


def test_strangers_find_nothing(owner, claimant, app, sign_in):
    claim = approved()
    send(owner, "/hentinger/tider", **OFFER)
    window = only(PickupWindow)
    stranger = sign_in(app.test_client(), a_person("facility_manager", HAMAR))
    chosen = {"hentetid-window_id": str(window.id)}
    send(stranger, f"/foresporsler/{claim.id}/hentetid", 404, **chosen)
    send(stranger, f"/foresporsler/{claim.id}/henting/avlys", 404)
    send(stranger, f"/hentinger/tider/{window.id}/steng", 404)
    fetch(claimant, "/hentinger/tider", 403)
    send(claimant, "/hentinger/tider", 403, **OFFER)
    assert (count(Appointment), only(PickupWindow).closed_at) == (0, None)
