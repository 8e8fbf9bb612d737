"""Choosing a period and a municipality."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.organisations import queries as organisations
from marketplace.statistics.periods import Period, period, this_year


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for. `problem` is a refusal when it could not be taken, and this year is shown instead."""

    period: Period
    municipality_number: str | None
    problem: Invalid | None = None


def read_choice(query: Mapping[str, str], today: date) -> Choice:
    """The choice in a query string: `fra`, `til`, `kommune`."""
    numbers = {municipality.number for municipality in organisations.list_municipalities()}
    number = query.get("kommune") or None
    whole = this_year(today)
    try:
        chosen = period(_day(query, "fra", whole.first), _day(query, "til", whole.last))
    except Invalid as problem:
        return Choice(whole, number if number in numbers else None, problem)
    if number is not None and number not in numbers:
        return Choice(chosen, None, Invalid("municipality-not-found", number=number))
    return Choice(chosen, number)


def _day(query: Mapping[str, str], name: str, otherwise: date) -> date:
    given = query.get(name)
    if not given:
        return otherwise
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Invalid(fields=(FieldError(name, "field-not-a-date"),)) from None
