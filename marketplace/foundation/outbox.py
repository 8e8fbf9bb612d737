"""What happened, written in the same transaction; what follows, delivered after it, at least once."""

import json
import logging
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Index, String, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation import clock
from marketplace.foundation.database import Base, Id, db
from marketplace.foundation.joining import join, joins
from marketplace.foundation.repeating import repeating
from marketplace.foundation.retrying import pause_after
from marketplace.foundation.transaction import after_commit, transaction

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
RENEW_EVERY_S = 10.0
MOST_RENEWALS = 360
BATCH = 500


@dataclass(frozen=True)
class Event:
    """A fact in the past tense: ids and plain JSON values only."""


Handler = Callable[[Any], None]
Subscriptions = Mapping[type[Event], tuple[Handler, ...]]
H = TypeVar("H", bound=Callable[[Any], None])


class Delivery(Base):
    """One event for one handler, until it is delivered or given up."""

    __tablename__ = "outbox_delivery"

    id: Mapped[Id]
    event: Mapped[str] = mapped_column(String(80))
    facts: Mapped[str]
    handler: Mapped[str] = mapped_column(String(160))
    recorded_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    given_up_at: Mapped[datetime | None]
    last_error: Mapped[str | None]

    __table_args__ = (Index("ix_outbox_delivery_waiting", "given_up_at", "due_at"),)


_handlers: dict[type[Event], tuple[Handler, ...]] = {}
_events_by_name: dict[str, type[Event]] = {}
_handlers_by_name: dict[str, Handler] = {}
_wake: list[Callable[[], None]] = []


def in_batches(handler: H) -> H:
    """Mark a handler that takes a list of events at once, such as the indexing of many listings."""
    handler.__dict__["in_batches"] = True
    return handler


def outward(handler: H) -> H:
    """Mark a handler that speaks to another system, which may be slow or away.

    It is delivered in a lane of its own, so that nothing else waits for it, and tried for longer: see `pause_after`.
    """
    handler.__dict__["outward"] = True
    return handler


def subscribe(subscriptions: Subscriptions) -> None:
    """Learn which handlers follow from which event. Replaces what was known."""
    _handlers.clear()
    _events_by_name.clear()
    _handlers_by_name.clear()
    for event_type, handlers in subscriptions.items():
        _handlers[event_type] = handlers
        _events_by_name[event_type.__name__] = event_type
        _handlers_by_name.update({name_of(handler): handler for handler in handlers})


def wake_with(wake: Callable[[], None] | None) -> None:
    """Call `wake` after each commit that recorded something; None for nobody."""
    _wake[:] = [wake] if wake else []


@contextmanager
def silenced() -> Iterator[None]:
    """Let nothing follow from what happens meanwhile: for demo data, whose people nobody should write to."""
    before = dict(_handlers)
    _handlers.update(dict.fromkeys(before, ()))
    try:
        yield
    finally:
        _handlers.update(before)


def name_of(handler: Handler) -> str:
    """A handler's stable name in the outbox."""
    return f"{handler.__module__.removeprefix('marketplace.')}.{handler.__qualname__}"


def record(event: Event) -> None:
    """Note within the open transaction that something happened, once for each handler."""
    for handler in _handlers[type(event)]:
        if joins(handler):
            join(handler, event, _queue)
        else:
            _queue(handler, event)
    for wake in _wake:
        after_commit(wake)


def _queue(handler: Handler, event: Event) -> None:
    now, facts = clock.now(), json.dumps(asdict(event))
    row = Delivery(event=type(event).__name__, facts=facts, handler=name_of(handler), recorded_at=now, due_at=now)
    db.session.add(row)


def deliver_pending(limit: int = BATCH, *, outward: bool | None = None) -> int:
    """Deliver what is due, oldest first, and answer how many deliveries were tried.

    `outward`: only what goes to other systems, or only what does not; None for both.

    Safe to call from several processes: a delivery is leased before it is tried. The lease is renewed for as long as
    the process lives, for an hour at the most, so what a killed process had in hand comes back when it ends.
    """
    leased = _lease(limit, outward)
    if leased:
        with _renewed(leased):
            _deliver_each(leased)
    return len(leased)


def _deliver_each(leased: Sequence[Delivery]) -> None:
    by_handler: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in leased:
        handler = _handlers_by_name.get(delivery.handler)
        batched = getattr(handler, "in_batches", False)
        by_handler[delivery.handler if batched else f"{delivery.handler}#{delivery.id}"].append(delivery)
    for deliveries in by_handler.values():
        _deliver(deliveries)


def deliver_all(most_rounds: int = 1000) -> None:
    """Deliver until nothing is due; for tests and commands."""
    for _ in range(most_rounds):
        if not deliver_pending():
            return


