import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from marketplace.foundation.tabular.columns import Column, Kind
from marketplace.foundation.tabular.csv_writing import write_csv
from marketplace.foundation.tabular.json_writing import write_json
from marketplace.foundation.tabular.reading import open_table
from marketplace.foundation.tabular.xlsx_writing import Sheet, write_xlsx

pytestmark = pytest.mark.once

COLUMNS = (
    Column("name", "Navn"),
    Column("units", "Antall", Kind.INTEGER),
    Column("weight_kg", "Vekt (kg)", Kind.DECIMAL),
    Column("share", "Andel", Kind.PERCENT),
    Column("on", "Dato", Kind.DATE),
    Column("at", "Tidspunkt", Kind.DATETIME),
    Column("year", "År", Kind.YEAR),
    Column("own", "Egen verdi", Kind.BOOLEAN),
)
ROW = {
    "name": "Kontorstol; «Håg»\nblå",
    "units": -1200,
    "weight_kg": Decimal("1234.5670"),
    "share": Decimal("0.4"),
    "on": date(2026, 11, 21),
    "at": datetime(2026, 6, 21, 12, 5, tzinfo=UTC),
    "year": 2019,
    "own": True,
}
HOSTILE = ["=1+1", "+47 12", "-2 grader", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "\x00=1", " =1", "\ufeff@A"]


def text_of(rows=(ROW,), columns=COLUMNS, **options):
    return b"".join(write_csv(rows, columns, **options)).decode("utf-8")


def workbook_of(*sheets):
    target = io.BytesIO()
    write_xlsx(sheets, target)
    return openpyxl.load_workbook(io.BytesIO(target.getvalue()))


def test_csv_is_for_norwegian_excel_unless_told_otherwise():
    assert text_of() == (
        "\ufeffNavn;Antall;Vekt (kg);Andel;Dato;Tidspunkt;År;Egen verdi\r\n"
        '"Kontorstol; «Håg»\nblå";-1200;1234,5670;0,4;2026-11-21;2026-06-21 14:05:00;2019;ja\r\n'
    )


def test_csv_is_for_programs_when_told():
    lines = text_of(delimiter=",", bom=False, decimal_mark=".").splitlines()
    assert lines[0].startswith("Navn,Antall")
    assert lines[2] == 'blå",-1200,1234.5670,0.4,2026-11-21,2026-06-21 14:05:00,2019,ja'


def test_what_is_missing_is_empty():
    assert text_of([{}], COLUMNS[:3]).splitlines()[1] == ";;"


def test_long_tables_come_in_chunks():
    chunks = list(write_csv(({"units": n} for n in range(2000)), COLUMNS[1:2]))
    assert len(chunks) > 3
    assert len(b"".join(chunks).splitlines()) == 2001


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula(text):
    [_, [cell]] = csv.reader(io.StringIO(text_of([{"name": text}], COLUMNS[:1]), newline=""), delimiter=";")
    assert cell.startswith("'")
    sheet = workbook_of(Sheet("Ark", COLUMNS[:1], [{"name": text}])).active
    assert (sheet["A2"].data_type, sheet["A2"].value[0]) == ("s", "'")


def test_titles_are_never_formulas_either():
    assert text_of([], [Column("a", "=A")]) == "\ufeff'=A\r\n"


def test_control_characters_are_left_out():
    row = {"name": "a\x00b\x1bc\ud800d\x9f"}
    assert text_of([row], COLUMNS[:1]).splitlines()[1] == "abcd"
    assert workbook_of(Sheet("Ark", COLUMNS[:1], [row])).active["A2"].value == "abcd"
    assert json.loads(b"".join(write_json([row], COLUMNS[:1])))["items"][0]["name"].startswith("a\x00b")


def test_what_is_written_can_be_read_again():
    names = ["=1+1", "-2 grader", "Håg; blå", "'sitat'", "@hjemme"]
    rows = [{"name": name, "units": -n} for n, name in enumerate(names)]
    target = io.BytesIO()
    write_xlsx([Sheet("Ark", COLUMNS[:2], rows)], target)
    for content, convert in ((text_of(rows, COLUMNS[:2]).encode(), str), (target.getvalue(), int)):
        read = [row.cells for row in open_table(content, "fil").rows()][1:]
        assert read == [(name, convert(-n)) for n, name in enumerate(names)]


def test_xlsx_cells_are_typed_and_formatted():
    sheet = workbook_of(Sheet("Overføringer", COLUMNS, [ROW])).active
    cells = sheet[2]
    assert [cell.value for cell in cells] == [
        "Kontorstol; «Håg»\nblå",
        -1200,
        1234.567,
        0.4,
        datetime(2026, 11, 21),  # noqa: DTZ001 - a cell has no zone
        datetime(2026, 6, 21, 14, 5),  # noqa: DTZ001 - a cell has no zone
        2019,
        "ja",
    ]
    assert [cell.number_format for cell in cells[1:7]] == [
        "#,##0",
        "#,##0.0",
        "0.0%",
        "dd.mm.yyyy",
        "dd.mm.yyyy hh:mm",
        "0",
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].font.bold) == ("A2", "A1:H2", True)


def test_sheets_have_names_that_excel_takes():
    names = ["Per kommune", "Per kommune", "a/b:c*?[d]", "", "x" * 40, "X" * 40]
    book = workbook_of(*(Sheet(name, COLUMNS[:1], []) for name in names))
    assert book.sheetnames == ["Per kommune", "Per kommune 2", "a b c   d", "Ark", "x" * 31, "X" * 29 + " 2"]


def test_an_over_long_text_is_cut_in_a_workbook():
    assert len(workbook_of(Sheet("Ark", COLUMNS[:1], [{"name": "x" * 40_000}])).active["A2"].value) == 32_767


def test_json_keeps_every_digit():
    head = {"period": {"from": date(2026, 1, 1), "n": [1]}}
    content = b"".join(write_json([ROW, {"name": None}], COLUMNS, head=head))
    assert b'"weight_kg": 1234.5670' in content
    told = json.loads(content, parse_float=Decimal)
    assert told["period"] == {"from": "2026-01-01", "n": [1]}
    assert told["items"][0] == ROW | {"on": "2026-11-21", "at": "2026-06-21T12:05:00Z"}
    assert told["items"][1]["units"] is None


def test_json_of_nothing_is_an_empty_list():
    assert json.loads(b"".join(write_json([], COLUMNS, list_name="rows"))) == {"rows": []}


def test_json_has_no_form_for_what_is_not_a_number_or_not_known():
    odd = [{"a": float("nan"), "b": Decimal("Infinity")}]
    told = json.loads(b"".join(write_json(odd, [Column("a", "A"), Column("b", "B")])))
    assert told["items"] == [{"a": None, "b": None}]
    with pytest.raises(TypeError):
        list(write_json([], COLUMNS, head={"a": object()}))
