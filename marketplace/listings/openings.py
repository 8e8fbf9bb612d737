"""When a listing opens further: pure reckoning with stages and Norwegian dates.

A stage opens at the beginning of a Norwegian day, so summer time makes none longer or shorter than people read it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from marketplace.listings.states import Stage, reaches_as_far
from marketplace.organisations.fields import ReleaseFields

FIELDS = {
    Stage.MUNICIPALITY: "opens_to_municipality_on",
    Stage.NETWORK: "opens_to_network_on",
    Stage.VOLUNTARY: "opens_to_voluntary_on",
}
"""The field that says when a stage opens."""

Dates = dict[Stage, date]
"""The day each stage opens; a stage left out does not open by itself."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A wider stage, and the day it opens."""

    stage: Stage
    on: date


def planned(
    rules: ReleaseFields, chosen: Dates, today: date, *, of_whole: bool, at: Stage = Stage.UNIT
) -> tuple[Stage, Dates]:
    """The stage that a listing put out today begins in by the rules, and when it opens further.

    `chosen` days stand in the place of the rules', and later ones are reckoned from them. `of_whole`: it belongs to no
    unit, so that there is no stage of a unit. `at` is how far it was open before.
    """
    days = {
        Stage.UNIT: 0 if of_whole else rules.unit_days,
        Stage.MUNICIPALITY: rules.municipality_days,
        Stage.NETWORK: rules.network_days,
    }
    day, dates = today, Dates()
    for stage, wider in pairwise(Stage):
        if reaches_as_far(at, wider):
            continue
        if wider is Stage.VOLUNTARY and not rules.gives_to_voluntary:
            break
        day = dates[wider] = chosen.get(wider) or day + timedelta(days=days[stage])
    return settled(at, dates, today)


def settled(stage: Stage, dates: Dates, today: date) -> tuple[Stage, Dates]:
    """How far it is open today, and the days that are still to come, each later than the one before."""
    reached = max((each for each, on in dates.items() if on <= today), key=_order, default=stage)
    if reaches_as_far(stage, reached):
        reached = stage
    coming = {each: on for each, on in dates.items() if not reaches_as_far(reached, each)}
    return reached, {
        each: on
        for each, on in coming.items()
        if all(other > on for wider, other in coming.items() if _order(wider) > _order(each))
    }


def in_order(dates: Dates) -> bool:
    """Whether no wider stage opens before a narrower one."""
    days = [dates[stage] for stage in Stage if stage in dates]
    return days == sorted(days)


def _order(stage: Stage) -> int:
    return list(Stage).index(stage)
