"""The owner's windows: offering, choosing one of them, and nobody in the same place at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.claims import appointing, pickups, policies, queries, service, windows
from marketplace.claims.models import Appointment, PickupWindow
from marketplace.claims.states import StepKind
from marketplace.foundation import outbox
from marketplace.foundation.clock import OSLO
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from marketplace.transfers import service as ledger
from tests.builders import ASKER, GJOVIK, HAMAR, RINGERIKE, a_claim, a_listing, a_unit, an_actor
from tests.claims.racing import at_once, refusals

pytestmark = pytest.mark.usefixtures("app")

TOMORROW = datetime(2026, 6, 16, 8, 0, tzinfo=UTC)


def offer(actor=None, at=TOMORROW, hours=2, **more):
    given = {"place": "Rådhuset", "from_at": at, "until_at": at + timedelta(hours=hours)} | more
    return windows.offer_windows(actor or an_actor(), **given)


def approved(by=GJOVIK, **values):
    return a_claim(a_listing(quantity=5, **values), by=by, state="approved").id


def counts():
    db.session.rollback()
    return [db.session.scalar(select(func.count(model.id))) for model in (PickupWindow, Appointment, outbox.Delivery)]


def refused(kind, code, act):
    before = counts()
    with pytest.raises(kind) as caught:
        act()
    assert caught.value.code == code
    assert counts() == before
    return caught.value


def test_the_claimant_chooses_a_window_and_that_is_the_appointment():
    (window,) = offer()
    claim_id, actor = approved(), an_actor("requester", GJOVIK)
    windows.choose_window(actor, claim_id, window.id)
    shown = queries.get_detail(actor, claim_id)
    agreed = shown.row.appointment
    assert (agreed.place, agreed.from_at, agreed.window_id) == ("Rådhuset", TOMORROW, window.id)
    assert [step.kind for step in shown.steps] == [StepKind.APPOINTED]
    assert windows.list_offered(an_actor())[0].taken == 1


def test_choosing_again_changes_nothing_and_choosing_another_frees_the_first():
    first, second = offer()[0].id, offer(at=TOMORROW + timedelta(days=1))[0].id
    claim_id, actor = approved(), an_actor("requester", GJOVIK)
    windows.choose_window(actor, claim_id, first)
    before = counts()
    windows.choose_window(actor, claim_id, first)
    assert counts() == before
    windows.choose_window(actor, claim_id, second)
    assert [row.taken for row in windows.list_offered(an_actor())] == [0, 1]


def test_a_window_holds_no_more_than_it_says():
    (window,) = offer(capacity=2)
    chosen = [approved() for _ in range(2)]
    for claim_id in chosen:
        windows.choose_window(an_actor(of=GJOVIK), claim_id, window.id)
    third, actor = approved(), an_actor(of=GJOVIK)
    assert windows.list_to_choose(third) == []
    refused(Conflict, "window-taken", lambda: windows.choose_window(actor, third, window.id))
    service.cancel_claim(an_actor(of=GJOVIK), chosen[0])
    windows.choose_window(actor, third, window.id)


@pytest.mark.parametrize("capacity", [1, 3])
def test_many_at_once_never_book_more_than_there_is(capacity):
    (window,) = offer(capacity=capacity)
    claims = [(an_actor("requester", GJOVIK), approved()) for _ in range(8)]
    window_id = window.id
    calls = [lambda who=who, what=what: windows.choose_window(who, what, window_id).id for who, what in claims]
    answers = at_once(calls)
    assert refusals(answers) == ["window-taken"] * (8 - capacity)
    db.session.rollback()
    assert windows.list_offered(an_actor())[0].taken == capacity
    assert sum(pickups.find_appointment(claim_id) is not None for _, claim_id in claims) == capacity


def test_calling_off_frees_the_window_and_leaves_the_claim():
    (window,) = offer()
    claim_id, actor = approved(), an_actor("requester", GJOVIK)
    refused(NotFound, "appointment-not-found", lambda: appointing.cancel_appointment(actor, claim_id))
    windows.choose_window(actor, claim_id, window.id)
    appointing.cancel_appointment(actor, claim_id)
    row = queries.get_detail(actor, claim_id)
    assert (row.row.state, row.row.appointment) == ("approved", None)
    assert row.steps[-1].kind == StepKind.UNAPPOINTED
    assert windows.list_offered(an_actor())[0].taken == 0
    refused(NotFound, "appointment-not-found", lambda: appointing.cancel_appointment(actor, claim_id))
    assert [each.id for each in pickups.list_without_time(actor)] == [claim_id]


def test_what_was_fetched_early_leaves_its_place_to_others():
    (window,) = offer()
    first, second = approved(), approved()
    windows.choose_window(an_actor(of=GJOVIK), first, window.id)
    ledger.hand_over(an_actor(of=GJOVIK), first)
    windows.choose_window(an_actor(of=GJOVIK), second, window.id)
    assert pickups.find_appointment(second).window_id == window.id


def test_a_closed_window_is_offered_no_more_and_what_is_agreed_stands():
    (window,) = offer(capacity=2)
    claim_id, actor, other = approved(), an_actor("requester", GJOVIK), approved()
    windows.choose_window(actor, claim_id, window.id)
    windows.close_window(an_actor(), window.id)
    assert windows.list_offered(an_actor()) == []
    refused(Conflict, "window-taken", lambda: windows.choose_window(actor, other, window.id))
    assert pickups.find_appointment(claim_id) is not None


def test_a_window_that_has_begun_is_not_chosen():
    (window,) = offer(at=TOMORROW - timedelta(hours=23), hours=3)
    claim_id, actor = approved(), an_actor("requester", GJOVIK)
    assert windows.list_to_choose(claim_id) == []
    assert refused(Conflict, "window-taken", lambda: windows.choose_window(actor, claim_id, window.id))


def test_the_hours_are_the_same_each_week_also_when_the_clock_is_changed():
    at = datetime(2026, 10, 20, 9, 0, tzinfo=OSLO)
    found = offer(at=at, weeks=3)
    hours = [(each.from_at.astimezone(OSLO).hour, each.until_at.astimezone(OSLO).hour) for each in found]
    assert hours == [(9, 11)] * 3
    assert [each.from_at.astimezone(UTC).hour for each in found] == [7, 8, 8]


def test_the_same_offer_made_twice_is_one():
    actor = an_actor()
    first = [each.id for each in offer(actor, weeks=2)]
    assert [each.id for each in offer(actor, weeks=2)] == first


def test_a_window_is_for_those_it_is_meant_for():
    mine, other = a_unit(name="Skolen"), a_unit(name="Lageret")
    listing = a_listing(quantity=5, unit_id=mine.id)
    claim_id = a_claim(listing, state="approved").id
    everyone = offer()[0].id
    of_unit = offer(an_actor(unit_id=mine.id), at=TOMORROW + timedelta(hours=1))[0].id
    of_listing = offer(listing_id=listing.id, at=TOMORROW + timedelta(hours=2))[0].id
    elsewhere = offer(an_actor(unit_id=other.id))[0].id
    of_other = offer(listing_id=a_listing().id)[0].id
    foreign = offer(an_actor(of=HAMAR))[0].id
    assert [row.id for row in windows.list_to_choose(claim_id)] == [everyone, of_unit, of_listing]
    for window_id in (elsewhere, of_other, foreign, 999_999):
        with pytest.raises(NotFound, match="window-not-found"):
            windows.choose_window(an_actor(of=GJOVIK), claim_id, window_id)
    assert pickups.find_appointment(claim_id) is None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"place": " "}, "place"),
        ({"hours": 0}, "until"),
        ({"hours": 25}, "until"),
        ({"at": TOMORROW - timedelta(days=3)}, "until"),
        ({"at": TOMORROW + timedelta(days=740)}, "until"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 51}, "capacity"),
        ({"weeks": 0}, "weeks"),
        ({"weeks": 27}, "weeks"),
    ],
)
def test_a_window_that_cannot_be_is_refused(more, field):
    actor = an_actor()
    before = counts()
    with pytest.raises(Invalid) as caught:
        offer(actor, **more)
    assert caught.value.fields[0].field == field
    assert counts() == before


def test_who_may_offer_and_close():
    listing = a_listing(unit_id=a_unit().id)
    table = [
        (an_actor("requester"), None, False),
        (an_actor("observer"), None, False),
        (an_actor("facility_manager"), None, True),
        (an_actor("facility_manager"), listing, True),
        (an_actor("facility_manager", unit_id=a_unit().id), None, True),
        (an_actor("facility_manager", unit_id=a_unit().id), listing, False),
        (an_actor("facility_manager", RINGERIKE), listing, False),
        (an_actor("municipality_admin"), listing, True),
    ]
    for actor, about, allowed in table:
        assert bool(policies.may_offer_windows(actor, about)) == allowed
    with pytest.raises(Forbidden):
        offer(an_actor("requester"))
    (window,) = offer()
    for stranger in (an_actor(of=HAMAR), an_actor("requester"), an_actor(unit_id=a_unit().id)):
        with pytest.raises(NotFound):
            windows.close_window(stranger, window.id)
    assert windows.list_offered(an_actor("requester")) == []
    assert len(windows.list_offered(an_actor())) == 1


@pytest.mark.parametrize("state", ["requested", "queued", "handed_over", "cancelled"])
def test_only_what_is_approved_chooses(state):
    (window,) = offer()
    claim_id, actor = a_claim(a_listing(), state=state).id, an_actor(of=GJOVIK)
    refused(
        Refusal,
        {"handed_over": "claim-ended", "cancelled": "claim-ended"}.get(state, "claim-wrong-state"),
        lambda: windows.choose_window(actor, claim_id, window.id),
    )


def test_a_list_of_windows_costs_the_same_however_long(count_queries):
    costs, actor = [], an_actor()
    for round_ in range(2):
        offer(actor, at=TOMORROW + timedelta(hours=round_), weeks=9)
        with count_queries() as sent:
            windows.list_offered(actor)
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 3


def test_the_list_is_of_ones_own_side():
    offer(an_actor(of=HAMAR))
    offer()
    assert len(windows.list_offered(an_actor(of=ASKER))) == 1


def test_hours_that_the_spring_night_turns_around_are_refused():
    """02:30 comes after 03:15 that night: the clock goes from 02:00 to 03:00."""
    code, hours = "appointment-times-in-order", {"from_at": (2, 30), "until_at": (3, 15)}
    night = {name: datetime(2027, 3, 28, *hour, tzinfo=OSLO) for name, hour in hours.items()}
    refused(Invalid, code, lambda: windows.offer_windows(an_actor(), place="Porten", **night))
    before = {name: moment - timedelta(weeks=1) for name, moment in night.items()}
    assert len(windows.offer_windows(an_actor(), place="Porten", **before)) == 1
    refused(Invalid, code, lambda: windows.offer_windows(an_actor(), place="Rampen", weeks=2, **before))


def test_who_offered_a_window_takes_it_back_also_for_a_listing_of_the_whole_municipality():
    actor = an_actor("facility_manager", ASKER, a_unit(ASKER).id)
    [window] = offer(actor, listing_id=a_listing(ASKER).id)
    assert windows.close_window(actor, window.id).closed_at is not None


@pytest.mark.parametrize("day", [date.min, date.max])
def test_nothing_is_fetched_at_the_ends_of_the_calendar(day):
    assert pickups.list_pickups(an_actor(), day) == []
