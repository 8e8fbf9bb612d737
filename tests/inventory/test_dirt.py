"""Spreadsheets as they are: each piece of real-life dirt as a real file."""

from datetime import date

import openpyxl
import pytest

from marketplace.inventory import previews
from marketplace.inventory.states import ImportState
from tests.builders import an_actor
from tests.inventory import spreadsheets
from tests.inventory.imports import assets, errors, everything, kept, looked, problems
from tests.inventory.spreadsheets import HEADER, a_row, csv, ods, xlsx


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-1"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_every_encoding_with_every_separator(app, encoding, delimiter):
    rows = [("Inventarnr", "Navn", "Høyde (cm)", "Merknad"), ("Å-1", "Kjøleskap æøå", "85", "blå; grønn, rød")]
    kept(an_actor(), csv(rows, delimiter=delimiter, encoding=encoding))
    (asset,) = assets()
    assert (asset.inventory_number, asset.name, asset.height_cm) == ("Å-1", "Kjøleskap æøå", 85)
    assert asset.notes == "blå; grønn, rød"
    assert asset.category_code == "KJO.KJOL"


@pytest.mark.parametrize("make", [csv, xlsx, ods])
def test_title_rows_above_the_header_and_blank_lines(app, make):
    blank = ("",) * len(HEADER)
    title = ("Kartlegging av møbler, Asker kommune", *blank[1:])
    note = ("Sist oppdatert 01.02.2024 av eiendomsavdelingen", *blank[1:])
    found = kept(an_actor(), make([title, note, blank, HEADER, a_row("A-1"), blank, blank, a_row("A-2", Antall="x")]))
    assert [asset.inventory_number for asset in assets()] == ["A-1"]
    assert found.header_row == 4
    assert errors(found) == [(8, "Antall", "value-not-a-number")]


@pytest.mark.parametrize("make", [csv, xlsx, ods])
def test_numbers_as_they_are_written(app, make):
    header = ("Navn", "Antall", "Bredde", "Dybde", "Høyde (mm)", "Vekt", "Innkjøpspris", "Innkjøpt", "CO2e")
    found = kept(
        an_actor(),
        make(
            [
                header,
                ("Stol", "1 200", "24 cm", "0,8 m", "1100", "16,5 kg", "1 234,50", "01.02.2019", "63,2"),
                ("Bord", "8 stk", "240 mm", "80", "72 cm", "1600 g", "12.098 NOK", "2019", "0,5 tonn"),
            ]
        ),
    )
    assert errors(found) == []
    chair, table = assets()
    assert (chair.quantity, chair.width_cm, chair.depth_cm, chair.height_cm) == (1200, 24, 80, 110)
    assert (chair.weight_g, chair.acquired_price_nok, chair.acquired_year) == (16_500, 1235, 2019)
    assert (table.quantity, table.width_cm, table.height_cm, table.weight_g) == (8, 24, 72, 1600)
    assert (table.acquired_price_nok, table.acquired_year, chair.co2e_g) == (12_098, 2019, 63_200)


@pytest.mark.parametrize(("make", "filename"), [(xlsx, "a.xlsx"), (ods, "a.ods")])
def test_typed_cells_of_workbooks(app, make, filename):
    header = ("Inventarnummer", "Navn", "Antall", "Vekt (kg)", "Bredde (m)", "Innkjøpspris", "Innkjøpsår")
    kept(an_actor(), make([header, (100234, "Stol", 4.0, 16.25, 0.6, 1234.5, 2019)]), filename)
    (asset,) = assets()
    assert (asset.inventory_number, asset.quantity, asset.weight_g, asset.width_cm) == ("100234", 4, 16_250, 60)
    assert (asset.acquired_price_nok, asset.acquired_year) == (1235, 2019)


def test_dates_typed_as_dates(app):
    kept(an_actor(), xlsx([("Navn", "Innkjøpsdato"), ("Stol", date(2019, 2, 1))]))
    assert assets()[0].acquired_year == 2019


