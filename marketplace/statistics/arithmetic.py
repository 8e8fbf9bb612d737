"""Sharing, ranking and rounding whole numbers: exact until the last step, the same on every machine."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SMALL_BASE = 5
"""Below this no percentage is told, only the counts."""

_GRAMS = Decimal(1000)
_RATE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Base:
    """The counts behind a figure: `part` of `base`."""

    part: int
    base: int


def rate(of: Base) -> Decimal | None:
    """The share with four decimals, half up.

    None of fewer than five, and where returns of what was handed over in an earlier period leave no share at all.
    """
    if of.base < SMALL_BASE or not 0 <= of.part <= of.base:
        return None
    return (Decimal(of.part) / Decimal(of.base)).quantize(_RATE, ROUND_HALF_UP)


def interval(value: int, low: int, high: int) -> tuple[int, int]:
    """The ends around a sum, given the sums of all its rows' values, lows and highs.

    Rows that take back what an earlier period counted turn the ends around; the value always lies between them.
    """
    below, above = value - low, high - value
    return value - max(below, -above, 0), value + max(above, -below, 0)


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


def percentile(counts: dict[int, int], percent: int) -> int | None:
    """The smallest value that `percent` of all do not exceed (nearest rank)."""
    total = sum(counts.values())
    return _at(counts, -(-total * percent // 100) - 1) if total else None


def _at(counts: dict[int, int], position: int) -> int:
    for value in sorted(counts):
        position -= counts[value]
        if position < 0:
            return value
    raise IndexError(position)
