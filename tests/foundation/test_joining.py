"""Handlers that act in the transaction itself: stored with what happened or not at all, and never lost."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.foundation.joining import joining
from marketplace.foundation.outbox import Delivery, Event
from marketplace.foundation.timers import Timer
from marketplace.foundation.transaction import open_connection, transaction
from marketplace.subscriptions import SUBSCRIPTIONS
from tests.conftest import NOW

seen: list[list[int]] = []
failing: list[Exception] = []
is_joining: list[bool] = []


@dataclass(frozen=True)
class ChairMoved(Event):
    chair_id: int


@joining(lambda: bool(is_joining))
def write_down(events: list[ChairMoved]) -> None:
    """Leaves a row for each chair."""
    with transaction():
        for event in events:
            db.session.add(Timer(name=f"chair {event.chair_id}", due_at=NOW))
        db.session.flush()
        if failing:
            raise failing[0]
    seen.append([event.chair_id for event in events])


@pytest.fixture(autouse=True)
def listening(app) -> Iterator[None]:
    seen.clear()
    failing.clear()
    is_joining[:] = [True]
    outbox.subscribe({ChairMoved: (write_down,)})
    yield
    outbox.subscribe(SUBSCRIPTIONS)


def move(*chairs: int) -> None:
    with transaction():
        for chair in chairs:
            with transaction():
                outbox.record(ChairMoved(chair))


def rows(kind=Timer) -> int:
    found = db.session.scalar(select(func.count()).select_from(kind))
    db.session.rollback()
    return found


def test_it_acts_once_at_the_end_about_everything_that_happened():
    move(1, 2, 3)
    assert seen == [[1, 2, 3]]
    assert (rows(), rows(Delivery)) == (3, 0)


def test_what_it_wrote_is_undone_with_the_rest():
    def move_and_stumble() -> None:
        move(1)
        raise RuntimeError("stumbled")

    with pytest.raises(RuntimeError, match="stumbled"), transaction():
        move_and_stumble()
    assert (seen, rows()) == ([], 0)
    move(2)
    assert seen == [[2]]


def test_should_it_fail_what_happened_is_stored_and_it_is_delivered_afterwards(deliver, caplog):
    failing.append(RuntimeError("no room"))
    with transaction():
        db.session.add(Timer(name="the deed", due_at=NOW))
        outbox.record(ChairMoved(1))
        outbox.record(ChairMoved(2))
    assert "write_down could not join the transaction" in caplog.text
    assert (rows(), rows(Delivery)) == (1, 2)
    failing.clear()
    deliver()
    assert seen == [[1, 2]]
    assert (rows(), rows(Delivery)) == (3, 0)


def test_a_failure_of_the_database_in_it_does_not_spoil_the_transaction(deliver):
    with transaction():
        db.session.add(Timer(name="chair 1", due_at=NOW))
        outbox.record(ChairMoved(1))
    assert (rows(), rows(Delivery)) == (1, 1)


def test_what_is_wrong_in_the_transaction_itself_is_not_taken_for_its_failure():
    with pytest.raises(IntegrityError), transaction():
        outbox.record(ChairMoved(1))
        db.session.add(Timer(name="the deed", due_at=None))
    assert (seen, rows(), rows(Delivery)) == ([], 0, 0)


def test_while_it_does_not_join_it_is_delivered_after_the_commit(deliver):
    is_joining.clear()
    move(1, 2)
    assert (seen, rows(Delivery)) == ([], 2)
    deliver()
    assert seen == [[1, 2]]


def test_nothing_joins_while_nothing_may_follow():
    with outbox.silenced():
        move(1)
    assert (seen, rows()) == ([], 0)


def test_there_is_a_connection_to_join_only_within_a_transaction():
    assert open_connection() is None
    with transaction() as session:
        assert open_connection() is session.connection()
    assert open_connection() is None
