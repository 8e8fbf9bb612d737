"""What did not get through, for those who look after the service."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.outbox import Delivery
from marketplace.foundation.pagination import Page, offset

_OURS = re.compile(r"^marketplace\.[\w.]+: (?=.)")
LATE_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Troubled:
    """A delivery that was given up, or is not through though it should be."""

    id: int
    event: str
    facts: dict[str, Any]
    handler: str
    recorded_at: datetime
    due_at: datetime
    attempts: int
    given_up_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What one handler has not got through, since when, and the newest reason."""

    handler: str
    given_up: int
    late: int
    since: datetime
    error: str


def list_troubled(page: int = 1, per_page: int = 24) -> Page[Troubled]:
    """What was given up, then what is late; the oldest first."""
    total = db.session.scalar(select(func.count(Delivery.id)).where(_troubled())) or 0
    order = (Delivery.given_up_at.is_(None), Delivery.recorded_at, Delivery.id)
    asked = select(Delivery).where(_troubled()).order_by(*order).offset(offset(page, per_page)).limit(per_page)
    return Page([_told(row) for row in db.session.scalars(asked)], total, page, per_page)


def list_troubled_ids() -> Sequence[int]:
    """All of them."""
    return db.session.scalars(select(Delivery.id).where(_troubled())).all()


def summaries() -> list[Summary]:
    """One line for each handler that has something to tell, the oldest trouble first."""
    given_up, late = func.count(Delivery.given_up_at), func.count() - func.count(Delivery.given_up_at)
    newest = func.max(Delivery.id)
    since = func.min(Delivery.recorded_at)
    asked = select(Delivery.handler, given_up, late, since, newest).where(_troubled()).group_by(Delivery.handler)
    found = db.session.execute(asked.order_by(since)).all()
    ids = [row[4] for row in found]
    reasons = db.session.execute(select(Delivery.id, Delivery.last_error).where(Delivery.id.in_(ids)))
    errors = {delivery_id: first_line(reason) for delivery_id, reason in reasons}
    return [Summary(row[0], row[1], row[2], row[3], errors[row[4]]) for row in found]


def first_line(error: str | None) -> str:
    """What it was, in one line; empty before the first attempt. What a class of ours says needs no name of a class."""
    lines = (error or "").strip().splitlines()
    return _OURS.sub("", lines[0])[:300] if lines else ""


def _troubled() -> ColumnElement[bool]:
    before = clock.now() - LATE_AFTER
    return or_(Delivery.given_up_at.is_not(None), Delivery.recorded_at < before)


def _told(row: Delivery) -> Troubled:
    return Troubled(
        row.id,
        row.event,
        json.loads(row.facts),
        row.handler,
        row.recorded_at,
        row.due_at,
        row.attempts,
        row.given_up_at,
        first_line(row.last_error),
    )
