"""Offers, reminders and lapses by the clock: once each, in Norwegian days, and caught up after an outage."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.claims import answering, appointing, lapsing, reminding, rules, service
from marketplace.claims.deadlines import Times, end_of, morning_of
from marketplace.claims.models import Claim, ClaimStep
from marketplace.claims.states import ClaimState, StepKind
from marketplace.foundation import clock
from marketplace.foundation.clock import OSLO
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid
from marketplace.listings.states import Allocation
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_listing, an_actor
from tests.claims.asking import ask, left, refused, state, steps
from tests.claims.passing import at, until
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("app")

DAY = timedelta(days=1)


def fresh(claim):
    db.session.rollback()
    return db.session.get(Claim, claim.id, populate_existing=True)


def granted(listing=None, by=GJOVIK, quantity=1):
    claim = ask(an_actor("requester", by), listing or a_listing(quantity=2), quantity)
    service.approve_claim(an_actor(), claim.id)
    return claim


def an_offer(allocation=Allocation.FIRST_COME, after=1):
    """What became free, offered to the first of some who wait."""
    listing = a_listing(quantity=1, allocation=allocation)
    first = ask(an_actor(of=RINGERIKE), listing)
    waiting = [ask(an_actor("requester", GJOVIK), listing) for _ in range(1 + after)]
    service.decline_claim(an_actor(), first.id, "Nei")
    return waiting


def local(moment):
    return moment.astimezone(OSLO).strftime("%d.%m %H:%M:%S")


def test_an_offer_is_answered_by_the_end_of_a_day_in_norway():
    offered, _ = an_offer()
    assert local(fresh(offered).answer_by) == "18.06 23:59:59"
    assert local(fresh(offered).remind_at) == "18.06 08:00:00"


def test_an_offer_that_nobody_answers_is_reminded_of_once_and_then_goes_to_the_next():
    offered, following = an_offer()
    until(NOW, NOW + 4 * DAY, timedelta(hours=1))
    assert (state(offered), state(following)) == (ClaimState.LAPSED, ClaimState.REQUESTED)
    assert fresh(offered).decline_reason == lapsing.NOT_ANSWERED
    assert steps(offered)[-2:] == [StepKind.REMINDED, StepKind.LAPSED]
    assert steps(offered).count(StepKind.REMINDED) == 1
    assert fresh(following).answer_by > fresh(offered).ended_at


def test_what_the_owner_chooses_lapses_too_unless_the_claimant_still_wants_it():
    offered, _ = an_offer(Allocation.OWNER)
    until(NOW, NOW + 4 * DAY)
    assert state(offered) == ClaimState.LAPSED


def test_a_yes_on_the_last_second_counts():
    offered, following = an_offer()
    actor = an_actor(of=GJOVIK)
    deadline = fresh(offered).answer_by
    at(deadline - timedelta(hours=5))
    at(deadline)
    with clock.standing_still(deadline):
        assert service.accept_offer(actor, offered.id).state == ClaimState.APPROVED
    at(deadline + timedelta(seconds=1))
    assert (state(offered), state(following)) == (ClaimState.APPROVED, ClaimState.QUEUED)


def test_what_is_granted_is_reminded_of_and_lapses_when_nobody_fetches_it():
    listing = a_listing(quantity=2)
    claim = granted(listing, quantity=2)
    waiting = ask(an_actor(of=RINGERIKE), listing, 1)
    until(NOW, NOW + 13 * DAY)
    assert (state(claim), steps(claim)[-1]) == (ClaimState.APPROVED, StepKind.REMINDED)
    until(NOW + 13 * DAY, NOW + 16 * DAY)
    assert (state(claim), state(waiting)) == (ClaimState.LAPSED, ClaimState.REQUESTED)
    assert fresh(claim).decline_reason == lapsing.NOT_COLLECTED
    assert steps(claim).count(StepKind.REMINDED) == 1


def test_days_count_from_when_it_can_be_had():
    claim = granted(a_listing(available_from=date(2026, 8, 1)))
    assert local(fresh(claim).collect_by) == "15.08 23:59:59"


def test_a_week_of_outage_reminds_once_and_gives_a_days_notice_before_anything_lapses():
    claim = granted()
    late = NOW + 21 * DAY
    assert at(late) == 1
    assert (state(claim), steps(claim)[-1]) == (ClaimState.APPROVED, StepKind.REMINDED)
    assert fresh(claim).collect_by == end_of(clock.local_date(late) + DAY)
    assert at(late) == 0
    assert at(late + 2 * DAY) == 1
    assert (state(claim), steps(claim).count(StepKind.REMINDED)) == (ClaimState.LAPSED, 1)


def test_an_offer_made_before_an_outage_is_not_lost_by_it():
    offered, _ = an_offer()
    at(NOW + 10 * DAY)
    assert state(offered) == ClaimState.REQUESTED
    at(NOW + 12 * DAY)
    assert state(offered) == ClaimState.LAPSED


def test_an_owner_who_does_not_answer_is_reminded_once():
    claim = ask(an_actor(of=GJOVIK), a_listing())
    until(NOW, NOW + 30 * DAY)
    assert steps(claim) == [StepKind.REQUESTED, StepKind.REMINDED]


@pytest.mark.parametrize(("days", "reminded"), [(10, "18.06 08:00:00"), (2, "17.06 08:00:00"), (0, None)])
def test_an_owner_is_reminded_before_the_listing_ends(days, reminded):
    claim = ask(an_actor(of=GJOVIK), a_listing(closes_at=NOW + days * DAY + timedelta(hours=5)))
    moment = fresh(claim).remind_at
    assert (local(moment) if moment else None) == reminded


def test_steps_run_again_do_nothing_more():
    claim, _ = granted(), an_offer()
    until(NOW, NOW + 20 * DAY)
    before = db.session.scalar(select(func.count(ClaimStep.id)))
    assert at(NOW + 20 * DAY) == 0
    assert db.session.scalar(select(func.count(ClaimStep.id))) == before
    assert state(claim) == ClaimState.LAPSED


def test_the_claimant_has_more_time_once_and_the_owner_gives_more_whenever():
    claimant, listing = an_actor("requester", GJOVIK), a_listing()
    claim = ask(claimant, listing)
    service.approve_claim(an_actor(), claim.id)
    service.extend_claim(claimant, claim.id)
    assert local(fresh(claim).collect_by) == "06.07 23:59:59"
    refused(Conflict, "claim-extended-already", service.extend_claim, claimant, claim.id)
    for _ in range(2):
        service.extend_claim(an_actor(), claim.id)
    assert local(fresh(claim).collect_by) == "20.07 23:59:59"


def test_more_time_means_a_new_reminder():
    claim = granted()
    at(NOW + 12 * DAY)
    service.extend_claim(an_actor(), claim.id, date(2026, 7, 31))
    until(NOW + 13 * DAY, NOW + 48 * DAY)
    assert steps(claim).count(StepKind.REMINDED) == 2
    assert state(claim) == ClaimState.LAPSED


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 6, 29), "extension-not-later"),
        (date(2020, 1, 1), "extension-not-later"),
        (date(2029, 1, 1), "extension-too-far"),
    ],
)
def test_a_day_that_gives_no_more_time_is_refused(day, code):
    claim = granted()
    before = fresh(claim).collect_by
    refused(Invalid, code, service.extend_claim, an_actor(), claim.id, day)
    assert fresh(claim).collect_by == before


def test_only_the_owner_sets_a_day():
    claim = granted()
    actor = an_actor(of=GJOVIK)
    refused(Forbidden, "extension-day-is-owners", service.extend_claim, actor, claim.id, date(2026, 7, 31))


def test_an_appointment_later_than_the_deadline_moves_it_to_two_days_after():
    claim = granted()
    begins = datetime(2026, 7, 20, 8, tzinfo=UTC)
    appointing.make_appointment(an_actor(), claim.id, place="Porten", from_at=begins, until_at=begins + DAY / 24)
    assert local(fresh(claim).collect_by) == "22.07 23:59:59"
    until(NOW, datetime(2026, 7, 22, 12, tzinfo=UTC))
    assert state(claim) == ClaimState.APPROVED


def test_what_is_handed_over_in_part_lapses_for_the_rest_only(hand_over):
    listing = a_listing(quantity=3)
    claim = granted(listing, quantity=3)
    hand_over(an_actor(), claim.id, quantity=1)
    until(NOW, NOW + 16 * DAY)
    found = fresh(claim)
    assert (found.state, found.handed_over_quantity, found.held_quantity) == (ClaimState.LAPSED, 1, 1)
    assert left(listing) == 2


def test_what_is_all_handed_over_has_no_deadline(hand_over):
    claim = granted()
    hand_over(an_actor(), claim.id)
    assert (fresh(claim).collect_by, fresh(claim).remind_at) == (None, None)


def test_a_municipality_sets_its_own_times():
    rules.set_times(an_actor("municipality_admin"), ASKER, Times(1, 2, 5, 3))
    claim = granted()
    assert local(fresh(claim).collect_by) == "20.06 23:59:59"
    service.extend_claim(an_actor(), claim.id)
    assert local(fresh(claim).collect_by) == "23.06 23:59:59"
    assert rules.times_of(GJOVIK) == Times()


@pytest.mark.parametrize("times", [Times(0, 1, 5, 3), Times(1, 5, 5, 3), Times(1, 1, 1000, 3), Times(1, 1, 5, 0)])
def test_times_that_nobody_could_keep_are_refused(times):
    refused(Invalid, "invalid-input", rules.set_times, an_actor("municipality_admin"), ASKER, times)
    assert rules.times_of(ASKER) == Times()


@pytest.mark.parametrize(("role", "of"), [("facility_manager", ASKER), ("municipality_admin", GJOVIK)])
def test_only_an_administrator_sets_the_times_of_the_municipality(role, of):
    refused(Forbidden, "sites-not-yours", rules.set_times, an_actor(role, of), ASKER, Times())
    assert rules.times_of(ASKER) == Times()


@pytest.mark.parametrize("today", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)])
def test_days_end_at_midnight_in_norway_also_when_the_clocks_change(today):
    for moment in (morning_of(today), end_of(today)):
        assert clock.local_date(moment) == today
    assert end_of(today) + timedelta(seconds=1) == datetime.combine(today + DAY, datetime.min.time(), OSLO)
    assert local(morning_of(today)).endswith("08:00:00")


@pytest.mark.parametrize("start", [datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 10, 23, 12, tzinfo=UTC)])
def test_every_step_is_taken_once_through_a_night_when_the_clocks_change(start):
    with clock.standing_still(start):
        offered, following = an_offer()
    until(start, start + 4 * DAY, timedelta(minutes=30))
    assert steps(offered).count(StepKind.REMINDED) == steps(offered).count(StepKind.LAPSED) == 1
    lapsed = db.session.scalars(
        select(ClaimStep.at).where(ClaimStep.claim_id == offered.id, ClaimStep.kind == StepKind.LAPSED)
    ).one()
    assert clock.local_date(lapsed) == clock.local_date(start) + 4 * DAY
    assert state(following) == ClaimState.REQUESTED


def test_one_claim_that_fails_holds_up_none_of_the_others(monkeypatch):
    broken, fine = granted(), granted()
    notice = reminding.deadlines.give_notice

    def give_notice(claim):
        if claim.id == broken.id:
            raise RuntimeError("broken")
        notice(claim)

    monkeypatch.setattr(reminding.deadlines, "give_notice", give_notice)
    assert at(NOW + 12 * DAY) == 1
    assert (steps(broken)[-1], steps(fine)[-1]) == (StepKind.APPROVED, StepKind.REMINDED)


def test_nobody_else_answers_an_offer():
    offered, _ = an_offer()
    refused(Forbidden, "claim-not-yours", answering.accept_offer, an_actor(), offered.id)
