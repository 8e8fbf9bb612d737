import struct
import subprocess
import sys
import zipfile
from contextlib import suppress

import pytest

from marketplace.foundation.errors import Invalid, Refusal, TooLarge
from marketplace.foundation.tabular.reading import open_table
from marketplace.foundation.tabular.table import Limits
from marketplace.wording.files import REFUSALS
from tests.foundation.workbooks import (
    RELATIONS,
    ROOT,
    WORKBOOK,
    ods_cell,
    packed,
    raw_ods,
    raw_xlsx,
    xlsx,
    xlsx_of_rows,
)

pytestmark = pytest.mark.once

CELL = '<row r="{row}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>'
FIRST = CELL.format(row=1, place="A1")
STRINGS_ELSEWHERE = RELATIONS.replace(
    "</Relationships>", '<Relationship Id="rId2" Type="x/sharedStrings" Target="odd.bin"/></Relationships>'
)
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>'
FEW = Limits(
    max_rows=3,
    max_columns=4,
    max_cells=100,
    max_area=1_000,
    max_cell_characters=50,
    max_text_characters=5_000,
    max_unpacked_bytes=50_000,
    max_error_cells=5,
)


def shared(strings):
    return f"<sst>{''.join(f'<si><t>{string}</t></si>' for string in strings)}</sst>"


def row_of(cell, count, number=1):
    return f'<row r="{number}">{cell * count}</row>'


def ods_row(cells, more=""):
    return f"<table:table-row{more}>{cells}</table:table-row>"


HOSTILE = {
    "a cell in the last corner": (
        raw_xlsx(FIRST + CELL.format(row=1048576, place="XFD1048576")),
        "file-too-many-cells",
    ),
    "a row beyond the last": (raw_xlsx(CELL.format(row=9999999, place="A9999999")), "file-broken"),
    "a column beyond the last": (raw_xlsx(CELL.format(row=1, place="ZZZZ1")), "file-broken"),
    "a place that is none": (raw_xlsx(CELL.format(row=1, place="1A")), "file-broken"),
    "a place without a number": (raw_xlsx(CELL.format(row=1, place="A")), "file-broken"),
    "many cells": (raw_xlsx(row_of("<c><v>1</v></c>", 101)), "file-too-many-cells"),
    "one long text a hundred times": (
        raw_xlsx(row_of('<c t="s"><v>0</v></c>', 99), xl__sharedStrings=shared(["x" * 1000])),
        "file-too-many-cells",
    ),
    "entities in a sheet": (raw_xlsx(xl__worksheets__sheet1=BOMB + "<worksheet/>"), "file-broken"),
    "entities in texts": (raw_xlsx(FIRST, xl__sharedStrings=BOMB + "<sst>&c;</sst>"), "file-broken"),
    "too many errors": (raw_xlsx(row_of('<c t="e"><v>#N/A</v></c>', 6)), "file-too-many-error-cells"),
    "much air": (raw_xlsx(FIRST, xl__other="<a>" + " " * 100_000 + "</a>"), "file-unpacks-too-large"),
    "a cut sheet": (raw_xlsx(FIRST, xl__worksheets__sheet1="<worksheet><sheetData>"), "file-broken"),
    "a workbook in another place": (
        raw_xlsx(FIRST, **{"_rels/.rels": ROOT.replace("xl/workbook.xml", "evil.bin")}),
        "file-broken",
    ),
    "two lists of texts": (
        raw_xlsx(FIRST, xl__sharedStrings=shared("a"), xl__SharedStrings=shared("b")),
        "file-broken",
    ),
    "a long text in an unusual place": (
        raw_xlsx(
            row_of('<c t="s"><v>0</v></c>', 99),
            **{"xl/_rels/workbook.xml.rels": STRINGS_ELSEWHERE, "xl/odd.bin": shared(["x" * 1000])},
        ),
        "file-too-many-cells",
    ),
    "texts that are promised and not there": (
        raw_xlsx(FIRST, xl__sharedStrings='<sst count="99999999999" uniqueCount="99999999999"/>'),
        "file-too-many-cells",
    ),
    "formats that are promised and not there": (
        raw_xlsx(FIRST, xl__styles='<styleSheet><cellXfs count="99999999999"/></styleSheet>'),
        "file-too-many-cells",
    ),
    "a promise that is no number": (raw_xlsx(FIRST, xl__styles='<a count="-1"/>'), "file-too-many-cells"),
    "a sheet twice": (raw_xlsx(FIRST, xl__worksheets__Sheet1="<worksheet/>"), "file-broken"),
    "no sheet where one is told": (
        packed({"_rels/.rels": ROOT, "xl/workbook.xml": WORKBOOK, "xl/_rels/workbook.xml.rels": RELATIONS}),
        "file-broken",
    ),
    "a sheet that hides as a picture": (
        packed(
            {
                "_rels/.rels": ROOT,
                "xl/workbook.xml": WORKBOOK,
                "xl/_rels/workbook.xml.rels": RELATIONS.replace("worksheets/sheet1.xml", "media/image1.png"),
                "xl/media/image1.png": "<worksheet/>",
            }
        ),
        "file-broken",
    ),
    "a word document": (packed({"word/document.xml": "<w/>"}), "file-not-a-table"),
    "a binary workbook": (packed({"xl/workbook.bin": b"\0"}), "file-old-excel"),
    "an empty archive": (packed({}), "file-not-a-table"),
    "a text document": (
        packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        "file-not-a-table",
    ),
    "far too many rows in ods": (
        raw_ods(ods_row(ods_cell("x"), ' table:number-rows-repeated="1000000"')),
        "file-too-many-cells",
    ),
    "far too many columns in ods": (
        raw_ods(ods_row(ods_cell("x", ' table:number-columns-repeated="99999999"'))),
        "file-too-many-cells",
    ),
    "a gap in ods": (
        raw_ods(ods_row(ods_cell("x")) + ods_row("", ' table:number-rows-repeated="9999"') + ods_row(ods_cell("x"))),
        "file-too-many-cells",
    ),
    "a number that is none in ods": (
        raw_ods(ods_row(ods_cell("x", ' table:number-columns-repeated="-1e9"'))),
        "file-broken",
    ),
    "long texts repeated in ods": (
        raw_ods(ods_row(ods_cell("x" * 100, ' table:number-columns-repeated="60"'))),
        "file-too-many-cells",
    ),
    "entities in ods": (raw_ods(ods_row(ods_cell("x")), head=BOMB), "file-broken"),
    "a locked ods": (raw_ods("", manifest="<manifest:encryption-data/>"), "file-encrypted"),
    "too many rows": (xlsx_of_rows([["x"]] * 4), "file-too-many-rows"),
    "too many columns": (xlsx_of_rows([["x"] * 5]), "file-too-many-columns"),
    "a long cell": (xlsx_of_rows([["x" * 51]]), "file-cell-too-long"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_in_words(name):
    content, code = HOSTILE[name]
    with pytest.raises(Refusal) as refused:
        list(open_table(content, "liste.xlsx", limits=FEW).rows())
    assert refused.value.code == code
    assert isinstance(refused.value, TooLarge if "too-" in code else Invalid)
    assert "liste.xlsx" in REFUSALS[code] % refused.value.facts


def test_a_sheet_that_lies_about_its_size_is_counted_as_it_unpacks():
    content = bytearray(raw_xlsx(FIRST, xl__other="<a>" + " " * 100_000 + "</a>"))
    place = content.rindex(b"xl/other.xml") - 46
    struct.pack_into("<I", content, place + 24, 10)
    with pytest.raises(Refusal) as refused:
        open_table(bytes(content), "liste.xlsx", limits=FEW)
    assert refused.value.code in {"file-unpacks-too-large", "file-broken"}


def test_a_comment_without_end_is_not_read_over_and_over():
    for hostile in ("<!--" + " " * 3_000_000 + "-->", '<row note="' + "x" * 3_000_000 + '"/>'):
        with pytest.raises(Invalid) as refused:
            open_table(raw_xlsx(FIRST + hostile), "liste.xlsx")
        assert refused.value.code == "file-broken"


def test_a_locked_archive_is_told_as_locked():
    content = bytearray(raw_xlsx(FIRST))
    place = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, place + 8, 1)
    with pytest.raises(Invalid) as refused:
        open_table(bytes(content), "liste.xlsx")
    assert refused.value.code == "file-encrypted"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("whole", [xlsx_of_rows([["Navn", 1]] * 50), raw_ods(ods_row(ods_cell("x")))])
def test_half_a_workbook_is_broken(whole, share):
    with pytest.raises(Invalid) as refused:
        open_table(whole[: int(len(whole) * share)], "liste.xlsx")
    assert refused.value.code == "file-broken"


def test_a_workbook_with_one_wrong_byte_is_read_or_refused_but_never_breaks_the_program():
    whole = xlsx_of_rows([["Navn", "Antall", "Pris"]] + [["Stol", 8, 1.5]] * 30)
    for place in range(0, len(whole), 23):
        content = bytearray(whole)
        content[place] ^= 0x55
        with suppress(Refusal):
            list(open_table(bytes(content), "liste.xlsx").rows())


MEASURE = """
import sys
from pathlib import Path
from marketplace.foundation.tabular.reading import open_table
count = sum(1 for _ in open_table(Path(sys.argv[1]), "liste").rows())
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(count, int(peak.split()[1]) // 1024)
"""
MOST_MB = 300


def measured(path):
    done = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True)
    count, megabytes = map(int, done.stdout.split())
    return count, megabytes


