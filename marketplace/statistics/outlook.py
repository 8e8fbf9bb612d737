"""Where a year is heading: what is left of it drawn from the last whole months, many times over. Pure.

Months are drawn as they were, all their sums together, so the same draws forecast a count, a rate and a median. They
are taken to be independent: neither season nor trend is known to the method. The same months give the same forecast.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from random import Random

from marketplace.statistics.figures import FUNCTIONS
from marketplace.statistics.periods import Period, period
from marketplace.statistics.sums import COVERED, NUMBERS, Sums, total

DRAWS = 200
MOST_MONTHS, LEAST_MONTHS = 12, 3
LOW_PERCENT, MIDDLE_PERCENT, HIGH_PERCENT = 10, 50, 90


@dataclass(frozen=True, slots=True)
class Forecast:
    """The middle draw, the ends that eight of ten lie between, and of how many months it is made."""

    middle: Decimal
    low: Decimal
    high: Decimal
    months: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """Years as they may end."""

    ends: tuple[Sums, ...]
    months: int

    def values(self, figure: str) -> list[Decimal]:
        """A figure of each, where it is known, least first."""
        found = (FUNCTIONS[figure](sums) for sums in self.ends)
        return sorted(Decimal(value) for value in found if value is not None)


def months_before(today: date) -> Period:
    """The twelve whole months before this one."""
    first = date(today.year - 1, today.month, 1)
    return period(first, date.fromordinal(today.replace(day=1).toordinal() - 1))


def left_of_year(year: int, today: date) -> list[float]:
    """What is left of a year after today: a part of this month, and a one for each month after it."""
    if today.year != year:
        return [1.0] * 12 if year > today.year else []
    following = date(year + today.month // 12, today.month % 12 + 1, 1)
    days = (following - today.replace(day=1)).days
    return [((following - today).days - 1) / days, *[1.0] * (12 - today.month)]


def active(months: Sequence[Sums]) -> list[Sums]:
    """The months from the first in which anything happened."""
    for place, sums in enumerate(months):
        if sums != Sums():
            return list(months[place:])
    return []


def draw(so_far: Sums, months: Sequence[Sums], left: Sequence[float]) -> Drawn | None:
    """The year's ends, drawn from its last months; None when fewer than three of them are known."""
    known = active(months)
    if len(known) < LEAST_MONTHS:
        return None
    random = Random(len(known))  # noqa: S311 - a draw that anybody can repeat
    ends = [
        total([so_far, *(scaled(known[random.randrange(len(known))], part) for part in left)]) for _ in range(DRAWS)
    ]
    return Drawn(tuple(ends), len(known))


def forecast(drawn: Drawn, figure: str) -> Forecast | None:
    """A figure's forecast; None when fewer than half of the draws know it."""
    values = drawn.values(figure)
    if len(values) * 2 < len(drawn.ends):
        return None
    middle, low, high = (
        values[ceil(len(values) * percent / 100) - 1] for percent in (MIDDLE_PERCENT, LOW_PERCENT, HIGH_PERCENT)
    )
    return Forecast(middle, low, high, drawn.months)


def scaled(sums: Sums, part: float) -> Sums:
    """A part of a month's sums, each rounded to a whole number."""
    if part == 1:
        return sums
    found = Sums(**{name: round(getattr(sums, name) * part) for name in NUMBERS})
    for name in COVERED:
        whole, own = getattr(sums, name), getattr(found, name)
        own.own, own.category, own.none = (round(each * part) for each in (whole.own, whole.category, whole.none))
    found.hand_overs_by_days.update({days: round(count * part) for days, count in sums.hand_overs_by_days.items()})
    return found
