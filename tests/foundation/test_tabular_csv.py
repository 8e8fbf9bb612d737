import pytest

from marketplace.foundation.errors import Invalid, Refusal, TooLarge
from marketplace.foundation.tabular.reading import open_table
from marketplace.foundation.tabular.table import Limits, Row, column_letters
from marketplace.wording.files import REFUSALS

pytestmark = pytest.mark.once

TEXT = "Navn;Vekt;Merknad\r\nKontorstol Håg;7,6;Blå\r\nSkrivebord;30,5;Ås\r\n"


def cells(table):
    return [row.cells for row in table.rows()]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("latin-1", "cp1252"),
        ("utf-16", "utf-16"),
    ],
)
def test_the_encoding_is_found_out(encoding, found):
    table = open_table(TEXT.encode(encoding), "liste.csv")
    assert table.encoding == found
    assert cells(table)[1] == ("Kontorstol Håg", "7,6", "Blå")


def test_big_endian_utf16_is_read():
    table = open_table(b"\xfe\xff" + TEXT.encode("utf-16-be"), "liste.csv")
    assert cells(table)[2] == ("Skrivebord", "30,5", "Ås")


def test_bytes_that_windows_1252_lacks_make_it_latin_1():
    assert open_table("Navn;St\u0081l\r\nBl\u00e5;2\r\n".encode("latin-1"), "liste.csv").encoding == "latin-1"


def test_a_long_text_whose_last_letter_is_norwegian_is_still_windows_1252():
    content = b"Navn;Antall\n" + b"Stol;1\n" * 100_000 + "Bl\u00e5".encode("cp1252")
    assert open_table(content, "liste.csv").encoding == "cp1252"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_separator_is_found_out(delimiter):
    rows = (("Navn", "Antall", "Rom"), ("Stol", "8", "A1"), ("Bord", "2", "B"))
    content = "\n".join(delimiter.join(row) for row in rows)
    table = open_table(content.encode(), "liste.csv")
    assert table.delimiter == delimiter
    assert cells(table)[1] == ("Stol", "8", "A1")


def test_decimal_commas_do_not_look_like_separators():
    content = "Navn;Vekt;Pris\n" + "Stol, svart;7,6;1 234,50\n" * 40
    assert open_table(content.encode(), "liste.csv").delimiter == ";"


def test_semicolons_within_quotes_do_not_look_like_separators():
    content = "Navn,Farger\n" + '"Stol","rød;blå;grønn"\n' * 40
    assert open_table(content.encode(), "liste.csv").delimiter == ","


def test_titles_above_do_not_mislead_the_separator():
    content = "Eiendeler, skoler, 2026\n\nUttrekk, alle\n" + "Navn;Antall\n" + "Stol;8\n" * 10
    assert open_table(content.encode(), "liste.csv").delimiter == ";"


def test_excels_own_line_tells_the_separator_and_is_no_row():
    table = open_table(b"sep=|\r\nNavn|A;B\r\nStol|1;2\r\n", "liste.csv")
    assert table.delimiter == "|"
    assert next(table.rows()) == Row(1, ("Navn", "A;B"))


def test_a_row_has_the_number_the_spreadsheet_shows():
    content = 'Tittel\n\n\nNavn;Antall\n"Stol\nmed lang\nmerknad";8\n;;\nBord;2\n'
    assert [(row.number, row.cells) for row in open_table(content.encode(), "liste.csv").rows()] == [
        (1, ("Tittel",)),
        (4, ("Navn", "Antall")),
        (5, ("Stol\nmed lang\nmerknad", "8")),
        (7, ("Bord", "2")),
    ]


