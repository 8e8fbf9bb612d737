"""Targets over the API."""

import pytest

from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history

BODY = {
    "municipality": ASKER,
    "year": 2026,
    "figure": "units_handed_over",
    "value": 100,
    "baseline_year": 2025,
    "reason": "Vedtatt i kommunestyret.",
}


@pytest.fixture
def admin(app, api):
    return api(builders.a_person("municipality_admin", ASKER))


def test_a_target_is_set_changed_withdrawn_and_listed(admin):
    a_history(3, hand_overs=10)
    made = admin.post("/api/v1/targets", json=BODY)
    told = made.get_json()
    assert (made.status_code, told["value"], told["at_most"], told["actions"]) == (
        201,
        100,
        False,
        ["change", "withdraw"],
    )
    assert told["progress"]["forecast"]["low"] <= told["progress"]["forecast"]["middle"]
    assert told["progress"]["takes"]["missing"] > 0
    changed = {"value": 120, "baseline_year": 2025, "baseline": 40, "reason": "Nytt vedtak.", "seen": 1}
    told = admin.post(f"/api/v1/targets/{told['id']}/versions", json=changed).get_json()
    assert [(version["value"], version["reason"]) for version in told["versions"]][-1] == (120, "Nytt vedtak.")
    assert told["progress"]["baseline"] == 40
    gone = admin.post(f"/api/v1/targets/{told['id']}/withdraw", json={"reason": "Slått sammen.", "seen": 2}).get_json()
    assert (gone["value"], gone["progress"], len(gone["versions"])) == (None, None, 3)
    listed = admin.get("/api/v1/targets").get_json()
    assert (listed["total"], listed["items"][0]) == (1, gone)
    assert admin.get(f"/api/v1/targets?municipality={GJOVIK}&year=2027").get_json()["items"] == []


def test_the_targets_of_all_are_told_beside_how_far_they_are(admin, app, api):
    a_history(3, hand_overs=10)
    made = admin.post("/api/v1/targets", json=BODY).get_json()
    told = api(builders.a_person("observer", GJOVIK)).get("/api/v1/targets/overview?year=2026").get_json()
    assert told["total"] == 1
    assert told["items"][0] == {
        "id": made["id"],
        "municipality": ASKER,
        "figure": "units_handed_over",
        "at_most": False,
        "target": 100,
        "value": made["progress"]["value"],
        "base": None,
        "standing": "unknown",
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "NaN"}, "value"),
        ({"value": -1}, "value"),
        ({"value": 1e300}, "value"),
        ({"figure": "turnover_rate", "value": 2}, "value"),
        ({"figure": "happiness"}, "figure"),
        ({"year": 2020}, "year"),
        ({"baseline_year": 2030}, "baseline_year"),
        ({"reason": ""}, "reason"),
    ],
)
def test_an_impossible_target_is_refused_by_its_field(admin, changes, field):
    answer = admin.post("/api/v1/targets", json=BODY | changes)
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.get_json()["errors"]]
    assert admin.get("/api/v1/targets").get_json()["total"] == 0


def test_who_may_not_is_refused_and_who_came_late_is_told(admin, api):
    assert admin.post("/api/v1/targets", json=BODY).status_code == 201
    again = admin.post("/api/v1/targets", json=BODY)
    assert (again.status_code, again.get_json()["code"]) == (409, "target-changed-meanwhile")
    other = api(builders.a_person("municipality_admin", GJOVIK))
    assert other.post("/api/v1/targets", json=BODY).get_json()["code"] == "target-not-yours"
    assert other.get(f"/api/v1/targets?municipality={ASKER}").get_json()["items"][0]["actions"] == []


def test_what_is_not_is_not_found(admin):
    assert admin.get("/api/v1/targets/987654").status_code == 404
    assert admin.get("/api/v1/targets?municipality=9999").status_code == 404
