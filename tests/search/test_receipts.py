"""Receipts: the question with its answer, kept as it was."""

import io
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from marketplace.foundation import codes
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.listings import service as listings
from marketplace.search import engines, indexing
from marketplace.search.criteria import Criteria
from marketplace.search.receipts import printing, queries, questions, service
from marketplace.search.receipts.models import SearchReceipt
from tests.builders import ASKER, GJOVIK, HAMAR, a_listing, an_actor

pytestmark = pytest.mark.usefixtures("app")

CHAIRS = Criteria(q="stol", categories=("KON",), conditions=("good", "fair"), max_width_cm=80, free=True)


@pytest.fixture
def buyer():
    return an_actor("requester", GJOVIK)


def furnish(*titles):
    made = [a_listing(title=title, quantity=4, width_cm=60) for title in titles]
    indexing.rebuild()
    return made


def refused(kind, code, *asked, **more):
    with pytest.raises(kind) as caught:
        service.make_receipt(*asked, **more)
    assert code in {caught.value.code, *(field.code for field in getattr(caught.value, "fields", ()))}
    assert db.session.scalar(select(func.count(SearchReceipt.id))) == 0


def test_a_receipt_keeps_question_answer_and_reason(buyer):
    listing = furnish("Kontorstol")[0]
    receipt = service.make_receipt(buyer, CHAIRS, " For smal ")
    assert (receipt.municipality_number, receipt.total, receipt.reason) == (GJOVIK, 1, "For smal")
    told = [{"id": listing.id, "title": "Kontorstol", "municipality": "Asker", "available_quantity": 4}]
    assert list(receipt.hits) == told
    assert receipt.question == {
        "q": "stol",
        "categories": ["KON"],
        "conditions": ["good", "fair"],
        "max_width_cm": 80,
        "free": True,
    }


def test_it_stays_as_it_was_whatever_becomes_of_the_listings(buyer):
    listing_id = furnish("Kontorstol")[0].id
    receipt_id = service.make_receipt(buyer, CHAIRS, "For smal").id
    before = printing.as_pdf(queries.get_receipt(buyer, receipt_id), "nb")
    listings.withdraw_listing(an_actor(), listing_id)
    indexing.rebuild()
    assert printing.as_pdf(queries.get_receipt(buyer, receipt_id), "nb") == before


def test_nothing_found_needs_no_reason(buyer):
    furnish("Sofa")
    assert service.make_receipt(buyer, Criteria(q="kontorstol")).total == 0


def test_what_was_found_needs_a_reason(buyer):
    furnish("Kontorstol")
    refused(Invalid, "receipt-needs-reason", buyer, CHAIRS, "  ")
    refused(Invalid, "field-too-long", buyer, CHAIRS, "x" * 1001)


def test_nothing_asked_is_no_search(buyer):
    refused(Invalid, "receipt-needs-question", buyer, Criteria(page=3, near=ASKER), "Passet ikke")


def test_only_who_searches_for_a_municipality_has_receipts(buyer):
    furnish("Kontorstol")
    refused(Forbidden, "receipt-needs-role", Actor(None, None, frozenset()), CHAIRS, "Passet ikke")


def test_there_is_no_receipt_of_a_plain_search(buyer, tmp_path):
    a_listing(title="Kontorstol")
    engines.engine().close()
    for file in engines.engine()._folder.path.glob("*.json"):
        file.unlink()
    refused(Conflict, "receipt-index-building", buyer, CHAIRS, "Passet ikke")


def test_the_same_form_sent_twice_makes_one(buyer):
    furnish("Kontorstol")
    made = {service.make_receipt(buyer, CHAIRS, "For smal", submission_key="k").id for _ in range(2)}
    assert len(made) == 1


def test_receipts_are_the_municipalitys_own(buyer):
    furnish("Kontorstol")
    receipt = service.make_receipt(buyer, CHAIRS, "For smal")
    colleague, stranger = an_actor("facility_manager", GJOVIK), an_actor("municipality_admin", HAMAR)
    assert queries.get_receipt(colleague, receipt.id).receipt.id == receipt.id
    assert queries.list_receipts(colleague).total == 1
    assert queries.list_receipts(stranger).total == 0
    with pytest.raises(NotFound):
        queries.get_receipt(stranger, receipt.id)


def test_a_list_of_receipts_costs_the_same_however_long(buyer, count_queries):
    furnish("Kontorstol")
    costs = []
    for _ in range(2):
        for _ in range(4):
            service.make_receipt(buyer, CHAIRS, "For smal")
        with count_queries() as sent:
            queries.list_receipts(buyer)
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 3


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pdf_can_be_read_by_all(buyer, language):
    furnish("Kontorstol #[x]")
    row = queries.row_of(service.make_receipt(buyer, CHAIRS, "For *smal* <b>"))
    reader = PdfReader(io.BytesIO(printing.as_pdf(row, language)))
    assert "<pdfuaid:part>1</pdfuaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data().decode()
    told = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for known in ("Gjøvik", "Kontorstol #[x]", "For *smal* <b>", "80 cm", codes.spaced(row.receipt.code)):
        assert known in told


def test_a_receipt_is_found_by_its_code(buyer):
    furnish("Sofa")
    receipt = service.make_receipt(buyer, Criteria(q="kontorstol"))
    assert queries.find_by_code(codes.spaced(receipt.code).lower()).id == receipt.id
    with pytest.raises(NotFound):
        queries.find_by_code("AAAA-BBBB-CCCC")


def test_every_part_of_a_question_is_kept_told_and_asked_again(buyer):
    everything = Criteria(
        q="stol",
        categories=("KON.STOL", "SIT"),
        municipalities=(ASKER,),
        counties=("32", "34"),
        conditions=("good",),
        near=HAMAR,
        within_km=50,
        min_quantity=3,
        max_width_cm=80,
        max_depth_cm=70,
        max_height_cm=120,
        free=False,
        loan=False,
        available_by=date(2026, 8, 1),
    )
    kept = questions.kept(everything, buyer)
    assert questions.again(kept) == everything
    told = dict(questions.in_words(kept, "nb"))
    assert told["Avstand i luftlinje"] == "innen 50 km fra Hamar"
    assert told["Fylke"] == "Akershus, Innlandet"
    assert told["Kan hentes innen"] == "01.08.2026"
    assert told["Pris"] == "Med pris"
    assert told["Utlån eller overtakelse"] == "Til overtakelse"
    assert len(told) == 13
