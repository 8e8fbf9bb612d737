"""Windows over the API."""

from tests.builders import ASKER, GJOVIK, HAMAR, a_claim, a_listing, a_person

WINDOW = {"place": "Rådhuset", "from": "2026-06-16T10:00:00+02:00", "until": "2026-06-16T12:00:00+02:00"}


def test_an_owner_offers_and_a_claimant_chooses_and_calls_off(api):
    claim = a_claim(a_listing(quantity=5), by=GJOVIK, state="approved")
    owner, claimant = api(a_person(of=ASKER)), api(a_person("requester", GJOVIK))
    answer = owner.post("/api/v1/pickup-windows", json=WINDOW | {"capacity": 2, "weeks": 2})
    assert (answer.status_code, answer.json["total"]) == (201, 2)
    (first, _) = claimant.get(f"/api/v1/claims/{claim.id}/pickup-windows").json["items"]
    assert (first["capacity"], first["taken"], first["listing_id"]) == (2, 0, None)
    chosen = claimant.post(f"/api/v1/claims/{claim.id}/pickup-windows", json={"window_id": first["id"]})
    assert chosen.json["appointment"]["place"] == "Rådhuset"
    assert owner.get("/api/v1/pickup-windows").json["items"][0]["taken"] == 1
    ended = claimant.post(f"/api/v1/claims/{claim.id}/appointment/cancel")
    assert (ended.status_code, ended.json["appointment"]) == (200, None)
    assert claimant.post(f"/api/v1/claims/{claim.id}/appointment/cancel").status_code == 404
    closed = owner.post(f"/api/v1/pickup-windows/{first['id']}/close").json
    assert closed["total"] == 1
    taken = claimant.post(f"/api/v1/claims/{claim.id}/pickup-windows", json={"window_id": first["id"]})
    assert (taken.status_code, taken.json["code"]) == (409, "window-taken")


def test_others_are_refused(api):
    claim = a_claim(a_listing(), by=GJOVIK, state="approved")
    owner, stranger = api(a_person(of=ASKER)), api(a_person(of=HAMAR))
    number = owner.post("/api/v1/pickup-windows", json=WINDOW).json["items"][0]["id"]
    assert stranger.get(f"/api/v1/claims/{claim.id}/pickup-windows").status_code == 404
    assert stranger.post(f"/api/v1/claims/{claim.id}/pickup-windows", json={"window_id": number}).status_code == 404
    assert stranger.post(f"/api/v1/pickup-windows/{number}/close").status_code == 404
    assert api(a_person("requester", GJOVIK)).get("/api/v1/pickup-windows").status_code == 403
    assert owner.post("/api/v1/pickup-windows", json=WINDOW | {"capacity": 0}).status_code == 422
