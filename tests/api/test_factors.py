"""Factors over the API, and the figures with others."""

import pytest

from marketplace.impact import queries
from tests import builders
from tests.builders import ASKER
from tests.statistics.histories import a_history

BODY = {
    "described_as": "Kontorstol",
    "co2e_kg": 60.5,
    "low_kg": 40,
    "high_kg": 80,
    "weight_kg": 15,
    "source": "Ny EPD",
    "source_year": 2026,
    "confidence": "A",
    "valid_from": "2026-07-01",
    "reason": "Produsenten har målt på nytt.",
}


@pytest.fixture
def lead(app, api):
    return api(builders.a_person("project_lead"))


def chair_id():
    return next(series.id for series in queries.list_series() if series.key == ("KON.STOL", ""))


def test_all_factors_come_with_their_versions(lead):
    told = lead.get("/api/v1/factors").get_json()
    by_key = {(item["category"], item["variant"]): item for item in told["items"]}
    assert told["total"] == len(told["items"]) == len(by_key)
    chair = by_key["KON.STOL", ""]
    assert (chair["basis"], chair["current_version"], chair["actions"]) == ("unit", 1, ["revise"])
    assert (chair["versions"][0]["co2e_kg"], chair["versions"][0]["low_kg"]) == (72, 36)
    assert by_key[None, "transport"]["versions"][0]["road_factor"] == 1.3
    assert by_key[None, "transport"]["versions"][0]["cost_nok_per_km"] == 5.3
    assert chair["versions"][0]["cost_nok_per_km"] is None


def test_a_version_is_recorded_with_who_and_why(lead):
    answer = lead.post(f"/api/v1/factors/{chair_id()}/versions", json=BODY | {"seen": 1})
    told = answer.get_json()
    assert (answer.status_code, told["current_version"], len(told["versions"])) == (201, 1, 2)
    newest = told["versions"][-1]
    assert (newest["co2e_kg"], newest["version"], newest["reason"]) == (60.5, 2, BODY["reason"])
    assert newest["recorded_by"].startswith("Person")
    assert lead.get(f"/api/v1/factors/{newest['id']}").get_json() == told


def test_transport_says_what_a_km_costs(lead):
    van = next(series.id for series in queries.list_series() if series.key == (None, "transport"))
    body = BODY | {"co2e_kg": 0.2, "low_kg": None, "high_kg": None, "weight_kg": None, "road_factor": 1.4, "seen": 1}
    answer = lead.post(f"/api/v1/factors/{van}/versions", json=body | {"cost_nok_per_km": 6.1})
    assert (answer.status_code, answer.get_json()["versions"][-1]["cost_nok_per_km"]) == (201, 6.1)
    assert lead.post(f"/api/v1/factors/{van}/versions", json=body | {"cost_nok_per_km": 100.5}).status_code == 422
    assert len(queries.get_series(van).versions) == 2


def test_a_category_gets_its_first_factor_once(lead):
    assert lead.post("/api/v1/factors", json=BODY | {"category": "SKO.TAVLE"}).status_code == 201
    again = lead.post("/api/v1/factors", json=BODY | {"category": "SKO.TAVLE"})
    assert (again.status_code, again.get_json()["code"]) == (409, "factor-exists")


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ('"co2e_kg": NaN', "co2e_kg"),
        ('"co2e_kg": Infinity', "co2e_kg"),
        ('"co2e_kg": "NaN"', "co2e_kg"),
        ('"co2e_kg": -1', "co2e_kg"),
        ('"co2e_kg": 1e300', "co2e_kg"),
        ('"co2e_kg": 0', "co2e_kg"),
        ('"low_kg": 90', "low_kg"),
        ('"cost_nok_per_km": 5.3', "cost_nok_per_km"),
        ('"cost_nok_per_km": -1', "cost_nok_per_km"),
        ('"cost_nok_per_km": 5.333', "cost_nok_per_km"),
        ('"valid_from": "2023-01-01"', "valid_from"),
        ('"confidence": "Z"', "confidence"),
    ],
)
def test_what_is_no_factor_is_refused_by_its_field(lead, written, field):
    before = len(queries.list_factors())
    name = written.split(":")[0].strip('"')
    rest = {key: value for key, value in BODY.items() if key != name} | {"seen": 1}
    text = lead.application.json.dumps(rest)[:-1] + ", " + written + "}"
    answer = lead.post(f"/api/v1/factors/{chair_id()}/versions", data=text, content_type="application/json")
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.get_json()["errors"]]
    assert len(queries.list_factors()) == before


def test_only_project_leads_change_factors(app, api):
    manager = api(builders.a_person("municipality_admin"))
    assert manager.get("/api/v1/factors").get_json()["items"][0]["actions"] == []
    answer = manager.post(f"/api/v1/factors/{chair_id()}/versions", json=BODY | {"seen": 1})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "permission-needed")


def test_an_unknown_factor_is_not_found(lead):
    assert lead.get("/api/v1/factors/999999").status_code == 404


def test_what_if_tells_both_sides(lead):
    a_history(3, hand_overs=8)
    told = lead.get("/api/v1/statistics/what-if?from=2026-01-01&to=2026-12-31").get_json()
    figures = lead.get("/api/v1/statistics?from=2026-01-01&to=2026-12-31").get_json()["figures"]
    assert told["recorded"]["value_saved_nok"] == figures["value_saved_nok"]
    gross = told["recorded"]["co2e_gross"]
    assert gross == {name: figures[f"co2e_gross_{name}"] for name in ("kg", "low_kg", "high_kg")}
    assert told["on"] == "2026-06-15"
    assert told["recalculated"]["co2e_gross"]["low_kg"] <= told["recalculated"]["co2e_gross"]["kg"]
    own = lead.get(f"/api/v1/statistics/what-if?municipality={ASKER}&on=2026-01-01").get_json()
    assert (own["on"], own["recorded"]["units"] <= told["recorded"]["units"]) == ("2026-01-01", True)
    chairs = "from=2026-01-01&to=2026-12-31&category=KON.STOL"
    some = lead.get(f"/api/v1/statistics/what-if?{chairs}").get_json()["recorded"]
    figures = lead.get(f"/api/v1/statistics?{chairs}").get_json()["figures"]
    assert (some["units"], some["co2e_gross"]["kg"]) == (figures["units_received"], figures["co2e_gross_kg"])
    assert some["units"] < told["recorded"]["units"]


def test_what_if_needs_a_municipality_that_is_and_days_in_order(lead):
    assert lead.get("/api/v1/statistics/what-if?municipality=9999").status_code == 404
    assert lead.get("/api/v1/statistics/what-if?category=TULL").status_code == 404
    answer = lead.get("/api/v1/statistics/what-if?from=2026-02-01&to=2026-01-01")
    assert answer.get_json()["errors"][0]["code"] == "period-reversed"
