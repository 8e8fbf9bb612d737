"""The files that figures are taken out as: read by all, stamped, and the same each time."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import openpyxl
import pytest
from pypdf import PdfReader

from marketplace.foundation import clock
from marketplace.foundation.errors import Forbidden
from marketplace.foundation.tabular.xlsx_writing import cell_text
from marketplace.statistics.export import Format, export
from marketplace.statistics.periods import period
from marketplace.statistics.rows import ALWAYS_GIVEN
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history

YEAR = period(date(2026, 1, 1), date(2026, 12, 31))
LATER = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def lead(app):
    return builders.an_actor("project_lead", ASKER)


def file_of(actor, kind, number=None, whole=YEAR):
    return b"".join(export(actor, whole, number, kind))


def pdf_of(actor, number=None, whole=YEAR):
    return PdfReader(io.BytesIO(file_of(actor, Format.PDF, number, whole)))


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def elements_of(reader):
    """The structure that a screen reader goes by: every element's type, with its alternative text."""

    def walk(node):
        node = node.get_object()
        if not hasattr(node, "get") or isinstance(node, list):
            return
        if "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", ""))
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            yield from walk(child)

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]))


@pytest.mark.parametrize(
    ("language", "number", "title"),
    [("nb", None, "Ombruk i nettverket"), ("nn", ASKER, "Ombruk i Asker"), ("en", GJOVIK, "Gjøvik")],
)
def test_the_report_can_be_read_by_all(app, language, number, title):
    a_history(4, hand_overs=15)
    actor = replace(builders.an_actor("project_lead", ASKER), language=language)
    reader = pdf_of(actor, number)
    root = reader.trailer["/Root"]
    assert str(root["/Lang"]).startswith(language)
    assert root["/MarkInfo"]["/Marked"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert title in text_of(reader)
    found = elements_of(reader)
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 6
    assert {"/Table", "/TH", "/TD"} <= set(kinds)
    assert all(alt for kind, alt in found if kind == "/Figure")


def test_each_figure_stands_in_the_report_with_what_it_means_its_counts_and_its_factors(lead):
    a_history(4, hand_overs=15)
    text = text_of(pdf_of(lead))
    told = json.loads(file_of(lead, Format.JSON))
    for words in ("Omsetningsgrad", "Avhendingsgrad til ombruk", "Nettverksandel", "Dekning for vekt"):
        assert words in text
    base = told["bases"]["turnover_rate"]
    assert f"{base['part']} av {base['base']}" in text
    assert "Telles i kommunen som ga dem fra seg." in text
    assert "Σ quantity" in text
    assert "Kilde" in text
    assert "5,30 kr per km" in text
    assert f"{told['figures']['units_handed_over']} gjenstander skiftet eier" in text


def test_the_figures_of_the_report_are_attached_for_machines_and_carry_its_checksum(lead):
    a_history(4)
    reader = pdf_of(lead)
    attached = reader.attachments["tall.json"][0]
    assert json.loads(attached)["figures"] == json.loads(file_of(lead, Format.JSON))["figures"]
    assert sha256(attached).hexdigest() in text_of(reader)


def test_an_empty_period_makes_a_report_that_says_so(lead):
    assert "Ingenting ble overlevert i perioden." in text_of(pdf_of(lead, GJOVIK))


def test_a_report_of_another_municipality_holds_sums_and_no_rows(app):
    a_history(4, hand_overs=15)
    observer = builders.an_actor("observer", ASKER)
    assert "Ombruk i Gjøvik" in text_of(pdf_of(observer, GJOVIK))
    with pytest.raises(Forbidden, match="statistics-needs-permission"):
        export(builders.an_actor("operator"), YEAR, None, Format.PDF)


def test_the_last_line_says_when_by_whom_and_what_and_the_checksum_is_of_all_lines_before(lead):
    a_history(4)
    for kind in (Format.CSV, Format.JSON):
        content = file_of(lead, kind)
        *before, _ = content.splitlines(keepends=True)
        checksum = sha256(b"".join(before)).hexdigest()
        if kind == Format.JSON:
            stamp = json.loads(content)["stamp"]
            wanted = ("2026-01-01", "2026-12-31", None, "nb", checksum)
            assert tuple(stamp[key] for key in ("from", "to", "municipality", "language", "sha256")) == wanted
            assert stamp["made_at"] == "2026-06-15T10:00:00+00:00"
            assert stamp["made_by"]
        else:
            last = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[-1]
            assert (last["row"], last["quantity"], last["counts_as_given"]) == ("stamp", "0", "nei")
            told = {name for name, value in last.items() if value}
            assert told - {"row", "title", "counts_as_given", "counts_as_received"} == set(ALWAYS_GIVEN)
            assert f"sha256={checksum}" in last["title"]


def test_the_checksum_of_a_workbook_is_of_all_cells_but_the_stamp(lead, tmp_path):
    a_history(4)
    sheets = openpyxl.load_workbook(io.BytesIO(file_of(lead, Format.XLSX)))
    names = sheets.sheetnames
    checksum = sha256()
    for name in names[:-1]:
        checksum.update(f"{name}\n".encode())
        for row in sheets[name].iter_rows(values_only=True):
            cells = [cell_text(_as_written(value)) for value in row]
            checksum.update(("\t".join(cells) + "\n").encode())
    stamp = {row[0]: row[1] for row in sheets[names[-1]].iter_rows(values_only=True)}
    assert stamp["Kontrollsum (SHA-256)"] == checksum.hexdigest()


@pytest.mark.parametrize("kind", list(Format))
def test_the_same_period_twice_gives_the_same_bytes_but_for_the_stamp(lead, kind):
    a_history(4)
    first = file_of(lead, kind)
    assert file_of(lead, kind) == first
    with clock.standing_still(LATER):
        second = file_of(lead, kind)
    assert second != first
    assert _without_stamp(second, kind) == _without_stamp(first, kind)


def test_what_would_be_a_formula_is_text_in_every_file(lead):
    for title in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\x01=1", " =1"):
        listing = builders.a_listing(quantity=1)
        builders.a_transfer(builders.a_claim(listing, quantity=1, state="handed_over"), 1, title=title)
    rows = list(csv.DictReader(io.StringIO(file_of(lead, Format.CSV).decode("utf-8-sig")), delimiter=";"))
    told = [row["title"] for row in rows if row["row"] == "transfer"]
    assert len(told) == 7
    assert all(title.startswith("'") for title in told)
    cells = openpyxl.load_workbook(io.BytesIO(file_of(lead, Format.XLSX)))["Rader"]
    found = [cell for row in cells.iter_rows() for cell in row]
    assert {cell.data_type for cell in found} <= {"s", "n", "d", "inlineStr"}


def _as_written(value):
    moment_of_a_date = isinstance(value, datetime)
    return value.date() if moment_of_a_date else value


def _without_stamp(content, kind):
    if kind in (Format.CSV, Format.JSON):
        return content.splitlines()[:-1]
    if kind == Format.XLSX:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = sorted(name for name in archive.namelist() if "/sheet" in name)
            return {
                name: archive.read(name) for name in archive.namelist() if name not in (sheets[-1], "docProps/core.xml")
            }
    reader = PdfReader(io.BytesIO(content))
    told = text_of(reader)
    for moment in ("15.06.2026 12:00", "01.09.2026 10:30"):
        told = told.replace(moment, "then")
    return reader.attachments["tall.json"], told


def test_months_in_which_nothing_happened_stand_in_the_files_too(lead):
    for month in (2, 6):
        on = date(2026, month, 10)
        claim = builders.a_claim(builders.a_listing(quantity=5), quantity=5, state="handed_over")
        builders.a_transfer(claim, 5, on=on, listed_on=on)
    book = openpyxl.load_workbook(io.BytesIO(file_of(lead, Format.XLSX)), read_only=True)
    months = [row[0] for row in book["Måneder"].iter_rows(min_row=2, values_only=True)]
    assert months[:5] == ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
    charts = [alt for kind, alt in elements_of(pdf_of(lead)) if kind == "/Figure"]
    assert "februar 2026 5; mars 2026 0; april 2026 0; mai 2026 0; juni 2026 5" in charts[0]


def test_a_figure_in_the_summary_is_shown_as_what_it_is(lead):
    a_history(4, hand_overs=15)
    book = openpyxl.load_workbook(io.BytesIO(file_of(lead, Format.XLSX)))
    shown = {row[0].value: row[1].number_format for row in book["Sammendrag"].iter_rows()}
    assert shown["Gjenstander overlevert"] == "#,##0"
    assert shown["Vekt"] == "#,##0.000"
    assert shown["Omsetningsgrad"] == "0.0%"
    assert shown["coverage.weight.own"] == "#,##0"


def test_a_rate_of_few_is_told_as_its_counts_once(lead):
    claim = builders.a_claim(builders.a_listing(quantity=3), quantity=3, state="handed_over")
    builders.a_transfer(claim, 3)
    said = text_of(pdf_of(lead))
    assert "Nettverksandel 3 av 3 " in said
    assert "3 av 3 3 av 3" not in said
