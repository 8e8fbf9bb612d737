"""Nobody in the queue whom a gift could have gone to is passed over without the owner having seen them."""

import pytest
from sqlalchemy import select

from marketplace.claims import service as claiming
from marketplace.claims.models import Claim
from marketplace.claims.states import Otherwise
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Invalid
from marketplace.listings.models import Listing, VoluntaryRequest
from marketplace.listings.states import Allocation
from marketplace.transfers import giving
from marketplace.transfers.models import Disposition
from tests import builders
from tests.builders import BAERUM, GJOVIK
from tests.conftest import NOW
from tests.transfers.test_giving import asked, given_out, stored


def waiting(listing_id, quantity=5, of=GJOVIK):
    return builders.a_claim(db.session.get_one(Listing, listing_id), by=of, quantity=quantity, state="queued").id


def untouched(listing_id, request_id):
    assert stored(Listing, listing_id).given_away_quantity == 0
    assert stored(VoluntaryRequest, request_id).answered_at is None
    assert db.session.scalars(select(Disposition)).all() == []


def test_who_waits_for_more_than_is_free_is_passed_over_only_by_an_owner_who_has_seen_them(app):
    number, owner = given_out(5), builders.an_actor()
    builders.a_claim(db.session.get_one(Listing, number), quantity=2, state="approved")
    claim_id, request_id = waiting(number), asked(number, 2)
    (passed,) = giving.list_passed_over(stored(Listing, number))
    assert (passed.claim_id, passed.municipality, passed.quantity) == (claim_id, "Gjøvik", 5)
    with pytest.raises(Conflict, match="gift-passes-queue"):
        giving.give_away(owner, request_id, 2)
    untouched(number, request_id)
    waiting(number, 4, BAERUM)
    with pytest.raises(Conflict, match="gift-passes-queue"):
        giving.give_away(owner, request_id, 2, passing=1)
    untouched(number, request_id)
    assert giving.give_away(owner, request_id, 2, passing=2).quantity == 2


DRAWN = {"allocation": Allocation.DRAW, "draw_at": NOW, "drawn_at": NOW}


@pytest.mark.parametrize("terms", [{"allocation": Allocation.FIRST_COME}, DRAWN])
def test_where_claims_have_their_turn_they_are_declined_before_anything_is_given_away(app, terms):
    number, owner = given_out(5, **terms), builders.an_actor()
    builders.a_claim(db.session.get_one(Listing, number), quantity=3, state="approved")
    claim_id, request_id = waiting(number, 4), asked(number, 2)
    for passing in (0, 1, 9):
        with pytest.raises(Conflict, match="gift-out-of-turn"):
            giving.give_away(owner, request_id, 2, passing=passing)
        untouched(number, request_id)
    claiming.decline_claim(owner, claim_id, "other-need")
    assert giving.give_away(owner, request_id, 2).quantity == 2


def test_who_could_never_be_served_whole_does_not_stop_a_gift_where_there_is_a_turn(app):
    number = given_out(3, allocation=Allocation.FIRST_COME)
    waiting(number, 4)
    assert giving.list_passed_over(stored(Listing, number)) == []
    assert giving.give_away(builders.an_actor(), asked(number, 2), 2).quantity == 2


def test_what_was_given_away_is_asked_for_by_nobody_who_would_wait_for_ever(app):
    number = given_out(5, allocation=Allocation.FIRST_COME)
    giving.give_away(builders.an_actor(), asked(number, 2), 2)
    seeker = builders.an_actor("requester", GJOVIK)
    with pytest.raises(Invalid) as refused:
        claiming.request_claim(seeker, number, quantity=4, otherwise=Otherwise.BUY_NEW)
    assert [error.code for error in refused.value.fields] == ["claim-quantity-out-of-range"]
    assert db.session.scalars(select(Claim)).all() == []
    assert claiming.request_claim(seeker, number, quantity=3, otherwise=Otherwise.BUY_NEW).state == "approved"
