"""Listings for programs: made, shown, changed, published, withdrawn, and their photos."""

from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.listings import service
from marketplace.listings.models import Listing, Photo
from marketplace.listings.states import ListingState
from tests import builders
from tests.builders import ASKER, GJOVIK, HAMAR
from tests.listings.pictures import drawn, saved

LISTINGS = "/api/v1/listings"


def a_body(**values):
    return {"title": "Kontorstol", "category": "KON.STOL", "condition": "good", "quantity": 4} | values


def a_file(shade=0, content=None):
    return {"photo": (BytesIO(saved(drawn(64 + shade, 48), "PNG") if content is None else content), "stol.png")}


def count_listings():
    return db.session.query(Listing).count()


def the_listing():
    return db.session.scalars(select(Listing).execution_options(populate_existing=True)).one()


@pytest.fixture
def owner(api):
    return api(builders.a_person("facility_manager", ASKER))


@pytest.fixture
def reader(api):
    return api(builders.a_person("requester", GJOVIK))


def test_a_draft_is_made_with_all_that_the_contract_names(app, owner):
    place = builders.a_pickup_place()
    said = {
        "description": "Fin stol",
        "width_cm": 60,
        "depth_cm": 62,
        "height_cm": 110,
        "weight_kg": 14.2,
        "colour": "svart",
        "material": "tekstil",
        "brand": "Håg",
        "price_nok": 200,
        "pickup_place_id": place.id,
        "available_from": "2026-07-01",
        "closes_at": "2026-08-01T12:00:00+02:00",
        "indivisible": True,
    }
    answer = owner.post(LISTINGS, json=a_body(**said))
    assert answer.status_code == 201
    given = answer.json
    assert {name: given[name] for name in said if name != "closes_at"} == {
        name: value for name, value in said.items() if name != "closes_at"
    }
    assert given["closes_at"] == "2026-08-01T10:00:00Z"
    assert given["category"] == {"code": "KON.STOL", "name": "Kontorstoler"}
    assert given["municipality"] == {"number": "3203", "name": "Asker"}
    assert (given["state"], given["stage"], given["published_at"]) == ("draft", "network", None)
    assert (given["quantity"], given["available_quantity"], given["photos"], given["distance_km"]) == (4, 4, [], 0)
    assert given["actions"] == ["edit", "publish", "withdraw", "photos"]
    assert the_listing().weight_g == 14_200


def test_a_draft_of_an_asset_is_made(app, owner):
    asset = builders.an_asset(quantity=4)
    assert owner.post(LISTINGS, json=a_body(asset_id=asset.id)).json["asset_id"] == asset.id


