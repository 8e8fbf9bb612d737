"""The pages of factors: a working list, one factor's history, a new version with a look first."""

import pytest
from markupsafe import escape

from marketplace.impact import queries
from marketplace.statistics.definitions import DEFINITIONS
from marketplace.statistics.formulas import FORMULAS
from tests import builders
from tests.builders import ASKER
from tests.statistics.histories import a_history

FORM = {
    "described_as": "Kontorstol",
    "co2e_kg": "60,5",
    "low_kg": "40",
    "high_kg": "80",
    "weight_kg": "15",
    "source": "Ny EPD",
    "source_year": "2026",
    "confidence": "A",
    "valid_from": "2026-07-01",
    "reason": "Produsenten har målt på nytt.",
    "seen": "1",
}


@pytest.fixture
def lead(app, client, sign_in):
    return sign_in(client, builders.a_person("project_lead"))


def address(key=("KON.STOL", "")):
    return f"/statistikk/faktorer/{next(series.id for series in queries.list_series() if series.key == key)}"


def versions():
    return len(queries.list_factors())


def test_the_factors_are_shown_with_version_range_and_source(lead):
    shown = lead.get("/statistikk/faktorer")
    for words in (
        "FIRA benchmark 2011",
        "Møbler uten egen faktor",
        "per km",
        "36–165",
        "Kategorier uten faktor",
        "2,25",
        "0,25",
    ):
        assert words in shown.text


def test_a_factors_page_tells_its_history(lead):
    lead.post(f"{address()}/ny-versjon", data=FORM)
    shown = lead.get(address())
    for words in ("Gjelder nå", "Kommer", "Produsenten har målt på nytt.", "01.07.2026", "60,5", "Person"):
        assert words in shown.text
    assert "versjon 2 fra 01.07.2026" in lead.get("/statistikk/faktorer").text


def test_looking_first_shows_what_changes_and_records_nothing(lead):
    a_history(3, hand_overs=6)
    before = versions()
    shown = lead.post(f"{address()}/ny-versjon", data=FORM | {"look": "1"})
    assert shown.status_code == 200
    for words in ("Hva endres?", "Slik det er ført", "Forskjell", 'value="60,5"'):
        assert words in shown.text
    assert versions() == before


def test_a_category_gets_its_first_factor(lead):
    assert "Ny faktor" in lead.get("/statistikk/faktorer/ny?kategori=SKO.TAVLE").text
    data = {name: value for name, value in FORM.items() if name != "seen"}
    lead.post("/statistikk/faktorer/ny?kategori=SKO.TAVLE", data=data | {"look": "1"})
    answer = lead.post("/statistikk/faktorer/ny?kategori=SKO.TAVLE", data=data, follow_redirects=True)
    assert "Faktoren gjelder fra 01.07.2026." in answer.text
    assert lead.get("/statistikk/faktorer/ny?kategori=XXX").status_code == 404


def test_transport_has_a_road_factor_on_its_form(lead):
    form = lead.get(f"{address((None, 'transport'))}/ny-versjon")
    assert 'value="1,3"' in form.text
    data = FORM | {"co2e_kg": "0,2", "low_kg": "", "high_kg": "", "weight_kg": "", "road_factor": "1,4"}
    assert "5,3" in form.text
    data |= {"cost_nok_per_km": "6,10"}
    assert lead.post(f"{address((None, 'transport'))}/ny-versjon", data=data).status_code == 302
    shown = lead.get(address((None, "transport"))).text
    for words in ("veifaktor 1,40", "6,10 kr per km", "5,30 kr per km"):
        assert words in shown
    assert "5,30 kr per km" in lead.get("/statistikk/faktorer").text


@pytest.mark.parametrize(
    ("cost", "words"),
    [("100,01", "fra 0 til 100 kroner"), ("-1", "fra 0 til 100 kroner"), ("mye", "tall"), ("NaN", "tall")],
)
def test_what_a_km_cannot_cost_is_told_on_the_form_and_nothing_is_recorded(lead, cost, words):
    before = versions()
    data = FORM | {"co2e_kg": "0,2", "low_kg": "", "high_kg": "", "weight_kg": "", "road_factor": "1,4"}
    answer = lead.post(f"{address((None, 'transport'))}/ny-versjon", data=data | {"cost_nok_per_km": cost})
    assert answer.status_code == 422
    assert words in answer.text
    assert versions() == before


