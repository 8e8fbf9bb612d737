"""Asking for, granting, refusing and giving up."""

import pytest

from marketplace.claims import queries, service
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState, Otherwise, StepKind
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.listings.states import ListingState
from tests import builders
from tests.builders import GJOVIK, RINGERIKE, a_listing, a_unit, an_actor
from tests.claims.asking import ask, left, refused, state, steps

pytestmark = pytest.mark.usefixtures("app")


def test_any_part_of_the_quantity_can_be_claimed_and_is_held():
    listing = a_listing(quantity=12)
    claim = ask(an_actor("requester", GJOVIK), listing, 5, message="Til nytt kontor")
    assert (claim.state, claim.quantity, claim.message) == (ClaimState.REQUESTED, 5, "Til nytt kontor")
    assert left(listing) == 7
    assert steps(claim) == [StepKind.REQUESTED]


def test_a_claim_is_made_for_the_claimants_municipality_and_unit():
    unit = a_unit(GJOVIK)
    actor = an_actor("requester", GJOVIK, unit.id)
    claim = ask(actor, a_listing())
    assert (claim.municipality_number, claim.unit_id, claim.requested_by) == (GJOVIK, unit.id, actor.person_id)


def test_what_cannot_be_held_now_waits_in_the_queue():
    listing = a_listing(quantity=5)
    ask(an_actor(of=GJOVIK), listing, 4)
    second, third = ask(an_actor(of=RINGERIKE), listing, 2), ask(an_actor(of=GJOVIK), listing, 3)
    assert (second.state, third.state) == (ClaimState.QUEUED, ClaimState.QUEUED)
    assert (queries.queue_position(second), queries.queue_position(third)) == (1, 2)
    assert steps(second) == [StepKind.REQUESTED, StepKind.QUEUED]
    assert left(listing) == 1


def test_what_is_left_is_never_refused_though_somebody_waits_for_more():
    listing = a_listing(quantity=5)
    ask(an_actor(of=GJOVIK), listing, 4)
    ask(an_actor(of=RINGERIKE), listing, 2)
    assert ask(an_actor(of=GJOVIK), listing, 1).state == ClaimState.REQUESTED


def test_approving_less_lets_the_queue_advance():
    listing = a_listing(quantity=5)
    first, waiting = ask(an_actor(of=GJOVIK), listing, 5), ask(an_actor(of=RINGERIKE), listing, 2)
    approved = service.approve_claim(an_actor(), first.id, 3)
    assert (approved.state, approved.approved_quantity) == (ClaimState.APPROVED, 3)
    assert state(waiting) == ClaimState.REQUESTED
    assert steps(waiting) == [StepKind.REQUESTED, StepKind.QUEUED, StepKind.ADVANCED]
    assert left(listing) == 0


def test_the_queue_advances_by_age_and_passes_by_who_needs_more_than_there_is():
    listing = a_listing(quantity=5)
    first = ask(an_actor(of=GJOVIK), listing, 5)
    waiting = [ask(an_actor(of=RINGERIKE), listing, wanted) for wanted in (4, 2, 2, 1)]
    service.approve_claim(an_actor(), first.id, 2)
    assert [state(claim) for claim in waiting] == ["queued", "requested", "queued", "requested"]
    assert queries.queue_position(db.session.get(Claim, waiting[2].id)) == 2


def test_approving_without_a_number_grants_all():
    claim = ask(an_actor(of=GJOVIK), a_listing(quantity=3), 2)
    assert service.approve_claim(an_actor(), claim.id).approved_quantity == 2


def test_some_of_what_waits_can_be_granted_from_the_queue_but_not_more_than_is_free():
    listing = a_listing(quantity=5)
    service.approve_claim(an_actor(), ask(an_actor(of=GJOVIK), listing, 3).id)
    waiting = ask(an_actor(of=RINGERIKE), listing, 4)
    refusal = refused(Conflict, "claim-more-than-left", service.approve_claim, an_actor(), waiting.id, 3)
    assert refusal.facts == {"left": 2}
    assert service.approve_claim(an_actor(), waiting.id, 2).state == ClaimState.APPROVED
    assert left(listing) == 0


