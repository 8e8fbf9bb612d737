from datetime import date
from decimal import Decimal

import pytest

from marketplace.foundation.tabular.numbers import (
    Unreadable,
    decimal,
    integer,
    is_blank,
    length_cm,
    weight_g,
    whole_nok,
)
from marketplace.foundation.tabular.table import CellError
from marketplace.wording.files import REFUSALS

pytestmark = pytest.mark.once

DECIMALS = [
    ("1234,50", "1234.50"),
    ("1 234,50", "1234.50"),
    ("1\u00a0234,50", "1234.50"),
    ("1\u2009234,50", "1234.50"),
    ("1\u202f234", "1234"),
    ("1'234", "1234"),
    ("1.234,50", "1234.50"),
    ("1,234.50", "1234.50"),
    ("1234.5", "1234.5"),
    ("1.234.567", "1234567"),
    ("1,234,567", "1234567"),
    ("1.234.567,8", "1234567.8"),
    ("0,5", "0.5"),
    (",5", "0.5"),
    ("0.240", "0.240"),
    ("1,234", "1.234"),
    ("1234.567", "1234.567"),
    ("-12,5", "-12.5"),
    ("−12,5", "-12.5"),
    ("+3", "3"),
    ("  7 ", "7"),
    ("ca. 5", "5"),
    ("ca 5,5", "5.5"),
    ("~5", "5"),
    ("omtrent 12", "12"),
    (12, "12"),
    (12.5, "12.5"),
    (0.1, "0.1"),
]


@pytest.mark.parametrize(("cell", "expected"), DECIMALS)
def test_a_decimal_is_read_as_norwegians_write_it(cell, expected):
    assert decimal(cell) == Decimal(expected)


COUNTS = [
    ("8", 8),
    ("8 stk", 8),
    ("8 stk.", 8),
    ("8stk", 8),
    ("8,0", 8),
    ("8.0", 8),
    ("1 200", 1200),
    ("1.200", 1200),
    (8.0, 8),
    (8, 8),
    ("-2", -2),
    ("0", 0),
]


@pytest.mark.parametrize(("cell", "expected"), COUNTS)
def test_a_count_is_whole(cell, expected):
    assert integer(cell) == expected


MONEY = [
    ("12.098 NOK", 12098),
    ("12,098", 12098),
    ("NOK 12 098", 12098),
    ("kr 1 200,-", 1200),
    ("kr. 1.200,-", 1200),
    ("1200,-", 1200),
    ("1 200,– kr", 1200),
    ("1200.-", 1200),
    ("1 200 kroner", 1200),
    ("1 234,50", 1235),
    ("1 234,49", 1234),
    ("1.234,50 kr", 1235),
    ("0,50", 1),
    ("-500 kr", -500),
    ("kr -500", -500),
    ("ca. 500 kr", 500),
    (1234.5, 1235),
    (900, 900),
]


@pytest.mark.parametrize(("cell", "expected"), MONEY)
def test_money_is_whole_kroner(cell, expected):
    assert whole_nok(cell) == expected


LENGTHS = [
    ("24 cm", 24),
    ("24cm", 24),
    ("24", 24),
    (24.0, 24),
    ("0,24 m", 24),
    ("0.24 m", 24),
    ("240 mm", 24),
    ("1.200 mm", 120),
    ("1 200 mm", 120),
    ("1.200 m", 120),
    ("1,2 m", 120),
    ("24,5 cm", 25),
    ("24,4 cm.", 24),
    ("7 dm", 70),
    ("ca 60 cm", 60),
    ("120 CM", 120),
]


@pytest.mark.parametrize(("cell", "expected"), LENGTHS)
def test_a_length_is_whole_centimetres(cell, expected):
    assert length_cm(cell) == expected


WEIGHTS = [
    ("16 kg", 16000),
    ("16", 16000),
    (7.6, 7600),
    ("7,6", 7600),
    ("1600 g", 1600),
    ("1.600 g", 1600),
    ("1600 gram", 1600),
    ("0,5 tonn", 500_000),
    ("1.5 t", 1_500_000),
    ("5,4321 kg", 5432),
    ("ca. 16 kg", 16000),
]


@pytest.mark.parametrize(("cell", "expected"), WEIGHTS)
def test_a_weight_is_whole_grams(cell, expected):
    assert weight_g(cell) == expected


@pytest.mark.parametrize("cell", [None, "", "-", "–", "?", "n/a", "Ukjent", "ikke oppgitt"])
def test_words_for_nothing_are_blank(cell):
    assert is_blank(cell)


@pytest.mark.parametrize("cell", [0, "0", False, "x", CellError("#N/A")])
def test_something_is_not_blank(cell):
    assert not is_blank(cell)


REFUSED = [
    (integer, "ca. 5", "value-approximate"),
    (integer, "8,5", "value-not-whole"),
    (integer, 8.5, "value-not-whole"),
    (integer, "8,000", "value-ambiguous"),
    (integer, "mange", "value-not-a-number"),
    (integer, "8 kg", "value-unknown-unit"),
    (integer, "2-3", "value-a-range"),
    (integer, None, "value-missing"),
    (integer, "ukjent", "value-missing"),
    (integer, True, "value-not-a-number"),
    (integer, "1e5", "value-not-a-number"),
    (integer, "9" * 13, "value-too-large"),
    (integer, "9" * 400, "value-not-a-number"),
    (integer, CellError("#DIV/0!"), "value-cell-error"),
    (decimal, "12.098", "value-ambiguous"),
    (decimal, "1.2.19", "value-not-a-number"),
    (decimal, "12 34", "value-not-a-number"),
    (decimal, "1 23,5", "value-not-a-number"),
    (decimal, "5,", "value-not-a-number"),
    (decimal, "--5", "value-not-a-number"),
    (decimal, "1,2E+05", "value-not-a-number"),
    (decimal, float("nan"), "value-too-large"),
    (decimal, date(2019, 2, 1), "value-not-a-number"),
    (length_cm, "1.200", "value-ambiguous"),
    (length_cm, "62-127 cm", "value-a-range"),
    (length_cm, "62 til 127", "value-a-range"),
    (length_cm, "120x80", "value-several-numbers"),
    (length_cm, "24 tommer", "value-unknown-unit"),
    (length_cm, '24"', "value-not-a-number"),
    (weight_g, "1.200 kg", "value-ambiguous"),
    (weight_g, "16 cm", "value-unknown-unit"),
    (whole_nok, "100 EUR", "value-other-currency"),
    (whole_nok, "€ 100", "value-other-currency"),
    (whole_nok, "12 kr 50", "value-not-a-number"),
    (whole_nok, "gratis", "value-not-a-number"),
]


@pytest.mark.parametrize(("read", "cell", "code"), REFUSED)
def test_what_cannot_be_read_is_refused_by_name(read, cell, code):
    with pytest.raises(Unreadable) as refused:
        read(cell)
    assert refused.value.code == code
    assert REFUSALS[code] % refused.value.facts
