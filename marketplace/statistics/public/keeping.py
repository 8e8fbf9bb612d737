"""Open months as they are kept: written once, read whole."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.statistics.models import OpenMonth
from marketplace.statistics.public.steps import DECEMBER, PARTS, Parts, Reading, Told
from marketplace.statistics.sums import COVERED, NUMBERS, Known, Sums


def list_told(*, with_parts: bool = False) -> list[Told]:
    """The months that are told, oldest first; their parts only if they are asked for."""
    rows = select(OpenMonth).order_by(OpenMonth.month)
    found = db.session.scalars(rows.options(undefer(OpenMonth.parts)) if with_parts else rows)
    return [
        Told(Reading(row.month, _sums(row.whole), _parts(row.parts) if with_parts else {}), frozenset(row.keys))
        for row in found
    ]


def list_told_through(year: int) -> list[Told]:
    """The months that a year is reckoned from, with parts once its December is told."""
    told = [each for each in list_told() if each.month.year <= year]
    over = any(each.month.year == year and each.month.month == DECEMBER for each in told)
    return [each for each in list_told(with_parts=True) if each.month.year <= year] if over else told


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
