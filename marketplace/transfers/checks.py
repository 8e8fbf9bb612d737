"""What numbers and days of any row can be."""

from datetime import date

from marketplace.foundation import clock
from marketplace.foundation.errors import FieldError, Invalid


def check_range(field: str, value: int, most: int, code: str) -> None:
    """Refuse what is not from 1 to `most`.

    Raises:
        Invalid: `code`, with the fact `most`.
    """
    if not 1 <= value <= most:
        raise wrong(field, code, most=most)


def check_day(on: date, listed_on: date | None) -> None:
    """Refuse a day that has not come, or that is before the listing was published.

    Raises:
        Invalid: "date-in-future", "hand-over-before-listing".
    """
    if on > clock.today():
        raise wrong("on", "date-in-future")
    if listed_on is not None and on < listed_on:
        raise wrong("on", "hand-over-before-listing", listed_on=listed_on.strftime("%d.%m.%Y"))


def wrong(field: str, code: str, **facts: str | int) -> Invalid:
    """A refusal of one field."""
    return Invalid(code, fields=(FieldError(field, code, dict(facts)),), **facts)
