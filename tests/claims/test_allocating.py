"""Who gets it: the owner's choice, first come, and a draw that anybody can work out again."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.claims import drawing, queries, queueing, service
from marketplace.claims.models import Claim, Draw
from marketplace.claims.states import ClaimState, StepKind
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict
from marketplace.listings import lots
from marketplace.listings import service as listings
from marketplace.listings.events import ListingPublished
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation
from tests.builders import GJOVIK, RINGERIKE, a_claim, a_listing, an_actor
from tests.claims.asking import ask, left, refused, state, steps

pytestmark = pytest.mark.usefixtures("app")

SEED = "5eed" * 16


def first_come(**values):
    return a_listing(allocation=Allocation.FIRST_COME, **values)


def to_be_drawn(**values):
    given = {"allocation": Allocation.DRAW, "draw_at": clock.now() + timedelta(days=2), "draw_seed": SEED} | values
    return a_listing(**given)


def after_the_draw():
    return clock.standing_still(clock.now() + timedelta(days=2))


def states(*claims):
    return [state(claim) for claim in claims]


def test_an_owner_gives_what_others_had_only_asked_for_and_those_wait_again():
    listing = a_listing(quantity=5)
    first, second = ask(an_actor(of=GJOVIK), listing, 3), ask(an_actor(of=GJOVIK), listing, 2)
    chosen = ask(an_actor(of=RINGERIKE), listing, 4)
    service.approve_claim(an_actor(), chosen.id)
    assert states(first, second, chosen) == ["queued", "queued", "approved"]
    assert steps(first)[-1] == StepKind.SENT_BACK
    assert left(listing) == 1


def test_those_who_still_fit_keep_what_is_held_for_them():
    listing = a_listing(quantity=6)
    asked = [ask(an_actor(of=GJOVIK), listing, quantity) for quantity in (3, 2, 1)]
    chosen = ask(an_actor(of=RINGERIKE), listing, 3)
    service.approve_claim(an_actor(), chosen.id)
    assert states(*asked) == ["requested", "queued", "queued"]


def test_what_is_promised_is_not_given_to_another():
    listing = a_listing(quantity=5)
    service.approve_claim(an_actor(), ask(an_actor(of=GJOVIK), listing, 4).id)
    chosen = ask(an_actor(of=RINGERIKE), listing, 4)
    assert refused(Conflict, "claim-more-than-left", service.approve_claim, an_actor(), chosen.id).facts == {"left": 1}


def test_the_first_to_come_gets_what_is_free_at_once():
    listing = first_come(quantity=3)
    claims = [ask(an_actor(of=GJOVIK), listing, 2) for _ in range(2)]
    assert states(*claims) == ["approved", "queued"]
    assert (claims[0].approved_quantity, claims[0].decided_by) == (2, None)
    assert steps(claims[0]) == [StepKind.REQUESTED, StepKind.APPROVED]
    assert claims[0].collect_by is not None


def test_what_becomes_free_is_offered_to_the_next_who_has_it_by_saying_yes():
    listing, actor = first_come(quantity=2), an_actor("requester", GJOVIK)
    first, second = ask(an_actor(of=RINGERIKE), listing, 2), ask(actor, listing, 1)
    service.decline_claim(an_actor(), first.id, "Vannskade")
    assert (state(second), left(listing)) == ("requested", 1)
    accepted = service.accept_offer(actor, second.id)
    assert (accepted.state, accepted.approved_quantity) == (ClaimState.APPROVED, 1)
    assert steps(second)[-2:] == [StepKind.ACCEPTED, StepKind.APPROVED]


def test_an_owner_who_lets_first_come_decide_does_not_pass_over_those_who_wait():
    listing = first_come(quantity=2)
    first, second = ask(an_actor(of=GJOVIK), listing, 2), ask(an_actor(of=RINGERIKE), listing, 2)
    refused(Conflict, "claim-waits-its-turn", service.approve_claim, an_actor(), second.id)
    assert service.decline_claim(an_actor(), first.id, "Feil").state == ClaimState.DECLINED


def test_where_the_owner_chooses_a_yes_to_an_offer_still_waits_for_the_owner():
    listing, actor = a_listing(quantity=1), an_actor("requester", GJOVIK)
    first, second = ask(an_actor(of=RINGERIKE), listing), ask(actor, listing)
    service.decline_claim(an_actor(), first.id, "Nei")
    assert db.session.get(Claim, second.id).is_offered
    accepted = service.accept_offer(actor, second.id)
    assert (accepted.state, accepted.answer_by) == (ClaimState.REQUESTED, None)
    refused(Conflict, "claim-wrong-state", service.accept_offer, actor, second.id)
    assert service.approve_claim(an_actor(), second.id).state == ClaimState.APPROVED


def test_before_the_draw_everybody_waits_and_nobody_is_given_anything():
    listing = to_be_drawn(quantity=5)
    claims = [ask(an_actor(of=GJOVIK), listing, 1) for _ in range(2)]
    assert states(*claims) == ["queued", "queued"]
    assert drawing.draw_due() == 0
    refused(Conflict, "claim-awaits-draw", service.approve_claim, an_actor(), claims[0].id)
    assert left(listing) == 5


def test_a_draw_gives_in_the_order_of_its_seed_and_keeps_the_rest_in_that_order():
    listing = to_be_drawn(quantity=2)
    claims = {claim.id: claim for claim in (ask(an_actor(of=GJOVIK), listing, 1) for _ in range(5))}
    expected = sorted(claims, key=lambda number: hashlib.sha256(f"{SEED}:{number}".encode()).hexdigest())
    with after_the_draw():
        assert (drawing.draw_due(), drawing.draw_due()) == (1, 0)
        in_order = [claims[number] for number in expected]
        assert states(*in_order) == ["approved", "approved", "queued", "queued", "queued"]
        places = [queries.queue_position(db.session.get(Claim, number)) for number in expected]
    assert places == [None, None, 1, 2, 3]
    record = db.session.scalars(select(Draw)).one()
    assert (record.seed, record.claim_ids) == (SEED, expected)


def test_a_draw_passes_by_who_needs_more_than_there_is_left():
    listing = to_be_drawn(quantity=3)
    claims = [ask(an_actor(of=GJOVIK), listing, quantity) for quantity in (2, 2, 1, 1)]
    with after_the_draw():
        drawing.draw_due()
        waiting = [claim.quantity for claim in claims if state(claim) == "queued"]
        assert left(listing) < min(waiting)


def test_whoever_asks_at_the_second_of_the_draw_or_later_comes_after_those_drawn():
    listing = to_be_drawn(quantity=1)
    early = [ask(an_actor(of=GJOVIK), listing) for _ in range(3)]
    with after_the_draw():
        late = ask(an_actor(of=RINGERIKE), listing)
        drawing.draw_due()
        assert queries.queue_position(db.session.get(Claim, late.id)) == 3
        after = ask(an_actor(of=RINGERIKE), listing)
    assert sorted(states(*early)) == ["approved", "queued", "queued"]
    assert state(after) == ClaimState.QUEUED


def test_what_is_left_after_a_draw_goes_to_the_first_who_comes():
    listing = to_be_drawn(quantity=3)
    ask(an_actor(of=GJOVIK), listing, 2)
    with after_the_draw():
        drawing.draw_due()
        assert ask(an_actor(of=RINGERIKE), listing, 1).state == ClaimState.APPROVED


@pytest.mark.parametrize("allocation", [Allocation.FIRST_COME, Allocation.DRAW])
def test_a_set_is_never_split_by_any_allocation(allocation):
    listing = to_be_drawn(quantity=4, indivisible=True, allocation=allocation)
    claims = [ask(an_actor(of=GJOVIK), listing, 4) for _ in range(3)]
    with after_the_draw():
        drawing.draw_due()
        assert sorted(states(*claims)) == ["approved", "queued", "queued"]
        given = next(claim for claim in claims if state(claim) == "approved")
        service.decline_claim(an_actor(), given.id, "Feil")
        assert sorted(states(*claims)) == ["declined", "queued", "requested"]


@pytest.mark.parametrize(
    ("allocation", "met"), [(Allocation.FIRST_COME, ClaimState.REQUESTED), (Allocation.DRAW, ClaimState.QUEUED)]
)
def test_who_waits_for_an_owner_that_no_longer_chooses_waits_for_their_turn(allocation, met):
    listing = a_listing(quantity=1)
    first, second = ask(an_actor(of=GJOVIK), listing), ask(an_actor(of=RINGERIKE), listing)
    listings.withdraw_listing(an_actor(), listing.id)
    changes = {"allocation": allocation, "draw_at": clock.now() + timedelta(days=2)}
    listings.amend_listing(an_actor(), listing.id, changes)
    listings.publish_listing(an_actor(), listing.id)
    for _ in range(2):
        queueing.advance_after_change([ListingPublished(listing.id)])
    assert states(first, second) == [met, "queued"]
    assert db.session.get(Claim, first.id).is_offered == (met == ClaimState.REQUESTED)
    assert steps(first).count(StepKind.SENT_BACK) == 1


def test_a_draw_nobody_entered_is_made_all_the_same():
    listing = to_be_drawn()
    with after_the_draw():
        assert drawing.draw_due() == 1
        assert ask(an_actor(of=GJOVIK), listing).state == ClaimState.APPROVED


def test_a_withdrawn_listing_is_not_drawn():
    listing = to_be_drawn()
    ask(an_actor(of=GJOVIK), listing)
    listings.withdraw_listing(an_actor(), listing.id)
    with after_the_draw():
        assert drawing.draw_due() == 0


def test_the_secret_is_bound_when_the_listing_is_published_and_others_see_only_its_digest():
    listing = a_listing(published=False, allocation=Allocation.DRAW, draw_at=clock.now() + timedelta(days=1))
    published = listings.publish_listing(an_actor(), listing.id)
    assert published.draw_seed is not None
    assert lots.commitment(published.draw_seed) == hashlib.sha256(published.draw_seed.encode()).hexdigest()


def test_each_draw_has_a_secret_of_its_own():
    listing = to_be_drawn()
    listings.withdraw_listing(an_actor(), listing.id)
    listings.publish_listing(an_actor(), listing.id)
    assert db.session.get(Listing, listing.id).draw_seed != SEED


def test_a_sent_claim_row_built_for_a_draw_is_not_mixed_up_with_others():
    listing = to_be_drawn()
    approved = a_claim(listing, state="approved")
    asked = ask(an_actor(of=GJOVIK), listing)
    with after_the_draw():
        drawing.draw_due()
    assert db.session.scalars(select(Draw)).one().claim_ids == [asked.id]
    assert state(approved) == ClaimState.APPROVED
