"""Loans on pages: offered, taken out, shown plainly to both sides, put off, back."""

from datetime import timedelta

import pytest

from marketplace.claims import service as claiming
from marketplace.foundation import clock
from marketplace.listings.models import Listing
from marketplace.transfers import loans
from marketplace.transfers.models import Loan
from tests import builders
from tests.builders import GJOVIK
from tests.conftest import NOW
from tests.web.acting import count, fetch, only, send


@pytest.fixture
def scene(app, sign_in):
    owner, borrower = builders.a_person(), builders.a_person("requester", GJOVIK)
    listing = builders.a_listing(quantity=5, loan_days=14)
    claim = builders.a_claim(listing, quantity=3, requested_by=borrower.id)
    claiming.approve_claim(builders.actor_of(owner), claim.id)
    clients = sign_in(app.test_client(), owner), sign_in(app.test_client(), borrower)
    return *clients, claim.id, builders.actor_of(owner)


def test_a_listing_is_offered_on_loan_and_says_so(app, client, sign_in):
    owner = sign_in(client, builders.a_person())
    form = {"title": "Projektor Epson", "condition": "good", "quantity": "2", "loan_days": "14", "stage": "network"}
    send(owner, "/annonser/ny", **form, category_code="KON.STOL", intent="publish", submission_key="a")
    listing = only(Listing)
    assert listing.loan_days == 14
    assert "Lånes ut i inntil 14 dager" in fetch(owner, f"/annonser/{listing.id}")
    other = sign_in(app.test_client(), builders.a_person("requester", GJOVIK))
    assert "skal leveres tilbake" in fetch(other, f"/annonser/{listing.id}")
    assert "Til utlån" in fetch(other, "/")


def test_a_loan_is_taken_out_put_off_and_brought_back(scene):
    owner, borrower, claim_id, _ = scene
    page = f"/foresporsler/{claim_id}"
    assert "Det er allerede hentet" in fetch(borrower, page)
    out = {"utlaan-quantity": "3", "utlaan-due_on": "2026-06-25", "utlaan-submission_key": "x"}
    send(borrower, f"{page}/utlaan", **out)
    assert "til og med 25.06.2026" in fetch(owner, page)
    loan = only(Loan)
    assert "Lånt ut av oss" in fetch(owner, "/utlaan")
    send(borrower, f"/utlaan/{loan.id}/forleng", **{"forleng-due_on": "2026-07-02"})
    assert "Forlenget lånet" in fetch(owner, page)
    send(owner, f"/utlaan/{loan.id}/retur", **{"retur-quantity": "1", "retur-note": "Fin"})
    send(owner, f"/utlaan/{loan.id}/retur", **{"retur-quantity": "2"})
    assert "Alt er levert tilbake" in fetch(borrower, page)
    assert "Ingenting er lånt ut nå" in fetch(owner, "/utlaan")
    assert "Kontorstol i god stand" in fetch(owner, "/utlaan?levert=1")


def test_what_is_wrong_is_told_on_the_form_and_nothing_is_lent(scene):
    _, borrower, claim_id, _ = scene
    out = {"utlaan-quantity": "9", "utlaan-due_on": "2026-06-25"}
    html = send(borrower, f"/foresporsler/{claim_id}/utlaan", status=422, **out).text
    assert "Skriv et antall fra 1 til 3." in html
    assert count(Loan) == 0


def test_what_is_late_is_shown_plainly_to_both(scene):
    owner, borrower, claim_id, actor = scene
    loans.lend(actor, claim_id)
    with clock.standing_still(NOW + timedelta(days=20)):
        for client in (owner, borrower):
            assert "Lånet er over fristen" in fetch(client, f"/foresporsler/{claim_id}")
            assert "Over fristen" in fetch(client, "/utlaan")
            assert "Over fristen" in fetch(client, "/mitt-arbeid")


def test_strangers_find_no_loan(app, sign_in, scene):
    *_, claim_id, actor = scene
    loan_id = loans.lend(actor, claim_id).id
    stranger = sign_in(app.test_client(), builders.a_person(of=builders.RINGERIKE))
    send(stranger, f"/utlaan/{loan_id}/retur", status=404, **{"retur-quantity": "1"})
    send(stranger, f"/utlaan/{loan_id}/forleng", status=404, **{"forleng-due_on": "2026-07-02"})
    assert only(Loan).returned_quantity == 0
