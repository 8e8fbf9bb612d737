"""Dispositions over the API: the list, several at once, and corrections."""

import io

import pytest

from marketplace.foundation.database import db
from marketplace.inventory.models import Asset
from marketplace.transfers.models import Disposition
from tests.builders import ASKER, GJOVIK, a_person, an_asset
from tests.web.acting import count

BULK = {"kind": "recycled", "on": "2026-06-15"}


@pytest.fixture
def manager(api):
    return api(a_person("facility_manager", ASKER))


def left_in(asset):
    db.session.expire_all()
    number = asset if isinstance(asset, int) else asset.id
    return db.session.get(Asset, number).quantity


def test_several_are_recorded_listed_and_corrected(manager):
    chairs, desks = an_asset(quantity=5), an_asset(quantity=3)
    lines = [{"asset_id": chairs.id, "quantity": 2, "weight_kg": 9.5}, {"asset_id": desks.id, "quantity": 3}]
    made = manager.post("/api/v1/dispositions/bulk", json=BULK | {"lines": lines, "note": "Tømt"})
    assert made.status_code == 201
    first = made.json["items"][0]
    assert (first["weight_kg"], first["left_quantity"], first["actions"]) == (9.5, 2, ["correct"])
    listed = manager.get(f"/api/v1/dispositions?batch={made.json['batch']}&kind=recycled&from=2026-06-15").json
    assert (listed["total"], [item["quantity"] for item in listed["items"]]) == (2, [3, 2])
    back = manager.post(f"/api/v1/dispositions/{first['id']}/corrections", json={"reason": "Talte feil", "quantity": 1})
    assert (back.status_code, back.json["quantity"], back.json["reverses_id"]) == (201, -1, first["id"])
    assert manager.get(f"/api/v1/dispositions/{first['id']}").json["left_quantity"] == 1
    assert left_in(chairs) == 4


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([], "lines"),
        ([{"asset_id": 1, "quantity": 0}], "lines.0.quantity"),
        ([{"asset_id": 999, "quantity": 1}], "lines.0.asset_id"),
    ],
)
def test_what_is_wrong_with_a_line_is_named_and_nothing_is_recorded(manager, lines, field):
    answer = manager.post("/api/v1/dispositions/bulk", json=BULK | {"lines": lines})
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json["errors"]]
    assert count(Disposition) == 0


def test_others_see_nothing_and_correct_nothing(api, manager):
    asset = an_asset(quantity=5)
    body = BULK | {"asset_id": asset.id, "category": "KON.STOL", "quantity": 2}
    made = manager.post("/api/v1/dispositions", json=body).json
    for client, seen in ((api(a_person(of=GJOVIK)), 200), (api(a_person("requester", ASKER)), 403)):
        listed = client.get("/api/v1/dispositions")
        assert listed.status_code == seen
        assert seen == 403 or listed.json["total"] == 0
        assert client.get(f"/api/v1/dispositions/{made['id']}").status_code in (403, 404)
        refused = client.post(f"/api/v1/dispositions/{made['id']}/corrections", json={"reason": "Nei"})
        assert refused.status_code in (403, 404)
    assert count(Disposition) == 1
    assert left_in(asset) == 3


def test_a_sheet_is_handed_in_looked_at_and_kept(manager, api, deliver):
    asset = an_asset(quantity=5, inventory_number="A-1").id
    sheet = b"Inventarnr;Antall;Avhending;Dato\nA-1;2;Solgt;31.01.2026\nA-9;1;Solgt;31.01.2026\n"
    made = manager.post("/api/v1/dispositions/imports", data={"file": (io.BytesIO(sheet), "a.csv")})
    assert made.status_code == 202
    address = f"/api/v1/dispositions/imports/{made.json['id']}"
    deliver()
    told = manager.get(address).json
    assert (told["rows_ok"], told["rows_failed"], told["actions"]) == (1, 1, ["commit"])
    assert [(error["row"], error["column"]) for error in told["errors"]] == [(3, "Inventarnr")]
    for stranger, status in ((api(a_person(of=GJOVIK)), 404), (api(a_person("requester", ASKER)), 403)):
        assert stranger.get(address).status_code == status
        assert stranger.post(f"{address}/commit").status_code == status
    assert manager.get(address.replace("dispositions", "assets")).status_code == 404
    assert manager.post(f"{address}/commit").status_code == 202
    deliver()
    assert (manager.get(address).json["state"], left_in(asset)) == ("kept", 3)
    assert manager.post(f"{address}/commit").status_code == 409