def test_rows_can_be_read_twice_and_from_a_file(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes(TEXT.encode("cp1252"))
    table = open_table(path, "liste.csv")
    assert cells(table) == cells(table)
    assert len(cells(table)) == 3


def test_old_line_ends_are_line_ends():
    assert cells(open_table(b"Navn;Antall\rStol;8\rBord;2", "liste.csv"))[2] == ("Bord", "2")


def test_text_is_trimmed_composed_and_without_control_characters():
    content = "Navn;Merke\n  A\u030asane\u0007 stol\u200b ;\u00a0H\u00e5g\u202e\u0000\n".replace("\u0000", "")
    assert cells(open_table(content.encode(), "liste.csv"))[1] == ("Åsane stol", "Håg")


def test_html_and_formulas_are_but_text():
    content = 'Navn;Merke\n<script>alert(1)</script>;"=HYPERLINK(""x"")"\n'
    assert cells(open_table(content.encode(), "liste.csv"))[1] == ("<script>alert(1)</script>", '=HYPERLINK("x")')


def test_three_hundred_columns_are_read():
    content = ";".join(f"Kolonne {n}" for n in range(300)) + "\n" + ";".join(str(n) for n in range(300)) + "\n"
    assert len(cells(open_table(content.encode(), "liste.csv"))[1]) == 300


def test_empty_columns_to_the_right_cost_nothing():
    content = "Navn;Antall" + ";" * 5000 + "\nStol;8" + ";" * 5000 + "\n"
    assert cells(open_table(content.encode(), "liste.csv")) == [("Navn", "Antall"), ("Stol", "8")]


def test_a_single_column_is_a_table():
    assert cells(open_table(b"Navn\nStol\nBord\n", "liste.csv")) == [("Navn",), ("Stol",), ("Bord",)]


FEW = Limits(max_bytes=2_000, max_rows=3, max_columns=4, max_cell_characters=50)

REFUSED = [
    (b"", "file-empty", Invalid),
    (b"\xef\xbb\xbf", "file-empty", Invalid),
    (b" \r\n\r\n", "file-empty", Invalid),
    (b";;;\n;;;\n", "file-empty", Invalid),
    (b"\xff\xfe", "file-empty", Invalid),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF", "file-not-a-table", Invalid),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "file-not-a-table", Invalid),
    (b"%PDF-1.7\nNavn;Antall\n", "file-not-a-table", Invalid),
    (b"MZ\x90\x00\x03\x00", "file-not-a-table", Invalid),
    (b"{\\rtf1 Navn;Antall}", "file-not-a-table", Invalid),
    (b'{"items": []}', "file-not-a-table", Invalid),
    (b"Navn;Antall\nSt\x00l;8\n", "file-not-a-table", Invalid),
    (bytes(range(1, 32)) * 20, "file-not-a-table", Invalid),
    (b"<html><table><tr><td>Navn</td></tr></table>", "file-web-page", Invalid),
    (b'<?xml version="1.0"?><svg/>', "file-web-page", Invalid),
    (b"PK\x03\x04 not a zip", "file-broken", Invalid),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "file-old-excel", Invalid),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file-encrypted", Invalid),
    (b"\xff\xfeN\x00a\x00v\xd8;\x00", "file-broken", Invalid),
    (b"a;b\n" * 1000, "file-too-large", TooLarge),
    (b"a;b\n1;2\n3;4\n5;6\n", "file-too-many-rows", TooLarge),
    (b"a;b;c;d;e\n", "file-too-many-columns", TooLarge),
    (b"a;b\n" + b"x" * 51 + b";2\n", "file-cell-too-long", TooLarge),
]


@pytest.mark.parametrize(("content", "code", "kind"), REFUSED, ids=[code for _, code, _ in REFUSED])
def test_what_cannot_be_taken_is_refused_in_words(content, code, kind):
    with pytest.raises(Refusal) as refused:
        list(open_table(content, "liste.xlsx", limits=FEW).rows())
    assert (refused.value.code, type(refused.value)) == (code, kind)
    assert "liste.xlsx" in REFUSALS[code] % refused.value.facts


def test_a_quote_without_its_mate_is_told_with_its_row():
    content = b'Navn;Antall\nStol;8\n"24 tommer skjerm;2\n' + b"Stol;8\n" * 30_000
    with pytest.raises(TooLarge) as refused:
        list(open_table(content, "liste.csv").rows())
    assert (refused.value.code, refused.value.facts["row"]) == ("file-cell-too-long", 3)


def test_one_endless_line_is_refused_before_it_fills_the_memory():
    with pytest.raises(TooLarge) as refused:
        list(open_table(b"x" * 5_000_000, "liste.csv").rows())
    assert refused.value.code == "file-cell-too-long"


@pytest.mark.parametrize("word", ["BMI-kode", "MZ", "PKnr", "IDnr", "II"])
def test_headers_that_begin_like_a_signature_are_read(word):
    assert cells(open_table(f"{word};Antall\nStol;8\n".encode(), "liste.csv"))[0] == (word, "Antall")


def test_columns_have_the_letters_of_a_spreadsheet():
    assert [column_letters(index) for index in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]
