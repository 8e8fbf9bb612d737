"""Shared runs on the page of fetching and on the claim."""

import pytest

from marketplace.claims import pickups
from marketplace.claims.models import Appointment, SharedRun
from marketplace.transfers.models import Transfer
from tests.builders import ASKER, GJOVIK, HAMAR, a_claim, a_listing, a_person
from tests.web.acting import count, fetch, only, send
from tests.web.pages import Page


@pytest.fixture
def owner(app, sign_in):
    return sign_in(app.test_client(), a_person("facility_manager", ASKER))


def approved(by, title="Kontorstol"):
    return a_claim(a_listing(quantity=5, title=title), by=by, quantity=2, state="approved")


def form_of(html):
    (form,) = [each for each in Page(html).all("form") if "/hentinger/turer" in each.get("action", "")]
    prefix = form["action"].rpartition("=")[2]
    fields = Page(html).all("input")
    return form["action"], {f["name"]: f.get("value", "") for f in fields if f.get("name", "").startswith(f"{prefix}-")}


def test_a_trip_is_proposed_explained_and_agreed_for_all(owner, app, sign_in):
    claims = [approved(GJOVIK, "Grønn krakk"), approved(HAMAR, "Blå benk")]
    html = fetch(owner, "/hentinger")
    for told in ("Kjør sammen (1)", "km i uke 26", "Grønn krakk", "Blå benk", "Slik regner vi", "Asker – "):
        assert told in html
    assert "Kan hentes på samme tur som Blå benk" in fetch(owner, f"/foresporsler/{claims[0].id}")
    action, values = form_of(html)
    answer = send(owner, action, **values)
    assert answer.location == "/hentinger?dag=2026-06-23"
    html = fetch(owner, answer.location)
    assert html.count("Felles tur") == 2
    assert "Kjør sammen" not in html
    receiver = sign_in(app.test_client(), a_person("requester", GJOVIK))
    html = fetch(receiver, f"/foresporsler/{claims[0].id}")
    assert "Hentes på samme tur som 1 annen forespørsel." in html
    assert "Blå benk" not in html


def test_the_same_trip_agreed_twice_is_one(owner):
    approved(GJOVIK)
    approved(HAMAR)
    action, values = form_of(fetch(owner, "/hentinger"))
    send(owner, action, **values)
    assert "allerede med på en felles tur" in send(owner, action, 409, **values).text
    assert (count(SharedRun), count(Appointment)) == (1, 2)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [("on", "2026-06-01", "Tidspunktet er passert."), ("begins", "", "Fyll ut feltet."), ("on", "i går", "i går")],
)
def test_a_trip_that_cannot_be_is_told_beside_its_field(owner, name, value, told):
    approved(GJOVIK)
    approved(HAMAR)
    action, values = form_of(fetch(owner, "/hentinger"))
    prefix = action.rpartition("=")[2]
    assert told in send(owner, action, 422, **values | {f"{prefix}-{name}": value}).text
    assert count(SharedRun) == 0


def test_strangers_agree_on_nothing(owner, app, sign_in):
    claims = [approved(GJOVIK), approved(HAMAR)]
    action, values = form_of(fetch(owner, "/hentinger"))
    stranger = sign_in(app.test_client(), a_person("facility_manager", HAMAR))
    send(stranger, action, 404, **values)
    assert [pickups.find_appointment(claim.id) for claim in claims] == [None, None]


def test_a_shared_trip_is_told_on_the_ledgers_row(owner):
    claim, _ = approved(GJOVIK), approved(HAMAR)
    action, values = form_of(fetch(owner, "/hentinger"))
    send(owner, action, **values)
    given = {"quantity": "2", "on": "2026-06-15", "submission_key": "a"}
    send(owner, f"/foresporsler/{claim.id}/overlevering", **{f"overlevering-{k}": v for k, v in given.items()})
    assert "Andel av en felles tur" in fetch(owner, f"/overforinger/{only(Transfer).id}")
