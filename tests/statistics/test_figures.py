"""The figures as tables, without a database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.statistics.arithmetic import Base, interval, kilograms, median, percentile, rate
from marketplace.statistics.definitions import DEFINITIONS
from marketplace.statistics.figures import BASES, FUNCTIONS, RATES, Figures, bases, figures
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.labels import FIGURES
from marketplace.statistics.sums import Known, Sums, total


def test_each_figure_has_one_function_one_definition_one_formula_and_one_name():
    names = set(Figures.__dataclass_fields__)
    assert set(FUNCTIONS) == set(FORMULAS) == set(FIGURES) == names
    assert set(DEFINITIONS) - names == {"coverage", "rates"}
    assert names - set(DEFINITIONS) == set()
    assert set(RATES) <= set(BASES) <= names
    for figures_told in (FORMULAS, DEFINITIONS):
        assert len(set(figures_told.values())) == len(figures_told)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(3, 5, "0.6000"), (2, 6, "0.3333"), (4, 6, "0.6667"), (0, 5, "0.0000"), (5, 5, "1.0000")],
)
def test_a_rate_has_four_decimals(part, whole, expected):
    assert str(rate(Base(part, whole))) == expected


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (1, 1), (4, 4), (2, -1), (-1, 9), (10, 9)])
def test_a_rate_of_fewer_than_five_or_of_more_than_all_is_not_told(part, whole):
    assert rate(Base(part, whole)) is None


def test_the_counts_are_told_where_the_rate_is_not():
    sums = Sums(units_handed_over=4, units_to_other_municipality=3, claims_ended=2, claims_lapsed=1)
    assert figures(sums).network_share is None
    assert bases(sums)["network_share"] == Base(3, 4)
    assert (figures(sums).claims_lapsed, bases(sums)["claims_lapsed"]) == (1, Base(1, 2))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [({}, None), ({4: 1}, 4), ({1: 9, 30: 1}, 1), ({1: 8, 30: 2}, 30), ({0: 1, 7: 1}, 7), ({2: 89, 3: 1, 9: 10}, 3)],
)
def test_nine_of_ten_take_no_longer(counts, expected):
    assert percentile(counts, 90) == expected


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


def test_coverage_is_a_figure_too():
    told = figures(Sums(weight=Known(own=3, category=1, none=4), factor=Known(own=8), price=Known(none=3)))
    assert (told.weight_coverage, told.factor_coverage) == (Decimal("0.5"), Decimal(1))
    assert told.price_coverage is None


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        (10, 6, 15, (6, 15)),
        (10, 10, 10, (10, 10)),
        (0, 0, 0, (0, 0)),
        (-10, -6, -15, (-15, -6)),  # only returns of what an earlier period counted
        (0, 10, 10, (0, 10)),  # what came back was surer than what went
        (-500, -900, -200, (-900, -200)),  # transport took more than was saved
    ],
)
def test_a_sum_lies_between_its_ends(value, low, high, expected):
    assert interval(value, low, high) == expected


@given(st.lists(st.tuples(*[st.integers(0, 10**9)] * 3, st.booleans()), max_size=20))
def test_the_ends_hold_the_value_and_are_never_turned_around(rows):
    signed = [(-1 if back else 1, sorted(ends)) for *ends, back in rows]
    low, value, high = (sum(sign * ends[place] for sign, ends in signed) for place in range(3))
    found = interval(value, low, high)
    assert found[0] <= value <= found[1]
    if not any(sign < 0 for sign, _ in signed):
        assert found == (low, high)


def test_parts_add_up_to_the_whole():
    one = Sums(units_listed=2, weight_g=5, weight=Known(own=1), hand_overs_by_days={3: 1})
    two = Sums(units_listed=3, weight_g=7, weight=Known(category=4), hand_overs_by_days={3: 2, 9: 1})
    whole = total([one, two])
    assert (whole.units_listed, whole.weight_g) == (5, 12)
    assert whole.weight == Known(own=1, category=4)
    assert whole.hand_overs_by_days == {3: 3, 9: 1}
