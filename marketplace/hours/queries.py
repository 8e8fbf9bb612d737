"""Asking for hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, func, select

from marketplace.accounts.models import Person
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.hours import policies
from marketplace.hours.models import HoursEntry


@dataclass(frozen=True, slots=True)
class HoursFilters:
    """Which hours: one's own or everybody's, of a municipality or (None) any, between two days or (None) ever."""

    everybody: bool = False
    municipality_number: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class HoursRow:
    """An entry with the name of who spent them."""

    entry: HoursEntry
    person: str


def get_entry(entry_id: int) -> HoursEntry:
    """One entry.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(HoursEntry, entry_id)
    if found is None:
        raise NotFound("hours-not-found")
    return found


def get_row(actor: Actor, entry_id: int) -> HoursRow:
    """One entry with the name of who spent them, removed ones too.

    Raises:
        NotFound: there is none that the actor may see.
    """
    entry = get_entry(entry_id)
    if not policies.may_see_hours(actor, entry):
        raise NotFound("hours-not-found")
    return HoursRow(entry, db.session.get_one(Person, entry.person_id).name)


def list_hours(actor: Actor, filters: HoursFilters, page: int = 1, per_page: int = DEFAULT_PER_PAGE) -> Page[HoursRow]:
    """Those that stand, newest first.

    Raises:
        Forbidden: as `policies.may_see_all_hours`, where everybody's are asked for.
    """
    chosen = _chosen(actor, filters)
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    newest = _with_names(chosen).order_by(HoursEntry.on.desc(), HoursEntry.id.desc())
    rows = db.session.execute(newest.offset(offset(page, per_page)).limit(per_page))
    return Page([HoursRow(entry, name) for entry, name in rows], total, page, per_page)


def rows_of(actor: Actor, filters: HoursFilters) -> Sequence[HoursRow]:
    """All of those that stand, oldest first.

    Raises:
        Forbidden: as `list_hours`.
    """
    return _named(_chosen(actor, filters))


def hours_by_year(municipality_number: str | None, *, person_id: int | None = None) -> dict[int, Decimal]:
    """The hours of each year, of a municipality or (None) of all, or of one person; sums alone tell of nobody."""
    chosen = _of(municipality_number)
    if person_id is not None:
        chosen = chosen.where(HoursEntry.person_id == person_id)
    found: dict[int, int] = {}
    days = chosen.with_only_columns(HoursEntry.on, func.sum(HoursEntry.minutes)).group_by(HoursEntry.on)
    for on, minutes in db.session.execute(days):
        found[on.year] = found.get(on.year, 0) + int(minutes)
    return {year: in_hours(minutes) for year, minutes in sorted(found.items())}


def in_hours(minutes: int) -> Decimal:
    """Minutes as hours with two decimals."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"))


def _chosen(actor: Actor, filters: HoursFilters) -> Select[HoursEntry]:
    chosen = _of(filters.municipality_number)
    if filters.everybody:
        policies.may_see_all_hours(actor, filters.municipality_number).enforce()
    else:
        chosen = chosen.where(HoursEntry.person_id == actor.person_id)
    if filters.first is not None:
        chosen = chosen.where(HoursEntry.on >= filters.first)
    return chosen if filters.last is None else chosen.where(HoursEntry.on <= filters.last)


def _named(chosen: Select[HoursEntry]) -> list[HoursRow]:
    rows = db.session.execute(_with_names(chosen).order_by(HoursEntry.on, HoursEntry.id))
    return [HoursRow(entry, name) for entry, name in rows]


def _with_names(chosen: Select[HoursEntry]) -> Select[HoursEntry, str]:
    return chosen.join(Person, Person.id == HoursEntry.person_id).with_only_columns(HoursEntry, Person.name)


def _standing() -> Select[HoursEntry]:
    return select(HoursEntry).where(HoursEntry.removed_at.is_(None))


def _of(number: str | None) -> Select[HoursEntry]:
    return _standing() if number is None else _standing().where(HoursEntry.municipality_number == number)