def test_twenty_thousand_rows_of_a_workbook_fit_in_three_hundred_megabytes(tmp_path):
    path = tmp_path / "stor.xlsx"
    path.write_bytes(xlsx_of_rows([f"INV-{n}", "Kontorstol, svart", n * 1.5, n] * 6 for n in range(20_000)))
    count, megabytes = measured(path)
    assert (count, megabytes < MOST_MB) == (20_000, True)


def test_a_hundred_thousand_rows_of_csv_are_streamed(tmp_path):
    path = tmp_path / "stor.csv"
    with path.open("w", encoding="cp1252", newline="") as stream:
        stream.writelines(f"INV-{n};Kontorstol Håg, svart;{n},5;{n}\r\n" for n in range(100_000))
    count, megabytes = measured(path)
    assert (count, megabytes < 100) == (100_000, True)


def test_a_duration_beyond_all_time_is_told_with_its_row():
    def fill(workbook):
        sheet = workbook.add_worksheet("Ark")
        sheet.write_column("A1", ["Tid", 0.5], workbook.add_format({"num_format": "[h]:mm"}))
        sheet.write_number("A3", 1e300, workbook.add_format({"num_format": "[h]:mm"}))

    with pytest.raises(Invalid) as refused:
        list(open_table(xlsx(fill), "liste.xlsx").rows())
    assert (refused.value.code, refused.value.facts["row"]) == ("file-row-unreadable", 3)
    assert REFUSALS[refused.value.code] % refused.value.facts


def test_a_zip_of_many_members_is_no_table(tmp_path):
    path = tmp_path / "mange.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", b"")
    with pytest.raises(Invalid) as refused:
        open_table(path, "mange.xlsx")
    assert refused.value.code == "file-not-a-table"
