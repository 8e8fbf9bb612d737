import datetime as dt
import io

import openpyxl
import pytest
from odf import opendocument, table, text

from marketplace.foundation.errors import Invalid
from marketplace.foundation.tabular.reading import open_table
from marketplace.foundation.tabular.table import CellError, Row
from tests.foundation.workbooks import ods_cell, raw_ods, raw_xlsx, xlsx, xlsx_of_rows

pytestmark = pytest.mark.once


def rows(content, **more):
    return list(open_table(content, "liste.xlsx", **more).rows())


def test_typed_cells_keep_their_types():
    def fill(workbook):
        sheet = workbook.add_worksheet("Eiendeler")
        day = workbook.add_format({"num_format": "dd.mm.yyyy"})
        moment = workbook.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet.write_string("A1", "  Håg\u00a0")
        sheet.write_number("B1", 100234)
        sheet.write_number("C1", 12.5)
        sheet.write_datetime("D1", dt.datetime(2019, 2, 1), day)  # noqa: DTZ001 - a cell has no zone
        sheet.write_datetime("E1", dt.datetime(2019, 2, 1, 13, 5), moment)  # noqa: DTZ001 - a cell has no zone
        sheet.write_boolean("F1", True)
        sheet.write_number("G1", 0.5, workbook.add_format({"num_format": "hh:mm"}))
        sheet.write_number("H1", 8, workbook.add_format({"num_format": '0 "stk"'}))
        sheet.write_string("I1", "0042")

    [row] = rows(xlsx(fill))
    assert row == Row(
        1,
        (
            "Håg",
            100234,
            12.5,
            dt.date(2019, 2, 1),
            dt.datetime(2019, 2, 1, 13, 5),  # noqa: DTZ001 - a cell has no zone
            True,
            dt.time(12),
            8,
            "0042",
        ),
    )
    assert isinstance(row.cells[1], int)


def test_a_formula_shows_its_value_and_a_broken_one_its_error():
    def fill(workbook):
        sheet = workbook.add_worksheet("Eiendeler")
        sheet.write_row("A1", ["Navn", "Sum", "Feil", "Tekst", "Merknad"])
        sheet.write_formula("B2", "=1+1", None, 2)
        sheet.write_formula("C2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D2", '="a"&"b"', None, "ab")
        sheet.write_formula("F3", "=NA()", None, "#N/A")

    assert rows(xlsx(fill))[1:] == [
        Row(2, (None, 2, CellError("#DIV/0!"), "ab")),
        Row(3, (None, None, None, None, None, CellError("#N/A"))),
    ]


def test_rows_have_the_numbers_of_the_spreadsheet_and_blank_ones_are_left_out():
    content = xlsx_of_rows([[], ["Tittel"], [], [], ["Navn", "Antall"], ["Stol", 8], [], ["Bord", 2]])
    numbered = [(row.number, row.cells[0]) for row in rows(content)]
    assert numbered == [(2, "Tittel"), (5, "Navn"), (6, "Stol"), (8, "Bord")]


def test_the_first_visible_sheet_with_content_is_read_unless_one_is_named():
    def fill(workbook):
        workbook.add_worksheet("Tomt")
        secret = workbook.add_worksheet("Skjult")
        secret.write("A1", "hemmelig")
        secret.hide()
        workbook.add_worksheet("Skole").write("A1", "Stol")
        workbook.add_worksheet("Rådhus").write("A1", "Bord")

    content = xlsx(fill)
    opened = open_table(content, "liste.xlsx")
    assert (opened.kind, opened.sheet, opened.sheets) == ("xlsx", "Skole", ("Tomt", "Skole", "Rådhus"))
    assert rows(content, sheet="Rådhus") == [Row(1, ("Bord",))]
    for unknown in ("Skjult", "Finnes ikke"):
        with pytest.raises(Invalid) as refused:
            open_table(content, "liste.xlsx", sheet=unknown)
        assert (refused.value.code, refused.value.facts["sheets"]) == ("file-sheet-not-found", "Tomt, Skole, Rådhus")


def test_an_error_cell_belongs_to_its_own_sheet():
    def fill(workbook):
        workbook.add_worksheet("Skole").write_row("A1", ["a", "b"])
        workbook.add_worksheet("Rådhus & co").write_formula("B1", "=1/0", None, "#DIV/0!")

    content = xlsx(fill)
    assert rows(content, sheet="Skole") == [Row(1, ("a", "b"))]
    assert rows(content, sheet="Rådhus & co") == [Row(1, (None, CellError("#DIV/0!")))]


def test_an_empty_named_sheet_gives_no_rows_and_an_empty_workbook_is_refused():
    content = xlsx(lambda workbook: (workbook.add_worksheet("A"), workbook.add_worksheet("B").write("A1", "x")))
    with pytest.raises(Invalid) as refused:
        open_table(content, "liste.xlsx", sheet="A")
    assert refused.value.code == "file-empty"
    with pytest.raises(Invalid) as refused:
        open_table(xlsx(lambda workbook: workbook.add_worksheet("A")), "liste.xlsx")
    assert refused.value.code == "file-empty"


