"""What many calls ask for: whose figures, and of which days."""

from datetime import date

from marketplace.api.access import current_actor
from marketplace.foundation import clock
from marketplace.organisations import queries as organisations
from marketplace.statistics import periods


def municipality_asked(number: str | None) -> str | None:
    """The municipality that a call names, if it names one.

    Raises:
        NotFound: there is none of that number.
    """
    return None if number is None else organisations.get_municipality(number).number


def own_municipality() -> str:
    """The caller's.

    Raises:
        NotFound: they act for none.
    """
    return organisations.get_municipality(current_actor().municipality_number or "").number


def period_between(first: date | None, last: date | None) -> periods.Period:
    """From one day to another; what is left out is the first or last day of the other's year, of this one's for both.

    Raises:
        Invalid: the days are reversed, or out of range.
    """
    whole = periods.this_year(first or last or clock.today())
    return periods.period(first or whole.first, last or whole.last)
