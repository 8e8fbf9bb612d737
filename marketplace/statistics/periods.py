"""A stretch of days, in Norway."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from marketplace.foundation.clock import OSLO
from marketplace.foundation.errors import FieldError, Invalid

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    first: date
    last: date

    @property
    def starts_at(self) -> datetime:
        """The first moment, in UTC."""
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The moment after the last, in UTC."""
        return _midnight(self.last + timedelta(days=1))

    def months(self) -> list["Period"]:
        """The calendar months it touches, the outer ones cut off at its ends."""
        found, start = [], self.first
        while start <= self.last:
            following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
            found.append(Period(start, min(self.last, following - timedelta(days=1))))
            start = following
        return found

    def days(self) -> list[date]:
        """Each of its days."""
        return [self.first + timedelta(days=each) for each in range((self.last - self.first).days + 1)]

    def whole_month(self) -> "Period":
        """The calendar month of its first day."""
        first = self.first.replace(day=1)
        return Period(first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1))

    def year_before(self) -> "Period":
        """The same days a year earlier; 29 February becomes the 28th."""
        return Period(_a_year_before(self.first), _a_year_before(self.last))


def period(first: date, last: date) -> Period:
    """The period between two days.

    Raises:
        Invalid: the days are reversed, or outside 2000 to 2100.
    """
    if first > last:
        raise Invalid(fields=(FieldError("to", "period-reversed"),))
    if first < EARLIEST or last > LATEST:
        raise Invalid(fields=(FieldError("from", "period-out-of-range"),))
    return Period(first, last)


def this_year(today: date) -> Period:
    """From New Year to the end of the year."""
    return Period(date(today.year, 1, 1), date(today.year, 12, 31))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OSLO).astimezone(UTC)


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
