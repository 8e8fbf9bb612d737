"""The day's list, the label, and handing over in few taps."""

from datetime import timedelta

import pytest

from marketplace.claims import appointing
from marketplace.foundation import clock
from marketplace.transfers.models import Transfer
from tests.builders import ASKER, GJOVIK, HAMAR, a_claim, a_listing, a_person, actor_of
from tests.web.acting import count, fetch, only, send
from tests.web.pages import Page


@pytest.fixture
def manager(app, sign_in):
    return sign_in(app.test_client(), a_person("facility_manager", ASKER))


@pytest.fixture
def caretaker(app, sign_in):
    return sign_in(app.test_client(), a_person("requester", GJOVIK))


def agreed(**values):
    claim = a_claim(a_listing(quantity=5, **values), by=GJOVIK, quantity=5, state="approved")
    at = clock.now() + timedelta(hours=2)
    owner = actor_of(a_person(of=ASKER))
    appointing.make_appointment(owner, claim.id, place="Vareinngangen", from_at=at, until_at=at + timedelta(hours=1))
    return claim


def filled(html):
    """The form that confirms, as its page filled it."""
    return {field["name"]: field["value"] for field in Page(html).all("input") if field.get("type") == "hidden"}


def test_an_empty_day_says_what_will_be_there(manager):
    assert "Ingenting å hente denne dagen" in fetch(manager, "/hentinger")
    assert "Ingenting å hente denne dagen" in fetch(manager, "/hentinger?dag=i-morgen")


def test_the_day_shows_what_where_and_whom(manager, caretaker):
    agreed(title="Grønn krakk")
    for client, other in ((manager, "Gjøvik henter hos dere"), (caretaker, "Dere henter hos Asker")):
        html = fetch(client, "/hentinger")
        for told in ("Grønn krakk", "Vareinngangen", other, "14.00–15.00", "1 henting"):
            assert told in html
    assert "Grønn krakk" not in fetch(manager, "/hentinger?dag=2026-06-16")


def test_one_side_alone_records_the_hand_over_from_the_list(caretaker):
    claim = agreed()
    values = filled(fetch(caretaker, "/hentinger"))
    for _ in range(2):
        caretaker.post(f"/foresporsler/{claim.id}/overlevering", data=values)
    assert count(Transfer) == 1
    assert only(Transfer).quantity == 5


def test_the_labels_code_leads_to_what_is_about_to_change_hands(manager, caretaker):
    claim = agreed(title="Grønn krakk")
    label = fetch(manager, f"/annonser/{claim.listing_id}/etikett")
    assert "data:image/svg+xml" in label
    assert f"/annonser/{claim.listing_id}/overlever" in label
    html = fetch(caretaker, f"/annonser/{claim.listing_id}/overlever")
    send(caretaker, f"/foresporsler/{claim.id}/overlevering", **filled(html))
    assert only(Transfer).quantity == 5
    assert "Ingenting å overlevere her" in fetch(caretaker, f"/annonser/{claim.listing_id}/overlever")


def test_a_label_is_the_owners(caretaker, app, sign_in):
    claim = agreed()
    other = sign_in(app.test_client(), a_person("facility_manager", HAMAR))
    assert other.get(f"/annonser/{claim.listing_id}/etikett").status_code == 404
    assert caretaker.get(f"/annonser/{claim.listing_id}/etikett").status_code == 403


def test_the_appointment_goes_into_ones_calendar(manager, app, sign_in):
    claim = agreed()
    assert f"/foresporsler/{claim.id}/henting.ics" in fetch(manager, f"/foresporsler/{claim.id}")
    answer = manager.get(f"/foresporsler/{claim.id}/henting.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.data.startswith(b"BEGIN:VCALENDAR")
    stranger = sign_in(app.test_client(), a_person("facility_manager", HAMAR))
    assert stranger.get(f"/foresporsler/{claim.id}/henting.ics").status_code == 404
    waiting = a_claim(a_listing(), by=GJOVIK, state="approved")
    assert manager.get(f"/foresporsler/{waiting.id}/henting.ics").status_code == 404
