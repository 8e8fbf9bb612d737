"""A file taken out is known again by its stamp, and so is what somebody did to it."""

import dataclasses
import io
import zipfile
import zlib
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from marketplace.accounts.models import Person
from marketplace.foundation.database import db
from marketplace.foundation.errors import Invalid
from marketplace.foundation.tabular.columns import Column, Kind
from marketplace.foundation.tabular.xlsx_writing import Sheet, write_xlsx
from marketplace.statistics.export import Format, Table, export
from marketplace.statistics.klimasats.assumptions import Assumptions
from marketplace.statistics.klimasats.files import KlimasatsFormat, file_of
from marketplace.statistics.periods import Period
from marketplace.statistics.verifying import MOST_OF_A_PDF, verify
from tests import builders
from tests.statistics.histories import a_history

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
TOLD = "made_at=x made_by=y sha256=" + "ab" * 32
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
ATTACHED = f"<pdf:Keywords>{TOLD}</pdf:Keywords> /Type /EmbeddedFile >> stream\r\n".encode()
HOSTILE = {
    "depth.json": b'{\n"stamp": ' + b"[" * 8000,
    "list.json": b'{\n"stamp": []}\n',
    "number.json": b'{\n"stamp": 5}\n',
    "endless.json": b'{\n"stamp": {"a": "' + b"x" * 1_000_000,
    "again.csv": b"a\nstamp;" + b"made_at=" * 20_000 + b"\n",
    "open.csv": b'a\nstamp;"made_at=\n',
    "null.csv": b"\0" * 100_000,
    "again.pdf": ATTACHED.replace(b">>", b"") + b"/Type /EmbeddedFile >> " * 20_000,
    "keywords.pdf": b"<pdf:Keywords>made_at=" * 20_000,
    "bomb.pdf": ATTACHED + zlib.compress(b"\0" * (MOST_OF_A_PDF + 1), 1),
    "empty.pdf": b"",
    "wrong.xlsx": b"row;id\r\n",
    "empty.xlsx": b"",
}
PARTS = {
    "far.xlsx": SHEET.format('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "entities.xlsx": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SHEET.format("&a;"),
    "column.xlsx": SHEET.format('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'),
    "broken.xlsx": "<worksheet>",
}


@pytest.fixture
def lead(app):
    a_history(4)
    return dataclasses.replace(builders.an_actor("project_lead", builders.ASKER), language="nn")


@pytest.fixture
def exported(lead, tmp_path):
    def write(kind):
        path = tmp_path / f"figures.{kind.value}"
        path.write_bytes(b"".join(export(lead, YEAR, None, kind)))
        return path

    return write


def change(path, kind):
    """Change one value, as somebody would who wants another figure."""
    content = path.read_bytes()
    if kind == Format.XLSX:
        book = openpyxl.load_workbook(path)
        sheet = book["Rader"]
        sheet.cell(2, 13).value = sheet.cell(2, 13).value + 1
        book.save(path)
    elif kind == Format.PDF:
        place = content.index(b" sha256=") + len(b" sha256=")
        other = b"0" if content[place : place + 1] != b"0" else b"1"
        path.write_bytes(content[:place] + other + content[place + 1 :])
    else:
        before, after = (b";0;", b";9;") if kind == Format.CSV else (b'"units_listed": ', b'"units_listed": 1')
        assert before in content
        path.write_bytes(content.replace(before, after, 1))


@pytest.mark.parametrize("kind", list(Format))
def test_a_file_is_unchanged_until_somebody_changes_it(exported, kind):
    path = exported(kind)
    found = verify(path)
    assert found.is_unchanged
    assert any("2026" in value for value in found.stamp.values())
    change(path, kind)
    assert not verify(path).is_unchanged


def test_a_workbook_that_was_only_opened_and_saved_is_still_the_same(exported):
    path = exported(Format.XLSX)
    openpyxl.load_workbook(path).save(path)
    assert verify(path).is_unchanged


@pytest.mark.parametrize("kind", list(KlimasatsFormat))
def test_the_report_to_klimasats_is_known_again_too(lead, tmp_path, kind):
    path = tmp_path / f"klimasats.{kind.value}"
    stated = Assumptions(period=YEAR, municipality_number=None, horizon=2035)
    path.write_bytes(file_of(lead, stated, kind))
    assert verify(path).is_unchanged


def test_the_other_facts_are_known_again_too(lead, tmp_path):
    path = tmp_path / "facts.csv"
    path.write_bytes(b"".join(export(lead, YEAR, None, Format.CSV, table=Table.FACTS)))
    assert verify(path).is_unchanged


@pytest.mark.parametrize("kind", [Format.CSV, Format.JSON])
def test_a_file_without_its_last_line_has_no_stamp(exported, kind):
    path = exported(kind)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(Invalid, match="export-without-stamp"):
        verify(path)


def test_what_is_no_export_is_refused_in_words(tmp_path):
    made = {"a.txt": b"x", "b.csv": b"a;b\r\n1;2\r\n", "c.xlsx": b"no workbook", "d.pdf": b"%PDF-1.7", "e.json": b"[]"}
    codes = []
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Invalid) as refused:
            verify(tmp_path / name)
        codes.append(refused.value.code)
    assert codes == [
        "export-kind-unknown",
        "export-without-stamp",
        "export-unreadable",
        "export-without-stamp",
        "export-without-stamp",
    ]


