"""Anybody does anything with any claim at any time while workers are killed: the invariants hold after each step."""

from datetime import timedelta
from functools import partial
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from benchmarks.year_of_checks import ALWAYS, SETTLED, broken, units
from benchmarks.year_of_kills import Post, Strikes, deliver, run_schedule, striking
from marketplace.claims import answering, appointing, service
from marketplace.claims.models import Claim
from marketplace.claims.states import Otherwise
from marketplace.foundation import clock, ports, timers
from marketplace.foundation.database import db
from marketplace.foundation.errors import Refusal
from marketplace.foundation.outbox import subscribe
from marketplace.foundation.storage.memory import MemoryStorage
from marketplace.listings import service as listings
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation, Stage
from marketplace.schedule import SCHEDULE
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.transfers import loans
from marketplace.transfers import service as transfers
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Loan, Transfer
from tests.builders import ASKER, GJOVIK, RINGERIKE, an_actor
from tests.conftest import NOW

LEASE_ENDS = timedelta(minutes=2)
which, many = st.integers(0, 30), st.integers(1, 6)
ON_CLAIMS = {
    "approve": service.approve_claim,
    "decline": lambda actor, claim_id, _: service.decline_claim(actor, claim_id, "Nei"),
    "cancel": lambda actor, claim_id, _: service.cancel_claim(actor, claim_id),
    "accept": lambda actor, claim_id, _: answering.accept_offer(actor, claim_id),
    "extend": lambda actor, claim_id, _: answering.extend_claim(actor, claim_id),
    "restore": lambda actor, claim_id, _: answering.restore_claim(actor, claim_id),
    "hand over": lambda actor, claim_id, units: transfers.hand_over(actor, claim_id, quantity=units),
    "lend": lambda actor, claim_id, units: loans.lend(actor, claim_id, quantity=units),
    "appoint": lambda actor, claim_id, units: appointing.make_appointment(
        actor,
        claim_id,
        place="Lageret",
        from_at=clock.now() + timedelta(days=units or 1),
        until_at=clock.now() + timedelta(days=units or 1, hours=1),
    ),
}
ON_LISTINGS = {
    "withdraw": lambda actor, listing_id, _: listings.withdraw_listing(actor, listing_id),
    "publish": lambda actor, listing_id, _: listings.publish_listing(actor, listing_id),
    "widen": lambda actor, listing_id, _: listings.amend_listing(actor, listing_id, {"stage": Stage.NETWORK}),
    "resize": lambda actor, listing_id, units: listings.amend_listing(actor, listing_id, {"quantity": units}),
}