def _lease(limit: int, outward: bool | None = None) -> Sequence[Delivery]:
    now = clock.now()
    due = _due(now, outward)
    if not db.session.scalar(due.with_only_columns(Delivery.id).limit(1)):
        db.session.rollback()
        return []
    with transaction() as session:
        rows = session.scalars(due.order_by(Delivery.id).limit(limit).with_for_update(skip_locked=True)).all()
        for row in rows:
            row.due_at = now + LEASE
            row.attempts += 1
    session.expunge_all()
    return rows


def _renewed(leased: Sequence[Delivery]) -> AbstractContextManager[None]:
    """Keep what is not yet delivered or postponed: those are the ones that are due when the lease ends."""
    ids = [row.id for row in leased]
    ends_at = leased[0].due_at

    def renew() -> None:
        nonlocal ends_at
        later = clock.now() + LEASE
        with transaction() as session:
            ours = update(Delivery).where(Delivery.id.in_(ids), Delivery.due_at == ends_at)
            session.execute(ours.values(due_at=later))
        ends_at = later

    return repeating(renew, RENEW_EVERY_S, MOST_RENEWALS)


def _due(now: datetime, outward: bool | None) -> Any:
    due = select(Delivery).where(Delivery.given_up_at.is_(None), Delivery.due_at <= now)
    if outward is None:
        return due
    names = [name for name, handler in _handlers_by_name.items() if _is_outward(handler)]
    return due.where(Delivery.handler.in_(names) if outward else Delivery.handler.not_in(names))


def _is_outward(handler: Handler | None) -> bool:
    return getattr(handler, "outward", False)


def _deliver(deliveries: list[Delivery]) -> None:
    first = deliveries[0]
    try:
        handler = _handlers_by_name[first.handler]
        events = [_events_by_name[row.event](**json.loads(row.facts)) for row in deliveries]
        handler(events if getattr(handler, "in_batches", False) else events[0])
    except Exception as error:
        log.exception("delivery of %s to %s failed", first.event, first.handler)
        _postpone(deliveries, error)
    else:
        with transaction() as session:
            session.execute(delete(Delivery).where(_of(deliveries)))
    finally:
        db.session.rollback()


def _postpone(deliveries: list[Delivery], error: Exception) -> None:
    reason = "".join(traceback.format_exception_only(error))[-2000:]
    now = clock.now()
    with transaction() as session:
        for row in deliveries:
            pause = pause_after(row.attempts, error, _is_outward(_handlers_by_name.get(row.handler)))
            if pause is None:
                log.error("gave up delivery %s of %s to %s", row.id, row.event, row.handler)
            given_up, due = (now, now) if pause is None else (None, now + pause)
            session.execute(
                update(Delivery).where(_of([row])).values(due_at=due, given_up_at=given_up, last_error=reason)
            )


def _of(deliveries: Sequence[Delivery]) -> ColumnElement[bool]:
    """These, and none that was recorded since: SQLite gives the number of what another has delivered to the next."""
    newest = max(row.recorded_at for row in deliveries)
    return Delivery.id.in_([row.id for row in deliveries]) & (Delivery.recorded_at <= newest)


def try_again(delivery_ids: Sequence[int]) -> None:
    """Take up again what was given up."""
    with transaction() as session:
        session.execute(
            update(Delivery)
            .where(Delivery.id.in_(delivery_ids))
            .values(due_at=clock.now(), given_up_at=None, attempts=0)
        )


def given_up_by(handler: Handler) -> Sequence[int]:
    """The ids of a handler's deliveries that were given up."""
    chosen = select(Delivery.id).where(Delivery.given_up_at.is_not(None), Delivery.handler == name_of(handler))
    return db.session.scalars(chosen).all()


def forget(delivery_ids: Sequence[int]) -> None:
    """Let go of deliveries whose purpose was met in another way."""
    if delivery_ids:
        with transaction() as session:
            session.execute(delete(Delivery).where(Delivery.id.in_(delivery_ids)))


def given_up() -> Sequence[int]:
    """The ids of deliveries that were given up."""
    return db.session.scalars(select(Delivery.id).where(Delivery.given_up_at.is_not(None))).all()


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many deliveries wait and how many were given up, and since when the oldest waits."""

    waiting: int
    given_up: int
    oldest: datetime | None


def state() -> OutboxState:
    """What the outbox holds now."""
    waiting, given_up, oldest = db.session.execute(
        select(
            func.count().filter(Delivery.given_up_at.is_(None)),
            func.count().filter(Delivery.given_up_at.is_not(None)),
            func.min(Delivery.recorded_at).filter(or_(Delivery.given_up_at.is_(None))),
        )
    ).one()
    return OutboxState(waiting, given_up, cast(datetime | None, oldest))
