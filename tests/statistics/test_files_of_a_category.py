"""Files of one category: the rows and figures of it and of those under it, and the stamp says so."""

import csv
import io
import json

import openpyxl
import pytest
from pypdf import PdfReader

from marketplace.catalogue.queries import codes_under
from marketplace.foundation.errors import NotFound
from marketplace.statistics import ordering, whatif
from marketplace.statistics.export import Format, export, filename, told
from marketplace.statistics.queries import get_statistics
from tests import builders
from tests.builders import ASKER
from tests.statistics.histories import a_history
from tests.statistics.test_reports import YEAR

PARENT, CHILD = "KON", "KON.STOL"


@pytest.fixture
def lead(app):
    return builders.an_actor("project_lead", ASKER)


def file_of(actor, kind, code, number=None):
    return b"".join(export(actor, YEAR, number, kind, category_code=code))


@pytest.mark.parametrize("number", [None, ASKER])
@pytest.mark.parametrize("code", [PARENT, CHILD])
def test_rows_and_figures_are_those_of_the_category_chosen(lead, code, number):
    a_history(5, hand_overs=20)
    loaded = json.loads(file_of(lead, Format.JSON, code, number))
    found = get_statistics(lead, YEAR, municipality_number=number, category_code=code)
    assert loaded["figures"] == json.loads(json.dumps(told(found, "nb")["figures"], default=float))
    given = [row for row in loaded["rows"] if row["counts_as_given"]]
    assert {row["category"] for row in loaded["rows"]} <= codes_under(code)
    assert sum(row["quantity"] for row in given) == loaded["figures"]["units_handed_over"] > 0
    whole = json.loads(b"".join(export(lead, YEAR, number, Format.JSON)))
    assert len(loaded["rows"]) < len(whole["rows"])


def test_every_file_names_the_category_it_is_of(lead):
    a_history(5, hand_overs=20)
    rows = list(csv.DictReader(io.StringIO(file_of(lead, Format.CSV, CHILD).decode("utf-8-sig")), delimiter=";"))
    assert {row["category"] for row in rows if row["category"]} == {CHILD}
    assert json.loads(file_of(lead, Format.JSON, CHILD))["stamp"]["category"] == CHILD
    assert json.loads(b"".join(export(lead, YEAR, None, Format.JSON)))["stamp"]["category"] is None
    book = openpyxl.load_workbook(io.BytesIO(file_of(lead, Format.XLSX, CHILD)), read_only=True)
    assert ("Kategori", "Kontorstoler (KON.STOL)") in list(book["Om filen"].iter_rows(values_only=True))
    assert {row[0] for row in book["Kategorier"].iter_rows(min_row=2, values_only=True)} == {CHILD}
    assert filename(YEAR, None, Format.CSV, CHILD) == "ombruk-nettverket-kon.stol-2026-01-01-2026-12-31.csv"


def test_the_report_of_a_category_says_which_and_leads_back_to_its_figures(lead):
    a_history(5, hand_overs=20)
    reader = PdfReader(io.BytesIO(file_of(lead, Format.PDF, CHILD)))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Kontorstoler" in said
    assert "kategori=KON.STOL" in said.replace(" ", "")
    attached = json.loads(reader.attachments["tall.json"][0])
    assert attached["figures"]["units_handed_over"] == (
        get_statistics(lead, YEAR, category_code=CHILD).whole.units_handed_over
    )


@pytest.mark.parametrize("kind", Format)
def test_an_unknown_category_is_refused_before_the_first_byte(lead, kind):
    with pytest.raises(NotFound, match="category-not-found"):
        export(lead, YEAR, None, kind, category_code="TULL")


def test_a_workbook_is_ordered_of_the_category_chosen(app, deliver):
    a_history(5, hand_overs=20)
    actor = builders.actor_of(builders.a_person(of=ASKER))
    file_id = ordering.order_file(actor, YEAR, ASKER, CHILD).id
    rows = ordering.get_file(actor, file_id).rows_total
    assert rows < ordering.order_file(actor, YEAR, ASKER).rows_total
    deliver()
    content = b"".join(ordering.open_file(actor, file_id))
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert ("Kategori", "Kontorstoler (KON.STOL)") in list(book["Om filen"].iter_rows(values_only=True))
    assert len(list(book["Rader"].iter_rows())) - 1 == rows


def test_what_if_is_of_the_category_chosen(lead):
    a_history(5, hand_overs=20)
    found = whatif.what_if(lead, YEAR, YEAR.last, category_code=CHILD)
    assert found.recorded.units == get_statistics(lead, YEAR, category_code=CHILD).whole.units_received
    with pytest.raises(NotFound, match="category-not-found"):
        whatif.what_if(lead, YEAR, YEAR.last, category_code="TULL")
