"""The page of figures: what it says, to whom, and with how many questions to the database."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from marketplace.catalogue.queries import category_names
from marketplace.foundation import clock
from marketplace.impact.reckoning import Origin
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history


@pytest.fixture
def lead(app, client, sign_in):
    return sign_in(client, builders.a_person("project_lead"))


def test_an_empty_year_says_what_to_do_next(lead):
    shown = lead.get("/statistikk")
    assert "Ingen overleveringer i perioden" in shown.text


def test_each_figure_has_its_definition_and_its_coverage(lead):
    a_history(4)
    shown = lead.get("/statistikk?fra=2026-01-01&til=2026-12-31")
    rates = ("Omsetningsgrad", "Avhendingsgrad til ombruk", "Nettverksandel")
    for words in (*rates, "Slik regner vi", "gjenstander er med"):
        assert words in shown.text


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_page_and_file_are_in_the_language_chosen_for_the_session(lead, language):
    a_history(4)
    lead.post("/sprak", data={"language": language})
    name = category_names(language)["KON.STOL"]
    assert name in lead.get("/statistikk?fra=2026-01-01&til=2026-12-31").text
    assert name in lead.get("/statistikk/eksport.csv?fra=2026-01-01&til=2026-12-31").text


def test_a_rate_with_a_small_base_is_told_as_a_count(lead):
    listing = builders.a_listing(quantity=2)
    builders.a_transfer(builders.a_claim(listing, quantity=2, state="handed_over"), 2)
    assert "2 av 2" in (lead.get("/statistikk")).text


@pytest.mark.parametrize(("units", "words"), [(4, "mer enn året før"), (5, "mer enn året før")])
def test_a_change_from_a_small_base_is_not_told_as_a_percentage(lead, units, words):
    for times, days in ((1, 365), (3, 0)):
        on = clock.today() - timedelta(days=days)
        listing = builders.a_listing(quantity=units * times, published_at=clock.now() - timedelta(days=days))
        claim = builders.a_claim(listing, quantity=units * times, state="handed_over")
        builders.a_transfer(claim, units * times, on=on, listed_on=on)
    assert (words in lead.get("/statistikk").text) == (units >= 5)


def test_a_change_of_an_amount_known_for_few_is_not_told_as_a_percentage(lead):
    for quantity, days, grams in ((1, 365, 9000), (9, 365, None), (9, 0, 9000)):
        on = clock.today() - timedelta(days=days)
        listing = builders.a_listing(quantity=quantity, published_at=clock.now() - timedelta(days=days))
        claim = builders.a_claim(listing, quantity=quantity, state="handed_over")
        known = {"weight_g": grams * quantity, "weight_origin": Origin.OWN} if grams else {}
        builders.a_transfer(claim, quantity, on=on, listed_on=on, **known)
    weight = lead.get("/statistikk").text.partition(">Vekt<")[2].partition("Slik regner vi")[0]
    assert "9 av 9 gjenstander er med" in weight
    assert "enn året før" not in weight


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("fra=2026-12-31&til=2026-01-01", "Til-datoen kan ikke være før fra-datoen."),
        ("fra=i-fjor", "Skriv en dato"),
        ("fra=1200-01-01", "Velg datoer mellom 2000 og 2100."),
        ("kommune=9999", "9999"),
        ("kommune=<b>", "&lt;b&gt;"),
    ],
)
def test_a_wrong_choice_is_told_and_this_year_is_shown(lead, query, words):
    answer = lead.get(f"/statistikk?{query}")
    assert answer.status_code == 200
    assert words in answer.text
    assert 'value="2026-01-01"' in answer.text


@pytest.mark.parametrize("query", ["fra=2026-12-31&til=2026-01-01", "fra=2025-02-29", "kommune=9999", "kategori=TULL"])
@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "pdf"])
def test_a_wrong_choice_gives_no_file_of_something_else(lead, query, kind):
    answer = lead.get(f"/statistikk/eksport.{kind}?{query}")
    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert "Content-Disposition" not in answer.headers


def test_files_are_of_the_category_shown(lead):
    a_history(5, hand_overs=20)
    query = "fra=2026-01-01&til=2026-12-31&kategori=KON.STOL"
    assert f"eksport.csv?{query}" in lead.get(f"/statistikk?{query}").text.replace("&amp;", "&")
    answer = lead.get(f"/statistikk/eksport.csv?{query}")
    assert "kon.stol" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "SKO.TAVLE" not in answer.text
    assert "KON.STOL" in answer.text


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("listed", "Uten forespørsel"),
        ("closed", "Annonser avsluttet"),
        ("claim_ended", "Ikke hentet"),
        ("disposed", "Brukes om igjen"),
    ],
)
def test_a_figure_leads_to_the_facts_it_is_counted_from(lead, fact, words):
    a_history(7, hand_overs=20)
    address = f"/statistikk/grunnlag/{fact}?fra=2026-01-01&til=2026-12-31"
    assert address in lead.get("/statistikk?fra=2026-01-01&til=2026-12-31").text.replace("&amp;", "&")
    shown = lead.get(address)
    assert shown.status_code == 200
    for said in (words, "Andre kommuner, summert", "Gjøvik"):
        assert said in shown.text


def test_the_facts_of_the_own_municipality_stand_one_by_one(app, client, sign_in):
    listing = builders.a_listing(title="Hylle i eik", published_at=clock.now())
    of_others = builders.a_listing(GJOVIK, title="Hylle i bjørk", published_at=clock.now())
    shown = sign_in(client, builders.a_person(of=ASKER)).get(f"/statistikk/grunnlag/listed?kommune={ASKER}").text
    assert f'href="/annonser/{listing.id}">Hylle i eik' in shown
    assert of_others.title not in shown
    assert "summert" not in shown
    assert client.get("/statistikk/grunnlag/tull").status_code == 404
    assert "Hylle i eik" in client.get(f"/statistikk/eksport.csv?kommune={ASKER}&grunnlag=1").text
    assert "Ingenting i perioden" in client.get("/statistikk/grunnlag/disposed").text


def test_the_page_asks_the_database_the_same_number_of_questions_however_long_the_ledger(lead, count_queries):
    a_history(1, hand_overs=3)
    lead.get("/statistikk")
    with count_queries() as few:
        lead.get("/statistikk")
    a_history(2, hand_overs=25)
    with count_queries() as many:
        lead.get("/statistikk")
    assert len(many) == len(few)


def test_the_files_are_offered_to_whom_they_are_for(app, client, sign_in):
    manager = sign_in(client, builders.a_person(of=ASKER))
    a_history(3)
    assert "Vis kommunen min" in manager.get("/statistikk").text
    assert "/statistikk/eksport.csv" in manager.get(f"/statistikk?kommune={ASKER}").text
    assert manager.get(f"/statistikk/eksport.csv?kommune={ASKER}").status_code == 200
    assert manager.get(f"/statistikk/eksport.csv?kommune={GJOVIK}").status_code == 403
    assert manager.get("/statistikk/eksport.csv").status_code == 403
    assert manager.get(f"/statistikk/eksport.exe?kommune={ASKER}").status_code == 404


def test_the_report_is_for_everybody_who_sees_the_figures_in_the_language_asked_for(app, client, sign_in):
    observer = sign_in(client, builders.a_person("observer", ASKER))
    a_history(3)
    shown = observer.get(f"/statistikk?kommune={GJOVIK}").text
    assert "eksport.pdf?sprak=nn" in shown
    answer = observer.get(f"/statistikk/eksport.pdf?kommune={GJOVIK}&sprak=nn")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert str(PdfReader(io.BytesIO(answer.data)).trailer["/Root"]["/Lang"]).startswith("nn")


def test_who_may_not_see_figures_is_told_so(app, client, sign_in):
    assert sign_in(client, builders.a_person("operator")).get("/statistikk").status_code == 403