def test_a_merged_header_over_two_rows(app):
    rows = [
        ("Gjenstand", None, "Mål", None, None, "Antall"),
        ("Inventarnr", "Navn", "Bredde", "Dybde", "Høyde", None),
        ("A-1", "Skrivebord", 160, 80, 72, 3),
    ]
    found = kept(an_actor(), xlsx(rows, merged=("A1:B1", "C1:E1", "F1:F2")))
    (asset,) = assets()
    assert (asset.inventory_number, asset.name, asset.quantity) == ("A-1", "Skrivebord", 3)
    assert (asset.width_cm, asset.depth_cm, asset.height_cm) == (160, 80, 72)
    assert found.header_row == 2


def test_a_formula_gives_what_it_showed(app):
    """A spreadsheet program stores the result beside the formula; openpyxl does not, so the sheet is made by hand."""
    workbook = spreadsheets.with_formula([("Navn", "Antall"), ("Stol", None)], formula="2*3", shown=6)
    kept(an_actor(), workbook)
    assert assets()[0].quantity == 6


def test_a_formula_that_failed_is_an_error_of_its_cell(app):
    workbook = spreadsheets.with_formula([("Navn", "Antall"), ("Stol", None)], formula="1/0", shown="#DIV/0!")
    found = looked(an_actor(), workbook)
    assert errors(found) == [(2, "Antall", "value-cell-error")]


def test_three_hundred_columns(app):
    header = ["Inventarnummer", "Navn", *(f"Felt {number}" for number in range(298))]
    row = ["A-1", "Stol", *(f"verdi {number}" for number in range(298))]
    found = looked(an_actor(), xlsx([header, row]))
    unknown = [problem for problem in problems(found, "notice") if problem[2] == "import-column-unknown"]
    assert found.rows_ok == 1
    assert found.summary["import-column-unknown"]["count"] == 298
    assert unknown[0][:2] == (1, "Felt 0")
    assert len(found.columns) == 300


def test_unknown_columns_are_named_with_examples(app):
    found = looked(an_actor(), csv([("Navn", "Tilhørighet", ""), ("Stol", "Vest", "hm"), ("Bord", "Øst", "")]))
    assert (1, "Tilhørighet", "import-column-unknown") in problems(found)
    assert (1, "C", "import-column-unknown") in problems(found)
    unknown = [(column["title"], column["letters"], column["examples"]) for column in found.columns[1:]]
    assert unknown == [("Tilhørighet", "B", ["Vest", "Øst"]), ("", "C", ["hm"])]


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"\xef\xbb\xbf", "tom.csv", "file-empty"),
        (b"\n\n \n", "tom.csv", "file-empty"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(400), "bilde.xlsx", "file-not-a-table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(400), "bilde.csv", "file-not-a-table"),
        (b"%PDF-1.7\n" + bytes(100), "rapport.ods", "file-not-a-table"),
        (b"MZ\x90\x00" + bytes(400), "program.xlsx", "file-not-a-table"),
        (b"<!doctype html><html><body>Logg inn</body></html>", "eksport.csv", "file-web-page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "gammel.xls", "file-old-excel"),
        (b"PK\x03\x04" + bytes(60), "halv.xlsx", "file-broken"),
        (b"Navn;Antall\n", "bare-overskrift.csv", "import-no-rows"),
        (b"1;2;3\n4;5;6\n", "bare-tall.csv", "import-no-header"),
    ],
)
def test_a_wrong_file_fails_in_words_and_keeps_nothing(app, content, filename, code):
    found = looked(an_actor(), content, filename)
    assert (found.state, found.failure) == (ImportState.FAILED, code)
    assert assets() == []
    assert previews.list_problems(found.id).total == 0


