"""Figures and dates as they are written here."""

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.web import formatting

NOW = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (1234.5, None, f"1{SPACE}234,5"),
        (1234567, None, f"1{SPACE}234{SPACE}567"),
        (0.5, 2, "0,50"),
        (2.0, 0, "2"),
        (-3, 1, "-3,0"),
        (-0.3, 0, "0"),
        (-0.004, None, "0"),
        (-0.04, 1, "0,0"),
        (-10, 0, "-10"),
    ],
)
def test_a_number_has_a_space_for_thousands_and_a_comma(value, decimals, written):
    assert formatting.number(value, decimals) == written


@pytest.mark.parametrize(
    ("grams", "written"), [(12_500, "12,5"), (12_000, "12"), (123_456, "123"), (2_345_678, f"2{SPACE}346"), (0, "0")]
)
def test_grams_are_told_as_kilograms(grams, written):
    assert formatting.kilograms(grams) == written


def test_a_share_is_told_in_percent_and_money_in_kroner():
    assert formatting.percent(0.634) == f"63{SPACE}%"
    assert formatting.kroner(12098) == f"12{SPACE}098{SPACE}kr"


def test_dates_are_told_in_norwegian_time():
    assert formatting.day(date(2026, 11, 21)) == "21.11.2026"
    assert formatting.day(datetime(2026, 11, 20, 23, 30, tzinfo=UTC)) == "21.11.2026"
    assert formatting.moment(NOW) == "21.11.2026 kl. 14.05"
    assert formatting.clock_time(NOW) == "14.05"


@pytest.mark.parametrize(
    ("language", "written"), [("nb", "21. november 2026"), ("nn", "21. november 2026"), ("en", "21 November 2026")]
)
def test_a_long_date_is_in_the_readers_language(language, written):
    assert formatting.long_day(NOW, language) == written


def test_a_month_is_named_in_the_readers_language():
    assert [formatting.month("2026-11", language) for language in ("nb", "en")] == ["november 2026", "November 2026"]


@pytest.mark.parametrize(
    ("difference", "written"),
    [
        (-timedelta(hours=3), "for 3 timer siden"),
        (timedelta(days=2), "om 2 døgn"),
        (-timedelta(days=40), "12.10.2026"),
    ],
)
def test_a_near_time_is_relative_and_a_far_one_a_date(difference, written):
    assert formatting.relative(NOW + difference, NOW) == written


def test_a_moment_is_told_with_the_readers_own_word():
    at = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
    assert formatting.moment(at) == formatting.moment(at, "nn") == "21.11.2026 kl. 14.05"
    assert formatting.moment(at, "en") == "21.11.2026 at 14.05"
