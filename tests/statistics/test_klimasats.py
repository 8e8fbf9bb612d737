"""The report to Klimasats: what counts of hours, what lies ahead and on what assumptions, and the same each time."""

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
from pypdf import PdfReader

from marketplace.foundation.errors import Forbidden, Invalid
from marketplace.statistics.figures import figures
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.klimasats import reckoning
from marketplace.statistics.klimasats.assumptions import Assumptions, Hours, hourly_cap
from marketplace.statistics.klimasats.files import KlimasatsFormat, address_of, file_of
from marketplace.statistics.klimasats.gathering import gather, years_of
from marketplace.statistics.klimasats.report import report_of
from marketplace.statistics.labels import FIGURES
from marketplace.statistics.periods import period
from marketplace.statistics.queries import get_statistics
from marketplace.statistics.sums import Known, Sums
from marketplace.web.forms.klimasats import read_assumptions
from tests import builders
from tests.builders import ASKER
from tests.statistics.histories import a_history

PERIOD = period(date(2025, 7, 1), date(2026, 6, 15))
STATED = Assumptions(PERIOD, None, 2035)


def a_month(units=10):
    return Sums(units_handed_over=units, co2e_cautious_g=units * 1000, factor=Known(own=units), weight_g=0)


@pytest.fixture
def lead(app):
    return builders.an_actor("project_lead", ASKER)


@pytest.mark.parametrize(("year", "cap"), [(2000, 600), (2023, 600), (2024, 700), (2030, 700)])
def test_an_hour_counts_for_no_more_than_the_years_cap(year, cap):
    assert hourly_cap(year) == cap
    assert Hours(year, Decimal(10), 5000).amount_nok == 10 * cap
    assert Hours(year, Decimal(10), 450).amount_nok == 4500
    assert Hours(year, Decimal("7.5")).amount_nok == Decimal("7.5") * cap


def test_the_next_three_years_are_drawn_from_the_last_months_without_growth():
    found = {(each.first_year, each.last_year): each for each in reckoning.next_years([a_month()] * 12, 2026)}
    assert sorted(found) == [(2027, 2027), (2027, 2029), (2028, 2028), (2029, 2029)]
    told = [each for each in reckoning.next_years([a_month()] * 12, 2026) if each.figure == "units_handed_over"]
    assert [each.middle for each in told] == [120, 120, 120, 360]


def test_two_months_are_too_few_to_look_ahead():
    assert reckoning.next_years([Sums()] * 10 + [a_month()] * 2, 2026) == []
    assert reckoning.longer_term([a_month()] * 2, 2026, STATED) == []


def test_the_longer_term_grows_as_stated_and_only_emissions_become_cleaner():
    stated = replace(STATED, horizon=2031, growth_percent=Decimal(10), cleaner_percent=Decimal(50))
    found = {each.figure: each for each in reckoning.longer_term([a_month()] * 12, 2026, stated)}
    grown = [120 * Decimal("1.1") ** ahead for ahead in (4, 5)]
    assert found["units_handed_over"].middle == round(sum(grown))
    assert found["co2e_cautious_kg"].middle == round(grown[0] / 2**4 + grown[1] / 2**5)
    assert (found["units_handed_over"].first_year, found["units_handed_over"].last_year) == (2030, 2031)


def test_the_years_add_up_to_the_period_and_equal_the_figures(lead):
    a_history(5, hand_overs=20)
    material = gather(lead, STATED)
    assert [year.first for year in years_of(PERIOD)] == [date(2025, 7, 1), date(2026, 1, 1)]
    assert figures(material.whole) == figures(get_statistics(lead, PERIOD).whole)
    assert sum(sums.units_handed_over for _, sums in material.years) == material.whole.units_handed_over
    assert sum(group.sums.co2e_gross_g for group in material.categories) == material.whole.co2e_gross_g


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_part_stands_in_the_report(app, language):
    a_history(5, hand_overs=20)
    actor = replace(builders.an_actor("project_lead", ASKER), language=language)
    stated = replace(
        STATED, hours=(Hours(2025, Decimal(40)), Hours(2026, Decimal(20), 650)), text="Vi bygger et lager."
    )
    content = file_of(actor, stated, KlimasatsFormat.PDF)
    reader = PdfReader(io.BytesIO(content))
    told = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(language)
    assert len(report_of(gather(actor, stated)).sections) == 8
    for words in ("28 000", "13 000", "41 000", "Vi bygger et lager.", "SHA-256"):
        assert words in told.replace("\N{NO-BREAK SPACE}", " ")
    attached = json.loads(reader.attachments["tall.json"][0])
    assert attached["hours"][1]["amount_nok"] == 13_000
    assert attached["next_years"]


