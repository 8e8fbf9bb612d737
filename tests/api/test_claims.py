"""Claims over the API, as the contract says."""

import pytest
from sqlalchemy import func, select

from marketplace.claims.models import Claim
from marketplace.foundation.database import db
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_claim, a_listing, a_person


@pytest.fixture
def owner(api):
    return api(a_person("facility_manager", ASKER))


@pytest.fixture
def claimant(api):
    return api(a_person("requester", GJOVIK))


def ask(client, listing, **body):
    return client.post(f"/api/v1/listings/{listing.id}/claims", json={"quantity": 2, "otherwise": "buy_new"} | body)


def count():
    db.session.rollback()
    return db.session.scalar(select(func.count(Claim.id)))


def test_a_claim_is_made_and_told_of(claimant):
    listing = a_listing(quantity=3)
    answer = ask(claimant, listing, message="Til klasse 4B")
    assert answer.status_code == 201
    found = answer.json
    assert (found["state"], found["quantity"], found["queue_position"]) == ("requested", 2, None)
    assert (found["listing_id"], found["message"], found["otherwise"]) == (listing.id, "Til klasse 4B", "buy_new")
    assert found["owner"] == {"number": ASKER, "name": "Asker", "unit": None}
    assert found["actions"] == ["cancel", "messages"]
    assert found["contacts"] == []


def test_the_queue_and_its_position_are_told(claimant):
    listing = a_listing(quantity=3)
    ask(claimant, listing)
    answers = [ask(claimant, listing).json for _ in range(2)]
    assert [(answer["state"], answer["queue_position"]) for answer in answers] == [("queued", 1), ("queued", 2)]


def test_a_claim_goes_from_asking_to_having(owner, claimant):
    claim_id = ask(claimant, a_listing(quantity=3)).json["id"]
    address = f"/api/v1/claims/{claim_id}"
    approved = owner.post(f"{address}/approve", json={"quantity": 1}).json
    assert (approved["state"], approved["approved_quantity"], approved["outstanding_quantity"]) == ("approved", 1, 1)
    body = {"place": "Port 3", "from": "2026-06-16T10:00:00+02:00", "until": "2026-06-16T12:00:00+02:00"}
    agreed = claimant.post(f"{address}/appointment", json=body).json["appointment"]
    assert agreed == {"place": "Port 3", "from": "2026-06-16T08:00:00Z", "until": "2026-06-16T10:00:00Z"}
    said = claimant.post(f"{address}/messages", json={"text": "Vi kommer"}).json["messages"]
    assert [(message["text"], message["is_mine"]) for message in said] == [("Vi kommer", True)]
    transfer = claimant.post(f"{address}/hand-over", json={"on": "2026-06-15"})
    assert (transfer.status_code, transfer.json["quantity"], transfer.json["to"]["number"]) == (201, 1, GJOVIK)
    done = owner.get(address).json
    assert (done["state"], done["handed_over_quantity"], done["actions"]) == ("handed_over", 1, ["messages"])
    assert [step["kind"] for step in done["steps"]] == ["requested", "approved", "appointed", "handed_over"]
    assert len(done["contacts"]) == 2


def test_a_claim_is_declined_or_cancelled(owner, claimant):
    listing = a_listing(quantity=9)
    first, second = (ask(claimant, listing).json["id"] for _ in range(2))
    declined = owner.post(f"/api/v1/claims/{first}/decline", json={"reason": "Lovet bort"}).json
    assert (declined["state"], declined["decline_reason"]) == ("declined", "Lovet bort")
    assert claimant.post(f"/api/v1/claims/{second}/cancel").json["state"] == "cancelled"


def test_bodies_may_be_left_out_where_nothing_is_needed(owner, claimant):
    claim_id = ask(claimant, a_listing(quantity=3)).json["id"]
    assert owner.post(f"/api/v1/claims/{claim_id}/approve").json["approved_quantity"] == 2
    assert owner.post(f"/api/v1/claims/{claim_id}/hand-over").status_code == 201


def test_claims_are_listed_by_side_and_state(owner, claimant):
    listing = a_listing(quantity=9)
    first, second = (ask(claimant, listing).json["id"] for _ in range(2))
    owner.post(f"/api/v1/claims/{first}/approve")
    page = owner.get("/api/v1/claims?side=owner&state=approved").json
    assert (page["total"], page["page"], page["per_page"]) == (1, 1, 24)
    assert [item["id"] for item in page["items"]] == [first]
    assert [item["id"] for item in claimant.get("/api/v1/claims?side=claimant&per_page=1").json["items"]] == [second]
    assert owner.get("/api/v1/claims?side=claimant").json["total"] == 0
    both = owner.get("/api/v1/claims?state=approved&state=requested").json
    assert [item["id"] for item in both["items"]] == [second, first]


