"""The targets of a year of all municipalities, each beside how far it has come; forecasts are told one by one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.organisations.geography import place_of
from marketplace.statistics import outlook
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.periods import Period
from marketplace.statistics.progress import Progress, progress
from marketplace.statistics.queries import get_statistics
from marketplace.statistics.sums import Sums
from marketplace.statistics.targets import History, list_histories


@dataclass(frozen=True, slots=True)
class Followed:
    """A municipality's standing targets of a year, and by their ids how far each has come, without a forecast."""

    municipality_number: str
    name: str
    targets: tuple[History, ...]
    progress: dict[int, Progress]


def follow_targets(actor: Actor, year: int) -> list[Followed]:
    """The municipalities that have targets for a year, by name; a fixed number of queries.

    Raises:
        Forbidden: the actor may not see statistics.
    """
    whole = Period(date(year, 1, 1), date(year, 12, 31))
    found = get_statistics(actor, whole, group_by=GroupBy.MUNICIPALITY)
    sums = {group.key: group.sums for group in found.groups}
    left = outlook.left_of_year(year, clock.today())
    standing: dict[str, list[History]] = defaultdict(list)
    for history in list_histories(year):
        if history.value is not None:
            standing[history.newest.municipality_number].append(history)
    followed = [
        Followed(
            number,
            place_of(number).name,
            tuple(targets),
            {each.id: _so_far(each, sums.get(number, Sums()), left) for each in targets},
        )
        for number, targets in standing.items()
    ]
    return sorted(followed, key=lambda each: each.name)


def _so_far(history: History, sums: Sums, left: list[float]) -> Progress:
    assert history.value is not None
    return progress(history.newest.figure, history.value, sums, baseline=None, months=(), drawn=None, left=left)