def test_declining_frees_what_was_held_and_tells_why():
    listing = a_listing(quantity=2)
    first, waiting = ask(an_actor(of=GJOVIK), listing, 2), ask(an_actor(of=RINGERIKE), listing, 1)
    declined = service.decline_claim(an_actor(), first.id, "  Vi trenger dem\x00 selv ")
    assert (declined.state, declined.decline_reason) == (ClaimState.DECLINED, "Vi trenger dem selv")
    assert state(waiting) == ClaimState.REQUESTED


def test_a_yes_can_be_taken_back_with_a_reason():
    listing = a_listing(quantity=2)
    claim = ask(an_actor(of=GJOVIK), listing, 2)
    service.approve_claim(an_actor(), claim.id)
    assert service.decline_claim(an_actor(), claim.id, "Vannskade i natt").state == ClaimState.DECLINED
    assert left(listing) == 2


def test_cancelling_frees_what_was_held():
    listing = a_listing(quantity=2)
    actor = an_actor("requester", GJOVIK)
    claim, waiting = ask(actor, listing, 2), ask(an_actor(of=RINGERIKE), listing, 2)
    assert service.cancel_claim(actor, claim.id).state == ClaimState.CANCELLED
    assert state(waiting) == ClaimState.REQUESTED


def test_what_waits_in_the_queue_can_be_cancelled_and_the_next_moves_up():
    listing = a_listing(quantity=1)
    ask(an_actor(of=GJOVIK), listing)
    actor = an_actor(of=RINGERIKE)
    second, third = ask(actor, listing), ask(an_actor(of=GJOVIK), listing)
    service.cancel_claim(actor, second.id)
    assert queries.queue_position(db.session.get(Claim, third.id)) == 1


def test_the_same_form_sent_twice_is_the_same_claim():
    listing, actor = a_listing(quantity=5), an_actor(of=GJOVIK)
    first = ask(actor, listing, 2, submission_key="a form")
    assert ask(actor, listing, 2, submission_key="a form").id == first.id
    assert left(listing) == 3


def test_anothers_form_key_makes_a_claim_of_its_own():
    listing = a_listing(quantity=5)
    first = ask(an_actor(of=GJOVIK), listing, 2, submission_key="a form")
    assert ask(an_actor(of=RINGERIKE), listing, 2, submission_key="a form").id != first.id


def test_a_form_key_cannot_be_used_for_another_listing():
    actor = an_actor(of=GJOVIK)
    ask(actor, a_listing(), submission_key="a form")
    refused(Conflict, "submission-key-used", ask, actor, a_listing(), submission_key="a form")


@pytest.mark.parametrize("quantity", [0, -1, 4, 10**12])
def test_a_wrong_number_is_refused(quantity):
    listing = a_listing(quantity=3)
    refusal = refused(Invalid, "claim-quantity-out-of-range", ask, an_actor(of=GJOVIK), listing, quantity)
    assert refusal.fields[0].field == "quantity"


def test_a_set_is_claimed_whole_or_not_at_all():
    listing = a_listing(quantity=6, indivisible=True)
    refused(Invalid, "claim-indivisible", ask, an_actor(of=GJOVIK), listing, 5)
    claim = ask(an_actor(of=GJOVIK), listing, 6)
    refused(Invalid, "claim-indivisible", service.approve_claim, an_actor(), claim.id, 3)
    assert service.approve_claim(an_actor(), claim.id).approved_quantity == 6


def test_too_long_a_message_is_refused():
    refused(Invalid, "invalid-input", ask, an_actor(of=GJOVIK), a_listing(), message="a" * 2001)


def test_an_unknown_listing_is_not_found():
    with pytest.raises(NotFound):
        service.request_claim(an_actor(of=GJOVIK), 10**9, quantity=1, otherwise=Otherwise.UNKNOWN)


