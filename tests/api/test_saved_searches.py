"""Saved searches over the API."""

import pytest

from marketplace.foundation import outbox
from marketplace.listings import service as listings
from marketplace.listings.fields import ListingFields
from tests.builders import ASKER, GJOVIK, a_person, an_actor


@pytest.fixture
def seeker(api):
    return api(a_person("requester", GJOVIK))


def test_a_search_is_saved_answered_changed_and_deleted(api, seeker):
    answer = seeker.post("/api/v1/saved-searches?q=stol&min_quantity=2", json={"alert": "daily", "name": "Stoler"})
    assert answer.status_code == 201
    made = answer.json
    assert (made["name"], made["alert"], made["question"]) == ("Stoler", "daily", {"q": "stol", "min_quantity": 2})
    address = f"/api/v1/saved-searches/{made['id']}"
    assert seeker.get("/api/v1/saved-searches").json["items"] == [made]
    owner = an_actor("facility_manager", ASKER)
    listing_id = listings.create_draft(owner, ListingFields(title="Kontorstol", quantity=4)).id
    listings.publish_listing(owner, listing_id)
    outbox.deliver_all()
    hits = seeker.get(address + "/hits").json
    assert [(hit["listing_id"], hit["municipality"]["number"]) for hit in hits["items"]] == [(listing_id, ASKER)]
    assert seeker.patch(address, json={"alert": "off"}).json["alert"] == "off"
    assert seeker.patch(address, json={"name": "Andre"}).json["name"] == "Andre"
    stranger = api(a_person("requester", GJOVIK))
    for call in (stranger.get, stranger.delete):
        assert call(address).status_code == 404
    assert stranger.patch(address, json={"alert": "daily"}).status_code == 404
    assert seeker.get(address).json["alert"] == "off"
    assert seeker.delete(address).status_code == 204
    assert seeker.get("/api/v1/saved-searches").json["total"] == 0


@pytest.mark.parametrize(
    ("query", "body", "code"),
    [
        ("", {}, "saved-search-needs-question"),
        ("q=stol&category=NO", {}, "field-not-a-choice"),
        ("q=stol", {"alert": "x"}, "field-not-a-choice"),
        ("q=stol", {"name": "x" * 81}, "field-too-long"),
    ],
)
def test_what_is_wrong_is_told_and_saves_nothing(seeker, query, body, code):
    answer = seeker.post(f"/api/v1/saved-searches?{query}", json=body)
    assert answer.status_code == 422
    assert code in answer.get_data(as_text=True)
    assert seeker.get("/api/v1/saved-searches").json["total"] == 0
