"""Who settles an objection: the side that made it; after a fortnight somebody between the two as well."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.claims import queries as claims
from marketplace.claims.models import ClaimStep
from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Invalid, NotFound
from marketplace.transfers import objections, policies, settling
from marketplace.transfers import service as ledger
from marketplace.transfers.kinds import ObjectionOutcome, TransferKind
from marketplace.transfers.models import Objection, Transfer
from tests.builders import ASKER, GJOVIK, HAMAR, a_claim, a_listing, a_unit, an_actor
from tests.claims.racing import at_once, refusals
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("app")
LATER = NOW + timedelta(days=15)


@pytest.fixture
def objected(app):
    """A hand-over from Asker to Gjøvik, recorded by Asker, to which Gjøvik objects: its id and the objection's."""
    claim = a_claim(a_listing(quantity=5), by=GJOVIK, quantity=5, state="approved")
    transfer_id = ledger.hand_over(an_actor(of=ASKER), claim.id).id
    return transfer_id, objections.make_objection(an_actor("requester", GJOVIK), transfer_id, "Vi fikk fire.").id


def state():
    db.session.rollback()
    rows = db.session.execute(select(Objection.outcome, Objection.answer, Objection.raised_at)).all()
    return rows, [db.session.scalar(select(func.count()).select_from(model)) for model in (ClaimStep, outbox.Delivery)]


def refused(kind, code, act):
    before = state()
    with pytest.raises(kind) as caught:
        act()
    assert caught.value.code == code
    assert state() == before


def outcome(objection_id):
    db.session.rollback()
    objection = db.session.get(Objection, objection_id)
    return objection.outcome, objection.answer, objection.correction_id


def take_some(actor, transfer_id, quantity=1):
    return ledger.take_back(actor, transfer_id, quantity=quantity, reason="Talte feil", kind=TransferKind.CORRECTION).id


@pytest.mark.parametrize(
    ("role", "of", "before", "after"),
    [
        ("requester", GJOVIK, True, True),
        ("facility_manager", GJOVIK, True, True),
        ("municipality_admin", GJOVIK, True, True),
        ("observer", GJOVIK, False, False),
        ("requester", ASKER, False, False),
        ("facility_manager", ASKER, False, False),
        ("municipality_admin", ASKER, False, False),
        ("municipality_admin", HAMAR, False, False),
        ("project_lead", HAMAR, False, True),
        ("project_lead", GJOVIK, False, True),
        ("project_lead", ASKER, False, False),
        ("operator", HAMAR, False, False),
    ],
)
def test_the_side_that_objected_settles_and_later_the_project_lead_too(objected, role, of, before, after):
    actor = an_actor(role, of)
    transfer, objection = db.session.get(Transfer, objected[0]), db.session.get(Objection, objected[1])
    claim = claims.find_with_listing(transfer.claim_id)
    assert bool(policies.may_settle(actor, objection, transfer, claim)) is before
    objection.raised_at = LATER
    assert bool(policies.may_settle(actor, objection, transfer, claim)) is after
    db.session.rollback()


def test_the_side_that_recorded_it_does_not_settle_what_the_other_objects(objected):
    _, objection_id = objected
    for role in ("facility_manager", "municipality_admin"):
        actor = an_actor(role)
        refused(
            Conflict, "objection-others-settle", lambda who=actor: settling.settle_objection(who, objection_id, "Ja")
        )
    stranger, ours = an_actor(of=HAMAR), an_actor("requester", GJOVIK)
    refused(NotFound, "objection-not-found", lambda: settling.settle_objection(stranger, objection_id, "Ja"))
    refused(NotFound, "objection-not-found", lambda: settling.settle_objection(ours, 999_999, "Ja"))
    refused(Invalid, "invalid-input", lambda: settling.settle_objection(ours, objection_id, " "))
    settling.settle_objection(ours, objection_id, "Den femte sto i gangen.")
    assert outcome(objection_id) == (ObjectionOutcome.SETTLED, "Den femte sto i gangen.", None)
    refused(Conflict, "objection-resolved", lambda: settling.settle_objection(ours, objection_id, "Ja"))


def test_a_part_corrected_by_the_other_side_waits_for_a_yes(objected):
    transfer_id, objection_id = objected
    back = take_some(an_actor("municipality_admin"), transfer_id)
    assert outcome(objection_id) == (None, "", None)
    assert objections.count_waiting(an_actor("requester", GJOVIK)) == 1
    settling.settle_objection(an_actor("requester", GJOVIK), objection_id, "Nå stemmer det.")
    assert outcome(objection_id) == (ObjectionOutcome.TAKEN_BACK, "Nå stemmer det.", back)


def test_what_the_side_that_objected_corrects_itself_is_resolved(objected):
    transfer_id, objection_id = objected
    back = take_some(an_actor("municipality_admin", GJOVIK), transfer_id)
    assert outcome(objection_id) == (ObjectionOutcome.TAKEN_BACK, "", back)


def test_when_all_is_taken_back_nothing_is_left_to_say_yes_to(objected):
    transfer_id, objection_id = objected
    back = take_some(an_actor("municipality_admin"), transfer_id, 5)
    assert outcome(objection_id) == (ObjectionOutcome.TAKEN_BACK, "", back)


def test_within_one_municipality_it_is_whoever_did_not_record_it_and_later_its_administrator():
    mine, yours = a_unit(), a_unit()
    claim = a_claim(a_listing(quantity=5, unit_id=mine.id), by=ASKER, unit_id=yours.id, quantity=5, state="approved")
    boss, taker = an_actor("municipality_admin"), an_actor(unit_id=yours.id)
    transfer_id = ledger.hand_over(boss, claim.id).id
    objection_id = objections.make_objection(taker, transfer_id, "Nei").id
    lead = an_actor("project_lead", HAMAR)
    refused(Conflict, "objection-others-settle", lambda: settling.settle_objection(boss, objection_id, "Ja"))
    with clock.standing_still(LATER):
        settling.raise_due()
        refused(NotFound, "objection-not-found", lambda: settling.settle_objection(lead, objection_id, "Ja"))
        assert objections.list_waiting(lead) == []
        settling.settle_objection(boss, objection_id, "Vi har telt sammen.")
    assert outcome(objection_id)[0] == ObjectionOutcome.SETTLED


def test_after_a_fortnight_it_is_laid_before_the_project_lead_once(objected):
    _, objection_id = objected
    lead = an_actor("project_lead", HAMAR)
    with clock.standing_still(NOW + timedelta(days=14)):
        assert settling.raise_due() == 0
        refused(Conflict, "objection-others-settle", lambda: settling.settle_objection(lead, objection_id, "Ja"))
        assert objections.count_waiting(lead) == 0
    with clock.standing_still(LATER):
        assert sum(at_once([settling.raise_due] * 4)) == 1
        (row,) = objections.list_waiting(lead)
        assert (row.id, row.is_raised, row.actions) == (objection_id, True, ("settle",))
        settling.settle_objection(lead, objection_id, "Lageret har telt: fem er levert.")
        assert settling.raise_due() == 0
    assert outcome(objection_id)[0] == ObjectionOutcome.SETTLED


def test_two_that_settle_at_once_settle_once(objected):
    _, objection_id = objected
    actors = [an_actor("requester", GJOVIK) for _ in range(4)]
    answers = at_once([lambda who=who: settling.settle_objection(who, objection_id, "Ja").id for who in actors])
    assert refusals(answers) == ["objection-resolved"] * 3
