"""Whatever people do in whatever order: nothing is oversold, nobody waits in vain, and no unit is lost or doubled."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from marketplace.claims import drawing, lapsing, policies, queueing, reminding
from marketplace.claims import queries as claims
from marketplace.claims import service as claiming
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState, Otherwise
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Refusal
from marketplace.inventory.models import Asset
from marketplace.listings import service as listings
from marketplace.listings.events import ListingPublished, ListingWithdrawn
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation, ListingState
from marketplace.transfers import service as transfers
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Transfer
from tests.builders import GJOVIK, RINGERIKE, a_listing, an_actor
from tests.conftest import NOW

UNITS = 7
AMOUNTS = (
    "price_nok", "weight_g", "co2e_gross_g", "co2e_cautious_g", "transport_co2e_g", "transport_nok", "value_saved_nok",
)  # fmt: skip

which = st.integers(0, 9)
some = st.integers(1, UNITS + 1)
STEPS = st.one_of(
    st.tuples(st.just("ask"), which, some),
    st.tuples(st.just("ask"), which, some),
    st.tuples(st.just("approve"), which, st.none() | some),
    st.tuples(st.just("approve"), which, st.none()),
    st.tuples(st.just("decline"), which, st.none()),
    st.tuples(st.just("cancel"), which, st.none()),
    st.tuples(st.just("hand_over"), which, st.none() | some),
    st.tuples(st.just("hand_over"), which, st.none()),
    st.tuples(st.just("take_back"), which, some),
    st.tuples(st.just("withdraw"), which, st.none()),
    st.tuples(st.just("publish"), which, st.none()),
    st.tuples(st.just("accept"), which, st.none()),
    st.tuples(st.just("extend"), which, st.none()),
    st.tuples(st.just("restore"), which, st.none()),
    st.tuples(st.just("wait"), st.integers(1, 12), st.none()),
    st.tuples(st.just("wait"), st.integers(1, 4), st.none()),
)


class Course:
    """One listing of `UNITS` chairs, and the people around it."""

    def __init__(self, allocation, indivisible):
        self.now, self.indivisible = NOW, indivisible
        terms = {"allocation": allocation, "draw_at": NOW + timedelta(days=3), "draw_seed": "5eed"}
        terms = terms if allocation == Allocation.DRAW else {"allocation": allocation}
        prices = {"price_nok": 7, "replacement_price_nok": 1_001}
        self.listing_id = a_listing(quantity=UNITS, indivisible=indivisible, **prices, **terms).id
        self.asset_id = db.session.get(Listing, self.listing_id).asset_id
        self.owner = an_actor("municipality_admin")
        self.claimants = [an_actor(of=GJOVIK), an_actor(of=RINGERIKE)]

    def do(self, step, number, quantity):
        """Try a step; a refusal is an answer too."""
        try:
            with clock.standing_still(self.now):
                getattr(self, step)(number, quantity)
        except Refusal:
            assert step != "ask" or not self._open()
        db.session.rollback()

    def ask(self, number, quantity):
        quantity, free = min(quantity, UNITS), claims.available_quantity(self.listing())
        quantity = policies.whole_of(self.listing()) if self.indivisible else quantity
        claim = claiming.request_claim(
            self.claimants[number % 2], self.listing_id, quantity=quantity, otherwise=Otherwise.BUY_NEW
        )
        listing = self.listing()
        met = ClaimState.REQUESTED if listing.allocation == Allocation.OWNER else ClaimState.APPROVED
        assert claim.state == (met if quantity <= free and not listing.awaits_draw else ClaimState.QUEUED)

    def approve(self, number, quantity):
        claiming.approve_claim(self.owner, self._claim(number), quantity)

    def decline(self, number, _):
        claiming.decline_claim(self.owner, self._claim(number), "Nei")

    def cancel(self, number, _):
        claim = db.session.get(Claim, self._claim(number))
        by_the_second = claim is not None and claim.municipality_number == RINGERIKE
        claiming.cancel_claim(self.claimants[by_the_second], claim.id if claim else 0)

    def hand_over(self, number, quantity):
        transfers.hand_over(self.owner, self._claim(number), quantity=quantity)

    def take_back(self, number, quantity):
        rows = db.session.scalars(
            select(Transfer.id).where(Transfer.listing_id == self.listing_id, Transfer.kind == TransferKind.HAND_OVER)
        ).all()
        if rows:
            transfers.take_back(self.owner, rows[number % len(rows)], quantity=quantity, reason="Retur")

    def withdraw(self, *_):
        listings.withdraw_listing(self.owner, self.listing_id)
        queueing.decline_open_claims(ListingWithdrawn(self.listing_id))

    def publish(self, *_):
        listings.publish_listing(self.owner, self.listing_id)
        queueing.advance_after_change([ListingPublished(self.listing_id)])

    def accept(self, number, _):
        claim = db.session.get(Claim, self._claim(number))
        by_the_second = claim is not None and claim.municipality_number == RINGERIKE
        claiming.accept_offer(self.claimants[by_the_second], claim.id if claim else 0)

    def extend(self, number, _):
        claiming.extend_claim(self.owner, self._claim(number))

    def restore(self, number, _):
        claiming.restore_claim(self.owner, self._claim(number))

    def wait(self, days, _):
        self.now += timedelta(days=days)
        with clock.standing_still(self.now):
            for step in (drawing.draw_due, reminding.remind_due, lapsing.lapse_due):
                step()

    def listing(self):
        return db.session.get(Listing, self.listing_id)

    def all_claims(self):
        return db.session.scalars(select(Claim).where(Claim.listing_id == self.listing_id).order_by(Claim.id)).all()

    def _open(self):
        db.session.rollback()
        return self.listing().state == ListingState.PUBLISHED

    def _claim(self, number):
        found = self.all_claims()
        return found[number % len(found)].id if found else 0


def check(course):
    listing, made = course.listing(), course.all_claims()
    held = sum(claim.held_quantity for claim in made)
    free = claims.available_quantity(listing)
    assert 0 <= held <= UNITS
    assert free == UNITS - held
    assert all(claim.handed_over_quantity <= (claim.approved_quantity or 0) for claim in made)
    if listing.state == ListingState.PUBLISHED and not listing.awaits_draw:
        assert all(claim.quantity > free for claim in made if claim.state == ClaimState.QUEUED)
    if listing.awaits_draw:
        assert all(claim.state != ClaimState.REQUESTED for claim in made)
    check_next_steps(course, made)
    check_ledger(listing, made)
    check_inventories(course, made)


def check_next_steps(course, made):
    """Whatever is open is somebody's to do, or has its day; a set goes whole."""
    allocation = course.listing().allocation
    for claim in made:
        if claim.state == ClaimState.APPROVED:
            assert claim.collect_by is not None
        if claim.state == ClaimState.REQUESTED:
            assert claim.answer_by is not None or allocation == Allocation.OWNER
        if claim.state not in (ClaimState.APPROVED, ClaimState.REQUESTED):
            assert claim.answer_by is claim.collect_by is claim.remind_at is None
        if course.indivisible and claim.approved_quantity is not None:
            assert claim.approved_quantity == claim.quantity


