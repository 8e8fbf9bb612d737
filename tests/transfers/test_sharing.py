"""Shared runs: proposed, agreed on for all or none, and divided when the effect is reckoned."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.claims import appointing, pickups, service
from marketplace.claims.models import Appointment, SharedRun
from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Invalid, NotFound
from marketplace.transfers import service as ledger
from marketplace.transfers import sharing
from tests.builders import ASKER, GJOVIK, HAMAR, RINGERIKE, a_claim, a_listing, a_pickup_place, a_unit, an_actor
from tests.claims.racing import at_once, refusals

pytestmark = pytest.mark.usefixtures("app")

DAY = date(2026, 6, 23)
NINE = time(9)
LARVIK = "3909"


def approved(of=ASKER, by=GJOVIK, at=None, **values):
    claim = a_claim(a_listing(of=of, quantity=5, **values), by=by, quantity=2, state="approved")
    if at is not None:
        actor = an_actor(of=of)
        appointing.make_appointment(actor, claim.id, place="Porten", from_at=at, until_at=at + timedelta(hours=1))
    return claim.id


def on(day, hour=9):
    return datetime(2026, 6, day, hour, tzinfo=clock.OSLO)


def proposed(actor=None):
    return [(each.trip.claim_ids, each.week, each.as_owner) for each in sharing.propose_runs(actor or an_actor())]


def counts():
    db.session.rollback()
    return [db.session.scalar(select(func.count(model.id))) for model in (SharedRun, Appointment, outbox.Delivery)]


def refused(kind, code, act):
    before = counts()
    with pytest.raises(kind) as caught:
        act()
    assert code in (caught.value.code, *(error.code for error in getattr(caught.value, "fields", ())))
    assert counts() == before


def test_claims_of_the_same_week_along_the_same_way_are_one_trip():
    first, second = approved(at=on(23)), approved(by=HAMAR, at=on(25))
    (proposal,) = sharing.propose_runs(an_actor())
    assert {row.id for row in proposal.claims} == {first, second}
    assert (proposal.week, proposal.as_owner, proposal.day) == ((2026, 26), True, DAY)
    assert proposal.trip.saved_m > 200_000


def test_other_weeks_are_other_trips():
    approved(at=on(18))
    approved(at=on(25))
    assert proposed() == []


def test_a_week_is_norwegian_and_begins_on_monday():
    sunday_night = datetime(2026, 6, 21, 22, 30, tzinfo=clock.UTC)
    first, second = approved(at=sunday_night), approved(at=on(28))
    assert proposed() == [((first, second), (2026, 26), True)]


def test_what_has_no_time_yet_goes_with_what_has_else_next_week():
    loose = [approved(), approved()]
    assert proposed() == [(tuple(loose), (2026, 26), True)]
    agreed = approved(at=on(30))
    assert proposed() == [((*loose, agreed), (2026, 27), True)]


def test_the_side_that_fetches_is_proposed_a_round_too():
    claims = (approved(of=ASKER), approved(of=RINGERIKE))
    ((ids, _, as_owner),) = proposed(an_actor(of=GJOVIK))
    assert (sorted(ids), as_owner) == (sorted(claims), False)
    assert proposed(an_actor(of=ASKER)) == []


def test_nobody_is_proposed_what_is_not_theirs_or_at_home():
    approved()
    approved(of=RINGERIKE)
    a_claim(a_listing(unit_id=a_unit().id), by=ASKER, state="approved")
    a_claim(a_listing(unit_id=a_unit().id), by=ASKER, state="approved")
    assert proposed(an_actor(of=HAMAR)) == []
    assert proposed() == []
    assert proposed(an_actor("observer")) == []


def test_agreeing_sets_the_appointments_of_all():
    place = a_pickup_place(name="Lager vest", address="Gata 1")
    claims = [approved(pickup_place_id=place.id), approved(by=HAMAR, at=on(25))]
    run = sharing.agree_on_run(an_actor(), claims, on=DAY, begins=NINE)
    agreed = [pickups.find_appointment(claim_id) for claim_id in claims]
    assert [each.place for each in agreed] == ["Lager vest, Gata 1", "Porten"]
    assert {(each.from_at, each.run_id) for each in agreed} == {(on(23), run.id)}
    assert {sharing.sharing_of(claim_id).others for claim_id in claims} == {1}
    assert proposed() == []


def test_what_is_fetched_is_fetched_in_the_order_driven():
    claims = [approved(of=ASKER), approved(of=RINGERIKE)]
    sharing.agree_on_run(an_actor(of=GJOVIK), claims, on=DAY, begins=NINE)
    at = {claim_id: pickups.find_appointment(claim_id).from_at for claim_id in claims}
    assert sorted(at.values())[0] == on(23)
    assert max(at.values()) - min(at.values()) >= timedelta(hours=1)


def test_all_or_none_are_agreed():
    good, other = approved(), approved(by=HAMAR)
    cancelled = approved()
    service.cancel_claim(an_actor(of=GJOVIK), cancelled)
    owner, receiver = an_actor(), an_actor(of=GJOVIK)
    refused(Conflict, "claim-ended", lambda: sharing.agree_on_run(owner, [good, other, cancelled], on=DAY, begins=NINE))
    refused(NotFound, "claim-not-found", lambda: sharing.agree_on_run(receiver, [good, other], on=DAY, begins=NINE))
    refused(NotFound, "claim-not-found", lambda: sharing.agree_on_run(owner, [good, 999_999], on=DAY, begins=NINE))
    refused(Invalid, "run-needs-two", lambda: sharing.agree_on_run(owner, [good, good], on=DAY, begins=NINE))
    yesterday, far = clock.today() - timedelta(days=1), clock.today() + timedelta(days=731)
    for day, code in (
        (yesterday, "appointment-in-past"),
        (date.min, "appointment-in-past"),
        (clock.today(), "appointment-in-past"),
        (far, "appointment-too-far"),
        (date.max, "appointment-too-far"),
    ):
        at = time(0)
        refused(Invalid, code, lambda day=day, at=at: sharing.agree_on_run(owner, [good, other], on=day, begins=at))


def test_what_lies_apart_is_no_run():
    claims, actor = [approved(), approved(by=LARVIK)], an_actor()
    refused(Conflict, "run-not-shared", lambda: sharing.agree_on_run(actor, claims, on=DAY, begins=NINE))


def test_two_who_agree_at_once_agree_once():
    claims = [approved(), approved(by=HAMAR)]
    actors = [an_actor() for _ in range(4)]
    answers = at_once([lambda who=who: sharing.agree_on_run(who, claims, on=DAY, begins=NINE).id for who in actors])
    assert refusals(answers) == ["run-taken"] * 3
    assert counts()[:2] == [1, 2]


def test_the_transport_is_divided_and_frozen():
    alone = ledger.hand_over(an_actor(), approved())
    claims = [approved(), approved()]
    sharing.agree_on_run(an_actor(), claims, on=DAY, begins=NINE)
    with clock.standing_still(on(23, 12)):
        rows = [ledger.hand_over(an_actor(), claim_id) for claim_id in claims]
    assert alone.transport_share_percent == 100
    assert [row.transport_share_percent for row in rows] == [50, 50]
    for row in rows:
        assert abs(row.transport_co2e_g * 2 - alone.transport_co2e_g) <= 1
        assert row.co2e_cautious_g - alone.co2e_cautious_g == alone.transport_co2e_g - row.transport_co2e_g
        assert row.co2e_gross_g == alone.co2e_gross_g
        assert alone.transport_nok // 2 <= row.transport_nok <= alone.transport_nok // 2 + 1
    back = ledger.take_back(an_actor("municipality_admin"), rows[0].id, quantity=2, reason="Feil")
    assert (back.transport_share_percent, back.transport_co2e_g) == (50, -rows[0].transport_co2e_g)


def test_whoever_leaves_the_run_bears_it_alone_again():
    claims = [approved(), approved(), approved()]
    sharing.agree_on_run(an_actor(), claims, on=DAY, begins=NINE)
    assert sharing.share_percent(claims[0]) == 34
    appointing.cancel_appointment(an_actor(of=GJOVIK), claims[0])
    service.cancel_claim(an_actor(of=GJOVIK), claims[1])
    assert [sharing.share_percent(claim_id) for claim_id in claims] == [100, 100, 100]


def test_proposing_costs_the_same_however_many(count_queries):
    costs, actor = [], an_actor()
    for _ in range(2):
        for _ in range(4):
            approved(at=on(23))
        with count_queries() as sent:
            sharing.propose_runs(actor)
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 8
