"""Objecting on pages: from the claim, on the ledger's row and on the note."""

from datetime import timedelta

import pytest

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.transfers import service as ledger
from marketplace.transfers import settling
from marketplace.transfers.models import Objection, TransferNote
from tests.builders import ASKER, GJOVIK, HAMAR, a_claim, a_listing, a_person, an_actor
from tests.conftest import NOW
from tests.web.acting import count, fetch, only, send


@pytest.fixture
def owner(app, sign_in):
    return sign_in(app.test_client(), a_person("municipality_admin", ASKER))


@pytest.fixture
def receiver(app, sign_in):
    return sign_in(app.test_client(), a_person("requester", GJOVIK))


@pytest.fixture
def transfer(app):
    claim = a_claim(a_listing(quantity=5, title="Grønn krakk"), by=GJOVIK, quantity=5, state="approved")
    return ledger.hand_over(an_actor(of=ASKER), claim.id)


def object_to(client, transfer, status=302, reason="Vi fikk fire."):
    return send(client, f"/overforinger/{transfer.id}/innvending", status, reason=reason)


def test_the_receiver_objects_from_the_claim_and_all_see_it(receiver, owner, transfer):
    link = f"/overforinger/{transfer.id}/innvending"
    html = fetch(receiver, f"/foresporsler/{transfer.claim_id}")
    assert link in html
    assert "Si fra til og med 22.06.2026" in html
    assert "Hva stemmer ikke?" in fetch(receiver, link)
    object_to(receiver, transfer)
    html = fetch(receiver, f"/foresporsler/{transfer.claim_id}")
    assert "Innvending ikke avklart" in html
    assert "Innvending mot overleveringen av 5 stk." in html
    row = fetch(owner, f"/overforinger/{transfer.id}")
    assert "Vi fikk fire." in row
    assert "Tallene står til den er rettet." in row
    assert "Innvending" in fetch(owner, "/overforinger")
    code = db.session.get(TransferNote, transfer.id).code
    check = fetch(owner, f"/kontroll/{code}")
    assert "sier at overleveringen ikke stemmer" in check
    assert "Vi fikk fire." not in check
    assert "Avklar innvendinger" in fetch(owner, "/mitt-arbeid")


def test_whoever_recorded_it_sees_no_form_and_is_told_why(owner, transfer):
    assert "Hva stemmer ikke?" not in fetch(owner, f"/overforinger/{transfer.id}/innvending")
    answer = object_to(owner, transfer)
    assert "Dere har selv registrert overleveringen." in fetch(owner, answer.location)
    assert count(Objection) == 0


def test_a_reason_is_asked_for(receiver, transfer):
    assert "Fyll ut feltet." in object_to(receiver, transfer, 422, " ").text
    assert count(Objection) == 0


def test_the_side_that_objected_settles_it_with_an_answer(receiver, owner, transfer):
    object_to(receiver, transfer)
    page = f"/overforinger/{transfer.id}/innvending"
    address = f"{page}/{only(Objection).id}/avklar"
    assert "avgjør når innvendingen er avklart." in (html := fetch(owner, page))
    assert "Hva ble dere enige om?" not in html
    assert "Er den ikke avklart innen 29.06.2026, kan prosjektlederen i nettverket også gjøre det." in html
    answer = send(owner, address, **{"svar-answer": "Den femte sto i gangen."})
    assert "Det er siden som kom med innvendingen, som avklarer den." in fetch(owner, answer.location)
    assert only(Objection).outcome is None
    assert "Fyll ut feltet." in send(receiver, address, 422, **{"svar-answer": ""}).text
    send(receiver, address, **{"svar-answer": "Den femte sto i gangen."})
    assert "Den femte sto i gangen." in fetch(owner, page)
    answer = send(receiver, address, **{"svar-answer": "Igjen"})
    assert "allerede avklart" in fetch(receiver, answer.location)
    assert only(Objection).answer == "Den femte sto i gangen."


def test_the_project_lead_settles_what_the_sides_did_not_agree_on(app, sign_in, receiver, transfer):
    object_to(receiver, transfer)
    lead = sign_in(app.test_client(), a_person("project_lead", HAMAR))
    page = f"/overforinger/{transfer.id}/innvending"
    assert "Hva ble dere enige om?" not in fetch(lead, page)
    with clock.standing_still(NOW + timedelta(days=15)):
        settling.raise_due()
        assert page in fetch(lead, "/mitt-arbeid")
        assert page in fetch(lead, f"/overforinger/{transfer.id}")
        assert "Dere ble ikke enige i tide." in fetch(lead, page)
        send(lead, f"{page}/{only(Objection).id}/avklar", **{"svar-answer": "Fem er telt på lageret."})
        assert "Fem er telt på lageret." in fetch(lead, page)


def test_a_row_that_takes_back_resolves_it(receiver, owner, transfer):
    object_to(receiver, transfer)
    values = {"kind": "correction", "quantity": "5", "reason": "Talte feil", "afterwards": "listing"}
    send(owner, f"/overforinger/{transfer.id}/tilbake", **values)
    html = fetch(owner, f"/overforinger/{transfer.id}/innvending")
    assert "Rettet" in html
    assert "Se raden som fører tilbake" in html
    assert "Se raden som fører tilbake" not in fetch(receiver, f"/overforinger/{transfer.id}/innvending")


def test_strangers_find_nothing(app, sign_in, transfer):
    stranger = sign_in(app.test_client(), a_person("facility_manager", HAMAR))
    fetch(stranger, f"/overforinger/{transfer.id}/innvending", 404)
    object_to(stranger, transfer, 404)
    send(stranger, f"/overforinger/{transfer.id}/innvending/1/avklar", 404, **{"svar-answer": "Nei"})
    assert count(Objection) == 0
