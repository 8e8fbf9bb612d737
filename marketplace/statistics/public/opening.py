"""The figures that anybody may see: whole years of the network, by municipality, main category and month."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from marketplace.catalogue.queries import category_names
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.statistics.figures import RATES, figures
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.periods import Period
from marketplace.statistics.public.suppression import Counts, hidden, is_hidden_whole
from marketplace.statistics.queries import Group, get_statistics
from marketplace.statistics.sums import Sums, total
from marketplace.transfers.models import Transfer

Value = int | Decimal | None


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """A figure that is told openly: the units behind it, and the figure whose hidden rows it begins with."""

    key: str
    units: Callable[[Sums], Counts]
    like: str | None = None


def _share(key: str, like: str | None = None) -> OpenFigure:
    def sides(sums: Sums) -> Counts:
        base = RATES[key](sums)
        return (base.part, base.base - base.part)

    return OpenFigure(key, sides, like)


def _received(key: str, of: str) -> OpenFigure:
    return OpenFigure(key, lambda sums: (getattr(sums, of).covered,), "units_received")


OPEN = (
    OpenFigure("units_handed_over", lambda sums: (sums.units_handed_over,)),
    OpenFigure("units_received", lambda sums: (sums.units_received,)),
    _received("co2e_cautious_kg", "factor"),
    _received("co2e_cautious_low_kg", "factor"),
    _received("co2e_cautious_high_kg", "factor"),
    _received("co2e_gross_kg", "factor"),
    _received("co2e_gross_low_kg", "factor"),
    _received("co2e_gross_high_kg", "factor"),
    _received("weight_kg", "weight"),
    _received("value_saved_nok", "price"),
    _share("turnover_rate"),
    _share("disposition_reuse_rate"),
    _share("network_share", "units_handed_over"),
    _share("factor_coverage", "units_received"),
    _share("weight_coverage", "units_received"),
    _share("price_coverage", "units_received"),
)
"""In the order they are told. One that begins with another's hidden rows stands after it."""

KEYS = tuple(figure.key for figure in OPEN)
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
    """A year as it is told: the network, and its parts."""

    period: Period
    whole: OpenRow
    parts: dict[GroupBy, list[OpenRow]]


def years(today: date) -> list[int]:
    """The years that are told, newest first: from the first hand-over to the last month that is over."""
    first = db.session.scalar(select(func.min(Transfer.on)))
    last = last_day(today)
    return [] if first is None or first > last else list(range(last.year, first.year - 1, -1))


def last_day(today: date) -> date:
    """The last day of the last month that is over: nothing is told of the one that runs."""
    return today.replace(day=1) - timedelta(days=1)


def open_year(year: int, today: date, language: str) -> OpenYear:
    """A year's figures without small numbers; of the year that runs, the months that are over.

    Raises:
        NotFound: "open-year-not-found": nothing is told of it.
    """
    if year not in years(today):
        raise NotFound("open-year-not-found")
    period = Period(date(year, 1, 1), min(date(year, 12, 31), last_day(today)))
    reader = Actor(network_permissions=frozenset({"statistics:view"}), language=language)
    groups = {by: _groups(reader, period, by) for by in SPLITS}
    whole = total([group.sums for group in groups[GroupBy.MONTH]])
    too_few = frozenset(figure.key for figure in OPEN if is_hidden_whole(figure.units(whole)))
    parts = {by: _rows(found, too_few) for by, found in groups.items()}
    return OpenYear(period, _row("", "", whole, too_few), parts)


def _groups(reader: Actor, period: Period, by: GroupBy) -> list[Group]:
    found = get_statistics(reader, period, group_by=by).groups
    return _main_categories(found, reader.language) if by == GroupBy.CATEGORY else found


def _main_categories(groups: Sequence[Group], language: str) -> list[Group]:
    names, gathered = category_names(language), dict[str, list[Sums]]()
    for group in groups:
        gathered.setdefault(group.key.partition(".")[0], []).append(group.sums)
    return [Group(key, names.get(key, key), total(sums)) for key, sums in sorted(gathered.items())]


def _rows(groups: Sequence[Group], too_few: frozenset[str]) -> list[OpenRow]:
    """The parts of a whole; a figure whose total is hidden is hidden in all of them."""
    hidden_of: dict[str, frozenset[str]] = {}
    everyone = frozenset(group.key for group in groups)
    for figure in OPEN:
        units = {group.key: figure.units(group.sums) for group in groups}
        beginning = hidden_of.get(figure.like or "", frozenset())
        hidden_of[figure.key] = everyone if figure.key in too_few else hidden(units, beginning)
    return [
        _row(group.key, group.name, group.sums, frozenset(key for key in KEYS if group.key in hidden_of[key]))
        for group in groups
    ]


def _row(key: str, name: str, sums: Sums, concealed: frozenset[str]) -> OpenRow:
    told = asdict(figures(sums))
    return OpenRow(key, name, {each: None if each in concealed else told[each] for each in KEYS}, concealed)