@pytest.mark.parametrize("kind", list(Format))
def test_a_file_is_known_again_whatever_its_maker_is_called(lead, exported, kind):
    db.session.get_one(Person, lead.person_id).name = 'Vikar "V"; (ny) <x> & sønn'
    db.session.commit()
    found = verify(exported(kind))
    assert found.is_unchanged
    assert 'Vikar "V"; (ny) <x> & sønn' in found.stamp.values()


def a_book(rows, kind=Kind.TEXT):
    target = io.BytesIO()
    columns = (Column("a", "A", kind), Column("b", "B"))
    about = (Column("what", "Hva"), Column("value", "Verdi"))
    write_xlsx(
        [Sheet("Rader", columns, [{"a": value, "b": "slutt"} for value in rows])],
        target,
        last=lambda checksum: Sheet("Om", about, [{"what": "sha256", "value": checksum}]),
    )
    return target.getvalue()


def test_every_value_that_a_workbook_can_hold_is_read_again_as_it_was_told(tmp_path):
    path = tmp_path / "a.xlsx"
    texts = ["_x0041_", "a\rb", "a\tb", " a ", "a\n", "=1+1", "<&>", "x" * 40_000, "\ufffe\ud800", "#N/A", "2026-01-01"]
    numbers = [Decimal(1) / 7, 0.1 + 0.2, Decimal("9999999999999.999"), 10**17 + 1, -0.0, 1e-7, True]
    days = [date(2026, 1, 1), date(9999, 12, 31), datetime(2026, 1, 1, 11, 30, 15, tzinfo=UTC)]
    midnight = datetime(2026, 6, 14, 22, tzinfo=UTC)
    for rows, kind in ((texts, Kind.TEXT), (numbers, Kind.DECIMAL), ([*days, midnight], Kind.DATETIME)):
        path.write_bytes(a_book(rows, kind))
        assert verify(path).is_unchanged


@pytest.mark.parametrize("name", [*HOSTILE, *PARTS])
def test_a_hostile_file_is_refused_in_words_and_never_loaded(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(HOSTILE[name] if name in HOSTILE else with_sheet(PARTS[name]))
    with pytest.raises(Invalid) as refused:
        verify(path)
    assert refused.value.code in ("export-without-stamp", "export-unreadable")


def with_sheet(content):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_book(["x"]))) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return made.getvalue()
