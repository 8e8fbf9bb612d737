"""Choosing a period and a municipality."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marketplace.catalogue import queries as catalogue
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.organisations import queries as organisations
from marketplace.statistics.periods import Period, period, this_year


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for. `problem` is a refusal when it could not be taken, and this year is shown instead."""

    period: Period
    municipality_number: str | None
    problem: Invalid | None = None
    category_code: str | None = None

    @property
    def query(self) -> dict[str, Any]:
        """It, as an address says it."""
        given = {"kommune": self.municipality_number, "kategori": self.category_code}
        days = {"fra": self.period.first.isoformat(), "til": self.period.last.isoformat()}
        return days | {name: value for name, value in given.items() if value}


def read_choice(query: Mapping[str, str], today: date) -> Choice:
    """The choice in a query string: `fra`, `til`, `kommune`, `kategori`."""
    number, code, problem = query.get("kommune") or None, query.get("kategori") or None, None
    if number is not None and number not in {each.number for each in organisations.list_municipalities()}:
        number, problem = None, Invalid("municipality-not-found", number=number)
    if code is not None and code not in {each.code for each in catalogue.list_categories()}:
        code, problem = None, Invalid("category-not-found", category=code)
    whole = this_year(today)
    try:
        chosen = period(_day(query, "fra", whole.first), _day(query, "til", whole.last))
    except Invalid as refusal:
        chosen, problem = whole, refusal
    return Choice(chosen, number, problem, code)


def _day(query: Mapping[str, str], name: str, otherwise: date) -> date:
    given = query.get(name)
    if not given:
        return otherwise
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Invalid(fields=(FieldError(name, "field-not-a-date"),)) from None
