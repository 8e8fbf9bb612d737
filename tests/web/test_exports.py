"""Pages of ordered files and of what their columns mean."""

import pytest

from marketplace.statistics import facts, ordering
from marketplace.statistics.rows import COLUMNS
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history

YEAR = {"fra": "2026-01-01", "til": "2026-12-31"}


@pytest.fixture
def manager(app, client, sign_in):
    return sign_in(client, builders.a_person(of=ASKER))


def test_a_large_workbook_is_ordered_followed_and_fetched(manager, deliver, monkeypatch):
    a_history(4, hand_overs=15)
    monkeypatch.setattr(ordering, "MOST_AT_ONCE", 1)
    shown = manager.get(f"/statistikk?kommune={ASKER}").text
    assert "Bestill regnearket" in shown
    assert "eksport.xlsx" not in shown
    answer = manager.post("/statistikk/filer", data={**YEAR, "kommune": ASKER})
    page = answer.headers["Location"]
    assert "Vi lager regnearket" in manager.get(page).text
    assert "Begynner" in manager.get(f"{page}/framdrift").text
    assert manager.get(f"{page}/fil").status_code == 409
    deliver()
    assert manager.get(f"{page}/framdrift").headers["HX-Redirect"] == page
    assert "Last ned regnearket" in manager.get(page).text
    fetched = manager.get(f"{page}/fil")
    assert fetched.data.startswith(b"PK")
    assert "ombruk-asker-2026-01-01" in fetched.headers["Content-Disposition"]
    assert "Asker" in manager.get("/statistikk/filer").text


def test_rows_of_others_are_not_ordered(manager):
    assert manager.post("/statistikk/filer", data={**YEAR, "kommune": GJOVIK}).status_code == 403
    assert "Du har ikke bestilt noen filer" in manager.get("/statistikk/filer").text


def test_a_file_that_is_not_there_is_not_found(manager):
    assert manager.get("/statistikk/filer/1").status_code == 404


def test_the_columns_are_told_on_a_page_and_as_files(manager):
    shown = manager.get("/statistikk/felter").text
    assert all(column.key in shown for column in (*COLUMNS, *facts.COLUMNS))
    assert manager.get("/statistikk/felter.csv").mimetype == "text/csv"
    assert len(manager.get("/statistikk/felter.json").get_json()["columns"]) == len(COLUMNS) + len(facts.COLUMNS)
    assert manager.get("/statistikk/felter.exe").status_code == 404
