"""The page of hours, and hours on their way into the report to Klimasats."""

import pytest

from tests import builders
from tests.builders import ASKER

TYPED = {"on": "2026-06-10", "hours": "7,5", "kind": "mapping", "activity": "Talte stoler", "submission_key": "k"}


@pytest.fixture
def reader(app, client, sign_in):
    return sign_in(client, builders.a_person("municipality_admin", ASKER))


def test_hours_are_recorded_shown_and_removed(reader):
    assert "Før timene" in reader.get("/timer").text
    shown = reader.post("/timer", data=TYPED, follow_redirects=True).text
    assert all(words in shown for words in ("Timene er ført.", "Talte stoler", "7,5", "Kartlegging av eiendeler"))
    reader.post("/timer", data=TYPED)
    assert reader.get("/timer").text.count("Talte stoler") == 1
    assert "Talte stoler" in reader.get("/timer/kommunen.csv").text
    assert reader.get("/timer/mine.xlsx").data.startswith(b"PK")
    removed = reader.post("/timer/1/fjern", follow_redirects=True).text
    assert "Talte stoler" not in removed


@pytest.mark.parametrize("wrong", [{"hours": "mange"}, {"hours": "25"}, {"on": ""}, {"kind": "rest"}, {"activity": ""}])
def test_what_cannot_be_is_told_on_the_form(reader, wrong):
    answer = reader.post("/timer", data=TYPED | wrong)
    assert answer.status_code == 422
    assert "Timene du har ført" not in reader.get("/timer").text


def test_recorded_hours_are_filled_in_in_the_report_to_klimasats(reader):
    reader.post("/timer", data=TYPED)
    shown = reader.get(f"/statistikk/klimasats?kommune={ASKER}").text.replace("\N{NO-BREAK SPACE}", " ")
    assert 'name="timer-2026" inputmode="decimal" value="7,5"' in shown
    assert "5 250" in shown
    emptied = reader.get(f"/statistikk/klimasats?kommune={ASKER}&timer-2026=").text
    assert "Det er ikke ført timer for perioden." in emptied


def test_files_of_others_are_refused(app, client, sign_in):
    observer = sign_in(client, builders.a_person("observer", ASKER))
    assert observer.get("/timer/nettverket.csv").status_code == 403
    assert observer.get("/timer/kommunen.csv").status_code == 403
    assert observer.get("/timer/mine.csv").status_code == 200
    assert observer.get("/timer/mine.exe").status_code == 404
