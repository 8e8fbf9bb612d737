"""Objections over the API."""

from marketplace.transfers import service as ledger
from tests.builders import ASKER, GJOVIK, HAMAR, a_claim, a_listing, a_person, an_actor


def test_the_other_side_objects_and_settles(api):
    claim = a_claim(a_listing(quantity=5), by=GJOVIK, quantity=5, state="approved")
    transfer_id = ledger.hand_over(an_actor(of=ASKER), claim.id).id
    owner, receiver = api(a_person(of=ASKER)), api(a_person("requester", GJOVIK))
    address, body = f"/api/v1/transfers/{transfer_id}/objections", {"reason": "Vi fikk fire."}
    own = owner.post(address, json=body)
    assert (own.status_code, own.json["code"]) == (409, "objection-own-hand-over")
    assert receiver.post(address, json={"reason": ""}).status_code == 422
    made = receiver.post(address, json=body)
    assert (made.status_code, made.json["items"][0]["outcome"]) == (201, None)
    assert owner.get(f"/api/v1/transfers/{transfer_id}").json["has_open_objection"] is True
    (waiting,) = owner.get("/api/v1/objections").json["items"]
    assert (waiting["actions"], waiting["raised_on"], waiting["is_raised"]) == ([], "2026-06-29", False)
    address_of_it = f"/api/v1/objections/{waiting['id']}/settle"
    own = owner.post(address_of_it, json={"answer": "Den sto i gangen."})
    assert (own.status_code, own.json["code"]) == (409, "objection-others-settle")
    assert receiver.get("/api/v1/objections").json["items"][0]["actions"] == ["settle"]
    settled = receiver.post(address_of_it, json={"answer": "Den sto i gangen."})
    assert settled.json["items"][0]["outcome"] == "settled"
    assert receiver.get("/api/v1/objections").json["total"] == 0
    again = receiver.post(address_of_it, json={"answer": "Igjen"})
    assert (again.status_code, again.json["code"]) == (409, "objection-resolved")
    stranger = api(a_person(of=HAMAR))
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, json=body).status_code == 404