def test_the_workbook_has_typed_cells_and_its_stamp_last(lead):
    a_history(5, hand_overs=20)
    stated = replace(STATED, hours=(Hours(2026, Decimal(20), 650),), text="=1+1")
    content = file_of(lead, stated, KlimasatsFormat.XLSX)
    sheets = openpyxl.load_workbook(io.BytesIO(content))
    assert sheets.sheetnames[-1] == "Om filen"
    hours = list(sheets["Egne timer"].iter_rows(values_only=True))
    assert hours[1] == (2026, 20, 650, 700, 650, 13_000)
    results = list(sheets["Resultater så langt"].iter_rows(values_only=True))
    assert [row[0] for row in results[1:]] == [2025, 2026]
    last, sums = dict(zip(results[0], results[-1], strict=True)), gather(lead, stated).years[-1][1]
    counts = (last["Dekning for vekt: Antall"], last["Dekning for vekt: Av"])
    assert counts == (sums.weight.covered, sums.weight.all)
    said = [row[1] for row in sheets["Forutsetninger"].iter_rows(values_only=True)]
    assert "'=1+1" in said
    assert file_of(lead, stated, KlimasatsFormat.XLSX) == content
    said = [row[2] for row in sheets["Slik regner vi"].iter_rows(min_row=2, values_only=True)]
    assert said == [FORMULAS[key] for key in FIGURES]


def test_the_address_of_a_report_asks_for_the_same_report(app):
    stated = replace(
        STATED,
        municipality_number=ASKER,
        growth_percent=Decimal("2.50"),
        cleaner_percent=Decimal(3),
        hours=(Hours(2026, Decimal("37.50"), 650),),
        text="Lager & bil, 100 %",
    )
    query = dict(parse_qsl(urlsplit(address_of(stated)).query, keep_blank_values=True))
    asked = read_assumptions(query, date(2026, 6, 15), lambda _: {2025: Decimal(9), 2026: Decimal(9)})
    assert (asked.stated, asked.problem) == (stated, None)


def test_a_municipality_with_nothing_has_a_report_that_says_so(lead):
    report = report_of(gather(lead, replace(STATED, municipality_number=ASKER)))
    assert any("minst tre hele måneder" in text for section in report.sections for text in section.paragraphs)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"horizon": 2029}, "horizon"),
        ({"horizon": 2101}, "horizon"),
        ({"growth_percent": Decimal(101)}, "growth_percent"),
        ({"growth_percent": Decimal("NaN")}, "growth_percent"),
        ({"cleaner_percent": Decimal(-1)}, "cleaner_percent"),
        ({"text": "x" * 2001}, "text"),
        ({"hours": (Hours(2026, Decimal(-1)),)}, "hours"),
        ({"hours": (Hours(2026, Decimal(1), -5),)}, "hours"),
        ({"period": period(date(2001, 1, 1), date(2026, 1, 1))}, "to"),
    ],
)
def test_what_cannot_be_reckoned_with_is_refused_by_field(lead, change, field):
    with pytest.raises(Invalid) as refusal:
        gather(lead, replace(STATED, **change))
    assert field in [error.field for error in refusal.value.fields]


def test_who_may_not_see_figures_gets_no_report(app):
    with pytest.raises(Forbidden, match="statistics-needs-permission"):
        gather(builders.an_actor("operator"), STATED)
