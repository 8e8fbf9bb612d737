"""Receipts over the API."""

import pytest

from marketplace.search import indexing
from tests.builders import GJOVIK, HAMAR, a_listing, a_person


@pytest.fixture
def buyer(api):
    return api(a_person("requester", GJOVIK))


def test_a_search_becomes_a_receipt(api, buyer):
    listing = a_listing(title="Kontorstol", quantity=4)
    indexing.rebuild()
    answer = buyer.post("/api/v1/search-receipts?q=stol&min_quantity=2", json={"reason": "For lave"})
    assert answer.status_code == 201
    made = answer.json
    assert made["question"] == {"q": "stol", "min_quantity": 2}
    assert (made["total"], made["hits"][0]["id"], made["reason"]) == (1, listing.id, "For lave")
    assert made["municipality"]["number"] == GJOVIK
    assert buyer.get("/api/v1/search-receipts").json["items"] == [made]
    assert buyer.get(f"/api/v1/search-receipts/{made['id']}").json == made
    assert buyer.get(f"/api/v1/search-receipts/{made['id']}/file").data.startswith(b"%PDF")
    stranger = api(a_person("municipality_admin", HAMAR))
    assert stranger.get(f"/api/v1/search-receipts/{made['id']}").status_code == 404
    assert stranger.get("/api/v1/search-receipts").json["total"] == 0


@pytest.mark.parametrize(
    ("query", "body", "code"),
    [
        ("q=stol", {}, "receipt-needs-reason"),
        ("", {"reason": "x"}, "receipt-needs-question"),
        ("q=stol&category=NO", {"reason": "x"}, "field-not-a-choice"),
        ("q=stol", {"reason": "x" * 1001}, "field-too-long"),
    ],
)
def test_what_is_wrong_is_told_and_makes_nothing(buyer, query, body, code):
    a_listing(title="Kontorstol")
    indexing.rebuild()
    answer = buyer.post(f"/api/v1/search-receipts?{query}", json=body)
    assert answer.status_code == 422
    assert code in answer.get_data(as_text=True)
    assert buyer.get("/api/v1/search-receipts").json["total"] == 0
