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

EARLIEST = date(2000, 1, 1)


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


def list_own(actor: Actor, page: int = 1, per_page: int = DEFAULT_PER_PAGE) -> Page[HoursEntry]:
    """The actor's own that stand, newest first."""
    chosen = _standing().where(HoursEntry.person_id == actor.person_id)
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    newest = chosen.order_by(HoursEntry.on.desc(), HoursEntry.id.desc())
    return Page(list(db.session.scalars(newest.offset(offset(page, per_page)).limit(per_page))), total, page, per_page)


def list_all(actor: Actor, municipality_number: str | None) -> Sequence[HoursRow]:
    """All of a municipality's, or (None) of the network's, oldest first.

    Raises:
        Forbidden: as `policies.may_see_all_hours`.
    """
    policies.may_see_all_hours(actor, municipality_number).enforce()
    return _named(_of(municipality_number))


def rows_of_own(actor: Actor) -> Sequence[HoursRow]:
    """All of the actor's own, oldest first."""
    return _named(_standing().where(HoursEntry.person_id == actor.person_id))


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


def _named(chosen: Select[HoursEntry]) -> list[HoursRow]:
    named = chosen.join(Person, Person.id == HoursEntry.person_id).with_only_columns(HoursEntry, Person.name)
    rows = db.session.execute(named.order_by(HoursEntry.on, HoursEntry.id))
    return [HoursRow(entry, name) for entry, name in rows]


def _standing() -> Select[HoursEntry]:
    return select(HoursEntry).where(HoursEntry.removed_at.is_(None))


def _of(number: str | None) -> Select[HoursEntry]:
    return _standing() if number is None else _standing().where(HoursEntry.municipality_number == number)
