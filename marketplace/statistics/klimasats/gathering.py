"""What the report is made of, asked of the figures."""

from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.transaction import look_at_one_moment
from marketplace.statistics import outlook
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.klimasats import reckoning
from marketplace.statistics.klimasats.assumptions import Assumptions
from marketplace.statistics.klimasats.reckoning import Ahead
from marketplace.statistics.periods import Period
from marketplace.statistics.queries import Group, get_statistics
from marketplace.statistics.sums import Sums


@dataclass(frozen=True, slots=True)
class Material:
    """The sums of the period, of each of its years and categories, and what lies ahead; `months` that is drawn from."""

    actor: Actor
    stated: Assumptions
    whole: Sums
    years: tuple[tuple[int, Sums], ...]
    categories: tuple[Group, ...]
    months: Period
    months_known: int
    next_years: tuple[Ahead, ...]
    longer_term: tuple[Ahead, ...]


def gather(actor: Actor, stated: Assumptions) -> Material:
    """Everything of the report, as things stand at one moment.

    Raises:
        Forbidden: the actor may not see statistics.
        Invalid: what is stated cannot be reckoned with.
    """
    stated.check()
    look_at_one_moment()
    number, last_year = stated.municipality_number, stated.period.last.year
    split = get_statistics(actor, stated.period, municipality_number=number, group_by=GroupBy.CATEGORY)
    before = outlook.months_before(min(clock.today(), stated.period.last + timedelta(days=1)))
    months = _months(actor, number, before)
    moved = [group for group in split.groups if group.sums.units_handed_over or group.sums.units_received]
    return Material(
        actor=actor,
        stated=stated,
        whole=split.whole,
        years=tuple((year.first.year, _sums(actor, number, year)) for year in years_of(stated.period)),
        categories=tuple(sorted(moved, key=lambda group: (-group.sums.units_handed_over, group.key))),
        months=before,
        months_known=len(outlook.active(months)),
        next_years=tuple(reckoning.next_years(months, last_year)),
        longer_term=tuple(reckoning.longer_term(months, last_year, stated)),
    )


def years_of(period: Period) -> list[Period]:
    """The calendar years that a period touches, the outer ones cut off at its ends."""
    return [
        Period(max(period.first, date(year, 1, 1)), min(period.last, date(year, 12, 31)))
        for year in range(period.first.year, period.last.year + 1)
    ]


def _sums(actor: Actor, number: str | None, period: Period) -> Sums:
    return get_statistics(actor, period, municipality_number=number).whole


def _months(actor: Actor, number: str | None, before: Period) -> list[Sums]:
    found = get_statistics(actor, before, municipality_number=number, group_by=GroupBy.MONTH)
    by_key = {group.key: group.sums for group in found.groups}
    return [by_key.get(f"{month.first:%Y-%m}", Sums()) for month in before.months()]
