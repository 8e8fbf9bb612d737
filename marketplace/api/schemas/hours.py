"""What calls about hours take and answer."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from marketplace.api.schemas.base import Answer, Day, Input, ListOf, Query, Text
from marketplace.api.schemas.listings import NamedNumber
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, MAX_PER_PAGE
from marketplace.hours import policies
from marketplace.hours.export import HoursFormat
from marketplace.hours.kinds import HoursKind
from marketplace.hours.queries import HoursFilters, HoursRow, in_hours
from marketplace.hours.service import LONGEST_ACTIVITY, MOST_HOURS, HoursFields
from marketplace.organisations.geography import place_of

Spent = Annotated[Decimal, Field(gt=0, le=MOST_HOURS, max_digits=6, decimal_places=4, allow_inf_nan=False)]


class Whose(StrEnum):
    """One's own hours, or everybody's."""

    OWN = "own"
    ALL = "all"


class HoursQuery(Query):
    """Which hours: the caller's own unless said otherwise; days inclusive.

    `whose=all` with a `municipality` is for its administrators, without one for whoever leads the network.
    """

    whose: Whose = Whose.OWN
    municipality: str | None = Field(None, pattern=r"^[0-9]{4}$", description="A municipality's number.")
    from_on: Day | None = Field(None, alias="from")
    to_on: Day | None = Field(None, alias="to")

    def filters(self) -> HoursFilters:
        """For the queries.

        Raises:
            Invalid: the days are reversed.
        """
        if self.from_on is not None and self.to_on is not None and self.from_on > self.to_on:
            raise Invalid(fields=(FieldError("to", "period-reversed"),))
        return HoursFilters(self.whose is Whose.ALL, self.municipality, self.from_on, self.to_on)


class HoursPageQuery(HoursQuery):
    """One page of them."""

    page: int = Field(1, ge=1, le=100_000)
    per_page: int = Field(DEFAULT_PER_PAGE, ge=1, le=MAX_PER_PAGE)


class HoursExportQuery(HoursQuery):
    """All of them as a file."""

    format: HoursFormat


class HoursInput(Input):
    """On which day, how many hours, and what they went to."""

    on: Day
    hours: Spent
    kind: HoursKind
    activity: Annotated[Text, Field(min_length=1, max_length=LONGEST_ACTIVITY)]

    def fields(self) -> HoursFields:
        """For the service."""
        return HoursFields(self.on, self.hours, self.kind, self.activity)


class HoursAnswer(Answer):
    """Hours of one day. Removed ones (`removed_at`) count nothing."""

    id: int
    on: date
    hours: float
    kind: HoursKind
    activity: str
    municipality: NamedNumber
    person: str
    recorded_at: datetime
    removed_at: datetime | None
    actions: list[str]


class HoursList(ListOf[HoursAnswer]):
    """A page of hours, newest first."""


def hours_answer(actor: Actor, row: HoursRow) -> HoursAnswer:
    """Hours as the API tells them."""
    entry, number = row.entry, row.entry.municipality_number
    return HoursAnswer(
        id=entry.id,
        on=entry.on,
        hours=float(in_hours(entry.minutes)),
        kind=entry.kind,
        activity=entry.activity,
        municipality=NamedNumber(number=number, name=place_of(number).name),
        person=row.person,
        recorded_at=entry.recorded_at,
        removed_at=entry.removed_at,
        actions=["remove"] if policies.may_remove_hours(actor, entry) else [],
    )
