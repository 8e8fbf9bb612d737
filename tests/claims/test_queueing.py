"""What follows for those who wait when a listing changes, is withdrawn or runs out."""

import pytest
from sqlalchemy import select

from marketplace.claims import queueing, service
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState, StepKind
from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict
from marketplace.listings import service as listings
from marketplace.listings.events import ListingChanged, ListingClosed, ListingWithdrawn
from marketplace.listings.models import Listing
from tests import builders
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_listing, an_actor
from tests.claims.asking import ask, refused, state, steps

pytestmark = pytest.mark.usefixtures("app")


def test_withdrawing_declines_those_who_wait_and_keeps_what_is_approved():
    listing = a_listing(quantity=5)
    approved, asked = ask(an_actor(of=GJOVIK), listing, 2), ask(an_actor(of=GJOVIK), listing, 3)
    queued = ask(an_actor(of=RINGERIKE), listing, 5)
    service.approve_claim(an_actor(), approved.id)
    listings.withdraw_listing(an_actor(), listing.id)
    for _ in range(2):
        queueing.decline_open_claims(ListingWithdrawn(listing.id))
    assert [state(claim) for claim in (approved, asked, queued)] == ["approved", "declined", "declined"]
    assert db.session.get(Claim, asked.id).decline_reason == "listing-withdrawn"
    assert steps(asked).count(StepKind.DECLINED) == 1


def test_nobody_is_declined_when_the_listing_is_open_again():
    claim = ask(an_actor(of=GJOVIK), (listing := a_listing()))
    queueing.decline_open_claims(ListingClosed(listing.id))
    assert state(claim) == ClaimState.REQUESTED


def test_a_withdrawn_listings_claims_are_not_approved():
    listing = a_listing()
    claim = ask(an_actor(of=GJOVIK), listing)
    listings.withdraw_listing(an_actor(), listing.id)
    refused(Conflict, "listing-not-open", service.approve_claim, an_actor(), claim.id)


def test_the_queue_advances_when_more_is_offered():
    listing = a_listing(quantity=3, asset_id=builders.an_asset(quantity=9).id)
    ask(an_actor(of=GJOVIK), listing, 3)
    waiting = ask(an_actor(of=RINGERIKE), listing, 2)
    with service.transaction():
        db.session.get(Listing, listing.id).quantity = 5
    queueing.advance_after_change([ListingChanged(listing.id)])
    assert state(waiting) == ClaimState.REQUESTED


def test_each_verb_records_what_happened():
    listing = a_listing(quantity=1, of=ASKER)
    first, second = ask(an_actor(of=GJOVIK), listing), ask(an_actor(of=RINGERIKE), listing)
    service.decline_claim(an_actor(), first.id, "Nei")
    names = db.session.scalars(select(outbox.Delivery.event).distinct()).all()
    assert {"ClaimRequested", "ClaimQueued", "ClaimDeclined", "ClaimAdvanced"} <= set(names)
    assert state(second) == ClaimState.REQUESTED
