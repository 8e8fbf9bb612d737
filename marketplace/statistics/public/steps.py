"""When an open figure may move, so that nobody learns of fewer than five units by subtracting one day from another.

1. **The month that is over.** A figure of the network is counted from the start through a month that is over, as the
   ledger stood when the month was told. It moves only when it differs from everything told of it before by nothing, or
   by at least `FEWEST` units. Else it stays, and what it lacks is told with a later month.
2. **Once.** What has been told of a month or a year is kept and never told anew. A correction, a return or a late
   registration for it is counted in the first month that is told after it.
3. **Whole years in parts.** Municipalities and categories, and shares of anything, are told of a year when its December
   is: once, as a table in which small numbers are hidden (see `suppression`). Two years have no unit in common.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marketplace.statistics.figures import FUNCTIONS, RATES
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.public.suppression import FEWEST, Counts, hidden, is_hidden_whole
from marketplace.statistics.sums import COVERED, NUMBERS, Known, Sums

DECEMBER = 12

Value = int | Decimal | None


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """A figure that is told openly: the units behind it, and the figure whose hidden rows it begins with."""

    key: str
    units: Callable[[Sums], Counts]
    like: str | None = None

    @property
    def runs(self) -> bool:
        """Whether it is told month by month; a share is told of whole years."""
        return self.key not in RATES


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
RUNNING = tuple(figure.key for figure in OPEN if figure.runs)
PARTS = (GroupBy.MUNICIPALITY, GroupBy.CATEGORY)

Parts = Mapping[GroupBy, Mapping[str, Sums]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What all hand-overs from the start through a month add up to, as the ledger stood when the month was told."""

    month: date
    whole: Sums
    parts: Parts


@dataclass(frozen=True, slots=True)
class Told:
    """A month that is told, and which of the network's figures have moved to it."""

    reading: Reading
    keys: frozenset[str]

    @property
    def month(self) -> date:
        """Its first day."""
        return self.reading.month


@dataclass(frozen=True, slots=True)
class OpenLine:
    """Figures by key. What is in `hidden` is about too few, or would give another line away."""

    key: str
    values: dict[str, Value]
    hidden: frozenset[str]


def keys_to_tell(reading: Reading, before: Sequence[Told]) -> frozenset[str]:
    """The network's figures that may move to a month, given all that was told before, oldest first."""
    moved = {figure.key for figure in OPEN if figure.runs and _may_move(figure, reading.whole, before)}
    if reading.month.month < DECEMBER:
        return frozenset(moved)
    year = less(reading.whole, start_of(None, reading.month.year, before).whole)
    return frozenset(moved | {figure.key for figure in OPEN if not figure.runs and _holds(figure, year)})


def start_of(key: str | None, year: int, told: Iterable[Told]) -> Reading:
    """What a year's figure is counted from: the last month before it that the figure moved to.

    Shares (None) are counted from the last December.
    """
    start = Reading(date(year, 1, 1), Sums(), {})
    for each in told:
        last = each.month.month == DECEMBER if key is None else key in each.keys
        if each.month.year < year and last:
            start = each.reading
    return start


def whole_of(year: int, told: Sequence[Told]) -> tuple[OpenLine, dict[str, date]]:
    """A year's figures for the network, and through which month each is told."""
    values: dict[str, Value] = {}
    through: dict[str, date] = {}
    starts = starts_of(year, told)
    for figure in OPEN:
        moves = [each for each in told if each.month.year == year and figure.key in each.keys]
        if not moves:
            continue
        step = less(moves[-1].reading.whole, starts[figure.key].whole)
        if not is_hidden_whole(figure.units(step)):
            values[figure.key] = FUNCTIONS[figure.key](step)
            through[figure.key] = moves[-1].month
    return _line("", values), through