def check_ledger(listing, made):
    net = sum(claim.handed_over_quantity for claim in made)
    assert listing.handed_over_quantity == net
    assert (listing.state == ListingState.CLOSED) <= (net == UNITS)
    sums = select(Transfer.claim_id, func.sum(Transfer.quantity), *(func.sum(getattr(Transfer, n)) for n in AMOUNTS))
    rows = db.session.execute(sums.where(Transfer.listing_id == listing.id).group_by(Transfer.claim_id)).all()
    moved = {claim_id: int(quantity) for claim_id, quantity, *_ in rows}
    assert all(moved.get(claim.id, 0) == claim.handed_over_quantity for claim in made)
    assert all(not any(amounts) for _, quantity, *amounts in rows if quantity == 0)


def check_inventories(course, made):
    """Every unit is in exactly one inventory: what left the giver is with those the ledger says."""
    origin = db.session.get(Asset, course.asset_id)
    received = db.session.scalars(select(Asset).where(Asset.origin_asset_id == course.asset_id)).all()
    net = sum(claim.handed_over_quantity for claim in made)
    assert origin.quantity == UNITS - net
    assert sum(asset.quantity for asset in received) == net
    for number in (GJOVIK, RINGERIKE):
        with_them = sum(asset.quantity for asset in received if asset.municipality_number == number)
        assert with_them == sum(claim.handed_over_quantity for claim in made if claim.municipality_number == number)


@pytest.mark.usefixtures("app")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(list(Allocation)), st.booleans(), st.lists(STEPS, min_size=5, max_size=25))
def test_any_course_of_events_keeps_the_books_straight(allocation, indivisible, steps):
    course = Course(allocation, indivisible)
    for step in steps:
        course.do(*step)
        check(course)
