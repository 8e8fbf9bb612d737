"""What a version of a factor says, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.foundation.errors import FieldError
from marketplace.impact.models import Basis

CONFIDENCES = ("A", "B", "C")
MOST_G = {Basis.UNIT: 100_000_000, Basis.KILOGRAM: 1_000_000, Basis.KILOMETRE: 10_000, Basis.KRONE: 1_000}
"""Beyond these a factor is a slip of the pen: 100 tonnes a thing, 1 tonne a kilogram, 10 kg a km, 1 kg a krone."""
MOST_WEIGHT_G = 10_000_000
ROAD_PERCENT = (100, 300)
MOST_COST_ORE = 10_000
EARLIEST_SOURCE = 1990
AHEAD = timedelta(days=366)
_TEXTS = {"described_as": 120, "source": 400, "note": 400, "reason": 1000}
_NEEDED = ("described_as", "source", "reason")


@dataclass(frozen=True, slots=True)
class FactorFields:
    """A version as typed. Grams of CO2e for one unit, kilogram, km or krone.

    `road_percent` and `cost_ore`, what a km costs, are for transport alone.
    """

    described_as: str
    co2e_g: int
    low_g: int | None
    high_g: int | None
    weight_g: int | None
    road_percent: int | None
    source: str
    source_year: int
    confidence: str
    note: str
    valid_from: date
    reason: str
    cost_ore: int | None = None


def errors(fields: FactorFields, basis: Basis, today: date, after: date | None) -> tuple[FieldError, ...]:
    """What is wrong; `after` is the day from which the version before holds."""
    return (*_of_texts(fields), *_of_numbers(fields, basis, today), *_of_day(fields.valid_from, today, after))


def _of_texts(fields: FactorFields) -> Iterator[FieldError]:
    for name, most in _TEXTS.items():
        value = getattr(fields, name).strip()
        if not value and name in _NEEDED:
            yield FieldError(name, "field-required")
        elif len(value) > most:
            yield FieldError(name, "field-too-long", {"most": most})
    if fields.confidence not in CONFIDENCES:
        yield FieldError("confidence", "field-not-a-choice")


def _of_numbers(fields: FactorFields, basis: Basis, today: date) -> Iterator[FieldError]:
    most = MOST_G[basis]
    if not 1 <= fields.co2e_g <= most:
        yield FieldError("co2e_kg", "factor-value-out-of-range", {"most": most // 1000})
    yield from _of_range(fields, most)
    if fields.weight_g is not None and not (basis == Basis.UNIT and 1 <= fields.weight_g <= MOST_WEIGHT_G):
        yield FieldError("weight_kg", "factor-weight-out-of-range", {"most": MOST_WEIGHT_G // 1000})
    least_road, most_road = ROAD_PERCENT
    if basis == Basis.KILOMETRE and not least_road <= (fields.road_percent or 0) <= most_road:
        yield FieldError("road_factor", "factor-road-out-of-range")
    if basis != Basis.KILOMETRE and fields.road_percent is not None:
        yield FieldError("road_factor", "factor-road-not-of-this")
    yield from _of_cost(fields.cost_ore, basis)
    if not EARLIEST_SOURCE <= fields.source_year <= today.year:
        yield FieldError("source_year", "field-out-of-range", {"least": EARLIEST_SOURCE, "most": today.year})


def _of_cost(cost_ore: int | None, basis: Basis) -> Iterator[FieldError]:
    if cost_ore is None:
        return
    if basis != Basis.KILOMETRE:
        yield FieldError("cost_nok_per_km", "factor-cost-not-of-this")
    elif not 0 <= cost_ore <= MOST_COST_ORE:
        yield FieldError("cost_nok_per_km", "factor-cost-out-of-range", {"most": MOST_COST_ORE // 100})


def _of_range(fields: FactorFields, most: int) -> Iterator[FieldError]:
    low, high = fields.low_g, fields.high_g
    if low is None and high is None:
        return
    if low is None or high is None:
        yield FieldError("low_kg" if low is None else "high_kg", "factor-range-half")
    elif low > high:
        yield FieldError("low_kg", "factor-range-reversed")
    elif not 0 <= low <= fields.co2e_g <= high <= most:
        yield FieldError("low_kg", "factor-outside-its-range")


def _of_day(day: date, today: date, after: date | None) -> Iterator[FieldError]:
    if after is not None and day < after:
        yield FieldError("valid_from", "factor-before-earlier-version", {"day": f"{after:%d.%m.%Y}"})
    elif day < today:
        yield FieldError("valid_from", "factor-in-the-past")
    elif day > today + AHEAD:
        yield FieldError("valid_from", "factor-too-far-ahead")