def months_of(year: int, told: Sequence[Told]) -> list[OpenLine]:
    """A year's months: what each figure moved by. One that did not move is hidden, and counted in a later month."""
    lines = []
    for place, each in enumerate(told):
        if each.month.year != year:
            continue
        values = {}
        for key in each.keys & set(RUNNING):
            before = next((one for one in reversed(told[:place]) if key in one.keys), None)
            values[key] = FUNCTIONS[key](less(each.reading.whole, before.reading.whole if before else Sums()))
        lines.append(_line(f"{each.month:%Y-%m}", values, RUNNING))
    return lines


def parts_of(year: int, told: Sequence[Told]) -> dict[GroupBy, list[OpenLine]]:
    """A year by municipality and by category, once its December is told; before that there is nothing.

    A figure whose total is hidden, or that has not moved to December, is hidden in all of them.
    """
    last = next((each for each in told if each.month == date(year, DECEMBER, 1)), None)
    if last is None:
        return {}
    whole, through = whole_of(year, told)
    late = {key for key in KEYS if key in whole.hidden or through[key] != last.month}
    starts = starts_of(year, told)
    return {by: _lines(_steps(by, last.reading, starts), late) for by in PARTS}


def starts_of(year: int, told: Sequence[Told]) -> dict[str, Reading]:
    """What each figure of a year is counted from."""
    return {figure.key: start_of(figure.key if figure.runs else None, year, told) for figure in OPEN}


def less(now: Sums, then: Sums) -> Sums:
    """What is in `now` and not in `then`; days to hand-over left out."""
    found = Sums()
    for name in NUMBERS:
        setattr(found, name, getattr(now, name) - getattr(then, name))
    for name in COVERED:
        setattr(found, name, _known_less(getattr(now, name), getattr(then, name)))
    return found


def _known_less(now: Known, then: Known) -> Known:
    return Known(now.own - then.own, now.category - then.category, now.none - then.none)


def _may_move(figure: OpenFigure, now: Sums, before: Sequence[Told]) -> bool:
    earlier = [Sums(), *(each.reading.whole for each in before if figure.key in each.keys)]
    return all(_is_apart(figure, now, then) for then in earlier)


def _is_apart(figure: OpenFigure, now: Sums, then: Sums) -> bool:
    """Whether two states of a figure are the same, or differ by enough units."""
    units = figure.units(less(now, then))
    if any(units):
        return all(abs(count) >= FEWEST for count in units)
    value = FUNCTIONS[figure.key]
    return bool((value(now) or 0) == (value(then) or 0))


def _holds(figure: OpenFigure, year: Sums) -> bool:
    return not is_hidden_whole(figure.units(year))


def _steps(by: GroupBy, last: Reading, starts: Mapping[str, Reading]) -> dict[str, dict[str, Sums]]:
    """Each figure's own sums of each part: from where the figure is counted through December."""
    rows = sorted({row for reading in (last, *starts.values()) for row in reading.parts.get(by, {})})
    return {
        key: {row: less(last.parts[by].get(row, Sums()), start.parts.get(by, {}).get(row, Sums())) for row in rows}
        for key, start in starts.items()
    }


def _lines(steps: Mapping[str, Mapping[str, Sums]], late: Collection[str]) -> list[OpenLine]:
    rows = [row for row in steps[KEYS[0]] if any(each[row] != Sums() for each in steps.values())]
    hidden_of: dict[str, frozenset[str]] = {}
    for figure in OPEN:
        units = {row: figure.units(steps[figure.key][row]) for row in rows}
        beginning = hidden_of.get(figure.like or "", frozenset())
        hidden_of[figure.key] = frozenset(rows) if figure.key in late else hidden(units, beginning)
    return [
        _line(row, {key: FUNCTIONS[key](steps[key][row]) for key in KEYS if row not in hidden_of[key]}) for row in rows
    ]


def _line(key: str, values: Mapping[str, Value], keys: Iterable[str] = KEYS) -> OpenLine:
    every = tuple(keys)
    return OpenLine(key, {each: values.get(each) for each in every}, frozenset(every) - values.keys())
