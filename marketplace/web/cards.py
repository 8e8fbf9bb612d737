"""A listing's card: what matters about it now, in words."""

from datetime import date, datetime, timedelta

from flask_babel import gettext, ngettext

from marketplace.catalogue.conditions import Condition
from marketplace.foundation.clock import local_date
from marketplace.listings.queries import ListingCard
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations.geography import place_of
from marketplace.web.formatting import day, kroner

SOON = timedelta(days=7)

Mark = tuple[str, str]
"""A tag's words and colour."""


def marks_of(card: ListingCard, today: date) -> list[Mark]:
    """The marks of a card, most pressing first: only what may change somebody's mind."""
    marks = (
        _state(card),
        _closing(card.closes_at, today),
        _loan(card),
        _repair(card),
        _opening(card, today),
        _price(card),
        _stage(card),
    )
    return [mark for mark in marks if mark is not None]


def _state(card: ListingCard) -> Mark | None:
    if card.state is ListingState.PUBLISHED:
        return None
    words = {
        ListingState.DRAFT: (gettext("Utkast"), "info"),
        ListingState.CLOSED: (gettext("Avsluttet"), "neutral"),
        ListingState.WITHDRAWN: (gettext("Trukket"), "neutral"),
        ListingState.EXPIRED: (gettext("Utløpt"), "neutral"),
    }
    return words.get(card.state)


def _loan(card: ListingCard) -> Mark | None:
    return (gettext("Til utlån"), "info") if card.loan_days is not None else None


def _closing(closes_at: datetime | None, today: date) -> Mark | None:
    if closes_at is None:
        return None
    days = (local_date(closes_at) - today).days
    if days < 0 or days > SOON.days:
        return None
    if days == 0:
        return gettext("Stenger i dag"), "warning"
    return ngettext("Stenger i morgen", "Stenger om %(num)s dager", days), "warning"


def _repair(card: ListingCard) -> Mark | None:
    return (gettext("Trenger reparasjon"), "warning") if card.condition == Condition.NEEDS_REPAIR else None


def _opening(card: ListingCard, today: date) -> Mark | None:
    if card.available_from is None or card.available_from <= today:
        return None
    return gettext("Fra %(day)s", day=day(card.available_from)), "info"


def _price(card: ListingCard) -> Mark | None:
    return (gettext("%(price)s per stk.", price=kroner(card.price_nok)), "neutral") if card.price_nok else None


def _stage(card: ListingCard) -> Mark | None:
    if card.opens_on is not None:
        return gettext("Åpner %(day)s", day=day(card.opens_on)), "info"
    if card.reserved_for is not None:
        return gettext("Gis til %(place)s", place=place_of(card.reserved_for).name), "info"
    if card.stage in (Stage.NETWORK, Stage.VOLUNTARY):
        return None
    return (gettext("Bare egen enhet") if card.stage is Stage.UNIT else gettext("Bare egen kommune")), "info"
