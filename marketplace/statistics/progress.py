"""How far it is to a target, whether it will be reached, and what that takes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from marketplace.statistics.arithmetic import Base
from marketplace.statistics.figures import BASES, FUNCTIONS, RATES
from marketplace.statistics.outlook import Drawn, Forecast, active, forecast
from marketplace.statistics.scales import CANNOT_FALL, DAYS, LESS_IS_BETTER, meets
from marketplace.statistics.sums import Sums

_LIKELY, _UNLIKELY = Decimal("0.8"), Decimal("0.2")
_TENTH = Decimal("0.1")


class Standing(StrEnum):
    """Where a target stands. The last three go by how many of the draws meet it."""

    REACHED = "reached"
    MISSED = "missed"
    UNKNOWN = "unknown"
    LIKELY = "likely"
    OPEN = "open"
    UNLIKELY = "unlikely"


@dataclass(frozen=True, slots=True)
class Takes:
    """What it takes; which parts are told depends on the figure.

    A sum that shall grow: `missing` in all, `per_month` in what is left, `pace` so far per month. One that shall not:
    `room` left. A rate: of `base_more` expected, `part_more` must count; `possible` whether that can be.
    """

    missing: Decimal | None = None
    per_month: Decimal | None = None
    pace: Decimal | None = None
    room: Decimal | None = None
    base_more: int | None = None
    part_more: int | None = None
    possible: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """A target held against the figures. `way` is how much of the way from the baseline is gone, 1 for all of it.

    `base` and `baseline_base` are what the value and a baseline that was reckoned are parts of.
    """

    value: Decimal | None
    base: Base | None
    baseline: Decimal | None
    way: Decimal | None
    forecast: Forecast | None
    standing: Standing
    takes: Takes | None
    baseline_base: Base | None = None


def progress(
    figure: str,
    target: Decimal,
    so_far: Sums,
    *,
    baseline: Decimal | None,
    baseline_base: Base | None = None,
    months: Sequence[Sums],
    drawn: Drawn | None,
    left: Sequence[float],
) -> Progress:
    """Hold a target against the year's sums so far; `left` is empty once the year is over."""
    found = FUNCTIONS[figure](so_far)
    value = None if found is None else Decimal(found)
    expected = forecast(drawn, figure) if drawn is not None and left else None
    standing = _standing(figure, target, value, drawn if left else None, over=not left)
    open_still = bool(left) and standing not in (Standing.REACHED, Standing.MISSED)
    return Progress(
        value=value,
        base=BASES[figure](so_far) if figure in BASES else None,
        baseline=baseline,
        way=_way(figure, value, baseline, target),
        forecast=expected,
        standing=standing,
        takes=_takes(figure, target, so_far, value, months, drawn, left) if open_still else None,
        baseline_base=baseline_base,
    )


def _standing(figure: str, target: Decimal, value: Decimal | None, drawn: Drawn | None, *, over: bool) -> Standing:
    met = value is not None and meets(figure, value, target)
    if over:
        return Standing.UNKNOWN if value is None else Standing.REACHED if met else Standing.MISSED
    if figure in CANNOT_FALL and not met:
        return Standing.MISSED
    if met and _only_grows(figure):
        return Standing.REACHED
    values = drawn.values(figure) if drawn is not None else []
    if drawn is None or len(values) * 2 < len(drawn.ends):
        return Standing.UNKNOWN
    chance = Decimal(sum(meets(figure, each, target) for each in values)) / len(values)
    if chance >= _LIKELY:
        return Standing.LIKELY
    return Standing.UNLIKELY if chance < _UNLIKELY else Standing.OPEN


def _only_grows(figure: str) -> bool:
    return figure not in LESS_IS_BETTER and figure not in RATES


def _way(figure: str, value: Decimal | None, baseline: Decimal | None, target: Decimal) -> Decimal | None:
    """None where there is none to go: a target that the baseline met already is there to be kept."""
    if value is None or baseline is None or meets(figure, baseline, target):
        return None
    return (value - baseline) / (target - baseline)


def _takes(
    figure: str,
    target: Decimal,
    so_far: Sums,
    value: Decimal | None,
    months: Sequence[Sums],
    drawn: Drawn | None,
    left: Sequence[float],
) -> Takes | None:
    if figure in RATES:
        return _of_rate(figure, target, so_far, drawn)
    if figure in DAYS or value is None:
        return None
    if figure in LESS_IS_BETTER:
        return Takes(room=max(target - value, Decimal(0)))
    time = Decimal(str(round(sum(left), 4)))
    missing = target - value
    return Takes(
        missing=missing,
        per_month=(missing / time).quantize(_TENTH, ROUND_CEILING) if time >= _TENTH else missing,
        pace=_pace(figure, months),
    )


def _pace(figure: str, months: Sequence[Sums]) -> Decimal | None:
    known = [FUNCTIONS[figure](month) for month in active(months)]
    told = [Decimal(value) for value in known if value is not None]
    return (sum(told, Decimal(0)) / len(told)).quantize(_TENTH) if told else None


def _of_rate(figure: str, target: Decimal, so_far: Sums, drawn: Drawn | None) -> Takes | None:
    """Of what is expected to come, as much must count as lifts the whole to the target."""
    if drawn is None:
        return None
    now = RATES[figure](so_far)
    expected = sorted(RATES[figure](sums).base for sums in drawn.ends)[len(drawn.ends) // 2]
    base_more = max(expected - now.base, 0)
    wanted = int((target * (now.base + base_more)).to_integral_value(ROUND_CEILING))
    part_more = max(wanted - now.part, 0)
    return Takes(base_more=base_more, part_more=part_more, possible=part_more <= base_more)
