"""Lending: out until a day, put off, reminded of, back; never in the ledger, never oversold."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.claims import queries as claims
from marketplace.claims import service as claiming
from marketplace.claims.models import Claim, ClaimStep
from marketplace.claims.states import ClaimState, Otherwise, StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Invalid, NotFound
from marketplace.inventory.models import Asset
from marketplace.listings import service as listings
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.statistics import queries as statistics
from marketplace.statistics.periods import Period
from marketplace.transfers import lending, loans
from marketplace.transfers import service as ledger
from marketplace.transfers.models import Loan, Transfer
from tests.builders import GJOVIK, RINGERIKE, a_listing, an_actor
from tests.claims.racing import at_once, refusals
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 6, 15)
DAYS = 14


class Scene:
    """Five projectors of Asker's for two weeks at most; Gjøvik has got four, and Ringerike waits for three."""

    def __init__(self):
        self.owner, self.borrower, self.other = an_actor(), an_actor(of=GJOVIK), an_actor(of=RINGERIKE)
        listing = a_listing(quantity=5, loan_days=DAYS)
        self.listing_id, self.asset_id = listing.id, listing.asset_id
        self.claim_id = self.ask(self.borrower, 4)
        claiming.approve_claim(self.owner, self.claim_id)

    def ask(self, actor, quantity):
        return claiming.request_claim(actor, self.listing_id, quantity=quantity, otherwise=Otherwise.BUY_NEW).id

    def lend(self, **given):
        return loans.lend(self.borrower, self.claim_id, **given).id

    def claim(self):
        db.session.rollback()
        return db.session.get(Claim, self.claim_id)

    def free(self):
        db.session.rollback()
        return claims.available_quantity(db.session.get(Listing, self.listing_id))


@pytest.fixture
def scene(app):
    return Scene()


def loan(loan_id):
    db.session.rollback()
    return db.session.get(Loan, loan_id)


def counts():
    db.session.rollback()
    return [db.session.scalar(select(func.count(model.id))) for model in (Loan, ClaimStep, outbox.Delivery, Transfer)]


def refused(kind, code, act):
    before = counts()
    with pytest.raises(kind) as caught:
        act()
    assert caught.value.code == code
    assert counts() == before


def test_what_is_lent_is_held_and_stays_the_owners(scene):
    found = loan(scene.lend())
    assert (found.quantity, found.lent_on, found.due_on) == (4, TODAY, TODAY + timedelta(days=DAYS))
    assert (scene.claim().state, scene.free()) == (ClaimState.ON_LOAN, 1)
    assert db.session.get(Asset, scene.asset_id).quantity == 5
    assert db.session.get(Listing, scene.listing_id).state == ListingState.PUBLISHED


def test_the_same_form_sent_twice_lends_once(scene):
    first = scene.lend(submission_key="abc")
    assert scene.lend(submission_key="abc") == first
    assert counts()[0] == 1


def test_what_was_approved_and_not_taken_goes_to_the_next(scene):
    waiting = scene.ask(scene.other, 3)
    assert db.session.get(Claim, waiting).state == ClaimState.QUEUED
    scene.lend(quantity=2)
    db.session.rollback()
    assert db.session.get(Claim, waiting).state == ClaimState.REQUESTED
    assert scene.claim().held_quantity == 2


def test_what_comes_back_is_free_again_and_the_claim_is_done(scene):
    loan_id = scene.lend()
    loans.give_back(scene.owner, loan_id, 1, "En mangler ledning")
    assert (scene.claim().state, scene.free(), loan(loan_id).left_quantity) == (ClaimState.ON_LOAN, 2, 3)
    loans.give_back(scene.borrower, loan_id)
    assert (scene.claim().state, scene.free()) == (ClaimState.GIVEN_BACK, 5)
    assert (loan(loan_id).ended_at, scene.claim().ended_at) == (NOW, NOW)
    kinds = [step.kind for step in claims.list_steps(scene.claim_id)]
    assert kinds[-3:] == [StepKind.LENT, StepKind.GIVEN_BACK, StepKind.GIVEN_BACK]


def test_a_loan_is_never_in_the_ledger_nor_in_the_figures(scene, deliver):
    loans.give_back(scene.owner, scene.lend())
    listings.withdraw_listing(scene.owner, scene.listing_id)
    deliver()
    assert counts()[3] == 0
    whole = statistics.get_statistics(scene.owner, Period(TODAY, TODAY)).whole
    assert (whole.units_listed, whole.units_closed, whole.claims_ended, whole.units_handed_over) == (0, 0, 0, 0)


def test_a_loan_is_not_handed_over_and_a_gift_is_not_lent(scene):
    refused(Conflict, "claim-is-loan", lambda: ledger.hand_over(scene.owner, scene.claim_id))
    gift = claiming.request_claim(scene.borrower, a_listing(quantity=5).id, quantity=1, otherwise=Otherwise.BUY_NEW).id
    claiming.approve_claim(scene.owner, gift)
    refused(Conflict, "claim-not-a-loan", lambda: loans.lend(scene.owner, gift))
    assert "hand-over" not in claims.get_detail(scene.owner, scene.claim_id).row.actions


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"quantity": 5}, "loan-quantity-out-of-range"),
        ({"quantity": 0}, "loan-quantity-out-of-range"),
        ({"due_on": TODAY - timedelta(days=1)}, "loan-day-out-of-range"),
        ({"due_on": TODAY + timedelta(days=DAYS + 1)}, "loan-day-out-of-range"),
    ],
)
def test_what_cannot_be_is_refused(scene, given, code):
    refused(Invalid, code, lambda: scene.lend(**given))


