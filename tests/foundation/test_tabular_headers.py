import pytest

from marketplace.foundation.tabular.headers import Header, find_header
from marketplace.foundation.tabular.reading import open_table
from marketplace.foundation.tabular.table import CellError, Row
from tests.foundation.workbooks import xlsx

pytestmark = pytest.mark.once

KNOWN = {"navn", "kategori", "antall", "bredde", "dybde", "høyde", "pris", "merke", "mål b"}


def is_known(title):
    return title.casefold() in KNOWN


def found(*rows, first=1):
    return find_header([Row(first + n, tuple(cells)) for n, cells in enumerate(rows)], is_known)


def test_the_header_is_the_row_of_known_titles():
    assert found(("Navn", "Antall", "Pris"), ("Stol", 8, 100)) == Header(1, ("Navn", "Antall", "Pris"))


def test_titles_and_notes_above_are_passed_by():
    rows = [
        Row(1, ("Eiendeler i Ringerike kommune",)),
        Row(2, ("Uttrekk", None, "21.11.2026")),
        Row(5, ("Navn", "Antall", None, "Ukjent kolonne")),
        Row(6, ("Stol", 8)),
    ]
    assert find_header(rows, is_known) == Header(5, ("Navn", "Antall", "", "Ukjent kolonne"))


def test_of_equals_the_first_row_is_the_header():
    assert found(("Navn", "Antall"), ("Navn", "Antall")).row_number == 1


def test_repeated_words_are_no_header():
    assert found(("Navn", "Navn", "Navn"), ("Navn", "Antall")).row_number == 2


def test_a_title_merged_over_columns_goes_with_the_titles_below():
    header = found(
        ("Navn", "Kategori", "Mål (cm)", None, None, "Pris"),
        (None, None, "Bredde", "Dybde", "Høyde", None),
        ("Stol", "Kontor", 60, 60, 110, 100),
    )
    assert header == Header(2, ("Navn", "Kategori", "Bredde", "Dybde", "Høyde", "Pris"))


def test_a_title_below_that_says_little_alone_takes_the_merged_one_along():
    header = found(("Navn", "Antall", "Mål", None, None), (None, None, "B", "D", "H"), ("Stol", 8, 1, 2, 3))
    assert header == Header(2, ("Navn", "Antall", "Mål B", "Mål D", "Mål H"))


def test_data_below_a_header_with_gaps_stay_data():
    header = found(("Navn", None, "Antall"), ("Stol", "blå", "8"), ("Bord", "hvit", "2"))
    assert header == Header(1, ("Navn", "", "Antall"))


def test_without_known_titles_it_is_the_first_full_row_of_words():
    header = found(("Liste",), ("Ting", "Stykker", "Farge"), ("Stol", 8, "blå"), ("Bord", 2, "hvit"))
    assert header == Header(2, ("Ting", "Stykker", "Farge"))


def test_numbers_and_dates_alone_are_no_header():
    assert found((1, 2, 3), ("1,5", "2 %", "01.02.2019")) is None
    assert found() is None


def test_error_cells_and_line_breaks_do_not_spoil_titles():
    assert found(("Navn\n ", CellError("#REF!"), "Antall")).titles == ("Navn", "", "Antall")


def test_only_the_first_rows_are_looked_at():
    rows = iter([Row(n, (n,)) for n in range(1, 50)] + [Row(50, ("Navn", "Antall"))])
    assert find_header(rows, is_known, look_at=30) is None
    assert next(rows).number == 32


def test_a_header_is_found_in_a_real_workbook_with_titles_blank_lines_and_merged_cells():
    def fill(workbook):
        sheet = workbook.add_worksheet("Eiendeler")
        sheet.merge_range("A1:F1", "Kartlegging 2026")
        sheet.merge_range("A4:A5", "Navn")
        sheet.merge_range("B4:B5", "Antall")
        sheet.merge_range("C4:E4", "Mål")
        sheet.write_row("C5", ["Bredde", "Dybde", "Høyde"])
        sheet.write_row("A6", ["Stol", 8, 60, 60, 110])

    table = open_table(xlsx(fill), "liste.xlsx")
    header = find_header(table.rows(), is_known)
    assert header == Header(5, ("Navn", "Antall", "Bredde", "Dybde", "Høyde"))
    assert [row.number for row in table.rows() if row.number > header.row_number] == [6]
