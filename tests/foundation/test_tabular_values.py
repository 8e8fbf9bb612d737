from datetime import date, datetime, time

import pytest

from marketplace.foundation.tabular.numbers import Unreadable
from marketplace.foundation.tabular.table import CellError
from marketplace.foundation.tabular.values import day, dimensions_cm, text, year, yes_no
from marketplace.wording.files import REFUSALS

pytestmark = pytest.mark.once

DAYS = [
    ("01.02.2019", date(2019, 2, 1)),
    ("1.2.2019", date(2019, 2, 1)),
    ("1.2.19", date(2019, 2, 1)),
    ("1.2.89", date(1989, 2, 1)),
    ("1. 2. 2019", date(2019, 2, 1)),
    ("01/02/2019", date(2019, 2, 1)),
    ("01-02-2019", date(2019, 2, 1)),
    ("2019-02-01", date(2019, 2, 1)),
    ("2019-02-01T13:05:00", date(2019, 2, 1)),
    ("2019-02-01 13:05", date(2019, 2, 1)),
    ("20190201", date(2019, 2, 1)),
    ("01.02.2019 13:05", date(2019, 2, 1)),
    ("01.02.2019 kl. 13.05", date(2019, 2, 1)),
    ("1. februar 2019", date(2019, 2, 1)),
    ("17. mai 2019", date(2019, 5, 17)),
    ("29.02.2020", date(2020, 2, 29)),
    (date(2019, 2, 1), date(2019, 2, 1)),
    (datetime(2019, 2, 1, 13, 5), date(2019, 2, 1)),  # noqa: DTZ001 - a workbook's cell has no zone
]


@pytest.mark.parametrize(("cell", "expected"), DAYS)
def test_a_date_has_the_day_first(cell, expected):
    assert day(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (2019, 2019),
        ("2019", 2019),
        (2019.0, 2019),
        ("2019,0", 2019),
        ("2019.0", 2019),
        ("01.02.2019", 2019),
        (date(2019, 2, 1), 2019),
        ("1. mars 2019", 2019),
    ],
)
def test_a_year_may_come_as_a_date(cell, expected):
    assert year(cell) == expected


DIMENSIONS = [
    ("120x80x72", (120, 80, 72)),
    ("120 x 80 x 72 cm", (120, 80, 72)),
    ("120×80", (120, 80, None)),
    ("1200x800x720 mm", (120, 80, 72)),
    ("1,2 m x 0,8 m", (120, 80, None)),
    ("B120 D80 H72", (120, 80, 72)),
    ("H: 72, B: 120, D: 80 cm", (120, 80, 72)),
    ("Bredde 120 cm, dybde 80 cm, høyde 72 cm", (120, 80, 72)),
    ("L160 B80 H72", (80, 160, 72)),
    ("L160 H72", (160, None, 72)),
    ("B120xD80xH72", (120, 80, 72)),
]


@pytest.mark.parametrize(("cell", "expected"), DIMENSIONS)
def test_dimensions_in_one_cell_are_taken_apart(cell, expected):
    assert dimensions_cm(cell) == expected


@pytest.mark.parametrize("cell", ["ja", "Ja", "x", "TRUE", True, 1, "1", "sann"])
def test_yes_has_many_forms(cell):
    assert yes_no(cell) is True


@pytest.mark.parametrize("cell", ["nei", "N", "false", False, 0, "0"])
def test_no_has_many_forms(cell):
    assert yes_no(cell) is False


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (100234, "100234"),
        ("INV-1", "INV-1"),
        (12.5, "12,5"),
        (None, ""),
        (True, "ja"),
        (date(2019, 2, 1), "01.02.2019"),
        (datetime(2019, 2, 1, 13, 5), "01.02.2019 13:05"),  # noqa: DTZ001 - a workbook's cell has no zone
        (datetime(2019, 2, 1), "01.02.2019"),  # noqa: DTZ001 - a workbook's cell has no zone
        (time(13, 5), "13:05"),
    ],
)
def test_any_cell_has_words(cell, expected):
    assert text(cell) == expected


REFUSED = [
    (day, "31.02.2019", "value-date-impossible"),
    (day, "13/25/2019", "value-date-impossible"),
    (day, "01.02.0019", "value-date-impossible"),
    (day, "2019", "value-date-lacks-day"),
    (day, 2019, "value-date-lacks-day"),
    (day, 43497, "value-not-a-date"),
    (day, "i fjor", "value-not-a-date"),
    (day, None, "value-missing"),
    (day, time(13, 5), "value-not-a-date"),
    (year, "høst 2019", "value-not-a-year"),
    (year, "19", "value-not-a-year"),
    (year, 3019, "value-not-a-year"),
    (year, 2019.5, "value-not-a-year"),
    (year, "31.02.2019", "value-not-a-year"),
    (dimensions_cm, "stor", "value-not-a-number"),
    (dimensions_cm, "bord 120x80", "value-not-a-number"),
    (dimensions_cm, "120x80xH72", "value-not-a-number"),
    (dimensions_cm, "1x2x3x4", "value-not-a-number"),
    (yes_no, "kanskje", "value-not-yes-or-no"),
    (yes_no, None, "value-missing"),
    (text, CellError("#REF!"), "value-cell-error"),
]


@pytest.mark.parametrize(("read", "cell", "code"), REFUSED)
def test_what_cannot_be_read_is_refused_by_name(read, cell, code):
    with pytest.raises(Unreadable) as refused:
        read(cell)
    assert refused.value.code == code
    assert REFUSALS[code] % refused.value.facts
