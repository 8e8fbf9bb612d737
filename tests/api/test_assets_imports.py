"""Imports of spreadsheets over the API: 202, look, commit, look."""

import io
import json

import pytest

from tests.builders import ASKER, GJOVIK, a_person
from tests.inventory.imports import assets, everything
from tests.inventory.spreadsheets import HEADER, a_row, csv, xlsx

ADDRESS = "/api/v1/assets/imports"


def test_a_file_is_looked_at_and_kept(api, deliver):
    client = api(a_person())
    rows = [HEADER, a_row("A-1"), a_row("A-2", Antall="mange")]
    sent = client.post(ADDRESS, data={"file": (io.BytesIO(xlsx(rows)), "eiendeler.xlsx")})
    assert sent.status_code == 202
    assert (sent.get_json()["state"], sent.get_json()["actions"]) == ("uploaded", [])
    address = f"{ADDRESS}/{sent.get_json()['id']}"
    deliver()
    looked = client.get(address).get_json()
    assert (looked["state"], looked["rows_total"], looked["rows_ok"], looked["rows_failed"]) == ("looked", 2, 1, 1)
    assert looked["actions"] == ["commit"]
    assert looked["errors"] == [
        {
            "row": 3,
            "column": "Antall",
            "code": "value-not-a-number",
            "message": "«mange» er ikke et tall. Skriv bare tallet, for eksempel 1 234,5.",
        }
    ]
    assert looked["columns"][0]["field"] == "inventory_number"
    assert assets() == []
    assert client.post(f"{address}/commit").status_code == 202
    deliver()
    kept = client.get(address).get_json()
    assert (kept["state"], kept["rows_new"], kept["actions"]) == ("kept", 1, [])
    assert [asset.inventory_number for asset in assets(ASKER)] == ["A-1"]
    again = client.post(f"{address}/commit")
    assert (again.status_code, again.get_json()["code"]) == (409, "import-already-kept")


def test_a_mapping_by_hand_is_followed_and_remembered(api, deliver):
    client = api(a_person())
    content = csv([("Dings", "Tall"), ("Kontorstol", "3")])
    for mapping in ({"Dings": "name", "B": "quantity"}, None):
        data = {"file": (io.BytesIO(content), "a.csv")} | ({"mapping": json.dumps(mapping)} if mapping else {})
        number = client.post(ADDRESS, data=data).get_json()["id"]
        deliver()
        found = client.get(f"{ADDRESS}/{number}").get_json()
        assert [column["field"] for column in found["columns"]] == ["name", "quantity"]
    assert [column["how"] for column in found["columns"]] == ["remembered", "remembered"]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ("{", "import-mapping-not-understood"),
        ("[1]", "import-mapping-not-understood"),
        ('{"A": 1}', "import-mapping-not-understood"),
        ("[" * 100_000, "import-mapping-not-understood"),
        ('{"A": "smell"}', "import-mapping-field-unknown"),
        ('{"A": "name", "B": "name"}', "import-mapping-field-twice"),
    ],
)
def test_a_wrong_mapping_is_refused_and_nothing_stored(api, mapping, code):
    client = api(a_person())
    before = everything()
    answer = client.post(ADDRESS, data={"file": (io.BytesIO(b"A;B\n1;2\n"), "a.csv"), "mapping": mapping})
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)
    assert everything() == before


def test_without_a_file_or_with_an_empty_one_nothing_is_stored(api):
    client = api(a_person())
    before = everything()
    assert client.post(ADDRESS, data={}).get_json()["errors"][0]["field"] == "file"
    empty = client.post(ADDRESS, data={"file": (io.BytesIO(b""), "tom.csv")})
    assert (empty.status_code, empty.get_json()["code"]) == (422, "file-empty")
    assert everything() == before


def test_a_file_that_is_no_table_fails_in_words(api, deliver):
    client = api(a_person())
    picture = io.BytesIO(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500))
    number = client.post(ADDRESS, data={"file": (picture, "../../etc/<b>bilde.xlsx")}).get_json()["id"]
    deliver()
    found = client.get(f"{ADDRESS}/{number}?lang=nb").get_json()
    assert (found["state"], found["filename"], found["actions"]) == ("failed", "<b>bilde.xlsx", [])
    assert found["failure"]["code"] == "file-not-a-table"
    assert client.post(f"{ADDRESS}/{number}/commit").get_json()["code"] == "import-not-looked-at"


def test_another_municipality_sees_no_import(api, deliver):
    content = io.BytesIO(csv([HEADER, a_row()]))
    number = api(a_person()).post(ADDRESS, data={"file": (content, "a.csv")}).get_json()["id"]
    deliver()
    other = api(a_person(of=GJOVIK))
    before = everything()
    for answer in (other.get(f"{ADDRESS}/{number}"), other.post(f"{ADDRESS}/{number}/commit")):
        assert (answer.status_code, answer.get_json()["code"]) == (404, "import-not-found")
    assert everything() == before


def test_who_does_not_manage_assets_imports_nothing(api):
    before = everything()
    answer = api(a_person("requester")).post(ADDRESS, data={"file": (io.BytesIO(b"Navn\nStol\n"), "a.csv")})
    assert answer.status_code == 403
    assert everything() == before
