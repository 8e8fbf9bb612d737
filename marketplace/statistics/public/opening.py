"""The figures that anybody may see: years of the network as they were told, by month, municipality and category."""

from dataclasses import dataclass
from datetime import date

from marketplace.catalogue.queries import category_names
from marketplace.foundation.errors import NotFound
from marketplace.organisations.geography import place_of
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.periods import Period
from marketplace.statistics.public.keeping import list_told, list_told_through
from marketplace.statistics.public.steps import DECEMBER, OpenLine, Told, Value, months_of, parts_of, whole_of

SPLITS = (GroupBy.MUNICIPALITY, GroupBy.CATEGORY, GroupBy.MONTH)


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A line of figures by key. What is in `hidden` is about too few, or would give another line away."""

    key: str
    name: str
    values: dict[str, Value]
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpenYear:
    """A year as it is told: the network, and its parts. Municipalities and categories come when it `is_over`.

    `through`: the last day that is counted, for each figure of the network that is told.
    """

    period: Period
    whole: OpenRow
    parts: dict[GroupBy, list[OpenRow]]
    through: dict[str, date]

    @property
    def is_over(self) -> bool:
        """Whether its December is told."""
        return self.period.last.month == DECEMBER


def years() -> list[int]:
    """The years that are told, newest first."""
    return sorted({each.month.year for each in list_told()}, reverse=True)


def last_whole_year() -> int | None:
    """The newest year that is told to its end, with municipalities and categories."""
    over = [each.month.year for each in list_told() if each.month.month == DECEMBER]
    return over[-1] if over else None


def last_day() -> date | None:
    """The last day of the last month that is told."""
    told = list_told()
    return _last_day_of(told[-1].month) if told else None


def open_year(year: int, language: str) -> OpenYear:
    """A year's figures without small numbers; of the year that runs, the network's through the last month told.

    Raises:
        NotFound: "open-year-not-found": nothing is told of it.
    """
    told = list_told_through(year)
    if not told or told[-1].month.year != year:
        raise NotFound("open-year-not-found")
    whole, through = whole_of(year, told)
    return OpenYear(
        Period(date(year, 1, 1), _last_day_of(told[-1].month)),
        _named(whole, ""),
        _parts(year, told, language),
        {key: _last_day_of(month) for key, month in through.items()},
    )


def _parts(year: int, told: list[Told], language: str) -> dict[GroupBy, list[OpenRow]]:
    parts, names = parts_of(year, told), category_names(language)
    return {
        GroupBy.MUNICIPALITY: [_named(line, place_of(line.key).name) for line in parts.get(GroupBy.MUNICIPALITY, [])],
        GroupBy.CATEGORY: [_named(line, names.get(line.key, line.key)) for line in parts.get(GroupBy.CATEGORY, [])],
        GroupBy.MONTH: [_named(line, line.key) for line in months_of(year, told)],
    }


def _named(line: OpenLine, name: str) -> OpenRow:
    return OpenRow(line.key, name, line.values, line.hidden)


def _last_day_of(month: date) -> date:
    return Period(month, month).whole_month().last
