"""Telling a month openly, once, some days after it is over."""

import logging
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.periods import Period
from marketplace.statistics.public.keeping import keep, list_told
from marketplace.statistics.public.steps import OPEN, Reading, Told, keys_to_tell, less
from marketplace.statistics.queries import Group, get_statistics
from marketplace.statistics.sums import Sums, total
from marketplace.transfers.models import Transfer

TELLING_DAY = 10
"""The day of the next month from which a month is told: until then, hand-overs may still be registered for it."""

log = logging.getLogger(__name__)


def tell_due() -> int:
    """Tell the months that are due and not told yet, oldest first, and answer how many that were.

    From the month of the first hand-over. Another worker that tells the same month stops this one.
    """
    told = 0
    while (month := _next(list_told(), clock.today())) is not None and _tell(month):
        told += 1
    return told


def due_month(today: date) -> date:
    """The last month that may be told on a day: its first day."""
    before = today.replace(day=1) - timedelta(days=1)
    return (before if today.day >= TELLING_DAY else before.replace(day=1) - timedelta(days=1)).replace(day=1)


def _next(told: Sequence[Told], today: date) -> date | None:
    if told:
        month = (told[-1].month + timedelta(days=31)).replace(day=1)
    else:
        first = db.session.scalar(select(func.min(Transfer.on)))
        if first is None:
            return None
        month = first.replace(day=1)
    return month if month <= due_month(today) else None


def _tell(month: date) -> bool:
    before = list_told()
    reading = _read((before[0].month if before else month).replace(month=1), month)
    if reading is None:
        log.warning("the ledger changed while the open figures of %s were read; they are told later", month)
        return False
    try:
        with transaction():
            keep(Told(reading, keys_to_tell(reading, before)))
    except IntegrityError:  # another worker told it first
        return False
    return True


def _read(first: date, month: date) -> Reading | None:
    """All sums from a day through a month; None where the parts were read at different states of the ledger."""
    period = Period(first, Period(month, month).whole_month().last)
    reader = Actor(network_permissions=frozenset({"statistics:view"}))
    places, categories = (
        get_statistics(reader, period, group_by=by).groups for by in (GroupBy.MUNICIPALITY, GroupBy.CATEGORY)
    )
    whole = total([group.sums for group in places])
    apart = less(whole, total([group.sums for group in categories]))
    if any(any(figure.units(apart)) for figure in OPEN):
        return None
    parts = {
        GroupBy.MUNICIPALITY: {group.key: group.sums for group in places},
        GroupBy.CATEGORY: _main_categories(categories),
    }
    return Reading(month, whole, parts)


def _main_categories(groups: Sequence[Group]) -> dict[str, Sums]:
    gathered = dict[str, list[Sums]]()
    for group in groups:
        gathered.setdefault(group.key.partition(".")[0], []).append(group.sums)
    return {key: total(sums) for key, sums in gathered.items()}
