"""The figures as tables, without a database."""

from decimal import Decimal

import pytest

from marketplace.statistics.figures import Known, Sums, figures, kilograms, median, ratio, total


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(3, 5, "0.6000"), (1, 3, "0.3333"), (2, 3, "0.6667"), (0, 4, "0.0000"), (5, 5, "1.0000")],
)
def test_a_ratio_has_four_decimals(part, whole, expected):
    assert str(ratio(part, whole)) == expected


def test_a_ratio_without_a_base_is_none():
    assert ratio(0, 0) is None
    assert ratio(2, -1) is None


@pytest.mark.parametrize(
    ("counts", "expected"),
    [({}, None), ({4: 1}, "4"), ({1: 1, 2: 1}, "1.5"), ({3: 5, 40: 1}, "3"), ({1: 2, 9: 2}, "5")],
)
def test_the_median_of_counted_values(counts, expected):
    assert median(counts) == (None if expected is None else Decimal(expected))


def test_the_three_rates_are_never_mixed():
    sums = Sums(
        units_handed_over=8,
        units_to_other_municipality=6,
        units_closed=10,
        units_handed_over_of_closed=5,
        units_reused_otherwise=2,
        units_discarded=10,
    )
    told = figures(sums)
    assert told.turnover_rate == Decimal("0.5000")
    assert told.disposition_reuse_rate == Decimal("0.5000")
    assert told.network_share == Decimal("0.7500")


def test_an_amount_of_which_nothing_is_known_is_none_and_not_zero():
    unknown = Sums(units_received=3, factor=Known(none=3), weight=Known(own=1, none=2), weight_g=1500)
    told = figures(unknown)
    assert told.co2e_gross_kg is None
    assert told.co2e_cautious_kg is None
    assert told.weight_kg == Decimal("1.5")
    assert figures(Sums()).weight_kg == 0


def test_kilograms_are_exact():
    assert str(kilograms(123_456_789_012_345_678)) == "123456789012345.678"


def test_parts_add_up_to_the_whole():
    one = Sums(units_listed=2, weight_g=5, weight=Known(own=1), hand_overs_by_days={3: 1})
    two = Sums(units_listed=3, weight_g=7, weight=Known(category=4), hand_overs_by_days={3: 2, 9: 1})
    whole = total([one, two])
    assert (whole.units_listed, whole.weight_g) == (5, 12)
    assert whole.weight == Known(own=1, category=4)
    assert whole.hand_overs_by_days == {3: 3, 9: 1}
