"""Holding the summaries against the ledger."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.statistics.cells import Adding
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.models import Summary
from marketplace.statistics.summaries import (
    DAY,
    DAY_CATEGORY,
    MOST_MARKS,
    NETWORK,
    WHOLE,
    Pair,
    is_whole,
    marks,
    months,
    reckoned,
)

_OF_DAYS = {DAY: WHOLE, DAY_CATEGORY: GroupBy.CATEGORY}
"""Splits of days, and those of months that they add up to."""

Kept = dict[tuple[str, str, str], Any]


def differences() -> list[Pair]:
    """The municipalities and months, not marked, whose summary is not what the ledger says; "" is the network."""
    if not is_whole():
        return []
    stale = {pair for mark in marks(MOST_MARKS + 1) for pair in mark.pairs}
    stale |= {(NETWORK, month) for _, month in stale}
    kept, of_days = _kept()
    wrong: set[Pair] = set()
    for month in sorted({*kept, *of_days, *months()}):
        true = {(row["split"], row["municipality_number"], row["key"]): row["sums"] for row in reckoned(month, None)}
        wrong |= {(place[1], month) for place in _unlike(true, kept[month])}
        daily = {place: cell for place, cell in true.items() if _is_daily(place)}
        wrong |= {(place[1], month) for place in _unlike(_counted(daily), _counted(of_days[month]))}
    return sorted(wrong - stale)


def _kept() -> tuple[dict[date, Kept], dict[date, Kept]]:
    """What is kept of each month, and what its days add up to."""
    found: dict[date, Kept] = defaultdict(dict)
    adding: dict[date, dict[tuple[str, str, str], Adding]] = defaultdict(lambda: defaultdict(Adding))
    rows = select(Summary.split, Summary.municipality_number, Summary.month, Summary.key, Summary.sums)
    for split, number, month, key, sums in db.session.execute(rows):
        if split in _OF_DAYS:
            adding[month.replace(day=1)][str(_OF_DAYS[split]), number, key].add(sums)
        else:
            found[month][split, number, key] = sums
    added = {month: {place: each.cell() for place, each in parts.items()} for month, parts in adding.items()}
    return found, defaultdict(dict, added)


def _is_daily(place: tuple[str, str, str]) -> bool:
    return place[0] == WHOLE or (place[0] == GroupBy.CATEGORY and place[1] == NETWORK)


def _counted(kept: Kept) -> Kept:
    """Without what depends on where a period ends."""
    return {place: cell[:2] for place, cell in kept.items()}


def _unlike(one: Kept, other: Kept) -> set[tuple[str, str, str]]:
    return {place for place in {*one, *other} if one.get(place) != other.get(place)}
