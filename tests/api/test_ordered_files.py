"""Workbooks that take their time, and the data dictionary, over the API."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.statistics import facts, ordering
from marketplace.statistics.models import OrderedFile
from marketplace.statistics.rows import COLUMNS
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history

FILES = "/api/v1/statistics/files"
DICTIONARY = "/api/v1/statistics/dictionary"
YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


@pytest.fixture
def manager(app, api):
    return api(builders.a_person(of=ASKER))


def test_a_workbook_is_ordered_followed_and_fetched(manager, deliver):
    a_history(4, hand_overs=15)
    answer = manager.post(FILES, json=YEAR)
    made = answer.json
    assert answer.status_code == 202
    assert (made["state"], made["rows_done"], made["bytes"], made["actions"]) == ("ordered", 0, None, [])
    assert (made["from"], made["to"], made["municipality"]["number"]) == (*YEAR.values(), ASKER)
    address = f"{FILES}/{made['id']}"
    early = manager.get(f"{address}/file")
    assert (early.status_code, early.json["code"]) == (409, "ordered-file-not-ready")
    deliver()
    ready = manager.get(address).json
    assert (ready["state"], ready["rows_done"], ready["actions"]) == ("ready", made["rows_total"], ["fetch"])
    fetched = manager.get(f"{address}/file")
    assert len(fetched.data) == ready["bytes"]
    assert "ombruk-asker-2026-01-01-2026-12-31.xlsx" in fetched.headers["Content-Disposition"]
    rows = openpyxl.load_workbook(io.BytesIO(fetched.data), read_only=True)["Rader"].iter_rows(values_only=True)
    assert len(list(rows)) - 1 == ready["rows_total"] > 0
    assert manager.get(FILES).json == {"items": [ready], "total": 1, "page": 1, "per_page": 24}
    assert datetime.fromisoformat(ready["gone_at"]) == clock.now() + ordering.KEEP_FOR


def test_a_workbook_may_be_of_one_category(manager):
    made = manager.post(f"{FILES}?lang=nb", json=YEAR | {"category": "KON.STOL"}).json
    assert made["category"] == {"code": "KON.STOL", "name": "Kontorstoler"}
    answer = manager.post(FILES, json=YEAR | {"category": "XXX.YYY"})
    assert (answer.status_code, answer.json["code"]) == (404, "category-not-found")
    assert db.session.query(OrderedFile).count() == 1


@pytest.mark.parametrize(
    ("role", "of", "body", "status"),
    [
        ("observer", ASKER, {}, 202),
        ("requester", ASKER, {"municipality": ASKER}, 202),
        ("municipality_admin", ASKER, {"municipality": GJOVIK}, 403),
        ("project_lead", ASKER, {}, 202),
        ("project_lead", ASKER, {"municipality": GJOVIK}, 202),
        ("operator", ASKER, {}, 403),
    ],
)
def test_who_may_export_rows_may_order_them(app, api, role, of, body, status):
    caller = api(builders.a_person(role, of))
    answer = caller.post(FILES, json=body)
    assert answer.status_code == status
    assert db.session.query(OrderedFile).count() == (status == 202)
    if status == 202:
        whose = body.get("municipality", None if role == "project_lead" else of)
        assert (answer.json["municipality"] or {}).get("number") == whose


def test_nobody_sees_the_files_of_others(manager, api, deliver):
    made = manager.post(FILES, json=YEAR).json
    deliver()
    other = api(builders.a_person(of=ASKER))
    for address in (f"{FILES}/{made['id']}", f"{FILES}/{made['id']}/file", f"{FILES}/999"):
        assert (other.get(address).status_code, other.get(address).json["code"]) == (404, "ordered-file-not-found")
    assert other.get(FILES).json["items"] == []


def test_a_file_that_could_not_be_made_says_why(app, api, deliver):
    caller = api(builders.a_person("observer", ASKER))
    made = caller.post(FILES, json=YEAR).json
    db.session.get(OrderedFile, made["id"]).municipality_number = GJOVIK
    db.session.commit()
    deliver()
    told = caller.get(f"{FILES}/{made['id']}?lang=nb").json
    assert (told["state"], told["failure"]["code"], told["actions"]) == ("failed", "export-other-municipality", [])
    assert "din egen kommune" in told["failure"]["message"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"from": "2026-02-01", "to": "2026-01-01"}, "to"),
        ({"from": "1000-01-01"}, "from"),
        ({"to": "i dag"}, "to"),
        ({"municipality": "asker"}, "municipality"),
        ({"format": "csv"}, "format"),
    ],
)
def test_what_cannot_be_ordered_is_refused_by_its_field(manager, body, field):
    answer = manager.post(FILES, json=body)
    assert (answer.status_code, [error["field"] for error in answer.json["errors"]]) == (422, [field])
    assert db.session.query(OrderedFile).count() == 0


def test_an_unknown_municipality_is_not_found(manager):
    assert manager.post(FILES, json={"municipality": "9999"}).status_code == 404
    assert db.session.query(OrderedFile).count() == 0


def test_each_column_is_told_as_json_and_as_csv(manager):
    told, names = manager.get(DICTIONARY).json["columns"], [column.key for column in (*COLUMNS, *facts.COLUMNS)]
    assert [column["name"] for column in told] == names
    assert all(column["description"] and column["type"] for column in told)
    answer = manager.get(f"{DICTIONARY}?format=csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [row["name"] for row in rows] == names
    assert manager.get(f"{DICTIONARY}?format=xlsx").status_code == 422


def test_a_dictionary_that_has_not_changed_is_not_sent_again(manager):
    first = manager.get(DICTIONARY)
    again = manager.get(DICTIONARY, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = manager.get(f"{DICTIONARY}?format=csv", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
