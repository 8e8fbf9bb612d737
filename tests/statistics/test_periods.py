"""Stretches of days in Norway."""

from datetime import UTC, date, datetime

import pytest

from marketplace.foundation.errors import Invalid
from marketplace.statistics.periods import Period, period, this_year


def test_a_day_begins_at_midnight_in_norway_summer_and_winter():
    summer, winter = period(date(2026, 7, 1), date(2026, 7, 1)), period(date(2026, 1, 1), date(2026, 1, 1))
    assert summer.starts_at == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert winter.ends_at == datetime(2026, 1, 1, 23, tzinfo=UTC)


def test_the_months_of_a_period_are_cut_off_at_its_ends():
    months = period(date(2025, 12, 15), date(2026, 2, 3)).months()
    assert months == [
        Period(date(2025, 12, 15), date(2025, 12, 31)),
        Period(date(2026, 1, 1), date(2026, 1, 31)),
        Period(date(2026, 2, 1), date(2026, 2, 3)),
    ]


def test_a_year_before_a_leap_day_is_the_28th():
    assert period(date(2024, 2, 29), date(2024, 2, 29)).year_before().first == date(2023, 2, 28)


def test_this_year_is_the_calendar_year():
    assert this_year(date(2026, 6, 15)) == Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 2, 1), date(2026, 1, 1), "period-reversed"),
        (date(1999, 1, 1), date(2026, 1, 1), "period-out-of-range"),
        (date(2026, 1, 1), date(9999, 1, 1), "period-out-of-range"),
    ],
)
def test_an_impossible_period_is_refused(first, last, code):
    with pytest.raises(Invalid) as refusal:
        period(first, last)
    assert refusal.value.fields[0].code == code