def test_a_cost_left_out_is_told_as_not_known(lead):
    data = FORM | {"co2e_kg": "0,2", "low_kg": "", "high_kg": "", "weight_kg": "", "road_factor": "1,4"}
    lead.post(f"{address((None, 'transport'))}/ny-versjon", data=data | {"valid_from": "2026-06-15"})
    assert "ukjent, regnes ikke med" in lead.get(address((None, "transport"))).text
    assert "Kroner per km" not in lead.get(f"{address()}/ny-versjon").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"co2e_kg": "NaN"}, "tall"),
        ({"co2e_kg": "inf"}, "tall"),
        ({"co2e_kg": "-5"}, "større enn 0"),
        ({"co2e_kg": "1e400"}, "tall"),
        ({"co2e_kg": ""}, "Fyll ut feltet."),
        ({"low_kg": "90"}, "Lavest kan ikke være større enn høyest."),
        ({"low_kg": "70"}, "Verdien må ligge mellom lavest og høyest."),
        ({"low_kg": ""}, "Fyll ut både lavest og høyest"),
        ({"valid_from": "2023-01-01"}, "Velg 01.01.2024 eller senere."),
        ({"valid_from": "2026-01-01"}, "Velg i dag eller senere."),
        ({"valid_from": "i morgen"}, "dato"),
        ({"reason": ""}, "Fyll ut feltet."),
        ({"confidence": "Z"}, "Velg en av mulighetene."),
        ({"seen": "7"}, "Noen andre har lagt til en ny versjon"),
        ({"seen": ""}, "Noen andre har lagt til en ny versjon"),
    ],
)
def test_what_is_wrong_is_told_on_the_form_and_nothing_is_recorded(lead, changes, words):
    before = versions()
    answer = lead.post(f"{address()}/ny-versjon", data=FORM | changes)
    assert answer.status_code in (409, 422)
    assert words in answer.text
    assert versions() == before


def test_others_see_the_factors_and_may_not_change_them(app, client, sign_in):
    manager = sign_in(client, builders.a_person("facility_manager"))
    assert "Ny versjon" not in manager.get(address()).text
    assert "faktorer/ny" not in manager.get("/statistikk/faktorer").text
    assert manager.get(f"{address()}/ny-versjon").status_code == 403
    assert manager.post(f"{address()}/ny-versjon", data=FORM).status_code == 403


def test_what_if_stands_beside_what_is_recorded(lead):
    a_history(3, hand_overs=8)
    shown = lead.get(f"/statistikk/hva-om?fra=2026-01-01&til=2026-12-31&kommune={ASKER}")
    for words in (
        "Slik det er ført",
        "Med faktorene per 15.06.2026",
        "mellom",
        "låst slik de ble ført",
        "Kroner spart",
    ):
        assert words in shown.text
    for key in ("co2e_cautious_kg", "co2e_gross_low_kg"):
        assert DEFINITIONS[key] in shown.text
        assert str(escape(FORMULAS[key])) in shown.text
    assert "Ingen mottatte gjenstander" in lead.get("/statistikk/hva-om?fra=2020-01-01&til=2020-12-31").text
    assert "Til-datoen kan ikke" in lead.get("/statistikk/hva-om?fra=2026-02-02&til=2026-01-01").text


def test_every_total_of_co2e_has_its_interval(lead):
    a_history(3, hand_overs=8)
    assert lead.get("/statistikk?fra=2026-01-01&til=2026-12-31").text.count("mellom") > 6
    assert "mellom" in lead.get("/").text


def test_the_pages_cost_the_same_however_many_versions(lead, count_queries):
    with count_queries() as few:
        lead.get(address())
    for number in range(1, 6):
        lead.post(f"{address()}/ny-versjon", data=FORM | {"seen": str(number)})
    with count_queries() as many:
        lead.get(address())
    assert len(many) == len(few)
