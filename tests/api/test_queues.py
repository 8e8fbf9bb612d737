"""Offers, time, draws and claims side by side over the API."""

from datetime import timedelta

import pytest

from marketplace.claims import drawing, service
from marketplace.claims.deadlines import Times
from marketplace.claims.draws import digest_of, given_of, order_of
from marketplace.claims.rules import times_of
from marketplace.foundation import clock
from marketplace.listings.lots import commitment
from marketplace.listings.states import Allocation
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_claim, a_listing, a_person, an_actor

SEED = "5eed" * 16


@pytest.fixture
def owner(api):
    return api(a_person("municipality_admin", ASKER))


@pytest.fixture
def claimant(api):
    return api(a_person("requester", GJOVIK))


def test_an_offer_is_accepted(claimant):
    listing = a_listing(quantity=1, allocation=Allocation.FIRST_COME)
    first = a_claim(listing, by=RINGERIKE, state="approved")
    body = {"quantity": 1, "otherwise": "buy_new"}
    made = claimant.post(f"/api/v1/listings/{listing.id}/claims", json=body).json
    assert (made["state"], made["queue_position"], made["answer_by"]) == ("queued", 1, None)
    service.decline_claim(an_actor(), first.id, "Nei")
    offered = claimant.get(f"/api/v1/claims/{made['id']}").json
    assert (offered["state"], offered["answer_by"]) == ("requested", "2026-06-18T21:59:59Z")
    assert "accept" in offered["actions"]
    accepted = claimant.post(f"/api/v1/claims/{made['id']}/accept").json
    assert (accepted["state"], accepted["collect_by"]) == ("approved", "2026-06-29T21:59:59Z")
    again = claimant.post(f"/api/v1/claims/{made['id']}/accept")
    assert (again.status_code, again.json["code"]) == (409, "claim-wrong-state")


def test_the_first_to_come_is_told_so_at_once(claimant):
    listing = a_listing(allocation=Allocation.FIRST_COME)
    answer = claimant.post(f"/api/v1/listings/{listing.id}/claims", json={"quantity": 1, "otherwise": "unknown"})
    assert (answer.status_code, answer.json["state"]) == (201, "approved")


def test_more_time_is_given(owner, claimant):
    claim = a_claim(a_listing(), state="approved", collect_by=clock.now() + timedelta(days=1))
    assert claimant.post(f"/api/v1/claims/{claim.id}/extend", json={}).json["collect_by"] == "2026-06-23T21:59:59Z"
    given = owner.post(f"/api/v1/claims/{claim.id}/extend", json={"until": "2026-07-01"}).json
    assert given["collect_by"] == "2026-07-01T21:59:59Z"
    refused = owner.post(f"/api/v1/claims/{claim.id}/extend", json={"until": "2026-06-30"})
    assert (refused.status_code, refused.json["code"]) == (422, "extension-not-later")
    assert claimant.post(f"/api/v1/claims/{claim.id}/extend", json={}).json["code"] == "claim-extended-already"


def test_what_lapsed_is_taken_up_again(owner, claimant):
    claim = a_claim(a_listing(), state="lapsed", approved_quantity=1, decline_reason="not-collected")
    told = claimant.get(f"/api/v1/claims/{claim.id}").json
    assert (told["state"], told["decline_reason"]) == ("lapsed", "Det ble ikke hentet innen fristen.")
    assert claimant.post(f"/api/v1/claims/{claim.id}/restore").status_code == 403
    assert owner.post(f"/api/v1/claims/{claim.id}/restore").json["state"] == "approved"


def test_an_owner_sees_all_claims_side_by_side_in_a_fixed_number_of_queries(owner, claimant, count_queries):
    listing = a_listing(quantity=5)
    a_claim(listing, quantity=4, message="Til nytt grupperom")
    a_claim(listing, quantity=3, state="queued")
    path = f"/api/v1/listings/{listing.id}/claims"
    owner.get(path)
    with count_queries() as few:
        found = owner.get(path).json
    assert [item["claim"]["quantity"] for item in found["items"]] == [4, 3]
    assert (found["available_quantity"], found["grantable_quantity"]) == (1, 5)
    assert found["items"][0]["claim"]["message"] == "Til nytt grupperom"
    assert 60 < found["items"][0]["distance_km"] < 140
    assert "@" not in str(found)
    for _ in range(9):
        a_claim(listing, state="queued")
    with count_queries() as many:
        assert len(owner.get(path).json["items"]) == 11
    assert len(many) == len(few)
    assert claimant.get(path).status_code == 403


