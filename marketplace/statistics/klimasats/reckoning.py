"""Results so far, the next three years and the longer term: from sums and what is stated. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from marketplace.statistics.klimasats.assumptions import Assumptions
from marketplace.statistics.outlook import Forecast, draw, forecast
from marketplace.statistics.sums import Sums

NEXT_YEARS = 3
FIGURES = ("units_handed_over", "weight_kg", "co2e_cautious_kg", "co2e_gross_kg", "value_saved_nok")
EMISSIONS = frozenset({"co2e_cautious_kg", "co2e_gross_kg"})
"""Of these it also matters how much cleaner new things become."""

_WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a stretch of years is expected to bring of a figure."""

    first_year: int
    last_year: int
    figure: str
    middle: Decimal
    low: Decimal
    high: Decimal


def next_years(months: Sequence[Sums], last_year: int) -> list[Ahead]:
    """Each of the next three years, and the three together, drawn from the last whole months as they were.

    Empty when fewer than three months are known.
    """
    found = []
    year = _drawn(months, 1)
    together = _drawn(months, NEXT_YEARS)
    for figure in FIGURES:
        for ahead in range(1, NEXT_YEARS + 1):
            found += _ahead(last_year + ahead, last_year + ahead, figure, year.get(figure))
        found += _ahead(last_year + 1, last_year + NEXT_YEARS, figure, together.get(figure))
    return found


def longer_term(months: Sequence[Sums], last_year: int, stated: Assumptions) -> list[Ahead]:
    """From the fourth year to the horizon: a year as the last months give it, times growth, for each year between.

    The ends add up each year's ends: an outer bound, since nothing is known of how the years hang together.
    """
    year = _drawn(months, 1)
    found = []
    for figure in FIGURES:
        told = year.get(figure)
        if told is not None:
            times = sum((_times(stated, figure, ahead) for ahead in _span(last_year, stated.horizon)), Decimal(0))
            ends = [_whole(value * times) for value in (told.middle, told.low, told.high)]
            found.append(Ahead(last_year + NEXT_YEARS + 1, stated.horizon, figure, *ends))
    return found


def _span(last_year: int, horizon: int) -> range:
    return range(NEXT_YEARS + 1, horizon - last_year + 1)


def _times(stated: Assumptions, figure: str, ahead: int) -> Decimal:
    """How much of a year as it is now the year so far ahead is."""
    grown = (1 + stated.growth_percent / 100) ** ahead
    return grown * (1 - stated.cleaner_percent / 100) ** ahead if figure in EMISSIONS else grown


def _drawn(months: Sequence[Sums], years: int) -> dict[str, Forecast]:
    drawn = draw(Sums(), months, [1.0] * (12 * years))
    if drawn is None:
        return {}
    told = ((figure, forecast(drawn, figure)) for figure in FIGURES)
    return {figure: found for figure, found in told if found is not None}


def _ahead(first: int, last: int, figure: str, told: Forecast | None) -> list[Ahead]:
    if told is None:
        return []
    return [Ahead(first, last, figure, *(_whole(value) for value in (told.middle, told.low, told.high)))]


def _whole(value: Decimal) -> Decimal:
    return value.quantize(_WHOLE, ROUND_HALF_UP)
