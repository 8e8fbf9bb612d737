"""The pages of receipts, and the codes on paper."""

import pytest

from marketplace.foundation import codes
from marketplace.foundation.database import db
from marketplace.search import indexing
from marketplace.search.receipts.models import SearchReceipt
from tests.builders import GJOVIK, HAMAR, a_listing, a_person
from tests.web.acting import count, fetch, only, send


@pytest.fixture
def buyer(app, sign_in):
    return sign_in(app.test_client(), a_person("requester", GJOVIK))


def furnish():
    a_listing(title="Kontorstol", quantity=4)
    indexing.rebuild()


def test_an_empty_list_says_how_to_make_one(buyer):
    assert "Ingen kvitteringer ennå" in fetch(buyer, "/kvitteringer")


def test_a_search_becomes_a_receipt(app, buyer):
    furnish()
    assert "/sok/kvittering?q=stol" in fetch(buyer, "/sok?q=stol&min_quantity=2").replace("&amp;", "&")
    page = fetch(buyer, "/sok/kvittering?q=stol&min_quantity=2")
    for told in ("stol", "1 treff nå", "Minst så mange ledige"):
        assert told in page
    address = "/sok/kvittering?q=stol&min_quantity=2"
    assert "Skriv kort hvorfor" in send(buyer, address, 422, reason="", submission_key="k").text
    for _ in range(2):
        sent = send(buyer, address, reason="For lave", submission_key="k")
    receipt = only(SearchReceipt)
    assert sent.location.endswith(f"/kvitteringer/{receipt.id}")
    shown = fetch(buyer, sent.location)
    for told in ("For lave", "Kontorstol", codes.spaced(receipt.code), "/sok?q=stol&amp;min_quantity=2"):
        assert told in shown
    assert codes.spaced(receipt.code) in fetch(buyer, "/kvitteringer")
    file = buyer.get(f"/kvitteringer/{receipt.id}/kvittering.pdf")
    assert (file.status_code, file.mimetype) == (200, "application/pdf")
    checked = fetch(app.test_client(), f"/kontroll/{receipt.code}")
    assert "Kvitteringen er ekte" in checked
    assert "Gjøvik" in checked
    assert f"/kvitteringer/{receipt.id}" not in checked
    assert f"/kvitteringer/{receipt.id}" in fetch(buyer, f"/kontroll/{receipt.code}")


def test_nothing_asked_makes_nothing(buyer):
    furnish()
    assert "Søk etter noe først" in fetch(buyer, "/sok/kvittering")
    assert "må vise hva du lette etter" in send(buyer, "/sok/kvittering", 422, reason="x", submission_key="k").text
    assert count(SearchReceipt) == 0


def test_receipts_are_not_for_others(app, buyer, sign_in):
    furnish()
    send(buyer, "/sok/kvittering?q=stol", reason="For lave", submission_key="k")
    stranger = sign_in(app.test_client(), a_person("municipality_admin", HAMAR))
    number = db.session.query(SearchReceipt.id).scalar()
    for address in (f"/kvitteringer/{number}", f"/kvitteringer/{number}/kvittering.pdf"):
        assert stranger.get(address).status_code == 404
        assert app.test_client().get(address).status_code == 302
    assert app.test_client().get("/sok/kvittering?q=stol").status_code == 302