def test_a_call_sent_twice_with_one_key_makes_one_draft(app, owner):
    sent = [owner.post(LISTINGS, json=a_body(), headers={"Idempotency-Key": "k-1"}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert sent[0].json["id"] == sent[1].json["id"]
    assert count_listings() == 1


def test_publish_and_withdraw_and_publish_again(app, owner, reader):
    made = owner.post(LISTINGS, json=a_body()).json["id"]
    assert reader.get(f"{LISTINGS}/{made}").status_code == 404
    published = owner.post(f"{LISTINGS}/{made}/publish")
    assert (published.status_code, published.json["state"]) == (200, "published")
    assert published.json["actions"] == ["edit", "withdraw", "photos"]
    seen = reader.get(f"{LISTINGS}/{made}").json
    assert seen["actions"] == ["claim"]
    assert 60 < seen["distance_km"] < 150
    assert owner.post(f"{LISTINGS}/{made}/withdraw").json["state"] == "withdrawn"
    assert reader.get(f"{LISTINGS}/{made}").status_code == 404
    assert owner.post(f"{LISTINGS}/{made}/publish", json={"stage": "municipality"}).json["stage"] == "municipality"
    assert reader.get(f"{LISTINGS}/{made}").status_code == 404


def test_what_is_claimed_is_not_available(app, reader):
    listing = builders.a_listing(quantity=10)
    builders.a_claim(listing, quantity=4)
    given = reader.get(f"{LISTINGS}/{listing.id}").json
    assert (given["quantity"], given["available_quantity"]) == (10, 6)


def test_a_change_touches_only_what_is_sent(app, owner):
    listing = builders.a_listing(brand="Håg", weight_g=9000)
    given = owner.patch(f"{LISTINGS}/{listing.id}", json={"title": "Stol, rød", "weight_kg": 8.5}).json
    assert (given["title"], given["brand"], given["weight_kg"], given["version"]) == ("Stol, rød", "Håg", 8.5, 2)
    assert owner.patch(f"{LISTINGS}/{listing.id}", json={"weight_kg": None}).json["weight_kg"] is None


@pytest.mark.parametrize(
    ("body", "headers"), [({"version": 1}, {}), ({}, {"If-Match": '"1"'}), ({}, {"If-Match": '"nonsense"'})]
)
def test_a_stale_change_is_refused(app, owner, body, headers):
    listing = builders.a_listing()
    service.amend_listing(builders.an_actor(), listing.id, {"title": "Endret"})
    answer = owner.patch(f"{LISTINGS}/{listing.id}", json={"title": "Sist"} | body, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (409, "listing-changed-meanwhile")
    assert the_listing().title == "Endret"
    fresh = owner.patch(f"{LISTINGS}/{listing.id}", json={"title": "Sist"}, headers={"If-Match": '"2"'})
    assert fresh.json["title"] == "Sist"


def test_photos_are_added_ordered_and_removed(app, owner, reader):
    listing = builders.a_listing()
    answer = owner.post(f"{LISTINGS}/{listing.id}/photos", data=a_file())
    assert answer.status_code == 200
    photo = answer.json["photos"][0]
    assert (photo["width"], photo["height"], len(photo["sizes"])) == (64, 48, 3)
    assert reader.get(photo["url"]).content_type == "image/webp"
    assert len(owner.post(f"{LISTINGS}/{listing.id}/photos", data=a_file()).json["photos"]) == 1
    both = [photo["id"] for photo in owner.post(f"{LISTINGS}/{listing.id}/photos", data=a_file(1)).json["photos"]]
    turned = owner.put(f"{LISTINGS}/{listing.id}/photos", json={"photo_ids": both[::-1]}).json["photos"]
    assert [photo["id"] for photo in turned] == both[::-1]
    left = owner.delete(f"{LISTINGS}/{listing.id}/photos/{both[0]}").json["photos"]
    assert [photo["id"] for photo in left] == [both[1]]


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"title": ""}, "title", "field-required"),
        ({"title": "   "}, "title", "field-required"),
        ({"title": "x" * 121}, "title", "field-too-long"),
        ({"title": "a\u0000b"}, "title", "field-wrong"),
        ({"title": None}, "title", "field-wrong"),
        ({"category": "NO.SUCH"}, "category", "listing-category-unknown"),
        ({"condition": "perfect"}, "condition", "field-not-a-choice"),
        ({"quantity": 0}, "quantity", None),
        ({"quantity": 2**70}, "quantity", None),
        ({"quantity": "mange"}, "quantity", "field-not-a-number"),
        ({"weight_kg": -1}, "weight_kg", None),
        ({"pickup_place_id": 999}, "pickup_place_id", "listing-pickup-place-unknown"),
        ({"closes_at": "i morgen"}, "closes_at", None),
        ({"closes_at": "0001-01-01T00:00:00+14:00"}, "closes_at", None),
        ({"available_from": "2026-02-30"}, "available_from", None),
        ({"colour": "x" * 61}, "colour", "field-too-long"),
        ({"made_up": 1}, "made_up", "field-unknown"),
    ],
)
def test_what_is_wrong_is_named_and_makes_nothing(app, owner, wrong, field, code):
    answer = owner.post(LISTINGS, json=a_body(**wrong))
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json["errors"]] == [field]
    if code:
        assert answer.json["errors"][0]["code"] == code
    assert count_listings() == 0


@pytest.mark.parametrize("missing", ["title", "category", "condition", "quantity"])
def test_what_is_missing_is_named(app, owner, missing):
    answer = owner.post(LISTINGS, json={name: value for name, value in a_body().items() if name != missing})
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json["errors"]] == [(missing, "field-required")]


def test_lone_surrogates_and_broken_json_are_refused(app, owner):
    for body in ('{"title": "\\ud800", "category": "KON.STOL", "condition": "good", "quantity": 1}', '{"title":', "[]"):
        assert owner.post(LISTINGS, data=body, content_type="application/json").status_code == 422
    assert count_listings() == 0


