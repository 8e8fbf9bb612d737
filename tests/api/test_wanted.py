"""Wanted notices over the API."""

import pytest

from marketplace.foundation import outbox
from marketplace.search import indexing
from tests.builders import ASKER, GJOVIK, a_listing, a_person


@pytest.fixture
def seeker(api):
    indexing.rebuild()
    return api(a_person("requester", GJOVIK))


@pytest.fixture
def owner(api):
    return api(a_person("facility_manager", ASKER))


def post(seeker, **more):
    answer = seeker.post("/api/v1/wanted", json={"title": "Stablestoler", "quantity": 120} | more)
    assert answer.status_code == 201, answer.text
    return answer.json


def test_a_notice_is_posted_found_met_and_answered(seeker, owner):
    made = post(seeker, by_on="2026-08-15")
    assert (made["closes_on"], made["actions"]) == ("2026-08-15", ["change", "withdraw", "fulfil"])
    address = f"/api/v1/wanted/{made['id']}"
    assert owner.get("/api/v1/wanted").json["items"] == [made | {"actions": ["answer"]}]
    assert owner.get("/api/v1/wanted?own=true").json["total"] == 0
    assert seeker.get("/api/v1/wanted?own=true").json["total"] == 1
    listing_id = a_listing(title="Klappstoler", quantity=9).id
    answered = owner.post(address + "/answers", json={"listing_id": listing_id, "note": "Fine"})
    assert (answered.status_code, answered.json) == (201, {"listing_id": listing_id})
    assert owner.post(address + "/answers", json={"listing_id": listing_id}).status_code == 409
    outbox.deliver_all()
    found = seeker.get(address + "/matches").json
    assert (found["wanted"], found["found"], found["secured"]) == (120, 9, 0)
    assert [(each["listing_id"], each["note"]) for each in found["items"]] == [(listing_id, "Fine")]


def test_a_notice_is_changed_and_ended(seeker, owner):
    made = post(seeker)
    address = f"/api/v1/wanted/{made['id']}"
    assert owner.patch(address, json={"quantity": 3}).status_code == 403
    changed = seeker.patch(address, json={"quantity": 3, "by_on": "2026-08-15", "version": made["version"]}).json
    assert (changed["quantity"], changed["by_on"], changed["title"]) == (3, "2026-08-15", "Stablestoler")
    assert seeker.patch(address, json={"by_on": None}).json["by_on"] is None
    stale = seeker.patch(address, json={"quantity": 4, "version": made["version"]})
    assert (stale.status_code, stale.json["code"]) == (409, "wanted-changed-meanwhile")
    assert seeker.get(address).json["quantity"] == 3
    assert seeker.post(address + "/fulfil").json["state"] == "fulfilled"
    assert seeker.post(address + "/withdraw").status_code == 409
    assert seeker.get("/api/v1/wanted").json["total"] == 0


def test_an_answer_without_a_listing_makes_a_draft(seeker, owner):
    made = post(seeker)
    answered = owner.post(f"/api/v1/wanted/{made['id']}/answers", json={})
    draft = owner.get(f"/api/v1/listings/{answered.json['listing_id']}").json
    assert (draft["title"], draft["quantity"], draft["state"]) == ("Stablestoler", 120, "draft")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"title": ""}, "field-required"),
        ({"title": "xx"}, "wanted-title-missing"),
        ({"title": "Stoler", "quantity": 0}, "field-wrong"),
        ({"title": "Stoler", "category": "NO"}, "field-not-a-choice"),
        ({"title": "Stoler", "by_on": "2020-01-01"}, "wanted-day-not-possible"),
        ({"title": "Stoler", "by_on": "i dag"}, "field-not-a-date"),
    ],
)
def test_what_is_wrong_is_told_and_posts_nothing(seeker, body, code):
    answer = seeker.post("/api/v1/wanted", json=body)
    assert answer.status_code == 422
    assert code in answer.get_data(as_text=True)
    assert seeker.get("/api/v1/wanted").json["total"] == 0


@pytest.mark.parametrize(("chosen", "titles"), [("free", ["Stol"]), ("priced", ["Pult"]), ("true", ["Stol"])])
def test_a_choice_of_the_facet_of_prices_can_be_sent_back(seeker, chosen, titles):
    a_listing(title="Stol")
    a_listing(title="Pult", price_nok=100)
    indexing.rebuild()
    assert [each["title"] for each in seeker.get(f"/api/v1/listings?free={chosen}").json["items"]] == titles
    assert seeker.get("/api/v1/listings?free=cheap").status_code == 422