def test_an_empty_workbook_fails_in_words(app):
    found = looked(an_actor(), xlsx([]), "tom.xlsx")
    assert found.state is ImportState.FAILED
    assert found.failure in ("file-empty", "import-no-header")


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("Antall", "NaN", "value-not-a-number"),
        ("Antall", "-3", "asset-number-out-of-range"),
        ("Antall", "0", "import-quantity-zero"),
        ("Antall", "1" + "0" * 30, "value-too-large"),
        ("Antall", "ca. 5", "value-approximate"),
        ("Antall", "5-10", "value-a-range"),
        ("Antall", "2,5", "value-not-whole"),
        ("Antall", "=1+1", "value-not-a-number"),
        ("Bredde (cm)", "bred", "value-not-a-number"),
        ("Bredde (cm)", "-60", "asset-number-out-of-range"),
        ("Bredde (cm)", "999999", "asset-number-out-of-range"),
        ("Vekt (kg)", "1e400", "value-not-a-number"),
        ("Vekt (kg)", "2.500", "value-ambiguous"),
        ("Innkjøpspris", "1200 EUR", "value-other-currency"),
        ("Innkjøpspris", "-1", "asset-number-out-of-range"),
        ("Navn", "x" * 201, "asset-text-too-long"),
        ("Rom", "x" * 81, "asset-text-too-long"),
        ("Inventarnummer", "9" * 81, "asset-text-too-long"),
        ("Tilstand", "hmm", "import-condition-unknown"),
        ("Kategori", "KON.FINNESIKKE", "import-category-code-unknown"),
    ],
)
def test_a_wrong_value_names_row_column_and_mend_and_the_other_row_is_kept(app, column, value, code):
    found = kept(an_actor(), csv([HEADER, a_row("A-1", **{column: value}), a_row("A-2")]))
    assert errors(found) == [(2, column, code)]
    assert (found.rows_ok, found.rows_failed) == (1, 1)
    assert [asset.inventory_number for asset in assets()] == ["A-2"]


def test_control_characters_and_html_do_no_harm(app):
    kept(an_actor(), csv([("Navn", "Merknad"), ("St\x07ol\x1b[31m\u202e", "<script>alert(1)</script>")]))
    (asset,) = assets()
    assert asset.name == "Stol[31m"
    assert asset.notes == "<script>alert(1)</script>"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+47 999", "-", "@sum", "'=1+1"])
def test_text_that_begins_like_a_formula_stays_text(app, text):
    kept(an_actor(), csv([("Navn", "Merknad"), ("Stol", text)]))
    assert assets()[0].notes == {"-": "", "'=1+1": "=1+1"}.get(text, text)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\x\\eiendeler.csv", "eiendeler.csv"),
        ("a\x00b\n.csv", "ab.csv"),
        ("", "regneark"),
        ("...", "regneark"),
        ("/", "regneark"),
        ("x" * 500 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_hostile_file_names_are_only_shown(app, name, shown):
    found = looked(an_actor(), csv([HEADER, a_row()]), name)
    assert (found.filename, found.state) == (shown, ImportState.LOOKED)
    assert found.file_key.startswith("imports/3203/")
    assert found.file_key.removeprefix("imports/3203/").isalnum()


def test_a_header_said_again_further_down_is_skipped_and_told(app):
    found = kept(an_actor(), csv([HEADER, a_row("A-1"), HEADER, a_row("A-2")]))
    assert (found.rows_total, found.rows_ok, found.rows_failed) == (3, 2, 0)
    assert (4, "", "import-header-again") not in problems(found)
    assert (3, "", "import-header-again") in problems(found)


def test_another_sheet_and_a_macro_do_no_harm(app):
    workbook = openpyxl.Workbook()
    workbook.active.title = "Eiendeler"
    for row in (HEADER, a_row()):
        workbook.active.append(row)
    workbook.create_sheet("Notater").append(("hei",))
    kept(an_actor(), spreadsheets.saved(workbook), "a.xlsx")
    assert len(assets()) == 1


def test_a_refused_file_leaves_no_other_trace(app):
    actor = an_actor()
    kept(actor, csv([HEADER, a_row()]))
    before = everything()[:2]
    looked(actor, b"\xff\xd8\xff\xe0" + bytes(100), "bilde.xlsx")
    looked(actor, csv([HEADER, a_row("A-1", Antall="x", Rom="9")]))
    assert everything()[:2] == before
