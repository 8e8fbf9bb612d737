"""What a dashboard shows beside the figures: the year before month by month, and municipalities alike."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import log
from statistics import median

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.organisations import queries as organisations
from marketplace.organisations.models import Municipality
from marketplace.statistics.figures import FUNCTIONS
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.periods import Period
from marketplace.statistics.queries import Statistics, get_statistics
from marketplace.statistics.sums import Sums

ALIKE = 5
"""So many municipalities with the population nearest to one's own are similar to it."""

PER_THOUSAND = ("units_handed_over", "units_received", "co2e_cautious_kg", "value_saved_nok")
AS_THEY_ARE = ("turnover_rate", "disposition_reuse_rate", "network_share", "median_days_to_hand_over")
_TENTH, _SHARE = Decimal("0.1"), Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Month:
    """A month, cut off at the period's ends, beside the same days a year earlier."""

    period: Period
    now: Sums
    before: Sums


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A period beside the same days a year earlier, whole and month by month."""

    now: Statistics
    before: Statistics
    months: list[Month]


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of a municipality, a year earlier, and the middle of those alike; counts per thousand inhabitants."""

    figure: str
    own: Decimal | None
    before: Decimal | None
    alike: Decimal | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A municipality beside those alike."""

    alike: list[Municipality]
    rows: list[Compared]


def get_dashboard(
    actor: Actor, period: Period, *, municipality_number: str | None = None, category_code: str | None = None
) -> Dashboard:
    """The figures month by month, with the year before.

    Raises:
        Forbidden: the actor may not see statistics.
        NotFound: no such category.
    """
    now, before = (
        get_statistics(
            actor,
            days,
            group_by=GroupBy.MONTH,
            municipality_number=municipality_number,
            category_code=category_code,
        )
        for days in (period, period.year_before())
    )
    mine, earlier = ({group.key: group.sums for group in each.groups} for each in (now, before))
    months = [
        Month(part, mine.get(f"{part.first:%Y-%m}", Sums()), earlier.get(_key_before(part.first), Sums()))
        for part in period.months()
    ]
    return Dashboard(now, before, months)


def similar_to(number: str, members: Collection[Municipality]) -> list[Municipality]:
    """The members whose population is nearest to a municipality's, by ratio; nearest first."""
    own = organisations.get_municipality(number)
    others = [each for each in members if each.number != number]
    others.sort(key=lambda each: (abs(log(each.population / own.population)), each.number))
    return others[:ALIKE]


def compare(
    actor: Actor, period: Period, municipality_number: str, shown: Dashboard, *, category_code: str | None = None
) -> Comparison | None:
    """A municipality beside similar members; None where there are too few to hide one behind the others.

    Members are those of the period's last day, or of today if that is still to come.
    """
    members = organisations.list_members(min(period.last, clock.today()))
    alike = similar_to(municipality_number, members)
    if len(alike) < ALIKE:
        return None
    parts = get_statistics(actor, period, group_by=GroupBy.MUNICIPALITY, category_code=category_code)
    by_number = {group.key: group.sums for group in parts.groups}
    mine = organisations.get_municipality(municipality_number).population
    rows = []
    for figure in (*PER_THOUSAND, *AS_THEY_ARE):
        values = [_value(figure, by_number.get(each.number, Sums()), each.population) for each in alike]
        known = [value for value in values if value is not None]
        middle = median(known) if known else None
        rows.append(
            Compared(figure, _value(figure, shown.now.whole, mine), _value(figure, shown.before.whole, mine), middle)
        )
    return Comparison(alike, rows)


def _value(figure: str, sums: Sums, population: int) -> Decimal | None:
    value = FUNCTIONS[figure](sums)
    if value is None:
        return None
    if figure in PER_THOUSAND:
        return (Decimal(value) * 1000 / population).quantize(_TENTH, ROUND_HALF_UP)
    return Decimal(value).quantize(_SHARE, ROUND_HALF_UP)


def _key_before(day: date) -> str:
    return f"{day.year - 1}-{day:%m}"