def test_the_services_own_reason_is_told_in_the_callers_language(claimant):
    claim = a_claim(a_listing(), state="declined", decline_reason="listing-withdrawn")
    told = claimant.get(f"/api/v1/claims/{claim.id}?lang=nb").json["decline_reason"]
    assert told == "Eieren har trukket annonsen."


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"quantity": 0}, "quantity"),
        ({"quantity": "mange"}, "quantity"),
        ({"quantity": 2.5}, "quantity"),
        ({"quantity": None}, "quantity"),
        ({"otherwise": "steal"}, "otherwise"),
        ({"message": "a" * 2001}, "message"),
        ({"message": "null\x00tegn"}, "message"),
        ({"message": "halvt tegn \ud800"}, "message"),
        ({"unit_id": 4}, "unit_id"),
    ],
)
def test_a_wrong_body_names_its_field_and_makes_no_claim(claimant, body, field):
    answer = ask(claimant, a_listing(), **body)
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert count() == 0


def test_more_than_there_is_is_refused_in_words(claimant):
    answer = ask(claimant, a_listing(quantity=3), quantity=4)
    assert (answer.status_code, answer.json["code"]) == (422, "claim-quantity-out-of-range")
    assert answer.json["detail"] == "Skriv et antall fra 1 til 3."
    assert count() == 0


@pytest.mark.parametrize("body", [b"{", b"[" * 100_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000])
def test_what_is_no_json_is_refused(claimant, body):
    answer = claimant.post(f"/api/v1/listings/{a_listing().id}/claims", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (422, "not-json")


@pytest.mark.parametrize("number", ["999", "999999999999999", "9" * 30])
def test_what_is_not_there_is_not_found(owner, claimant, number):
    body = {"quantity": 1, "otherwise": "unknown"}
    assert claimant.post(f"/api/v1/listings/{number}/claims", json=body).status_code == 404
    assert owner.get(f"/api/v1/claims/{number}").status_code == 404
    assert owner.post(f"/api/v1/claims/{number}/approve").status_code == 404


def test_others_claims_are_not_found_and_own_side_only_decides(api, claimant):
    claim = a_claim(a_listing())
    stranger = api(a_person("facility_manager", RINGERIKE))
    for call, body in (("approve", {}), ("decline", {"reason": "Nei"}), ("cancel", {}), ("hand-over", {})):
        assert stranger.post(f"/api/v1/claims/{claim.id}/{call}", json=body).status_code == 404
    assert claimant.post(f"/api/v1/claims/{claim.id}/approve").status_code == 403
    db.session.rollback()
    assert db.session.get(Claim, claim.id).state == "requested"


def test_a_call_needs_a_known_token_and_a_permission(app, api):
    listing, body = a_listing(), {"quantity": 1, "otherwise": "unknown"}
    nobody, observer = app.test_client(), api(a_person("observer", GJOVIK))
    assert nobody.post(f"/api/v1/listings/{listing.id}/claims", json=body).status_code == 401
    assert observer.post(f"/api/v1/listings/{listing.id}/claims", json=body).status_code == 403
    assert observer.get("/api/v1/claims").status_code == 403
    assert count() == 0


@pytest.mark.parametrize("query", ["side=both", "state=lost", "page=0", "per_page=101", "page=x"])
def test_a_wrong_question_is_refused(owner, query):
    assert owner.get(f"/api/v1/claims?{query}").status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        {"place": "Port", "from": "2026-06-16T10:00:00", "until": "2026-06-16T12:00:00"},
        {"place": "Port", "from": "i morgen", "until": "2026-06-16T12:00:00Z"},
        {"place": "", "from": "2026-06-16T10:00:00Z", "until": "2026-06-16T12:00:00Z"},
        {"place": "Port", "from": "2026-06-16T12:00:00Z", "until": "2026-06-16T10:00:00Z"},
        {"place": "Port", "from": "2026-06-16T12:00:00Z", "until": "9999-12-31T23:59:59-12:00"},
        {"place": "Port", "from": "0001-01-01T00:00:00+12:00", "until": "2026-06-16T10:00:00Z"},
    ],
)
def test_a_time_that_cannot_be_is_refused(owner, body):
    claim = a_claim(a_listing(), state="approved")
    assert owner.post(f"/api/v1/claims/{claim.id}/appointment", json=body).status_code == 422


def test_what_is_ended_cannot_be_decided(owner):
    claim = a_claim(a_listing(), state="cancelled")
    answer = owner.post(f"/api/v1/claims/{claim.id}/approve")
    assert (answer.status_code, answer.json["code"]) == (409, "claim-ended")