def test_a_draft_of_others_is_not_found():
    refused(NotFound, "listing-not-found", ask, an_actor(of=GJOVIK), a_listing(published=False))


@pytest.mark.parametrize("closed", [ListingState.CLOSED, ListingState.EXPIRED])
def test_a_listing_that_ended_takes_no_claims(closed):
    refused(Conflict, "listing-not-open", ask, an_actor(of=GJOVIK), a_listing(state=closed))


def test_an_observer_may_not_claim():
    refused(Forbidden, "claim-needs-permission", ask, an_actor("observer", GJOVIK), a_listing())


def test_somebody_outside_the_network_finds_no_listing_to_claim():
    refused(NotFound, "listing-not-found", ask, an_actor(of=builders.HAMAR), a_listing())


def test_own_listing_is_not_claimed_but_another_units_is():
    school, town_hall = a_unit(), a_unit()
    listing = a_listing(unit_id=school.id)
    refused(Conflict, "claim-own-listing", ask, an_actor("requester", unit_id=school.id), listing)
    assert ask(an_actor("requester", unit_id=town_hall.id), listing).state == ClaimState.REQUESTED


def test_only_the_owner_decides():
    claim = ask(an_actor(of=GJOVIK), a_listing())
    for act, *more in ((service.approve_claim,), (service.decline_claim, "Nei")):
        refused(Forbidden, "claim-decision-needs-permission", act, an_actor(of=GJOVIK), claim.id, *more)
        refused(NotFound, "claim-not-found", act, an_actor(of=RINGERIKE), claim.id, *more)
        refused(NotFound, "claim-not-found", act, an_actor("requester"), claim.id, *more)


def test_another_unit_does_not_decide():
    school, town_hall = a_unit(), a_unit()
    claim = ask(an_actor(of=GJOVIK), a_listing(unit_id=school.id))
    refused(NotFound, "claim-not-found", service.approve_claim, an_actor(unit_id=town_hall.id), claim.id)
    assert service.approve_claim(an_actor(unit_id=school.id), claim.id).state == ClaimState.APPROVED


def test_only_the_claimants_side_cancels():
    claim = ask(an_actor(of=GJOVIK), a_listing())
    refused(Forbidden, "claim-not-yours", service.cancel_claim, an_actor(), claim.id)
    refused(NotFound, "claim-not-found", service.cancel_claim, an_actor(of=RINGERIKE), claim.id)


@pytest.mark.parametrize("quantity", [0, -3, 3])
def test_more_than_asked_for_is_not_granted(quantity):
    claim = ask(an_actor(of=GJOVIK), a_listing(quantity=9), 2)
    refused(Invalid, "approve-quantity-out-of-range", service.approve_claim, an_actor(), claim.id, quantity)


@pytest.mark.parametrize("reason", ["", "  \n", "\x00", "a" * 1001])
def test_a_no_needs_a_reason_of_fair_length(reason):
    claim = ask(an_actor(of=GJOVIK), a_listing())
    refused(Invalid, "invalid-input", service.decline_claim, an_actor(), claim.id, reason)


def test_what_is_decided_is_not_decided_again():
    claim = ask(an_actor(of=GJOVIK), a_listing())
    service.approve_claim(an_actor(), claim.id)
    refused(Conflict, "claim-wrong-state", service.approve_claim, an_actor(), claim.id)
    service.decline_claim(an_actor(), claim.id, "Nei likevel")
    refused(Conflict, "claim-ended", service.approve_claim, an_actor(), claim.id)
    refused(Conflict, "claim-ended", service.cancel_claim, an_actor(of=GJOVIK), claim.id)


def test_a_claim_on_the_closing_second_is_too_late():
    listing = a_listing(closes_at=clock.now())
    with pytest.raises(Conflict, match="listing-not-open"):
        ask(an_actor(of=GJOVIK), listing)
    assert left(listing) == listing.quantity
