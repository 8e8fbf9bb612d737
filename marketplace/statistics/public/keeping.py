"""Open months as they are kept: written once, read whole."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.statistics.models import OpenMonth
from marketplace.statistics.public.steps import DECEMBER, PARTS, Parts, Reading, Told, starts_of
from marketplace.statistics.sums import COVERED, NUMBERS, Known, Sums


def list_told() -> list[Told]:
    """The months that are told, oldest first, without their parts."""
    rows = db.session.scalars(select(OpenMonth).order_by(OpenMonth.month))
    return [Told(Reading(row.month, _sums(row.whole), {}), frozenset(row.keys)) for row in rows]


def list_told_through(year: int) -> list[Told]:
    """The months that a year is reckoned from; once its December is told, with the parts that it takes."""
    told = [each for each in list_told() if each.month.year <= year]
    if not told or told[-1].month != (december := date(year, DECEMBER, 1)):
        return told
    taken = {december, *(start.month for start in starts_of(year, told).values())}
    rows = db.session.execute(select(OpenMonth.month, OpenMonth.parts).where(OpenMonth.month.in_(sorted(taken))))
    parts = {month: _parts(plain) for month, plain in rows}
    return [replace(each, reading=replace(each.reading, parts=parts.get(each.month, {}))) for each in told]


def keep(told: Told) -> None:
    """Write down a month that is told now."""
    reading = told.reading
    db.session.add(
        OpenMonth(
            month=told.month,
            told_at=clock.now(),
            keys=sorted(told.keys),
            whole=_plain(reading.whole),
            parts={by.value: {key: _plain(sums) for key, sums in rows.items()} for by, rows in reading.parts.items()},
        )
    )


def _plain(sums: Sums) -> dict[str, Any]:
    """By name, without what is none: to be read also by programs that count more."""
    numbers = {name: getattr(sums, name) for name in NUMBERS if getattr(sums, name)}
    return numbers | {name: astuple(getattr(sums, name)) for name in COVERED if any(astuple(getattr(sums, name)))}


def _sums(plain: Mapping[str, Any]) -> Sums:
    found = Sums()
    for name, value in plain.items():
        setattr(found, name, Known(*value) if name in COVERED else value)
    return found


def _parts(plain: Mapping[str, Mapping[str, Any]]) -> Parts:
    return {by: _rows(plain.get(by.value, {}).items()) for by in PARTS}


def _rows(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Sums]:
    return {key: _sums(sums) for key, sums in rows}
