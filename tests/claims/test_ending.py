"""What becomes of claims when their listing's time is over or a municipality leaves, and taking them up again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace.claims import drawing, lapsing, leaving, queries, service
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState, StepKind
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, NotFound
from marketplace.listings import service as listings
from marketplace.listings.events import ListingExpired
from marketplace.listings.states import Allocation
from marketplace.organisations import memberships
from marketplace.organisations import queries as organisations
from marketplace.organisations.events import MembershipChanged
from marketplace.organisations.models import Membership
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_listing, a_unit, an_actor
from tests.claims.asking import ask, left, refused, state, steps
from tests.claims.passing import at, until
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("app")

DAY = timedelta(days=1)


def fresh(claim):
    db.session.rollback()
    return db.session.get(Claim, claim.id, populate_existing=True)


def leaves(number, last):
    """The municipality's membership ends with that day."""
    membership = db.session.scalars(select(Membership).where(Membership.municipality_number == number)).one()
    memberships.change_membership(organisations.operator_actor(), membership.id, membership.from_on, last)


def lapsed(listing, by=GJOVIK, quantity=1):
    """Granted, and not fetched in time."""
    claim = ask(an_actor("requester", by), listing, quantity)
    service.approve_claim(an_actor(), claim.id)
    until(NOW, NOW + 16 * DAY, DAY)
    assert state(claim) == ClaimState.LAPSED
    return claim


def test_when_the_listing_ends_what_waits_lapses_and_what_is_granted_keeps_its_deadline():
    listing = a_listing(quantity=3, closes_at=NOW + 2 * DAY)
    claims = [ask(an_actor(of=GJOVIK), listing, quantity) for quantity in (2, 1, 3)]
    service.approve_claim(an_actor(), claims[0].id)
    before = fresh(claims[0]).collect_by
    at(NOW + 2 * DAY)
    at(NOW + 2 * DAY)
    assert [state(claim) for claim in claims] == ["approved", "lapsed", "lapsed"]
    assert {fresh(claim).decline_reason for claim in claims[1:]} == {lapsing.LISTING_ENDED}
    assert fresh(claims[0]).collect_by == before
    assert steps(claims[0])[-1] == StepKind.REMINDED
    until(NOW + 2 * DAY, NOW + 16 * DAY)
    assert (state(claims[0]), steps(claims[0]).count(StepKind.REMINDED)) == (ClaimState.LAPSED, 1)


def test_nothing_lapses_when_the_listing_is_open_again():
    listing = a_listing()
    claim = ask(an_actor(of=GJOVIK), listing)
    lapsing.lapse_at_closing(ListingExpired(listing.id))
    assert state(claim) == ClaimState.REQUESTED


def test_after_an_outage_over_both_a_draw_is_made_before_its_listing_ends():
    listing = a_listing(
        quantity=1, allocation=Allocation.DRAW, draw_at=NOW + DAY, draw_seed="5eed", closes_at=NOW + 2 * DAY
    )
    claims = [ask(an_actor(of=GJOVIK), listing) for _ in range(3)]
    with clock.standing_still(NOW + 9 * DAY):
        assert listings.expire_due() == 1
        lapsing.lapse_at_closing(ListingExpired(listing.id))
        assert drawing.draw_due() == 0
    assert sorted(state(claim) for claim in claims) == ["approved", "lapsed", "lapsed"]


def test_what_lapsed_is_taken_up_again_as_it_was_while_enough_is_free():
    listing = a_listing(quantity=2)
    claim = lapsed(listing, quantity=2)
    with clock.standing_still(NOW + 17 * DAY):
        restored = service.restore_claim(an_actor(), claim.id)
        assert (restored.state, restored.approved_quantity, restored.ended_at) == (ClaimState.APPROVED, 2, None)
        assert restored.collect_by > clock.now()
    assert (left(listing), restored.decline_reason) == (0, "")
    assert steps(claim)[-1] == StepKind.RESTORED


def test_what_lapsed_and_was_given_to_the_next_comes_first_in_the_queue():
    listing = a_listing(quantity=1)
    claim = ask(an_actor(of=GJOVIK), listing)
    service.approve_claim(an_actor(), claim.id)
    others = [ask(an_actor(of=RINGERIKE), listing) for _ in range(2)]
    until(NOW, NOW + 16 * DAY, DAY)
    assert [state(each) for each in (claim, *others)] == ["lapsed", "requested", "queued"]
    service.restore_claim(an_actor(), claim.id)
    assert (state(claim), queries.queue_position(fresh(claim))) == (ClaimState.QUEUED, 1)
    assert queries.queue_position(fresh(others[1])) == 2