def test_a_draw_is_promised_before_and_can_be_worked_out_after(owner, claimant):
    at = clock.now() + timedelta(days=1)
    listing = a_listing(quantity=3, allocation=Allocation.DRAW, draw_at=at, draw_seed=SEED)
    claims = {a_claim(listing, quantity=2 - n % 2, state="queued", by=RINGERIKE).id: 2 - n % 2 for n in range(4)}
    path = f"/api/v1/listings/{listing.id}/draw"
    before = claimant.get(path).json
    assert (before["commitment"], before["seed"], before["lots"], before["entered"]) == (commitment(SEED), None, [], 4)
    with clock.standing_still(at):
        drawing.draw_due()
        made = claimant.get(path).json
    assert (made["seed"], made["units"]) == (SEED, 3)
    assert [lot["claim_id"] for lot in made["lots"]] == order_of(SEED, claims)
    assert [lot["digest"] for lot in made["lots"]] == sorted(digest_of(SEED, number) for number in claims)
    given = given_of(3, ((lot["claim_id"], lot["quantity"]) for lot in made["lots"]))
    assert {lot["claim_id"] for lot in made["lots"] if lot["is_given"]} == given
    assert {lot["claimant"] for lot in made["lots"]} == {None}
    assert {lot["claimant"] for lot in owner.get(path).json["lots"]} == {"Ringerike"}


def test_a_listing_without_a_draw_has_none_to_show(claimant):
    answer = claimant.get(f"/api/v1/listings/{a_listing().id}/draw")
    assert (answer.status_code, answer.json["code"]) == (404, "draw-not-found")


def test_a_listing_says_who_gets_it(owner):
    body = {"title": "Kontorstol", "category": "KON.STOL", "condition": "good", "quantity": 2}
    draw = body | {"allocation": "draw", "draw_at": "2026-07-01T12:00:00+02:00"}
    made = owner.post("/api/v1/listings", json=draw).json
    assert (made["allocation"], made["draw_at"], made["drawn_at"]) == ("draw", "2026-07-01T10:00:00Z", None)
    assert owner.post(f"/api/v1/listings/{made['id']}/publish").status_code == 200
    fixed = owner.patch(f"/api/v1/listings/{made['id']}", json={"allocation": "owner"})
    assert fixed.json["errors"][0]["code"] == "listing-allocation-fixed"
    late = owner.post("/api/v1/listings", json=draw | {"closes_at": "2026-06-20"}).json
    refused = owner.post(f"/api/v1/listings/{late['id']}/publish")
    assert refused.json["errors"][0]["code"] == "listing-draw-after-closing"


@pytest.mark.parametrize(
    ("draw_at", "code"),
    [
        (None, "listing-draw-time-missing"),
        ("2026-06-01T12:00:00Z", "listing-draw-in-past"),
        ("2028-06-01T12:00:00Z", "listing-draw-too-late"),
    ],
)
def test_a_draw_that_cannot_be_is_not_published(owner, draw_at, code):
    body = {"title": "Kontorstol", "category": "KON.STOL", "condition": "good", "quantity": 2, "allocation": "draw"}
    made = owner.post("/api/v1/listings", json=body | {"draw_at": draw_at}).json
    refused = owner.post(f"/api/v1/listings/{made['id']}/publish")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, code)
    assert owner.get(f"/api/v1/listings/{made['id']}").json["state"] == "draft"


def test_a_municipality_sets_how_long_it_gives_others(owner, claimant):
    usual = {"offer_days": 3, "remind_days": 3, "collect_days": 14, "extend_days": 7}
    assert claimant.get("/api/v1/deadlines").json == usual
    assert owner.put("/api/v1/deadlines", json=usual | {"collect_days": 30}).json["collect_days"] == 30
    assert times_of(ASKER) == Times(3, 3, 30, 7)
    assert claimant.put("/api/v1/deadlines", json=usual).status_code == 403
    assert owner.put("/api/v1/deadlines", json=usual | {"remind_days": 20}).status_code == 422


def test_nobodys_address_is_told_before_a_yes(owner, claimant):
    listing = a_listing(quantity=1)
    made = claimant.post(f"/api/v1/listings/{listing.id}/claims", json={"quantity": 1, "otherwise": "unknown"}).json
    claimant.post(f"/api/v1/claims/{made['id']}/messages", json={"text": "Passer det å se på den?"})
    for client in (owner, claimant):
        for path in (f"/claims/{made['id']}", "/claims", f"/listings/{listing.id}"):
            assert "@" not in client.get(f"/api/v1{path}").text
    assert len(owner.post(f"/api/v1/claims/{made['id']}/approve", json={}).json["contacts"]) == 2
