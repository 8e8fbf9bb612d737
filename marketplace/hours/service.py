"""Recording hours, and taking back what was wrong."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.transaction import transaction
from marketplace.hours import policies, queries
from marketplace.hours.kinds import HoursKind
from marketplace.hours.models import HoursEntry

MOST_HOURS = 24
LONGEST_ACTIVITY = 200
AS_FAR_BACK = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class HoursFields:
    """Hours as typed."""

    on: date
    hours: Decimal
    kind: HoursKind
    activity: str


def record_hours(actor: Actor, fields: HoursFields, submission_key: str | None = None) -> HoursEntry:
    """Record what the actor spent for their municipality. The same person's same `submission_key` records once.

    Raises:
        Forbidden: the actor belongs to no municipality.
        Invalid: a day to come or long ago, more hours than a day has, nothing said of what they went to.
    """
    policies.may_record_hours(actor).enforce()
    problems = tuple(_problems(fields, clock.today()))
    if problems:
        raise Invalid(fields=problems)
    key = _kept_key(actor, submission_key)
    known = _find(key)
    if known is not None:
        return known
    try:
        with transaction() as session:
            entry = HoursEntry(
                person_id=actor.person_id,
                municipality_number=actor.municipality_number,
                on=fields.on,
                minutes=_minutes(fields.hours),
                kind=fields.kind,
                activity=fields.activity.strip(),
                recorded_at=clock.now(),
                submission_key=key,
            )
            session.add(entry)
            session.flush()
            return entry
    except IntegrityError:
        known = _find(key)
        if known is None:
            raise
        return known


def remove_hours(actor: Actor, entry_id: int) -> HoursEntry:
    """Take back an entry of one's own. It stays, and counts nothing.

    Raises:
        NotFound: there is none.
        Forbidden, Conflict: as `policies.may_remove_hours`.
    """
    with transaction() as session:
        queries.get_entry(entry_id)
        entry = session.get_one(HoursEntry, entry_id, with_for_update=True, populate_existing=True)
        policies.may_remove_hours(actor, entry).enforce()
        entry.removed_at = clock.now()
        return entry


def _problems(fields: HoursFields, today: date) -> Iterator[FieldError]:
    if fields.on > today:
        yield FieldError("on", "hours-to-come")
    elif fields.on < today - AS_FAR_BACK:
        yield FieldError("on", "hours-long-ago")
    if not fields.hours.is_finite() or not 1 <= _minutes(fields.hours) <= MOST_HOURS * 60:
        yield FieldError("hours", "hours-out-of-range")
    if not fields.activity.strip():
        yield FieldError("activity", "field-required")
    elif len(fields.activity.strip()) > LONGEST_ACTIVITY:
        yield FieldError("activity", "field-too-long", {"most": LONGEST_ACTIVITY})


def _minutes(hours: Decimal) -> int:
    return int((hours * 60).to_integral_value())


def _kept_key(actor: Actor, submission_key: str | None) -> str | None:
    """A form's key as it is kept: one person's key never meets another's."""
    if not submission_key:
        return None
    return hashlib.sha256(f"{actor.person_id}:{submission_key}".encode()).hexdigest()


def _find(key: str | None) -> HoursEntry | None:
    if not key:
        return None
    return db.session.scalar(select(HoursEntry).where(HoursEntry.submission_key == key))
