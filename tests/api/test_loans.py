"""Loans over the API: lent, listed, put off, given back."""

import pytest

from marketplace.claims import service as claiming
from marketplace.transfers.models import Loan
from tests import builders
from tests.builders import GJOVIK, RINGERIKE
from tests.web.acting import count, only


@pytest.fixture
def scene(api):
    owner, borrower = builders.a_person(), builders.a_person("requester", GJOVIK)
    claim = builders.a_claim(builders.a_listing(quantity=5, loan_days=14), quantity=3, requested_by=borrower.id)
    claiming.approve_claim(builders.actor_of(owner), claim.id)
    return api(owner), api(borrower), claim.id


def test_a_loan_goes_out_and_comes_back(scene):
    owner, borrower, claim_id = scene
    assert "lend" in owner.get(f"/api/v1/claims/{claim_id}").json["actions"]
    lent = borrower.post(f"/api/v1/claims/{claim_id}/lend", json={})
    assert (lent.status_code, lent.json["due_on"], lent.json["actions"]) == (201, "2026-06-29", ["return", "extend"])
    loan_id = lent.json["id"]
    assert owner.get("/api/v1/loans?side=owner").json["items"] == [lent.json]
    later = owner.post(f"/api/v1/loans/{loan_id}/extend", json={"due_on": "2026-07-20"})
    assert (later.status_code, later.json["due_on"]) == (200, "2026-07-20")
    part = owner.post(f"/api/v1/loans/{loan_id}/return", json={"quantity": 1, "note": "Fin"})
    assert (part.json["left_quantity"], part.json["has_ended"]) == (2, False)
    assert owner.post(f"/api/v1/loans/{loan_id}/return", json={}).json["has_ended"]
    assert owner.get("/api/v1/loans").json["total"] == 0
    assert owner.get("/api/v1/loans?ended=true").json["total"] == 1
    assert owner.get(f"/api/v1/claims/{claim_id}").json["state"] == "given_back"


def test_a_loan_is_no_hand_over(scene):
    owner, _, claim_id = scene
    refused = owner.post(f"/api/v1/claims/{claim_id}/hand-over", json={})
    assert (refused.status_code, refused.json["code"]) == (409, "claim-is-loan")
    assert count(Loan) == 0


def test_others_find_no_loan(api, scene):
    _, borrower, claim_id = scene
    loan_id = borrower.post(f"/api/v1/claims/{claim_id}/lend", json={}).json["id"]
    stranger = api(builders.a_person(of=RINGERIKE))
    assert stranger.get(f"/api/v1/loans/{loan_id}").status_code == 404
    assert stranger.post(f"/api/v1/loans/{loan_id}/return", json={}).json["code"] == "loan-not-found"
    assert only(Loan).returned_quantity == 0


def test_a_listing_is_made_and_shown_as_a_loan(api):
    owner = api(builders.a_person())
    body = {"title": "Projektor", "category": "KON.STOL", "condition": "good", "quantity": 2, "loan_days": 30}
    made = owner.post("/api/v1/listings", json=body)
    assert (made.status_code, made.json["loan_days"]) == (201, 30)
    assert owner.patch(f"/api/v1/listings/{made.json['id']}", json={"loan_days": None}).json["loan_days"] is None
