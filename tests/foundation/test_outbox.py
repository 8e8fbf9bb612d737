"""Delivered after the commit, at least once, retried with growing pauses, and given up loudly."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from marketplace.foundation import clock, outbox, retrying
from marketplace.foundation.database import db
from marketplace.foundation.outbox import Event
from marketplace.foundation.transaction import transaction
from marketplace.subscriptions import SUBSCRIPTIONS

seen: list[object] = []
failing: list[bool] = []
failing_with: list[Exception] = [RuntimeError("nobody answers")]


@dataclass(frozen=True)
class ChairMoved(Event):
    chair_id: int


def note(event: ChairMoved) -> None:
    if failing:
        raise RuntimeError("the wall is down")
    seen.append(event)


@outbox.outward
def tell_outside(event: ChairMoved) -> None:
    if failing:
        raise failing_with[0]
    seen.append(("outside", event))


@outbox.in_batches
def note_many(events: list[ChairMoved]) -> None:
    seen.append([event.chair_id for event in events])


@pytest.fixture(autouse=True)
def listening(app) -> Iterator[None]:
    seen.clear()
    failing.clear()
    outbox.subscribe({ChairMoved: (note,)})
    yield
    outbox.subscribe(SUBSCRIPTIONS)


def move(*chairs: int) -> None:
    with transaction():
        for chair in chairs:
            outbox.record(ChairMoved(chair))


def test_an_event_is_delivered_after_the_commit_and_once():
    move(1)
    assert seen == []
    outbox.deliver_all()
    outbox.deliver_all()
    assert seen == [ChairMoved(1)]
    assert outbox.state() == outbox.OutboxState(0, 0, None)


def test_what_is_rolled_back_is_never_told():
    with pytest.raises(ZeroDivisionError), transaction():
        outbox.record(ChairMoved(1))
        1 / 0  # noqa: B018 - the failure
    outbox.deliver_all()
    assert seen == []


def test_many_events_reach_a_handler_of_many_at_once():
    outbox.subscribe({ChairMoved: (note_many,)})
    move(1, 2, 3)
    outbox.deliver_all()
    assert seen == [[1, 2, 3]]


def test_a_failure_is_tried_again_after_growing_pauses_and_then_given_up():
    failing.append(True)
    move(1)
    pauses, now = [], clock.now()
    for _ in range(retrying.MOST_ATTEMPTS):
        with clock.standing_still(now):
            assert outbox.deliver_pending() == 1
            assert outbox.deliver_pending() == 0
        due = db.session.query(outbox.Delivery).one().due_at
        db.session.rollback()
        pauses.append(due - now)
        now = due
    del pauses[-1]  # given up: there is no next time
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=2)
    assert outbox.state().given_up == 1
    with clock.standing_still(now + timedelta(days=30)):
        assert outbox.deliver_pending() == 0


def test_what_was_given_up_can_be_tried_again():
    failing.append(True)
    move(1)
    with transaction() as session:
        session.query(outbox.Delivery).update({"attempts": retrying.MOST_ATTEMPTS - 1})
    outbox.deliver_pending()
    failing.clear()
    outbox.try_again(outbox.given_up())
    outbox.deliver_all()
    assert seen == [ChairMoved(1)]


def test_a_worker_that_dies_loses_nothing_the_lease_runs_out():
    move(1)
    outbox._lease(10)  # a worker takes it and is killed
    assert outbox.deliver_pending() == 0
    with clock.standing_still(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        outbox.deliver_all()
    assert seen == [ChairMoved(1)]


@pytest.mark.parametrize("fails", [False, True])
def test_a_worker_that_was_away_for_long_takes_nothing_with_it_but_what_it_had_in_hand(fails):
    """Another has delivered it by then, and what was recorded since may have got its number in the database."""
    start = clock.now()

    def work_slowly(event):
        seen.append(event)
        if seen == [ChairMoved(1)]:
            with clock.standing_still(start + outbox.LEASE + timedelta(seconds=1)):
                assert outbox.deliver_pending() == 1
                move(2)
            if fails:
                raise RuntimeError("the wall is down")

    outbox.subscribe({ChairMoved: (work_slowly,)})
    move(1)
    assert outbox.deliver_pending() == 1
    with clock.standing_still(start + outbox.LEASE + timedelta(seconds=2)):
        assert outbox.deliver_pending() == 1
    assert seen == [ChairMoved(1), ChairMoved(1), ChairMoved(2)]
    assert outbox.state() == outbox.OutboxState(0, 0, None)


def _when_due():
    db.session.rollback()
    return [row.due_at for row in db.session.query(outbox.Delivery).order_by(outbox.Delivery.id)]


def test_a_lease_is_renewed_for_as_long_as_the_work_takes(monkeypatch):
    """Two events for a handler of one: while the first is worked on, both are kept; the second is then postponed."""
    monkeypatch.setattr(outbox, "RENEW_EVERY_S", 0.01)
    start = clock.now()

    def work_long(event):
        if event.chair_id == 2:
            raise RuntimeError("the wall is down")
        for passed in (timedelta(seconds=20), timedelta(seconds=40)):
            with clock.standing_still(start + passed):
                while _when_due() != [start + passed + outbox.LEASE] * 2:
                    db.session.rollback()
                assert outbox.deliver_pending() == 0
        seen.append(event)

    outbox.subscribe({ChairMoved: (work_long,)})
    move(1, 2)
    assert outbox.deliver_pending() == 2
    assert seen == [ChairMoved(1)]
    assert _when_due() == [start + timedelta(seconds=2)]


def test_a_failed_renewal_is_tried_again(monkeypatch):
    monkeypatch.setattr(outbox, "RENEW_EVERY_S", 0.01)
    refused: list[bool] = []
    opened = outbox.transaction

    def refuse_once():
        if not refused:
            refused.append(True)
            raise OSError("the database is away")
        return opened()

    def work_long(event):
        monkeypatch.setattr(outbox, "transaction", refuse_once)
        later = clock.now() + timedelta(seconds=20)
        with clock.standing_still(later):
            while _when_due() != [later + outbox.LEASE]:
                pass
        seen.append(event)

    outbox.subscribe({ChairMoved: (work_long,)})
    move(1)
    outbox.deliver_pending()
    assert (seen, refused, _when_due()) == ([ChairMoved(1)], [True], [])


def test_deliveries_whose_purpose_was_met_otherwise_are_forgotten():
    failing.append(True)
    move(1)
    with transaction() as session:
        session.query(outbox.Delivery).update({"attempts": retrying.MOST_ATTEMPTS - 1})
    outbox.deliver_pending()
    assert outbox.given_up_by(note_many) == []
    assert len(outbox.given_up_by(note)) == 1
    outbox.forget(outbox.given_up_by(note))
    assert outbox.state() == outbox.OutboxState(0, 0, None)


def test_nothing_follows_while_silenced_and_everything_after():
    with outbox.silenced():
        move(1)
    move(2)
    outbox.deliver_all()
    assert seen == [ChairMoved(2)]


def test_the_recorder_is_woken_after_the_commit(app):
    woken: list[str] = []
    outbox.wake_with(lambda: woken.append("up"))
    try:
        with transaction():
            outbox.record(ChairMoved(1))
            assert woken == []
        assert woken == ["up"]
    finally:
        outbox.wake_with(None)


def test_what_goes_to_other_systems_has_a_lane_of_its_own():
    outbox.subscribe({ChairMoved: (tell_outside, note)})
    move(1)
    assert outbox.deliver_pending(outward=False) == 1
    assert seen == [ChairMoved(1)]
    assert outbox.deliver_pending(outward=False) == 0
    assert outbox.deliver_pending(outward=True) == 1
    assert seen == [ChairMoved(1), ("outside", ChairMoved(1))]


def test_a_handler_that_is_gone_is_nobodys_outside_and_does_not_wait_unseen():
    outbox.subscribe({ChairMoved: (tell_outside,)})
    move(1)
    outbox.subscribe({ChairMoved: ()})
    assert outbox.deliver_pending(outward=True) == 0
    assert outbox.deliver_pending(outward=False) == 1


def test_other_systems_are_tried_for_longer_and_not_all_at_the_same_moment():
    firsts = {retrying.pause_after(3, RuntimeError(), outward=True) for _ in range(40)}
    assert len(firsts) > 1
    assert all(timedelta(seconds=8) <= pause < timedelta(seconds=10) for pause in firsts)
    pauses = [retrying.pause_after(attempt, RuntimeError(), outward=True) for attempt in range(1, 17)]
    assert pauses[-1] is None
    assert timedelta(hours=14) < sum(pauses[:-1], timedelta()) < timedelta(hours=20)
    assert retrying.pause_after(40, RuntimeError(), outward=True) is None


@pytest.mark.parametrize(("asked", "given"), [(1, 2), (90, 90), (10**9, 6 * 3600)])
def test_what_the_other_side_asks_for_is_waited_but_not_for_ever(asked, given):
    assert retrying.pause_after(1, retrying.NotYet("429", asked), outward=False) == timedelta(seconds=given)


def test_what_would_be_in_vain_is_given_up_at_once():
    failing.append(True)
    failing_with[:] = [retrying.InVain("no such address")]
    outbox.subscribe({ChairMoved: (tell_outside,)})
    move(1)
    outbox.deliver_pending()
    assert outbox.state().given_up == 1
    (row,) = db.session.query(outbox.Delivery)
    assert "no such address" in row.last_error
    failing_with[:] = [RuntimeError("nobody answers")]
