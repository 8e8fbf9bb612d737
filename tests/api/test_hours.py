"""Hours over the API: recorded, listed, taken back by oneself, seen by those who lead, and as files."""

import csv
import io

import pytest

from tests import builders
from tests.builders import ASKER, GJOVIK

BODY = {"on": "2026-06-10", "hours": 7.5, "kind": "mapping", "activity": "Talte stoler"}
HOURS = "/api/v1/hours"


@pytest.fixture
def person(app):
    return builders.a_person("observer", ASKER)


@pytest.fixture
def observer(person, api):
    return api(person)


def test_hours_are_recorded_listed_and_removed(observer, person):
    answer = observer.post(HOURS, json=BODY)
    made = answer.json
    assert answer.status_code == 201
    assert (made["hours"], made["kind"], made["person"], made["municipality"]) == (
        7.5,
        "mapping",
        person.name,
        {"number": ASKER, "name": "Asker"},
    )
    assert (made["removed_at"], made["actions"]) == (None, ["remove"])
    assert observer.get(f"{HOURS}/{made['id']}").json == made
    listed = observer.get(HOURS).json
    assert (listed["items"], listed["total"], listed["page"]) == ([made], 1, 1)
    removed = observer.delete(f"{HOURS}/{made['id']}").json
    assert (removed["removed_at"] is not None, removed["actions"]) == (True, [])
    assert observer.get(HOURS).json["total"] == 0
    assert observer.get(f"{HOURS}/{made['id']}").json == removed
    again = observer.delete(f"{HOURS}/{made['id']}")
    assert (again.status_code, again.json["code"]) == (409, "hours-removed")


def test_a_call_sent_twice_records_once_and_one_persons_key_never_meets_anothers(observer, api):
    key = {"Idempotency-Key": "the same"}
    first = observer.post(HOURS, json=BODY, headers=key).json
    assert observer.post(HOURS, json=BODY, headers=key).json == first
    other = api(builders.a_person("observer", GJOVIK))
    theirs = other.post(HOURS, json=BODY, headers=key)
    assert (theirs.status_code, theirs.json["id"] == first["id"]) == (201, False)
    assert observer.get(HOURS).json["total"] == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": "2026-06-16"}, "on"),
        ({"on": "2001-01-01"}, "on"),
        ({"on": "i dag"}, "on"),
        ({"hours": 0}, "hours"),
        ({"hours": 25}, "hours"),
        ({"hours": 0.001}, "hours"),
        ({"hours": "NaN"}, "hours"),
        ({"kind": "rest"}, "kind"),
        ({"activity": " "}, "activity"),
        ({"activity": "x" * 201}, "activity"),
        ({"person": "Somebody else"}, "person"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field_and_nothing_is_recorded(observer, wrong, field):
    answer = observer.post(HOURS, json=BODY | wrong)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert observer.get(HOURS).json["total"] == 0


@pytest.mark.parametrize(
    ("role", "of", "own", "asker", "network"),
    [
        ("observer", ASKER, 200, 403, 403),
        ("requester", ASKER, 200, 403, 403),
        ("facility_manager", ASKER, 200, 403, 403),
        ("municipality_admin", ASKER, 200, 200, 403),
        ("municipality_admin", GJOVIK, 200, 403, 403),
        ("project_lead", GJOVIK, 200, 200, 200),
        ("operator", ASKER, 403, 403, 403),
    ],
)
def test_a_municipalitys_are_for_its_administrators_and_the_networks_for_whoever_leads(
    observer, api, role, of, own, asker, network
):
    made = observer.post(HOURS, json=BODY).json
    reader = api(builders.a_person(role, of))
    everybodys = f"whose=all&municipality={ASKER}"
    asked = {"": own, everybodys: asker, "whose=all": network}
    for query, status in asked.items():
        assert reader.get(f"{HOURS}?{query}").status_code == status, query
        assert reader.get(f"{HOURS}/export?format=csv&{query}").status_code == status, query
    if asker == 200:
        assert [entry["id"] for entry in reader.get(f"{HOURS}?{everybodys}").json["items"]] == [made["id"]]
        assert reader.get(f"{HOURS}/{made['id']}").json["actions"] == []
    else:
        assert reader.get(f"{HOURS}/{made['id']}").status_code == (404 if own == 200 else 403)


def test_nobody_removes_the_hours_of_others(observer, api):
    made = observer.post(HOURS, json=BODY).json
    answer = api(builders.a_person("municipality_admin", ASKER)).delete(f"{HOURS}/{made['id']}")
    assert (answer.status_code, answer.json["code"]) == (403, "hours-not-yours")
    assert observer.get(HOURS).json["total"] == 1


def test_who_belongs_to_no_municipality_records_none(api):
    operator = api(builders.a_person("operator"))
    assert operator.post(HOURS, json=BODY).status_code == 403


def test_the_days_asked_for_count_both_ends_and_come_newest_first(observer):
    for day in (9, 10, 11, 12):
        observer.post(HOURS, json=BODY | {"on": f"2026-06-{day:02}"})
    listed = observer.get(f"{HOURS}?from=2026-06-10&to=2026-06-11").json
    assert [entry["on"] for entry in listed["items"]] == ["2026-06-11", "2026-06-10"]
    second = observer.get(f"{HOURS}?page=2&per_page=3").json
    assert ([entry["on"] for entry in second["items"]], second["total"]) == (["2026-06-09"], 4)
    reversed_days = observer.get(f"{HOURS}?from=2026-06-11&to=2026-06-10")
    assert (reversed_days.status_code, reversed_days.json["errors"][0]["field"]) == (422, "to")
    assert observer.get(f"{HOURS}?municipality=9999").status_code == 404


def test_a_list_costs_no_more_queries_for_more_hours(observer, count_queries):
    counts = []
    for rounds in (1, 5):
        for _ in range(rounds):
            observer.post(HOURS, json=BODY)
        with count_queries() as queries:
            observer.get(HOURS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_files_hold_what_is_listed(observer):
    observer.post(HOURS, json=BODY)
    observer.post(HOURS, json=BODY | {"on": "2026-06-11", "hours": "1.25", "activity": "=1+1"})
    answer = observer.get(f"{HOURS}/export?format=csv&lang=nb")
    assert (answer.mimetype, "timer.csv" in answer.headers["Content-Disposition"]) == ("text/csv", True)
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Timer"], row["Hva timene gikk til"]) for row in rows] == [("7,50", "Talte stoler"), ("1,25", "'=1+1")]
    assert observer.get(f"{HOURS}/export?format=xlsx").data.startswith(b"PK")
    assert observer.get(f"{HOURS}/export?format=exe").status_code == 422
