"""The thesaurus and what is searched for, over the API."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.search import indexing
from marketplace.search.searches import counting
from marketplace.search.synonyms.models import SwitchedOff, Synonym, SynonymChange
from marketplace.search.synonyms.shipped_terms import shipped_terms
from tests.builders import GJOVIK, a_listing, a_person
from tests.search.thesauri import only_one_pair_shipped

DINGS = {"word": "dingsekasse", "other": "sprellvogn", "nearness": "near", "both_ways": False}
SHIPPED = "/api/v1/synonyms/shipped"


@pytest.fixture
def lead(api):
    return api(a_person("project_lead", GJOVIK, name="Lise Leder"))


@pytest.fixture
def number(app):
    with only_one_pair_shipped() as number:
        yield number


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def codes(answer):
    return answer.status_code, answer.json["code"], {error["field"]: error["code"] for error in answer.json["errors"]}


def test_a_pair_is_added_found_changed_and_removed(lead):
    made = lead.post("/api/v1/synonyms", json=DINGS | {"reason": "Skolene sier det"})
    assert made.status_code == 201
    assert made.json == DINGS | {
        "id": made.json["id"],
        "source": "own",
        "in_use": True,
        "version": 1,
        "changed_by": "Lise Leder",
        "changed_at": "2026-06-15T10:00:00Z",
        "actions": ["change", "remove"],
    }
    address = f"/api/v1/synonyms/{made.json['id']}"
    assert lead.get("/api/v1/synonyms?source=own&q=SPRELL").json["items"] == [made.json]
    assert lead.get(address).json == made.json
    changed = lead.patch(address, json={"nearness": "same", "both_ways": True, "version": 1}).json
    assert (changed["word"], changed["nearness"], changed["both_ways"], changed["version"]) == (
        "dingsekasse",
        "same",
        True,
        2,
    )
    assert codes(lead.patch(address, json={"word": "tullball", "version": 1}))[:2] == (409, "stale-form")
    assert codes(lead.delete(f"{address}?version=1"))[:2] == (409, "stale-form")
    removed = lead.delete(f"{address}?version=2&reason=Feil").json
    assert (removed["deed"], removed["reason"]) == ("removed", "Feil")
    assert lead.get(address).status_code == 404
    back = lead.post(f"/api/v1/synonyms/changes/{removed['id']}/restore")
    assert (back.status_code, back.json["nearness"]) == (201, "same")
    told = lead.get("/api/v1/synonyms/changes").json
    assert [row["deed"] for row in told["items"]] == ["added", "removed", "changed", "added"]
    assert told["items"][2]["before"] == DINGS
    assert {row["by"] for row in told["items"]} == {"Lise Leder"}


def test_what_ships_is_listed_in_pages(lead):
    page = lead.get("/api/v1/synonyms?per_page=100&page=2").json
    assert (page["total"], len(page["items"])) == (len(shipped_terms()), 100)


def test_what_ships_is_turned_off_and_on(lead, number):
    off = lead.put(f"{SHIPPED}/{number}", json={"in_use": False, "reason": "Støy"}).json
    assert (off["in_use"], off["actions"], off["changed_by"]) == (False, ["switch_on"], "Lise Leder")
    assert lead.get("/api/v1/synonyms?in_use=false").json["items"] == [off]
    on = lead.put(f"{SHIPPED}/{number}", json={"in_use": True}).json
    assert (on["in_use"], on["actions"]) == (True, ["switch_off"])
    assert lead.get(f"{SHIPPED}/{number}").json == on


def test_a_preview_tells_what_would_change_and_stores_nothing(lead, number):
    for title in ("Dingsekasse", "Sprellvogn", "Dingeldang"):
        a_listing(title=title)
    indexing.rebuild()
    counting.add_up({(clock.today(), "fine dingsekasser", 1): 4})
    told = lead.post("/api/v1/synonyms/preview", json=DINGS).json
    effects = {effect["q"]: effect for effect in told["effects"]}
    assert (effects["dingsekasse"]["before"], effects["dingsekasse"]["after"]) == (1, 2)
    assert [listing["title"] for listing in effects["dingsekasse"]["entering"]] == ["Sprellvogn"]
    assert effects["fine dingsekasser"]["times"] == 4
    assert count(Synonym) == count(SynonymChange) == 0
    assert lead.get(f"{SHIPPED}/{number}/preview").json["effects"][0]["leaving_count"] == 1
    own = lead.post("/api/v1/synonyms", json=DINGS).json["id"]
    assert lead.get(f"/api/v1/synonyms/{own}/preview").json["effects"][0]["leaving_count"] == 1
    again = lead.post("/api/v1/synonyms/preview", json=DINGS | {"nearness": "same", "instead_of": own}).json
    assert again["effects"][0]["before"] == again["effects"][0]["after"] == 2


@pytest.mark.parametrize("call", ["/api/v1/synonyms", "/api/v1/synonyms/preview"])
@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"word": "field-required", "other": "field-required"}),
        (DINGS | {"word": "x" * 81}, {"word": "field-too-long"}),
        (DINGS | {"word": "og"}, {"word": "synonym-only-stop-words"}),
        (DINGS | {"other": "dingsekassene"}, {"other": "synonym-same-word"}),
        (DINGS | {"nearness": "related"}, {"nearness": "field-not-a-choice"}),
        (DINGS | {"nearness": "narrower", "both_ways": True}, {"both_ways": "synonym-narrower-both-ways"}),
        (DINGS | {"word": "kontorpult", "other": "skrivebord"}, {"other": "synonym-shipped-already"}),
        (DINGS | {"weight": 1}, {"weight": "field-unknown"}),
    ],
)
def test_a_wrong_pair_is_refused_field_by_field_and_changes_nothing(lead, call, body, wrong):
    assert codes(lead.post(call, json=body)) == (422, "invalid-input", wrong)
    assert count(Synonym) == count(SynonymChange) == 0


def test_searches_are_told_with_sums_and_without_what_is_seldom(lead):
    today = clock.today()
    counting.add_up({(today, "stol", 5): 4, (today, "flygel", 0): 3, (today, "per olsen", 0): 2})
    counting.add_up({(today - timedelta(days=30), "stol", 5): 7, (today - timedelta(days=90), "stol", 5): 9})
    told = lead.get("/api/v1/searches").json
    assert told["sums"] == {"times": 9, "empty": 5, "times_before": 7, "seldom": 1}
    assert told["items"] == [
        {"words": "stol", "times": 4, "empty": 0, "times_before": 7, "median_hits": 5},
        {"words": "flygel", "times": 3, "empty": 3, "times_before": 0, "median_hits": 0},
    ]
    assert [row["words"] for row in lead.get("/api/v1/searches?shown=empty").json["items"]] == ["flygel"]
    assert lead.get("/api/v1/searches?from=2026-01-01&to=2026-04-01").json["sums"]["times"] == 9


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("from=2026-02-02&to=2026-02-01", {"to": "period-reversed"}),
        ("from=0001-01-01", {"from": "period-out-of-range"}),
        ("to=0001-01-01", {"from": "period-out-of-range"}),
        ("shown=all", {"shown": "field-not-a-choice"}),
        ("per_page=101", {"per_page": "field-wrong"}),
    ],
)
def test_a_wrong_period_is_refused(lead, query, wrong):
    assert codes(lead.get(f"/api/v1/searches?{query}")) == (422, "invalid-input", wrong)


CALLS = [
    ("GET", "/synonyms", None),
    ("POST", "/synonyms", DINGS),
    ("POST", "/synonyms/preview", DINGS),
    ("GET", "/synonyms/1", None),
    ("PATCH", "/synonyms/1", {"word": "tullball"}),
    ("DELETE", "/synonyms/1", None),
    ("GET", "/synonyms/1/preview", None),
    ("GET", "/synonyms/shipped/{number}", None),
    ("PUT", "/synonyms/shipped/{number}", {"in_use": False}),
    ("GET", "/synonyms/shipped/{number}/preview", None),
    ("GET", "/synonyms/changes", None),
    ("POST", "/synonyms/changes/1/restore", None),
    ("GET", "/searches", None),
]


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("observer", False),
        ("requester", False),
        ("facility_manager", False),
        ("municipality_admin", False),
        ("project_lead", True),
        ("operator", True),
    ],
)
def test_only_who_minds_the_search_may_call(api, lead, number, role, allowed):
    lead.post("/api/v1/synonyms", json=DINGS)
    caller = api(a_person(role))
    for method, path, body in CALLS:
        answer = caller.open(f"/api/v1{path.format(number=number)}", method=method, json=body)
        assert (answer.status_code != 403) is allowed, (method, path)
        assert allowed or answer.json["code"] == "permission-needed"
    if not allowed:
        assert (count(Synonym), count(SynonymChange), count(SwitchedOff)) == (1, 1, 0)


def test_nobody_without_a_token_may_call(client, number):
    for method, path, body in CALLS:
        assert client.open(f"/api/v1{path.format(number=number)}", method=method, json=body).status_code == 401


def test_what_is_not_there_is_told_so(lead):
    for method, path, body in CALLS:
        if "/1" in path or "{number}" in path:
            answer = lead.open(f"/api/v1{path.format(number=999)}", method=method, json=body)
            assert (answer.status_code, answer.json["code"]) == (404, "synonym-not-found"), (method, path)
