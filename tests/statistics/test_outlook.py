"""Where a year is heading, and what a target takes: tables without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.statistics.outlook import active, draw, forecast, left_of_year, months_before, scaled
from marketplace.statistics.periods import period
from marketplace.statistics.progress import Standing, progress
from marketplace.statistics.scales import FIGURES, kept, told
from marketplace.statistics.sums import Known, Sums

STEADY = [Sums(units_handed_over=10, units_closed=20, units_handed_over_of_closed=10)] * 6


def held(figure, target, so_far, months=STEADY, left=(0.5, 1.0, 1.0), baseline=None):
    drawn = draw(so_far, months, left) if left else None
    return progress(figure, Decimal(target), so_far, baseline=baseline, months=months, drawn=drawn, left=left)


@pytest.mark.parametrize(
    ("year", "today", "first", "count"),
    [
        (2026, date(2026, 6, 15), 0.5, 7),
        (2026, date(2026, 12, 31), 0.0, 1),
        (2026, date(2026, 1, 1), 30 / 31, 12),
        (2024, date(2024, 2, 28), 1 / 29, 11),
        (2024, date(2024, 2, 29), 0.0, 11),
        (2023, date(2023, 2, 28), 0.0, 11),
        (2027, date(2026, 6, 15), 1.0, 12),
    ],
)
def test_what_is_left_of_a_year(year, today, first, count):
    left = left_of_year(year, today)
    assert (left[0], len(left)) == (pytest.approx(first), count)


def test_nothing_is_left_of_a_year_that_is_over():
    assert left_of_year(2025, date(2026, 1, 1)) == []


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2024, 2, 29), date(2023, 2, 1), date(2024, 1, 31)),
        (date(2024, 3, 1), date(2023, 3, 1), date(2024, 2, 29)),
        (date(2026, 1, 1), date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_the_months_before_are_whole_in_leap_years_too(today, first, last):
    assert months_before(today) == period(first, last)
    assert len(months_before(today).months()) == 12


def test_months_before_anything_happened_are_no_history():
    assert len(active([Sums(), Sums(), *STEADY, Sums()])) == 7
    assert active([Sums()] * 12) == []


def test_steady_months_give_a_forecast_without_width():
    found = forecast(draw(Sums(units_handed_over=50), STEADY, [0.5, 1.0, 1.0]), "units_handed_over")
    assert (found.low, found.middle, found.high, found.months) == (75, 75, 75, 6)


def test_a_rate_is_forecast_by_its_counts():
    found = forecast(draw(Sums(units_closed=20), STEADY, [1.0]), "turnover_rate")
    assert found.middle == Decimal("0.25")


def test_fewer_than_three_months_give_no_forecast():
    assert draw(Sums(), STEADY[:2], [1.0]) is None
    assert held("units_handed_over", 9, Sums(units_handed_over=3), months=STEADY[:2]).standing == Standing.UNKNOWN


def test_the_same_months_give_the_same_forecast():
    months = [Sums(units_handed_over=number) for number in (1, 9, 4, 30)]
    one, two = (forecast(draw(Sums(), months, [1.0] * 6), "units_handed_over") for _ in range(2))
    assert one == two
    assert one.low < one.middle < one.high


@given(st.lists(st.integers(0, 500), min_size=3, max_size=12), st.lists(st.floats(0, 1), max_size=12))
def test_the_ends_hold_the_middle_and_nothing_falls_below_what_is_handed_over(months, left):
    known = [Sums(units_handed_over=number, units_listed=1) for number in months]
    found = forecast(draw(Sums(units_handed_over=7), known, left), "units_handed_over")
    assert 7 <= found.low <= found.middle <= found.high


def test_a_part_of_a_month_is_a_part_of_all_its_sums():
    sums = Sums(units_listed=9, weight=Known(own=4, none=2), hand_overs_by_days={3: 4})
    half = scaled(sums, 0.5)
    assert (half.units_listed, half.weight, half.hand_overs_by_days) == (4, Known(own=2, none=1), {3: 2})
    assert scaled(sums, 1.0) is sums


def test_what_a_growing_sum_takes_is_told_per_month_beside_the_pace():
    found = held("units_handed_over", 100, Sums(units_handed_over=50), left=(0.5, 1.0, 1.0))
    assert (found.takes.missing, found.takes.per_month, found.takes.pace) == (50, 20, 10)
    assert found.standing == Standing.UNLIKELY


@pytest.mark.parametrize(
    ("figure", "target", "so_far", "left", "standing"),
    [
        ("units_handed_over", 40, Sums(units_handed_over=50), (1.0,), Standing.REACHED),
        ("units_handed_over", 55, Sums(units_handed_over=50), (1.0,), Standing.LIKELY),
        ("units_handed_over", 80, Sums(units_handed_over=50), (1.0,), Standing.UNLIKELY),
        ("units_handed_over", 80, Sums(units_handed_over=50), (), Standing.MISSED),
        ("units_handed_over", 80, Sums(), (), Standing.MISSED),
        ("turnover_rate", "0.5", Sums(), (), Standing.UNKNOWN),
        ("turnover_rate", "0.5", Sums(units_closed=10, units_handed_over_of_closed=5), (), Standing.REACHED),
        ("claims_lapsed", 2, Sums(claims_lapsed=3, claims_ended=9), (1.0,), Standing.MISSED),
        ("claims_lapsed", 2, Sums(claims_lapsed=2, claims_ended=9), (1.0,), Standing.LIKELY),
        ("median_days_to_hand_over", 5, Sums(hand_overs_by_days={4: 3}), (), Standing.REACHED),
        ("median_days_to_hand_over", 5, Sums(hand_overs_by_days={6: 3}), (), Standing.MISSED),
        ("median_days_to_hand_over", 5, Sums(hand_overs_by_days={6: 3}), (1.0,), Standing.UNLIKELY),
    ],
)
def test_where_a_target_stands(figure, target, so_far, left, standing):
    assert held(figure, target, so_far, left=left).standing == standing


def test_what_a_rate_takes_is_told_in_units_of_what_is_expected():
    found = held("turnover_rate", "0.6", Sums(units_closed=40, units_handed_over_of_closed=20), left=(1.0, 1.0))
    assert (found.takes.base_more, found.takes.part_more, found.takes.possible) == (40, 28, True)
    assert found.takes.part_more + 20 == 48 == Decimal("0.6") * 80


def test_a_rate_that_cannot_be_reached_any_more_is_told_so():
    found = held("turnover_rate", "0.9", Sums(units_closed=100, units_handed_over_of_closed=10), left=(1.0,))
    assert (found.takes.possible, found.standing) == (False, Standing.UNLIKELY)


def test_a_ceiling_tells_what_room_is_left():
    assert held("units_returned", 9, Sums(units_returned=4)).takes.room == 5


@pytest.mark.parametrize(("value", "way"), [(60, "0.5"), (40, "0"), (30, "-0.25"), (90, "1.25")])
def test_the_way_is_counted_from_the_baseline(value, way):
    found = held("units_handed_over", 80, Sums(units_handed_over=value), baseline=Decimal(40))
    assert found.way == Decimal(way)


def test_without_a_baseline_or_with_one_that_meets_the_target_there_is_no_way():
    for baseline in (None, Decimal(80), Decimal(90)):
        assert held("units_handed_over", 80, Sums(units_handed_over=1), baseline=baseline).way is None
    assert held("units_returned", 9, Sums(units_returned=1), baseline=Decimal(3)).way is None
    assert held("units_returned", 9, Sums(units_returned=5), baseline=Decimal(13)).way == 2


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_can_be_held_against_a_target(figure):
    for so_far in (Sums(), STEADY[0], Sums(hand_overs_by_days={3: 9}, factor=Known(own=9), units_received=9)):
        for left in ((), (0.5, 1.0)):
            assert held(figure, 1, so_far, left=left).standing in Standing


@pytest.mark.parametrize(
    ("figure", "value", "whole"),
    [("turnover_rate", "0.6", 6000), ("co2e_gross_kg", "1.5", 1500), ("median_days_to_hand_over", "7.5", 75)],
)
def test_a_target_is_kept_as_a_whole_number(figure, value, whole):
    assert kept(figure, Decimal(value)) == whole
    assert told(figure, whole) == Decimal(value)
