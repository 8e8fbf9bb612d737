"""The report to Klimasats as its form asks for it, all of it in the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.tabular import numbers
from marketplace.foundation.tabular.numbers import Unreadable
from marketplace.foundation.texts import clean
from marketplace.statistics.klimasats.assumptions import LONG_TERM_YEARS, MOST_YEARS, PROJECT_BEGAN, Assumptions, Hours
from marketplace.statistics.periods import Period
from marketplace.web.forms.statistics import read_choice

T = TypeVar("T")
Logged = Callable[[str | None], Mapping[int, Decimal]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `problem`: what could not be read or reckoned with."""

    stated: Assumptions
    typed: Mapping[str, str]
    years: tuple[int, ...]
    problem: Invalid | None


def read_assumptions(query: Mapping[str, str], today: date, logged: Logged) -> Asked:
    """The assumptions in a query string; what is wrong falls back to what is usual, and is told.

    `logged` gives the hours recorded for a municipality by year: they count where the query says nothing of a year.
    """
    given = {"fra": PROJECT_BEGAN.isoformat(), "til": today.isoformat()} | {
        key: value for key, value in query.items() if value
    }
    choice = read_choice(given, today)
    period = _short(choice.period)
    problems: list[FieldError] = list(choice.problem.fields) if choice.problem else []
    years = tuple(range(period.first.year, period.last.year + 1))
    known = logged(choice.municipality_number)
    typed = {f"timer-{year}": _shown(known[year]) for year in years if year in known} | dict(query.items())
    reader = _Reader(typed, problems)
    stated = Assumptions(
        period=period,
        municipality_number=choice.municipality_number,
        horizon=reader.read("horisont", numbers.integer, period.last.year + LONG_TERM_YEARS),
        growth_percent=reader.read("vekst", numbers.decimal, Decimal(0)),
        cleaner_percent=reader.read("renere", numbers.decimal, Decimal(0)),
        hours=tuple(each for year in years if (each := reader.hours(year)) is not None),
        text=clean(query.get("forutsetninger", ""), lines=True),
    )
    try:
        stated.check()
    except Invalid as refusal:
        problems += refusal.fields
    return Asked(stated, typed, years, Invalid(fields=tuple(problems)) if problems else choice.problem)


class _Reader:
    """Reads fields, and notes those that cannot be read."""

    def __init__(self, query: Mapping[str, str], problems: list[FieldError]) -> None:
        self._query, self._problems = query, problems

    def read(self, name: str, read: Callable[[str], T], otherwise: T) -> T:
        given = self._query.get(name, "").strip()
        if not given:
            return otherwise
        try:
            return read(given)
        except Unreadable as problem:
            self._problems.append(FieldError(name, problem.code, problem.facts))
            return otherwise

    def hours(self, year: int) -> Hours | None:
        hours = self.read(f"timer-{year}", numbers.decimal, None)
        if hours is None:
            return None
        return Hours(year, hours, self.read(f"sats-{year}", numbers.whole_nok, None))


def _shown(hours: Decimal) -> str:
    """As it is typed: `37,5`."""
    return f"{hours.normalize():f}".replace(".", ",")


def _short(period: Period) -> Period:
    """No longer than a report can be."""
    first = max(period.first, date(period.last.year - MOST_YEARS + 1, 1, 1))
    return Period(first, period.last)
