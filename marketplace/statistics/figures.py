"""The figures: pure functions of whole numbers, so that the same sums give the same digits everywhere.

Formulas as in `definitions.py`. A rate without a base and a sum of which nothing is known are None, never zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from marketplace.impact.reckoning import Origin

_GRAMS = Decimal(1000)
_RATE = Decimal("0.0001")


@dataclass(slots=True)
class Known:
    """Units by where their value came from. A unit taken back counts as minus one."""

    own: int = 0
    category: int = 0
    none: int = 0

    def add(self, origin: Origin, units: int) -> None:
        """Count units."""
        setattr(self, origin.value, getattr(self, origin.value) + units)

    @property
    def nothing(self) -> bool:
        """Whether there are units, and of none of them the value is known."""
        return self.none > 0 and self.own == 0 and self.category == 0


@dataclass(slots=True)
class Sums:
    """What the ledger and the other tables add up to, before any division.

    Counted where the thing came from: units and listings. Counted where it went: weight, CO2e, value and coverage.
    Amounts in grams and kroner.
    """

    units_listed: int = 0
    units_handed_over: int = 0
    units_returned: int = 0
    units_to_other_municipality: int = 0
    units_closed: int = 0
    units_handed_over_of_closed: int = 0
    units_reused_otherwise: int = 0
    units_discarded: int = 0
    units_received: int = 0
    weight_g: int = 0
    co2e_gross_g: int = 0
    co2e_cautious_g: int = 0
    value_saved_nok: int = 0
    weight: Known = field(default_factory=Known)
    factor: Known = field(default_factory=Known)
    price: Known = field(default_factory=Known)
    hand_overs_by_days: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures as told. Rates from 0 to 1 with four decimals, kilograms with three."""

    units_listed: int
    units_handed_over: int
    units_returned: int
    units_received: int
    turnover_rate: Decimal | None
    disposition_reuse_rate: Decimal | None
    network_share: Decimal | None
    weight_kg: Decimal | None
    co2e_gross_kg: Decimal | None
    co2e_cautious_kg: Decimal | None
    value_saved_nok: int | None
    median_days_to_hand_over: Decimal | None


def figures(sums: Sums) -> Figures:
    """All figures of some sums."""
    return Figures(
        units_listed=sums.units_listed,
        units_handed_over=sums.units_handed_over,
        units_returned=sums.units_returned,
        units_received=sums.units_received,
        turnover_rate=turnover_rate(sums),
        disposition_reuse_rate=disposition_reuse_rate(sums),
        network_share=network_share(sums),
        weight_kg=None if sums.weight.nothing else kilograms(sums.weight_g),
        co2e_gross_kg=None if sums.factor.nothing else kilograms(sums.co2e_gross_g),
        co2e_cautious_kg=None if sums.factor.nothing else kilograms(sums.co2e_cautious_g),
        value_saved_nok=None if sums.price.nothing else sums.value_saved_nok,
        median_days_to_hand_over=median(sums.hand_overs_by_days),
    )


def turnover_rate(sums: Sums) -> Decimal | None:
    """Of the units on listings that closed in the period, the share handed over."""
    return ratio(sums.units_handed_over_of_closed, sums.units_closed)


def disposition_reuse_rate(sums: Sums) -> Decimal | None:
    """Of all units disposed of in any way, the share used again: within, in the network, sold or donated."""
    reused = sums.units_handed_over + sums.units_reused_otherwise
    return ratio(reused, reused + sums.units_discarded)


def network_share(sums: Sums) -> Decimal | None:
    """Of all units handed over, the share that went to another municipality."""
    return ratio(sums.units_to_other_municipality, sums.units_handed_over)


def ratio(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` with four decimals, half up; None without a base."""
    if whole <= 0:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(_RATE, ROUND_HALF_UP)


def kilograms(grams: int) -> Decimal:
    """Grams as kilograms, exactly."""
    return Decimal(grams) / _GRAMS


def median(counts: dict[int, int]) -> Decimal | None:
    """The middle of values given with how often each occurs; the mean of the two middle ones if there are two."""
    total = sum(counts.values())
    if total == 0:
        return None
    low, high = _at(counts, (total - 1) // 2), _at(counts, total // 2)
    return Decimal(low + high) / 2


def _at(counts: dict[int, int], position: int) -> int:
    for value in sorted(counts):
        position -= counts[value]
        if position < 0:
            return value
    raise IndexError(position)


def total(parts: Sequence[Sums]) -> Sums:
    """The sums of all parts together."""
    whole = Sums()
    for part in parts:
        for name in Sums.__slots__:
            value = getattr(part, name)
            if isinstance(value, int):
                setattr(whole, name, getattr(whole, name) + value)
        _add_known(whole, part)
        for days, count in part.hand_overs_by_days.items():
            whole.hand_overs_by_days[days] = whole.hand_overs_by_days.get(days, 0) + count
    return whole


def _add_known(whole: Sums, part: Sums) -> None:
    for name in ("weight", "factor", "price"):
        for origin in Origin:
            getattr(whole, name).add(origin, getattr(getattr(part, name), origin.value))
