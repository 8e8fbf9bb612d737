"""Assets over the API."""

import pytest

from marketplace.foundation.clock import today
from marketplace.inventory import moving
from tests.builders import ASKER, GJOVIK, a_person, a_unit, an_asset
from tests.inventory.imports import everything


def test_an_asset_is_registered_shown_and_changed(api):
    client = api(a_person())
    body = {
        "name": "Kontorstol",
        "category": "KON.STOL",
        "quantity": 4,
        "inventory_number": "A-1",
        "weight_kg": 16.25,
        "width_cm": 60,
        "state": "in_store",
    }
    made = client.post("/api/v1/assets", json=body)
    assert made.status_code == 201
    answer = made.get_json()
    assert {key: answer[key] for key in body if key != "category"} == {k: v for k, v in body.items() if k != "category"}
    assert answer["category"] == {"code": "KON.STOL", "name": "Kontorstoler"}
    assert answer["actions"] == ["change"]
    changed = client.patch(f"/api/v1/assets/{answer['id']}", json={"room": "201", "weight_kg": None})
    assert (changed.status_code, changed.get_json()["room"], changed.get_json()["weight_kg"]) == (200, "201", None)
    shown = client.get(f"/api/v1/assets/{answer['id']}").get_json()
    assert (shown["name"], shown["quantity"]) == ("Kontorstol", 4)
    assert [line["kind"] for line in shown["story"]] == ["registered", "changed"]


def test_a_repair_is_told_in_the_story(api):
    client = api(a_person())
    asset = client.post("/api/v1/assets", json={"name": "Kontorstol", "category": "KON.STOL"}).get_json()
    told = {"note": "Nye hjul", "cost_nok": 450, "co2e_kg": 1.25}
    answer = client.post(f"/api/v1/assets/{asset['id']}/repairs", json=told)
    assert answer.status_code == 201
    assert told.items() <= answer.json["story"][-1].items()
    for wrong in ({"note": ""}, {"note": "x", "cost_nok": -1}, {"note": "x", "on": "2999-01-01"}):
        assert client.post(f"/api/v1/assets/{asset['id']}/repairs", json=wrong).status_code == 422
    assert client.get(f"/api/v1/assets/{asset['id']}").json == answer.json


def test_the_list_is_filtered_and_paged(api):
    an_asset(name="Pult", category_code="KON.SKRIV", inventory_number="B-7")
    for number in range(3):
        an_asset(name=f"Stol {number}")
    an_asset(GJOVIK, name="Stol i Gjøvik")
    client = api(a_person())
    found = client.get("/api/v1/assets?q=stol&per_page=2").get_json()
    assert (found["total"], found["page"], found["per_page"]) == (3, 1, 2)
    assert [item["name"] for item in found["items"]] == ["Stol 0", "Stol 1"]
    assert client.get("/api/v1/assets?category=KON").get_json()["items"][0]["name"] == "Pult"
    assert (
        client.get("/api/v1/assets?q=b-7&lang=en").get_json()["items"][0]["category"]["name"]
        == "Desks and sit-stand desks"
    )


