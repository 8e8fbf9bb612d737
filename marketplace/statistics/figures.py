"""The figures: one pure function each, of whole numbers, so that the same sums give the same digits everywhere.

Words in `definitions.py`, formulas in `formulas.py`. A rate of fewer than five and a sum of which nothing is known are
None, never zero.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from marketplace.statistics.arithmetic import Base, interval, kilograms, median, percentile, rate
from marketplace.statistics.sums import Known, Sums

_P90 = 90


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures as told. Rates from 0 to 1 with four decimals, kilograms with three."""

    units_listed: int
    units_handed_over: int
    units_returned: int
    units_received: int
    hand_overs: int
    turnover_rate: Decimal | None
    disposition_reuse_rate: Decimal | None
    network_share: Decimal | None
    weight_kg: Decimal | None
    co2e_gross_kg: Decimal | None
    co2e_gross_low_kg: Decimal | None
    co2e_gross_high_kg: Decimal | None
    co2e_cautious_kg: Decimal | None
    co2e_cautious_low_kg: Decimal | None
    co2e_cautious_high_kg: Decimal | None
    value_saved_nok: int | None
    median_days_to_hand_over: Decimal | None
    p90_days_to_hand_over: int | None
    listings_without_claim: int
    claims_lapsed: int
    weight_coverage: Decimal | None
    factor_coverage: Decimal | None
    price_coverage: Decimal | None
    range_coverage: Decimal | None


def figures(sums: Sums) -> Figures:
    """All figures of some sums."""
    return Figures(**{name: function(sums) for name, function in FUNCTIONS.items()})


def bases(sums: Sums) -> dict[str, Base]:
    """The counts behind each rate, and behind the figures that count a part of something."""
    return {name: function(sums) for name, function in BASES.items()}


def units_listed(sums: Sums) -> int:
    """Units on listings published in the period."""
    return sums.units_listed


def units_handed_over(sums: Sums) -> int:
    """Units handed over, less those taken back."""
    return sums.units_handed_over


def units_returned(sums: Sums) -> int:
    """Units taken back."""
    return sums.units_returned


def units_received(sums: Sums) -> int:
    """Units received, less those taken back."""
    return sums.units_received


def hand_overs(sums: Sums) -> int:
    """How many times something was handed over."""
    return sum(sums.hand_overs_by_days.values())


def turnover_base(sums: Sums) -> Base:
    """Of the units on listings that closed in the period, those handed over."""
    return Base(sums.units_handed_over_of_closed, sums.units_closed)


def disposition_reuse_base(sums: Sums) -> Base:
    """Of all units disposed of in any way, those used again: within, in the network, sold or donated."""
    reused = sums.units_handed_over + sums.units_reused_otherwise
    return Base(reused, reused + sums.units_discarded)


def network_base(sums: Sums) -> Base:
    """Of all units handed over, those that went to another municipality."""
    return Base(sums.units_to_other_municipality, sums.units_handed_over)


def turnover_rate(sums: Sums) -> Decimal | None:
    """The share of `turnover_base`."""
    return rate(turnover_base(sums))


def disposition_reuse_rate(sums: Sums) -> Decimal | None:
    """The share of `disposition_reuse_base`."""
    return rate(disposition_reuse_base(sums))


def network_share(sums: Sums) -> Decimal | None:
    """The share of `network_base`."""
    return rate(network_base(sums))


def weight_kg(sums: Sums) -> Decimal | None:
    """Weight of what was received, where it is known."""
    return _told(sums.weight, sums.weight_g)


def co2e_gross_kg(sums: Sums) -> Decimal | None:
    """Units × factor, where there is one."""
    return _told(sums.factor, sums.co2e_gross_g)


def co2e_gross_low_kg(sums: Sums) -> Decimal | None:
    """The low end of gross."""
    return _told(sums.factor, _gross_interval(sums)[0])


def co2e_gross_high_kg(sums: Sums) -> Decimal | None:
    """The high end of gross."""
    return _told(sums.factor, _gross_interval(sums)[1])


def co2e_cautious_low_kg(sums: Sums) -> Decimal | None:
    """The low end of cautious."""
    return _told(sums.factor, _cautious_interval(sums)[0])


def co2e_cautious_high_kg(sums: Sums) -> Decimal | None:
    """The high end of cautious."""
    return _told(sums.factor, _cautious_interval(sums)[1])