def test_others_neither_see_nor_touch_a_loan(scene):
    loan_id = scene.lend()
    for act in (loans.give_back, lambda actor, number: loans.extend(actor, number, TODAY)):
        refused(NotFound, "loan-not-found", lambda act=act: act(scene.other, loan_id))
    refused(NotFound, "claim-not-found", lambda: loans.lend(scene.other, scene.claim_id))
    with pytest.raises(NotFound, match="loan-not-found"):
        lending.get_loan(scene.other, loan_id)
    assert lending.list_loans(scene.other).total == 0


def test_the_borrower_puts_off_once_and_the_owner_as_often_as_they_like(scene):
    loan_id, later = scene.lend(), TODAY + timedelta(days=DAYS + 10)
    loans.extend(scene.borrower, loan_id, later)
    assert loan(loan_id).due_on == later
    more = later + timedelta(days=1)
    refused(Conflict, "loan-extended-before", lambda: loans.extend(scene.borrower, loan_id, more))
    loans.extend(scene.owner, loan_id, later + timedelta(days=60))
    loans.extend(scene.owner, loan_id, later + timedelta(days=90))
    refused(Invalid, "loan-day-out-of-range", lambda: loans.extend(scene.owner, loan_id, later))
    assert claims.list_steps(scene.claim_id)[-1].kind == StepKind.LOAN_EXTENDED


def test_the_borrower_does_not_put_off_while_others_wait(scene):
    loan_id = scene.lend()
    scene.ask(scene.other, 3)
    later = TODAY + timedelta(days=DAYS + 1)
    refused(Conflict, "loan-others-wait", lambda: loans.extend(scene.borrower, loan_id, later))
    assert loans.extend(scene.owner, loan_id, later).due_on == later


def test_what_is_back_is_back(scene):
    loan_id = scene.lend()
    loans.give_back(scene.owner, loan_id)
    refused(Conflict, "loan-ended", lambda: loans.give_back(scene.owner, loan_id))
    refused(Conflict, "loan-ended", lambda: loans.extend(scene.owner, loan_id, TODAY + timedelta(days=30)))


def test_it_is_reminded_of_before_the_last_day_and_weekly_after(scene):
    loan_id = scene.lend()
    told = []
    for day in range(DAYS + 16):
        with clock.standing_still(NOW + timedelta(days=day)):
            told += [day] * loans.remind_due()
            assert loans.remind_due() == 0
    assert told == [DAYS - 3, DAYS + 1, DAYS + 8, DAYS + 15]
    assert loan(loan_id).is_overdue(TODAY + timedelta(days=DAYS + 1))


def test_after_an_outage_only_what_is_true_now_is_told(scene):
    loan_id = scene.lend()
    with clock.standing_still(NOW + timedelta(days=60)):
        assert loans.remind_due() == 1
        db.session.rollback()
        waiting = db.session.scalars(select(outbox.Delivery.event).order_by(outbox.Delivery.id.desc())).first()
    assert waiting == "LoanOverdue"
    assert loan(loan_id).reminded_at is None


def test_what_is_due_waits_for_the_borrower_and_what_is_late_for_both(scene):
    scene.lend()
    assert (lending.count_waiting(scene.borrower), lending.count_waiting(scene.owner)) == (0, 0)
    with clock.standing_still(NOW + timedelta(days=DAYS - 7)):
        assert (lending.waiting_for(scene.borrower).counts, lending.count_waiting(scene.owner)) == ((1, 0), 0)
    with clock.standing_still(NOW + timedelta(days=DAYS + 1)):
        assert lending.waiting_for(scene.owner).to_get_back[0].is_overdue
        assert lending.waiting_for(scene.borrower).counts == (1, 0)


def test_loans_of_a_side_are_listed_the_soonest_due_first(scene):
    loan_id = scene.lend()
    assert [row.id for row in lending.list_loans(scene.owner, "owner").items] == [loan_id]
    assert lending.list_loans(scene.owner, "claimant").total == 0
    loans.give_back(scene.owner, loan_id)
    assert lending.list_loans(scene.owner).total == 0
    assert [row.id for row in lending.list_loans(scene.borrower, ended=True).items] == [loan_id]


def test_a_withdrawn_listing_still_gets_its_units_back(scene):
    loan_id = scene.lend()
    listings.withdraw_listing(scene.owner, scene.listing_id)
    loans.give_back(scene.owner, loan_id)
    assert scene.claim().state == ClaimState.GIVEN_BACK


def test_many_recording_the_same_return_record_it_once(scene):
    loan_id = scene.lend()
    answers = at_once([lambda: loans.give_back(scene.owner, loan_id, 4)] * 4)
    assert len(refusals(answers)) == 3
    assert (loan(loan_id).returned_quantity, scene.free()) == (4, 5)


def test_workers_at_once_remind_once(scene):
    scene.lend()
    with clock.standing_still(NOW + timedelta(days=DAYS)):
        at_once([loans.remind_due] * 4)
    db.session.rollback()
    reminded = select(func.count()).where(outbox.Delivery.event == "LoanFallsDue")
    assert db.session.scalar(reminded) == 1


def test_what_is_for_loan_is_free_and_stays_for_loan(scene):
    with pytest.raises(Invalid) as caught:
        listings.amend_listing(scene.owner, scene.listing_id, {"loan_days": None})
    assert [error.code for error in caught.value.fields] == ["listing-loan-fixed"]
    with pytest.raises(Invalid) as caught:
        listings.amend_listing(scene.owner, scene.listing_id, {"price_nok": 10})
    assert [error.code for error in caught.value.fields] == ["listing-loan-priced"]
    assert listings.amend_listing(scene.owner, scene.listing_id, {"loan_days": 30}).loan_days == 30


def test_who_may_not_act_for_a_side_lends_nothing(scene):
    refused(NotFound, "claim-not-found", lambda: loans.lend(an_actor("observer"), scene.claim_id))