@pytest.mark.parametrize("role", ["observer", "requester"])
def test_who_may_not_list_is_refused(app, api, role):
    client = api(builders.a_person(role))
    listing = builders.a_listing()
    calls = [
        client.post(LISTINGS, json=a_body()),
        client.patch(f"{LISTINGS}/{listing.id}", json={"title": "Ny"}),
        client.post(f"{LISTINGS}/{listing.id}/withdraw"),
        client.post(f"{LISTINGS}/{listing.id}/photos", data=a_file()),
    ]
    assert {call.status_code for call in calls} == {403}
    assert (the_listing().title, the_listing().state) == (listing.title, ListingState.PUBLISHED)


def test_another_municipality_changes_nothing(app, api):
    client = api(builders.a_person("municipality_admin", GJOVIK))
    listing, photo = builders.a_listing(), None
    photo = service.add_photo(builders.an_actor(), listing.id, saved(drawn(64, 48), "PNG"))
    address = f"{LISTINGS}/{listing.id}"
    calls = [
        client.patch(address, json={"title": "Vår nå"}),
        client.post(f"{address}/withdraw"),
        client.post(f"{address}/photos", data=a_file(1)),
        client.delete(f"{address}/photos/{photo.id}"),
    ]
    assert {call.status_code for call in calls} == {403}
    assert (the_listing().title, db.session.query(Photo).count()) == (listing.title, 1)


@pytest.mark.parametrize("listing_id", [999_999, 10**14, 2**63, 10**40])
def test_a_listing_that_is_not_there_is_not_found(app, owner, listing_id):
    assert owner.get(f"{LISTINGS}/{listing_id}").status_code == 404
    assert owner.patch(f"{LISTINGS}/{listing_id}", json={"title": "Ny"}).status_code == 404
    assert owner.post(f"{LISTINGS}/{listing_id}/publish").status_code == 404


def test_a_municipality_outside_the_network_sees_nothing_of_it(app, api):
    listing = builders.a_listing()
    assert api(builders.a_person("facility_manager", HAMAR)).get(f"{LISTINGS}/{listing.id}").status_code == 404


@pytest.mark.parametrize("content", [b"", b"MZ a program", b"<svg/>"])
def test_a_hostile_upload_is_refused(app, owner, content):
    listing = builders.a_listing()
    answer = owner.post(f"{LISTINGS}/{listing.id}/photos", data=a_file(content=content))
    assert (answer.status_code, answer.json["code"].startswith("photo-")) == (422, True)
    assert db.session.query(Photo).count() == 0


def test_photos_without_a_file_are_refused(app, owner):
    listing = builders.a_listing()
    for data in ({}, {"photo": "text"}, {"picture": a_file()["photo"]}):
        assert owner.post(f"{LISTINGS}/{listing.id}/photos", data=data).status_code == 422
    assert owner.put(f"{LISTINGS}/{listing.id}/photos", json={"photo_ids": [1]}).status_code == 422


def test_publishing_too_much_of_an_asset_names_the_quantity(app, owner):
    asset = builders.an_asset(quantity=5)
    builders.a_listing(quantity=3, asset_id=asset.id)
    made = owner.post(LISTINGS, json=a_body(quantity=4, asset_id=asset.id)).json["id"]
    answer = owner.post(f"{LISTINGS}/{made}/publish")
    assert (answer.status_code, answer.json["code"]) == (422, "listing-asset-too-few")
    assert answer.json["errors"][0]["field"] == "quantity"


def test_names_are_in_the_callers_language(app, owner):
    listing = builders.a_listing()
    assert owner.get(f"{LISTINGS}/{listing.id}?lang=en").json["category"]["name"] == "Office chairs"
    assert owner.get(f"{LISTINGS}/{listing.id}?lang=nn").json["category"]["name"] == "Kontorstolar"


def test_showing_a_listing_costs_the_same_however_much_happened(app, reader, count_queries):
    listing = builders.a_listing(quantity=50)

    def cost():
        with count_queries() as sent:
            reader.get(f"{LISTINGS}/{listing.id}")
        return len(sent)

    cost()
    before = cost()
    for shade in range(5):
        service.add_photo(builders.an_actor(), listing.id, saved(drawn(64 + shade, 48), "PNG"))
        builders.a_claim(listing)
    assert cost() == before
