"""Objecting: by the other side, for a week, and without changing a figure."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.claims import queries as claims
from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.statistics.periods import Period
from marketplace.statistics.queries import get_statistics
from marketplace.transfers import objections, policies, queries, settling
from marketplace.transfers import service as ledger
from marketplace.transfers.kinds import ObjectionOutcome, TransferKind
from marketplace.transfers.models import Objection, Transfer
from tests.builders import ASKER, GJOVIK, HAMAR, a_claim, a_listing, a_unit, an_actor
from tests.claims.racing import at_once, refusals
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("app")


def handed_over(by=ASKER, quantity=5, **values):
    """A hand-over from Asker to Gjøvik, recorded by one of the two."""
    claim = a_claim(a_listing(quantity=5, **values), by=GJOVIK, quantity=quantity, state="approved")
    return ledger.hand_over(an_actor(of=by), claim.id).id


def counts():
    db.session.rollback()
    return [db.session.scalar(select(func.count(model.id))) for model in (Objection, Transfer, outbox.Delivery)]


def refused(kind, code, act):
    before = counts()
    with pytest.raises(kind) as caught:
        act()
    assert caught.value.code == code
    assert counts() == before


@pytest.mark.parametrize(("recorded", "objects"), [(ASKER, GJOVIK), (GJOVIK, ASKER)])
def test_the_side_that_did_not_record_it_may_object(recorded, objects):
    transfer_id = handed_over(recorded)
    own, other = an_actor(of=recorded), an_actor(of=objects)
    refused(Conflict, "objection-own-hand-over", lambda: objections.make_objection(own, transfer_id, "Nei"))
    objections.make_objection(other, transfer_id, " Vi fikk fire. ")
    (row,) = objections.list_of_transfer(other, transfer_id)
    assert (row.reason, row.outcome, row.quantity) == ("Vi fikk fire.", None, 5)
    assert queries.get_row(own, transfer_id).has_open_objection


def test_whoever_asked_may_object_without_reading_the_ledger():
    transfer_id, requester = handed_over(), an_actor("requester", GJOVIK)
    assert objections.get_hand_over(requester, transfer_id).may_object
    objections.make_objection(requester, transfer_id, "Vi fikk ingen.")
    assert objections.get_hand_over(requester, transfer_id).has_open_objection


def test_strangers_and_onlookers_may_not():
    transfer_id = handed_over()
    for actor in (an_actor(of=HAMAR), an_actor("observer", GJOVIK)):
        refused(NotFound, "claim-not-found", lambda actor=actor: objections.make_objection(actor, transfer_id, "Nei"))
        with pytest.raises(NotFound):
            objections.get_hand_over(actor, transfer_id)
        assert objections.list_waiting(actor) == []
    refused(NotFound, "transfer-not-found", lambda: objections.make_objection(an_actor(), 999_999, "Nei"))


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (datetime(2026, 6, 22, 21, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 22, 22, 0, tzinfo=UTC), False),
    ],
)
def test_for_seven_days_until_the_end_of_the_day_in_norway(moment, may):
    transfer_id, actor = handed_over(), an_actor(of=GJOVIK)
    with clock.standing_still(moment):
        assert objections.get_hand_over(actor, transfer_id).may_object == may
        if may:
            objections.make_objection(actor, transfer_id, "Nei")
        else:
            refused(Conflict, "objection-too-late", lambda: objections.make_objection(actor, transfer_id, "Nei"))


def test_within_one_municipality_whoever_did_not_record_it_may_object():
    mine, yours = a_unit(), a_unit()
    claim = a_claim(a_listing(quantity=5, unit_id=mine.id), by=ASKER, unit_id=yours.id, quantity=5, state="approved")
    giver, taker = an_actor(unit_id=mine.id), an_actor(unit_id=yours.id)
    transfer_id = ledger.hand_over(giver, claim.id).id
    refused(Conflict, "objection-own-hand-over", lambda: objections.make_objection(giver, transfer_id, "Nei"))
    objections.make_objection(taker, transfer_id, "Vi fikk fire.")


@pytest.mark.parametrize(("reason", "code"), [("  ", "invalid-input"), ("a" * 1001, "invalid-input")])
def test_an_objection_says_why(reason, code):
    transfer_id, actor = handed_over(), an_actor(of=GJOVIK)
    refused(Invalid, code, lambda: objections.make_objection(actor, transfer_id, reason))


def test_there_is_one_open_objection_at_a_time():
    transfer_id = handed_over()
    actors = [an_actor(of=GJOVIK) for _ in range(4)]
    answers = at_once([lambda who=who: objections.make_objection(who, transfer_id, "Nei").id for who in actors])
    assert refusals(answers) == ["objection-open"] * 3
    assert counts()[0] == 1


def test_figures_stand_until_a_row_takes_back():
    transfer_id, lead = handed_over(), an_actor("municipality_admin")
    year = Period(NOW.date().replace(month=1, day=1), NOW.date().replace(month=12, day=31))
    before = get_statistics(lead, year)
    objection = objections.make_objection(an_actor(of=GJOVIK), transfer_id, "Vi fikk fire.")
    assert get_statistics(lead, year) == before
    back = ledger.take_back(lead, transfer_id, quantity=1, reason="Talte feil", kind=TransferKind.CORRECTION)
    assert get_statistics(lead, year) != before
    settling.settle_objection(an_actor(of=GJOVIK), objection.id, "Det stemmer nå.")
    (row,) = objections.list_of_transfer(lead, transfer_id)
    assert (row.id, row.outcome, row.correction_id) == (objection.id, ObjectionOutcome.TAKEN_BACK, back.id)
    assert not queries.get_row(lead, transfer_id).has_open_objection


def test_what_is_all_taken_back_needs_no_objection():
    transfer_id, actor = handed_over(), an_actor(of=GJOVIK)
    ledger.take_back(an_actor("municipality_admin"), transfer_id, quantity=5, reason="Feil")
    refused(Conflict, "transfer-all-taken-back", lambda: objections.make_objection(actor, transfer_id, "Nei"))


def test_a_row_that_takes_back_is_not_objected_to():
    transfer_id, lead = handed_over(), an_actor("municipality_admin")
    back = ledger.take_back(lead, transfer_id, quantity=1, reason="Feil").id
    actor = an_actor(of=GJOVIK)
    refused(Conflict, "transfer-not-a-hand-over", lambda: objections.make_objection(actor, back, "Nei"))


def test_the_rule_asks_who_is_on_which_side():
    transfer_id = handed_over()
    roles = [(ASKER, "facility_manager"), (GJOVIK, "requester"), (HAMAR, "facility_manager")]
    owner, asker, stranger = (an_actor(role, of) for of, role in roles)
    transfer = db.session.get(Transfer, transfer_id)
    claim = claims.get_claim(owner, transfer.claim_id)
    assert [bool(policies.may_object(actor, transfer, claim)) for actor in (owner, asker, stranger)] == [
        False,
        True,
        False,
    ]
    assert isinstance(policies.may_object(stranger, transfer, claim).refusal, Forbidden)


def test_open_objections_wait_for_both_sides_and_cost_the_same_however_many(count_queries):
    costs, owner = [], an_actor()
    for round_ in range(1, 3):
        for _ in range(3):
            objections.make_objection(an_actor(of=GJOVIK), handed_over(), "Nei")
        with count_queries() as sent:
            found = objections.list_waiting(owner)
        costs.append(len(sent))
        assert len(found) == objections.count_waiting(an_actor(of=GJOVIK)) == 3 * round_
    assert costs[0] == costs[1] <= 5
    with clock.standing_still(NOW + timedelta(days=30)):
        assert objections.count_waiting(owner) == 6
