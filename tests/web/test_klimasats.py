"""The page of the report to Klimasats: everything typed is in the address, and in the files."""

import io

import pytest
from pypdf import PdfReader

from tests import builders
from tests.builders import ASKER
from tests.statistics.histories import a_history

TYPED = "fra=2025-07-01&til=2026-06-15&timer-2026=37,5&sats-2026=650&vekst=5&forutsetninger=Nytt+lager"


@pytest.fixture
def reader(app, client, sign_in):
    return sign_in(client, builders.a_person("observer", ASKER))


def test_the_report_is_shown_before_it_is_fetched(reader):
    a_history(5, hand_overs=20)
    shown = reader.get(f"/statistikk/klimasats?{TYPED}")
    assert shown.status_code == 200
    for words in ("Resultater så langt", "De neste tre årene", "På lengre sikt", "24 375", "Nytt lager", "Kilde"):
        assert words in shown.text.replace("\N{NO-BREAK SPACE}", " ")
    assert 'value="37,5"' in shown.text


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_files_hold_what_was_typed(reader, language):
    a_history(5, hand_overs=20)
    answer = reader.get(f"/statistikk/klimasats.pdf?{TYPED}&sprak={language}")
    pdf = PdfReader(io.BytesIO(answer.data))
    assert str(pdf.trailer["/Root"]["/Lang"]).startswith(language)
    assert "Nytt lager" in " ".join(page.extract_text() for page in pdf.pages)
    assert reader.get(f"/statistikk/klimasats.xlsx?{TYPED}").data.startswith(b"PK")
    assert reader.get("/statistikk/klimasats.exe").status_code == 404


def test_without_anything_typed_the_project_so_far_is_reported(reader):
    shown = reader.get("/statistikk/klimasats").text
    assert 'value="2024-01-01"' in shown
    assert "minst tre hele måneder" in shown


@pytest.mark.parametrize("query", ["horisont=i+morgen", "vekst=NaN", "timer-2026=-1", "fra=2026-02-01&til=2026-01-01"])
def test_what_cannot_be_read_is_told_and_no_file_is_made(reader, query):
    shown = reader.get(f"/statistikk/klimasats?{query}")
    assert shown.status_code == 200
    assert 'data-color="danger"' in shown.text
    assert reader.get(f"/statistikk/klimasats.pdf?{query}").status_code == 422


def test_no_report_of_the_network_is_made_for_a_municipality_that_is_not(reader):
    shown = reader.get("/statistikk/klimasats?kommune=9999")
    assert (shown.status_code, 'data-color="danger"' in shown.text) == (200, True)
    assert [reader.get(f"/statistikk/klimasats.{kind}?kommune=9999").status_code for kind in ("pdf", "xlsx")] == [
        422
    ] * 2


def test_who_may_not_see_figures_is_told_so(app, client, sign_in):
    assert sign_in(client, builders.a_person("operator")).get("/statistikk/klimasats").status_code == 403
