"""Figures over the API: the contract's names, and the same digits as everywhere else."""

import json
from datetime import date

import pytest

from marketplace.statistics.figures import figures
from marketplace.statistics.periods import period
from marketplace.statistics.queries import get_statistics
from tests import builders
from tests.statistics.histories import a_history

FIGURES = {
    "units_listed", "units_handed_over", "units_returned", "turnover_rate", "disposition_reuse_rate", "network_share",
    "weight_kg", "co2e_gross_kg", "co2e_cautious_kg", "value_saved_nok", "median_days_to_hand_over",
}  # fmt: skip


@pytest.fixture
def lead(app):
    return builders.a_person("project_lead")


def test_the_answer_has_what_the_contract_names(lead, api):
    a_history(4)
    answer = api(lead).get("/api/v1/statistics?from=2026-01-01&to=2026-12-31&group_by=month")
    told = answer.get_json()
    assert answer.status_code == 200
    assert told["period"] == {"from": "2026-01-01", "to": "2026-12-31"}
    assert set(told["figures"]) >= FIGURES
    for name in ("weight", "factor", "price"):
        assert set(told["coverage"][name]) == {"own", "category", "none"}
    assert set(told["groups"][0]) >= {"key", "name", "figures"}
    assert set(told["definitions"]) >= FIGURES


@pytest.mark.parametrize("by", ["municipality", "category", "month"])
def test_the_api_tells_the_same_digits_as_the_figures(lead, api, by):
    a_history(5)
    told = api(lead).get(f"/api/v1/statistics?from=2026-01-01&to=2026-12-31&group_by={by}").get_json()
    year = period(date(2026, 1, 1), date(2026, 12, 31))
    known = figures(get_statistics(builders.actor_of(lead), year).whole)
    for name in FIGURES:
        value = getattr(known, name)
        assert told["figures"][name] == (None if value is None else pytest.approx(float(value), abs=0))
    assert sum(group["figures"]["units_handed_over"] for group in told["groups"]) == known.units_handed_over


def test_this_year_is_meant_unless_said_otherwise(lead, api):
    assert api(lead).get("/api/v1/statistics").get_json()["period"] == {"from": "2026-01-01", "to": "2026-12-31"}


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("from=2026-02-01&to=2026-01-01", "to", "period-reversed"),
        ("from=tomorrow", "from", "field-not-a-date"),
        ("from=0", "from", "field-not-a-date"),
        ("from=9.09e-21", "from", "field-not-a-date"),
        ("to=1767225600", "to", "field-not-a-date"),
        ("from=1000-01-01", "from", "period-out-of-range"),
        ("group_by=colour", "group_by", "field-not-a-choice"),
        ("municipality=asker", "municipality", "field-wrong"),
        ("colour=red", "colour", "field-unknown"),
    ],
)
def test_a_wrong_query_is_refused_by_name(lead, api, query, field, code):
    answer = api(lead).get(f"/api/v1/statistics?{query}")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert [(error["field"], error["code"]) for error in answer.get_json()["errors"]] == [(field, code)]


def test_an_unknown_municipality_is_not_found(lead, api):
    assert api(lead).get("/api/v1/statistics?municipality=9999").status_code == 404


@pytest.mark.parametrize(
    ("kind", "mimetype"),
    [
        ("csv", "text/csv"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("json", "application/json"),
        ("pdf", "application/pdf"),
    ],
)
def test_the_export_is_a_file(lead, api, kind, mimetype):
    a_history(6, hand_overs=3)
    answer = api(lead).get(f"/api/v1/statistics/export?format={kind}&from=2026-01-01&to=2026-12-31")
    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    assert f".{kind}" in answer.headers["Content-Disposition"]
    assert len(answer.data) > 100


def test_the_facts_behind_the_other_figures_are_a_table_of_their_own(lead, api):
    a_history(6, hand_overs=3)
    answer = api(lead).get("/api/v1/statistics/export?format=csv&table=facts&from=2026-01-01&to=2026-12-31")
    assert answer.status_code == 200
    assert answer.text.removeprefix("\ufeff").startswith("row;fact;id;on;")
    assert "grunnlag" in answer.headers["Content-Disposition"]
    assert api(lead).get("/api/v1/statistics/export?format=csv&table=tull").status_code == 422


def test_the_export_in_json_adds_up_to_the_figures(lead, api):
    a_history(8)
    loaded = json.loads(api(lead).get("/api/v1/statistics/export?format=json").data)
    assert sum(row["quantity"] for row in loaded["rows"]) == loaded["figures"]["units_handed_over"]


def test_a_municipality_gets_its_own_rows_unless_it_names_another_which_is_refused(app, api):
    a_history(9)
    caller = api(builders.a_person("facility_manager"))
    rows = json.loads(caller.get("/api/v1/statistics/export?format=json").data)["rows"]
    assert rows
    assert all(builders.ASKER in (row["from_number"], row["to_number"]) for row in rows)
    answer = caller.get(f"/api/v1/statistics/export?format=csv&municipality={builders.GJOVIK}")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "export-other-municipality")


def test_without_a_token_nothing_is_told(client):
    answer = client.get("/api/v1/statistics")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "token-needed")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