class Course(RuleBasedStateMachine):
    """Three municipalities with two people each; every one of them tries everything."""

    def __init__(self, database):
        super().__init__()
        db.session.remove()
        db.engine.dispose()
        database.reset()
        self.now, self.registered, self.is_settled = NOW, 0, False
        self.strikes = Strikes(Random(0), 0.0)
        self.post = Post(self.strikes)
        ports.use(ports.Ports(MemoryStorage(), self.post, "http://ombruk.example", "a key for tests only"))

    @initialize(seed=st.integers(0, 1000))
    def begin(self, seed):
        self.strikes._random = self.random = Random(seed)
        roles = ("municipality_admin", "requester")
        self.people = [an_actor(role, number) for number in (ASKER, GJOVIK, RINGERIKE) for role in roles]

    @rule(
        who=which,
        units=many,
        allocation=st.sampled_from(Allocation),
        indivisible=st.booleans(),
        lent=st.booleans(),
        days=st.integers(1, 20),
    )
    def offer(self, who, units, allocation, indivisible, lent, days):
        owner = self.people[2 * (who % 3)]
        fields = ListingFields(
            title="Kontorstol",
            category_code="KON.STOL",
            quantity=units,
            allocation=allocation,
            indivisible=indivisible,
            loan_days=7 if lent and not indivisible else None,
            draw_at=self.now + timedelta(days=days) if allocation is Allocation.DRAW else None,
            closes_at=self.now + timedelta(days=days + 5),
        )
        with self._acting():
            draft = listings.create_draft(owner, fields)
            listings.publish_listing(owner, draft.id)
        self.registered += units

    @rule(who=which, what=which, units=many)
    def ask(self, who, what, units):
        self._try(self._ask, who, what, units)

    @rule(who=which, what=which, verb=st.sampled_from(sorted(ON_CLAIMS)), units=st.none() | many)
    def do_with_claim(self, who, what, verb, units):
        self._try(self._with_one_of, Claim, ON_CLAIMS[verb], who, what, units)

    @rule(what=which, verb=st.sampled_from(("approve", "hand over", "lend", "accept")), units=st.none() | many)
    def go_on_with_claim(self, what, verb, units):
        """By whoever may: chance alone seldom comes this far."""
        for who in range(6):
            self._try(self._with_one_of, Claim, ON_CLAIMS[verb], who, what, units)

    @rule(who=which, what=which, verb=st.sampled_from(sorted(ON_LISTINGS)), units=many)
    def do_with_listing(self, who, what, verb, units):
        self._try(self._with_one_of, Listing, ON_LISTINGS[verb], who, what, units)

    @rule(who=which, what=which, units=st.none() | many)
    def give_back(self, who, what, units):
        self._try(self._with_one_of, Loan, loans.give_back, who, what, units)

    @rule(who=which, what=which, units=many, kind=st.sampled_from(TransferKind), again=st.booleans())
    def take_back(self, who, what, units, kind, again):
        def act(actor, transfer_id, units):
            transfers.take_back(actor, transfer_id, quantity=units, reason="Retur", kind=kind, offer_again=again)

        self._try(self._with_one_of, Transfer, act, who, what, units)

    @rule(hours=st.sampled_from((1, 7, 25, 73, 200)))
    def let_time_pass(self, hours):
        self.now, self.is_settled = self.now + timedelta(hours=hours), False

    @rule(share=st.sampled_from((0.0, 0.1, 0.5)), with_timers=st.booleans())
    def let_a_worker_come_by(self, share, with_timers):
        self.strikes.share = share
        with self._acting(), striking(self.strikes):
            deliver()
        if with_timers:
            self.strikes.share = share / 5  # there are many more moments at which it could be
            with self._acting():
                run_schedule(self.strikes)

    @precondition(lambda self: not self.is_settled)
    @rule()
    def let_everything_be_delivered(self):
        """What whoever was killed was at is another's when the leases end."""
        self.strikes.share = 0.0
        for _ in range(2):  # what the first steps bring about may call for another
            self.now += LEASE_ENDS
            with self._acting():
                timers.run_due(SCHEDULE)
                deliver()
        self.is_settled = True
        with self._acting():
            assert broken(*SETTLED) == []

    @invariant()
    def nothing_is_oversold_lost_or_told_twice(self):
        with self._acting():
            assert broken(*ALWAYS) == []
            assert units() == self.registered
            db.session.rollback()
        assert self.post.twice == []

    def _acting(self):
        return clock.standing_still(self.now)

    def _try(self, act, *given):
        """A refusal is an answer too; anything else that goes wrong is not."""
        self.is_settled = False
        with self._acting():
            try:
                act(*given)
            except Refusal:
                db.session.rollback()

    def _ask(self, who, what, units):
        ids = self._ids(Listing)
        if ids:
            actor = self.people[who % 6]
            service.request_claim(actor, ids[what % len(ids)], quantity=units, otherwise=Otherwise.BUY_NEW)

    def _with_one_of(self, model, act, who, what, units):
        ids = self._ids(model)
        if ids:
            act(self.people[who % 6], ids[what % len(ids)], units)

    def _ids(self, model):
        found = db.session.scalars(select(model.id).order_by(model.id)).all()
        db.session.rollback()
        return found


@pytest.fixture
def fresh(app, database):
    yield database
    subscribe(SUBSCRIPTIONS)


def test_any_course_of_claims_loses_nothing_and_tells_nothing_twice(fresh):
    run = settings(
        max_examples=12,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(partial(Course, fresh), settings=run)
