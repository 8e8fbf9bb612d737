"""The report to Klimasats over the API: the same figures as on the page, and the same files."""

import io
from decimal import Decimal

import openpyxl
import pytest
from pypdf import PdfReader

from marketplace.foundation import clock
from marketplace.hours import service as hours
from marketplace.hours.kinds import HoursKind
from marketplace.hours.service import HoursFields
from marketplace.statistics.klimasats.assumptions import Assumptions, Hours
from marketplace.statistics.klimasats.files import KlimasatsFormat, file_of
from marketplace.statistics.periods import period
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history

REPORT = "/api/v1/statistics/klimasats"
STATED = "from=2025-07-01&to=2026-06-15&hours=2025:40&hours=2026:37.5:650&growth_percent=5&text=Nytt+lager"


@pytest.fixture
def person(app):
    return builders.a_person("observer", ASKER)


@pytest.fixture
def observer(person, api):
    return api(person)


def test_the_report_holds_results_outlook_hours_and_what_they_rest_on(observer):
    a_history(5, hand_overs=20)
    told = observer.get(f"{REPORT}?{STATED}&lang=nb").json
    assert told["period"] == {"from": "2025-07-01", "to": "2026-06-15"}
    figures = observer.get("/api/v1/statistics?from=2025-07-01&to=2026-06-15").json
    assert (told["figures"], told["bases"], told["coverage"]) == (
        figures["figures"],
        figures["bases"],
        figures["coverage"],
    )
    assert [year["year"] for year in told["years"]] == [2025, 2026]
    units = figures["figures"]["units_handed_over"]
    assert sum(year["figures"]["units_handed_over"] for year in told["years"]) == units
    assert sum(category["figures"]["units_handed_over"] for category in told["categories"]) == units
    assert {(each["first_year"], each["last_year"]) for each in told["next_years"]} == {
        (2027, 2027),
        (2028, 2028),
        (2029, 2029),
        (2027, 2029),
    }
    assert all(each["low"] <= each["middle"] <= each["high"] for each in told["next_years"] + told["longer_term"])
    assert {(each["first_year"], each["last_year"]) for each in told["longer_term"]} == {(2030, 2036)}
    assert [
        (each["year"], each["cap_nok"], each["counted_rate_nok"], each["amount_nok"]) for each in told["hours"]
    ] == [
        (2025, 700, 700, 28_000),
        (2026, 700, 650, 24_375),
    ]
    assert (told["hours_amount_nok"], told["text"], told["growth_percent"]) == (52_375, "Nytt lager", 5)
    assert all(factor["source"] and factor["co2e_kg"] > 0 for factor in told["factors"])
    assert told["factors"]
    assert told["definitions"]["co2e_cautious_kg"]


def test_the_files_are_those_of_the_page(observer, person):
    a_history(5, hand_overs=20)
    stated = Assumptions(
        period(*map(clock.today().fromisoformat, ("2025-07-01", "2026-06-15"))),
        None,
        2036,
        growth_percent=Decimal(5),
        hours=(Hours(2025, Decimal(40)), Hours(2026, Decimal("37.5"), 650)),
        text="Nytt lager",
    )
    answer = observer.get(f"{REPORT}/export?format=xlsx&{STATED}&lang=nb")
    assert answer.data == file_of(builders.actor_of(person), stated, KlimasatsFormat.XLSX)
    assert "klimasats-nettverket-2025-07-01-2026-06-15.xlsx" in answer.headers["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames[-1] == "Om filen"
    nynorsk = observer.get(f"{REPORT}/export?format=pdf&{STATED}&lang=nn")
    reader = PdfReader(io.BytesIO(nynorsk.data))
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("nn")
    assert "Nytt lager" in " ".join(page.extract_text() for page in reader.pages)
    assert observer.get(f"{REPORT}/export?format=csv&{STATED}").status_code == 422


def test_recorded_hours_count_for_the_years_not_named(observer, person):
    actor = builders.actor_of(person)
    hours.record_hours(actor, HoursFields(clock.today(), Decimal("7.5"), HoursKind.EXCHANGE, "Møte"))
    told = observer.get(f"{REPORT}?municipality={ASKER}").json
    assert told["period"] == {"from": "2024-01-01", "to": clock.today().isoformat()}
    assert [(each["year"], each["hours"]) for each in told["hours"]] == [(2026, 7.5)]
    named = observer.get(f"{REPORT}?municipality={ASKER}&hours=2026:0&hours=2024:2").json
    assert [(each["year"], each["hours"]) for each in named["hours"]] == [(2024, 2), (2026, 0)]
    assert observer.get(f"{REPORT}?municipality={GJOVIK}").json["hours"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-02-01&to=2026-01-01", "to"),
        ("from=2001-01-01&to=2026-01-01", "to"),
        ("from=i+dag", "from"),
        ("horizon=2027", "horizon"),
        ("growth_percent=NaN", "growth_percent"),
        ("growth_percent=101", "growth_percent"),
        ("cleaner_percent=-1", "cleaner_percent"),
        ("hours=2026", "hours.0"),
        ("hours=2026:-1", "hours.0"),
        ("hours=2019:5", "hours"),
        ("hours=2026:5&hours=2026:6", "hours"),
        ("hours=2026:200000", "hours"),
        ("hours=2026:5:9000", "hours"),
        (f"text={'x' * 2001}", "text"),
        ("municipality=asker", "municipality"),
    ],
)
@pytest.mark.parametrize("address", [REPORT, f"{REPORT}/export"])
def test_what_cannot_be_reckoned_with_is_refused_by_its_field(observer, address, query, field):
    answer = observer.get(f"{address}?{query}&lang=nb{'&format=pdf' if 'export' in address else ''}")
    assert (answer.status_code, [error["field"] for error in answer.json["errors"]]) == (422, [field])


@pytest.mark.parametrize(
    ("role", "status"),
    [("observer", 200), ("requester", 200), ("municipality_admin", 200), ("project_lead", 200), ("operator", 403)],
)
def test_sums_are_for_everybody_who_sees_figures(app, api, role, status):
    caller = api(builders.a_person(role, ASKER))
    assert caller.get(f"{REPORT}?municipality={GJOVIK}").status_code == status
    assert caller.get(f"{REPORT}/export?format=xlsx").status_code == status


def test_an_unknown_municipality_is_not_found(observer):
    assert observer.get(f"{REPORT}?municipality=9999").status_code == 404


def test_a_municipality_with_nothing_has_a_report_without_outlook(observer):
    told = observer.get(f"{REPORT}?municipality={GJOVIK}").json
    assert (told["next_years"], told["longer_term"], told["months_known"], told["factors"]) == ([], [], 0, [])
