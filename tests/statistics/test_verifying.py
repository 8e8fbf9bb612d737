"""A file taken out is known again by its stamp, and so is what somebody did to it."""

import dataclasses
from datetime import date

import openpyxl
import pytest

from marketplace.foundation.errors import Invalid
from marketplace.statistics.export import Format, Table, export
from marketplace.statistics.klimasats.assumptions import Assumptions
from marketplace.statistics.klimasats.files import KlimasatsFormat, file_of
from marketplace.statistics.periods import Period
from marketplace.statistics.verifying import verify
from tests import builders
from tests.statistics.histories import a_history

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


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