def test_an_unanswered_offer_taken_up_again_is_offered_again():
    listing = a_listing(quantity=1, allocation=Allocation.FIRST_COME)
    first, claim = ask(an_actor(of=RINGERIKE), listing), ask(an_actor(of=GJOVIK), listing)
    service.decline_claim(an_actor(), first.id, "Nei")
    until(NOW, NOW + 5 * DAY, DAY)
    assert state(claim) == ClaimState.LAPSED
    with clock.standing_still(NOW + 6 * DAY):
        assert service.restore_claim(an_actor(), claim.id).is_offered
        assert fresh(claim).answer_by > clock.now()


def test_the_rest_of_what_was_handed_over_in_part_is_taken_up_again_only_while_it_is_free(hand_over):
    listing = a_listing(quantity=3)
    claim = ask(an_actor(of=GJOVIK), listing, 3)
    service.approve_claim(an_actor(), claim.id)
    hand_over(an_actor(), claim.id, quantity=1)
    until(NOW, NOW + 16 * DAY, DAY)
    other = ask(an_actor(of=RINGERIKE), listing, 1)
    refusal = refused(Conflict, "claim-more-than-left", service.restore_claim, an_actor(), claim.id)
    assert refusal.facts == {"left": 1}
    service.decline_claim(an_actor(), other.id, "Nei")
    assert service.restore_claim(an_actor(), claim.id).outstanding_quantity == 2


def test_only_the_owner_takes_up_again_and_only_what_lapsed():
    listing = a_listing(quantity=1)
    open_claim = ask(an_actor(of=GJOVIK), a_listing())
    refused(Conflict, "claim-wrong-state", service.restore_claim, an_actor(), open_claim.id)
    claim = lapsed(listing)
    refused(Forbidden, "claim-decision-needs-permission", service.restore_claim, an_actor(of=GJOVIK), claim.id)
    refused(NotFound, "claim-not-found", service.restore_claim, an_actor(of=RINGERIKE), claim.id)
    listings.withdraw_listing(an_actor(), listing.id)
    refused(Conflict, "listing-not-open", service.restore_claim, an_actor(), claim.id)


def test_an_offer_of_a_withdrawn_listing_is_not_answered():
    listing = a_listing(quantity=1, allocation=Allocation.FIRST_COME)
    first, claim = ask(an_actor(of=RINGERIKE), listing), ask(an_actor(of=GJOVIK), listing)
    service.decline_claim(an_actor(), first.id, "Nei")
    listings.withdraw_listing(an_actor(), listing.id)
    refused(Conflict, "listing-not-open", service.accept_offer, an_actor(of=GJOVIK), claim.id)


@pytest.mark.parametrize("leaver", [ASKER, GJOVIK])
def test_when_a_municipality_has_left_what_waits_ends_and_what_is_granted_stands(leaver):
    listing = a_listing(quantity=3)
    granted, asked = ask(an_actor(of=GJOVIK), listing, 1), ask(an_actor(of=GJOVIK), listing, 2)
    queued = ask(an_actor(of=GJOVIK), listing, 2)
    service.approve_claim(an_actor(), granted.id)
    leaves(leaver, date(2026, 6, 14))
    for _ in range(2):
        leaving.lapse_after_change(MembershipChanged(leaver))
    assert [state(claim) for claim in (granted, asked, queued)] == ["approved", "lapsed", "lapsed"]
    assert fresh(asked).decline_reason == lapsing.LEFT_NETWORK
    assert steps(asked).count(StepKind.LAPSED) == 1


def test_who_leaves_on_a_day_to_come_loses_nothing_before_it():
    listing = a_listing(quantity=1)
    claim, other = ask(an_actor(of=GJOVIK), listing), ask(an_actor(of=RINGERIKE), listing)
    leaves(GJOVIK, date(2026, 6, 16))
    assert leaving.lapse_outside_network() == 0
    at(NOW + 2 * DAY)
    assert (state(claim), state(other)) == (ClaimState.LAPSED, ClaimState.REQUESTED)


def test_claims_within_a_municipality_that_has_left_go_on():
    listing = a_listing(quantity=1)
    claim = ask(an_actor("requester", ASKER, a_unit(ASKER).id), listing)
    leaves(ASKER, date(2026, 6, 14))
    assert leaving.lapse_outside_network() == 0
    assert state(claim) == ClaimState.REQUESTED


def test_a_claim_of_who_has_left_is_not_taken_up_again():
    listing = a_listing(quantity=1)
    claim = lapsed(listing)
    leaves(GJOVIK, date(2026, 6, 14))
    refused(Conflict, "claim-outside-network", service.restore_claim, an_actor(), claim.id)