def test_formatted_but_empty_cells_far_out_cost_nothing():
    content = raw_xlsx(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Navn</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    assert rows(content) == [Row(1, ("Navn",))]


def test_a_part_that_is_no_sheet_may_be_written_in_any_encoding():
    note = '<?xml version="1.0" encoding="utf-16"?><note>Blå</note>'.encode("utf-16")
    content = raw_xlsx('<row r="1"><c r="A1"><v>1</v></c></row>', customXml__item1=note)
    assert rows(content) == [Row(1, (1,))]


def test_a_table_may_begin_anywhere_in_the_sheet():
    def fill(workbook):
        sheet = workbook.add_worksheet("Eiendeler")
        sheet.write_row("C3", ["Navn", "Antall"])
        sheet.write_row("D4", [8])
        sheet.write_formula("C5", "=NA()", None, "#N/A")

    assert rows(xlsx(fill)) == [
        Row(3, (None, None, "Navn", "Antall")),
        Row(4, (None, None, None, 8)),
        Row(5, (None, None, CellError("#N/A"))),
    ]


def test_a_workbook_written_by_another_program_is_read():
    workbook = openpyxl.Workbook()
    workbook.active.append(["Navn", "Kjøpt", "Pris"])
    workbook.active.append(["Stol", dt.date(2019, 2, 1), 1234.5])
    target = io.BytesIO()
    workbook.save(target)
    assert rows(target.getvalue())[1].cells == ("Stol", dt.date(2019, 2, 1), 1234.5)


def test_a_title_merged_over_columns_leaves_the_others_empty():
    def fill(workbook):
        sheet = workbook.add_worksheet("Eiendeler")
        sheet.merge_range("B1:D1", "Mål")
        sheet.write_row("A2", ["Navn", "Bredde", "Dybde", "Høyde"])

    assert rows(xlsx(fill))[0] == Row(1, (None, "Mål"))


def test_three_hundred_columns_are_read_from_a_workbook():
    content = xlsx_of_rows([[f"Kolonne {n}" for n in range(300)], list(range(300))])
    assert rows(content)[1] == Row(2, tuple(range(300)))


def test_a_workbook_is_read_from_a_file_and_twice(tmp_path):
    path = tmp_path / "opplasting"
    path.write_bytes(xlsx_of_rows([["Navn"], ["Stol"]]))
    opened = open_table(path, "liste.csv")
    assert list(opened.rows()) == list(opened.rows()) == [Row(1, ("Navn",)), Row(2, ("Stol",))]


def test_control_characters_and_line_breaks_are_cleaned_in_workbooks_too():
    [row] = rows(xlsx_of_rows([["a\x07b", "linje 1\r\nlinje 2", "\t  "]]))
    assert row.cells == ("ab", "linje 1\nlinje 2")


def test_an_opendocument_spreadsheet_is_read():
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="Eiendeler")
    for values in (("Navn", "Antall"), ("Stol", 8), ("Bord", 2.5)):
        line = table.TableRow()
        for value in values:
            kind = {"valuetype": "string"} if isinstance(value, str) else {"valuetype": "float", "value": value}
            cell = table.TableCell(**kind)
            cell.addElement(text.P(text=str(value)))
            line.addElement(cell)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    target = io.BytesIO()
    document.save(target)
    opened = open_table(target.getvalue(), "liste.ods")
    assert (opened.kind, opened.sheet) == ("ods", "Eiendeler")
    assert list(opened.rows()) == [Row(1, ("Navn", "Antall")), Row(2, ("Stol", 8)), Row(3, ("Bord", 2.5))]


def test_opendocument_types_repeats_and_errors_are_read():
    wide = '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="16384"/>'
    content = raw_ods(
        wide.format(2)
        + "</table:table-row><table:table-row>"
        + ods_cell("a", ' table:number-columns-repeated="2"')
        + "<table:table-cell/>"
        + '<table:table-cell office:value-type="date" office:date-value="2019-02-01">'
        + "<text:p>01.02.19</text:p></table:table-cell>"
        + '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        + "<text:p>#DIV/0!</text:p></table:table-cell>"
        + '<table:table-cell office:value-type="currency" office:value="1200">'
        + "<text:p>kr 1 200</text:p></table:table-cell>"
        + '</table:table-row><table:table-row table:number-rows-repeated="2">'
        + ods_cell("b")
        + "</table:table-row>"
        + wide.format(1048000)
        + "</table:table-row>"
    )
    assert rows(content) == [
        Row(3, ("a", "a", None, dt.date(2019, 2, 1), CellError("#DIV/0!"), 1200)),
        Row(4, ("b",)),
        Row(5, ("b",)),
    ]