def test_a_list_costs_the_same_however_long(api, count_queries):
    client = api(a_person())
    client.get("/api/v1/assets")
    costs = []
    for _ in range(2):
        for _ in range(5):
            an_asset()
        with count_queries() as queries:
            client.get("/api/v1/assets?per_page=100")
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"category": "KON.STOL"}, "name"),
        ({"name": "Stol"}, "category"),
        ({"name": "Stol", "category": "XXX.YYY"}, "category"),
        ({"name": "Stol", "category": "X\x00"}, "category"),
        ({"name": "Stol", "category": "KON.STOL", "quantity": 0}, "quantity"),
        ({"name": "Stol", "category": "KON.STOL", "quantity": 10**30}, "quantity"),
        ({"name": "Stol", "category": "KON.STOL", "quantity": 1.5}, "quantity"),
        ({"name": "Stol", "category": "KON.STOL", "weight_kg": "NaN"}, "weight_kg"),
        ({"name": "Stol", "category": "KON.STOL", "weight_kg": -1}, "weight_kg"),
        ({"name": "Stol", "category": "KON.STOL", "weight_kg": 0}, "weight_kg"),
        ({"name": "S" * 201, "category": "KON.STOL"}, "name"),
        ({"name": "St\x00ol", "category": "KON.STOL"}, "name"),
        ({"name": "Stol", "category": "KON.STOL", "condition": "superb"}, "condition"),
        ({"name": "Stol", "category": "KON.STOL", "state": "transferred"}, "state"),
        ({"name": "Stol", "category": "KON.STOL", "site_id": 999}, "site_id"),
        ({"name": "Stol", "category": "KON.STOL", "inventory_number": "TAKEN"}, "inventory_number"),
        ({"name": "Stol", "category": "KON.STOL", "smell": "new"}, "smell"),
    ],
)
def test_a_wrong_value_names_its_field_and_changes_nothing(api, body, field):
    an_asset(inventory_number="TAKEN")
    client = api(a_person())
    before = everything()
    answer = client.post("/api/v1/assets", json=body)
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.get_json()["errors"]]
    assert everything() == before


def test_a_foreign_asset_does_not_exist(api):
    foreign = an_asset(GJOVIK).id
    client = api(a_person(of=ASKER))
    for answer in (
        client.get(f"/api/v1/assets/{foreign}"),
        client.patch(f"/api/v1/assets/{foreign}", json={"room": "1"}),
        client.get("/api/v1/assets/999999999999999"),
    ):
        assert (answer.status_code, answer.get_json()["code"]) == (404, "asset-not-found")


def test_an_old_version_is_refused(api):
    asset = an_asset().id
    client = api(a_person())
    assert client.patch(f"/api/v1/assets/{asset}", json={"room": "1", "version": 1}).status_code == 200
    late = client.patch(f"/api/v1/assets/{asset}", json={"room": "2", "version": 1})
    assert (late.status_code, late.get_json()["code"]) == (409, "asset-changed-meanwhile")
    assert client.get(f"/api/v1/assets/{asset}").get_json()["room"] == "1"


def test_what_has_left_is_not_changed(api):
    asset = an_asset(quantity=2).id
    moving.move_units(asset, 2, to_municipality=GJOVIK, to_unit_id=None, on=today(), person_id=None)
    client = api(a_person())
    answer = client.patch(f"/api/v1/assets/{asset}", json={"room": "1"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "asset-has-left")
    assert client.get(f"/api/v1/assets/{asset}").get_json()["actions"] == []


@pytest.mark.parametrize(("role", "reading"), [("observer", 403), ("requester", 200)])
def test_who_does_not_manage_assets_changes_none(api, role, reading):
    asset = an_asset().id
    client = api(a_person(role))
    before = everything()
    assert client.get("/api/v1/assets").status_code == reading
    assert client.post("/api/v1/assets", json={"name": "Stol", "category": "KON.STOL"}).status_code == 403
    assert client.patch(f"/api/v1/assets/{asset}", json={"room": "1"}).status_code == 403
    assert everything() == before


def test_a_person_of_one_unit_changes_only_its_assets(api):
    own, other = a_unit().id, a_unit().id
    mine, theirs = an_asset(unit_id=own).id, an_asset(unit_id=other).id
    client = api(a_person(unit_id=own))
    assert client.patch(f"/api/v1/assets/{mine}", json={"room": "1"}).status_code == 200
    assert client.patch(f"/api/v1/assets/{theirs}", json={"room": "1"}).get_json()["code"] == "asset-other-unit"
    assert client.post("/api/v1/assets", json={"name": "Stol", "category": "KON.STOL"}).get_json()["unit_id"] == own
