"""Shared runs over the API."""

from tests.builders import ASKER, GJOVIK, HAMAR, a_claim, a_listing, a_person


def test_a_trip_is_proposed_and_agreed(api):
    ids = [a_claim(a_listing(quantity=5), by=by, state="approved").id for by in (GJOVIK, HAMAR)]
    owner = api(a_person(of=ASKER))
    (proposal,) = owner.get("/api/v1/shared-runs").json["items"]
    assert (proposal["week"], proposal["direction"], len(proposal["claims"])) == ("2026-W26", "out", 2)
    assert proposal["saved_km"] == round(proposal["separate_km"] - proposal["shared_km"], 3)
    body = {"claim_ids": ids, "on": "2026-06-23", "begins": "09:30"}
    stranger = api(a_person("requester", GJOVIK)).post("/api/v1/shared-runs", json=body)
    assert stranger.status_code == 404
    agreed = owner.post("/api/v1/shared-runs", json=body)
    assert (agreed.status_code, agreed.json["saved_km"]) == (201, proposal["saved_km"])
    again = owner.post("/api/v1/shared-runs", json=body)
    assert (again.status_code, again.json["code"]) == (409, "run-taken")
    assert owner.get("/api/v1/shared-runs").json["total"] == 0
    at = owner.get(f"/api/v1/claims/{ids[0]}").json["appointment"]["from"]
    assert at.startswith("2026-06-23T07:30")


def test_what_cannot_be_read_is_refused(api):
    owner = api(a_person(of=ASKER))
    for wrong in ({"claim_ids": [1]}, {"begins": 9}, {"on": "23.06"}, {"claim_ids": [1, 1]}):
        body = {"claim_ids": [1, 2], "on": "2026-06-23", "begins": "09:30"} | wrong
        assert owner.post("/api/v1/shared-runs", json=body).status_code == 422