def co2e_cautious_kg(sums: Sums) -> Decimal | None:
    """Gross × displacement − transport."""
    return _told(sums.factor, sums.co2e_cautious_g)


def value_saved_nok(sums: Sums) -> int | None:
    """Price of a new one − price paid − transport − repair, where the first is known."""
    return None if sums.price.nothing else sums.value_saved_nok


def median_days_to_hand_over(sums: Sums) -> Decimal | None:
    """The middle of the days from listing to hand-over."""
    return median(sums.hand_overs_by_days)


def p90_days_to_hand_over(sums: Sums) -> int | None:
    """Nine of ten hand-overs took no longer than this many days."""
    return percentile(sums.hand_overs_by_days, _P90)


def unclaimed_base(sums: Sums) -> Base:
    """Of the listings published in the period, those that nobody had asked for when it ended."""
    return Base(sums.listings_without_claim, sums.listings_published)


def listings_without_claim(sums: Sums) -> int:
    """The part of `unclaimed_base`."""
    return unclaimed_base(sums).part


def lapsed_base(sums: Sums) -> Base:
    """Of the approved claims that ended in the period, those that ended with nothing handed over."""
    return Base(sums.claims_lapsed, sums.claims_ended)


def claims_lapsed(sums: Sums) -> int:
    """The part of `lapsed_base`."""
    return lapsed_base(sums).part


def weight_coverage_base(sums: Sums) -> Base:
    """Of the units received, those whose weight is known."""
    return Base(sums.weight.covered, sums.weight.all)


def factor_coverage_base(sums: Sums) -> Base:
    """Of the units received, those with a CO2e value."""
    return Base(sums.factor.covered, sums.factor.all)


def price_coverage_base(sums: Sums) -> Base:
    """Of the units received, those whose price as new is known."""
    return Base(sums.price.covered, sums.price.all)


def range_coverage_base(sums: Sums) -> Base:
    """Of the units with a CO2e value, those whose value has a range."""
    return Base(sums.units_with_range, sums.factor.covered)


def weight_coverage(sums: Sums) -> Decimal | None:
    """The share of `weight_coverage_base`."""
    return rate(weight_coverage_base(sums))


def factor_coverage(sums: Sums) -> Decimal | None:
    """The share of `factor_coverage_base`."""
    return rate(factor_coverage_base(sums))


def price_coverage(sums: Sums) -> Decimal | None:
    """The share of `price_coverage_base`."""
    return rate(price_coverage_base(sums))


def range_coverage(sums: Sums) -> Decimal | None:
    """The share of `range_coverage_base`."""
    return rate(range_coverage_base(sums))


FUNCTIONS: dict[str, Callable[[Sums], Any]] = {
    function.__name__: function
    for function in (
        units_listed,
        units_handed_over,
        units_returned,
        units_received,
        hand_overs,
        turnover_rate,
        disposition_reuse_rate,
        network_share,
        weight_kg,
        co2e_gross_kg,
        co2e_gross_low_kg,
        co2e_gross_high_kg,
        co2e_cautious_kg,
        co2e_cautious_low_kg,
        co2e_cautious_high_kg,
        value_saved_nok,
        median_days_to_hand_over,
        p90_days_to_hand_over,
        listings_without_claim,
        claims_lapsed,
        weight_coverage,
        factor_coverage,
        price_coverage,
        range_coverage,
    )
}
"""The one function of each figure."""

RATES: dict[str, Callable[[Sums], Base]] = {
    "turnover_rate": turnover_base,
    "disposition_reuse_rate": disposition_reuse_base,
    "network_share": network_base,
    "weight_coverage": weight_coverage_base,
    "factor_coverage": factor_coverage_base,
    "price_coverage": price_coverage_base,
    "range_coverage": range_coverage_base,
}
"""The figures that are told as a percentage, with the counts they are made of."""

BASES = RATES | {"listings_without_claim": unclaimed_base, "claims_lapsed": lapsed_base}


def _gross_interval(sums: Sums) -> tuple[int, int]:
    return interval(sums.co2e_gross_g, sums.co2e_gross_low_g, sums.co2e_gross_high_g)


def _cautious_interval(sums: Sums) -> tuple[int, int]:
    return interval(sums.co2e_cautious_g, sums.co2e_cautious_low_g, sums.co2e_cautious_high_g)


def _told(known: Known, grams: int) -> Decimal | None:
    return None if known.nothing else kilograms(grams)
