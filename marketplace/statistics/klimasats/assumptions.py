"""What whoever reports states: period, growth, horizon, hours. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.statistics.periods import LATEST, Period

CAPS_NOK: tuple[tuple[int, int], ...] = ((2024, 700), (0, 600))
"""The most that Klimasats counts for an hour of one's own, by the first year it holds for."""

PROJECT_BEGAN = date(2024, 1, 1)
"""When the network's project began, which Klimasats pays for: where a report begins unless said otherwise."""

LONG_TERM_YEARS = 10
"""How far beyond its period a report looks unless said otherwise."""

MOST_YEARS = 15
MOST_HOURS = 100_000
MOST_RATE_NOK = 5_000
MOST_PERCENT = 100
MOST_TEXT = 2_000
LEAST_AHEAD = 4
"""The longer term begins in the year after the next three."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours in a year, and what one cost (None: as much as counts)."""

    year: int
    hours: Decimal
    rate_nok: int | None = None

    @property
    def counted_rate_nok(self) -> int:
        """What an hour counts for: its cost, but not above the year's cap."""
        cap = hourly_cap(self.year)
        return cap if self.rate_nok is None else min(self.rate_nok, cap)

    @property
    def amount_nok(self) -> int:
        """Hours × rate in whole kroner, half up."""
        return int((self.hours * self.counted_rate_nok).to_integral_value(ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All that is stated. Percent a year: how much reuse grows, and how much cleaner new things become."""

    period: Period
    municipality_number: str | None
    horizon: int
    growth_percent: Decimal = Decimal(0)
    cleaner_percent: Decimal = Decimal(0)
    hours: tuple[Hours, ...] = ()
    text: str = ""

    def check(self) -> None:
        """See that it can be reckoned with.

        Raises:
            Invalid: naming each field that cannot.
        """
        problems = tuple(self._problems())
        if problems:
            raise Invalid(fields=problems)

    def _problems(self) -> Iterator[FieldError]:
        first, last = self.period.first.year, self.period.last.year
        if last - first >= MOST_YEARS:
            yield FieldError("to", "klimasats-too-long", {"most": MOST_YEARS})
        if not last + LEAST_AHEAD <= self.horizon <= LATEST.year:
            yield FieldError("horizon", "field-out-of-range", {"least": last + LEAST_AHEAD, "most": LATEST.year})
        if not _within(self.growth_percent, -MOST_PERCENT, MOST_PERCENT):
            yield FieldError("growth_percent", "field-out-of-range", {"least": -MOST_PERCENT, "most": MOST_PERCENT})
        if not _within(self.cleaner_percent, 0, MOST_PERCENT):
            yield FieldError("cleaner_percent", "field-out-of-range", {"least": 0, "most": MOST_PERCENT})
        if len(self.text) > MOST_TEXT:
            yield FieldError("text", "field-too-long", {"most": MOST_TEXT})
        for each in self.hours:
            if not _within(each.hours, 0, MOST_HOURS):
                yield FieldError("hours", "field-out-of-range", {"least": 0, "most": MOST_HOURS})
            if each.rate_nok is not None and not 0 <= each.rate_nok <= MOST_RATE_NOK:
                yield FieldError("hours", "field-out-of-range", {"least": 0, "most": MOST_RATE_NOK})


def _within(value: Decimal, least: int, most: int) -> bool:
    return value.is_finite() and least <= value <= most


def hourly_cap(year: int) -> int:
    """The most kroner that an hour counts for in a year: 600 to 2023, 700 from 2024."""
    return next(cap for first, cap in CAPS_NOK if year >= first)
