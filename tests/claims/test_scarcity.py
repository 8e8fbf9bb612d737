"""Never oversold, and never refused while some remains: many at once in threads of one server."""

from collections import Counter
from functools import partial

import pytest
from sqlalchemy import select

from marketplace.claims import queries, service
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState, Otherwise
from marketplace.foundation.database import db
from marketplace.listings import service as listings
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.transfers import service as transfers
from marketplace.transfers.models import Transfer
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_claim, a_listing, a_person, actor_of, an_actor
from tests.claims.racing import at_once, refusals

pytestmark = pytest.mark.usefixtures("app")


def asking(actor, listing, quantity=1, key=None):
    return partial(
        service.request_claim, actor, listing.id, quantity=quantity, otherwise=Otherwise.UNKNOWN, submission_key=key
    )


def states():
    db.session.rollback()
    return Counter(db.session.scalars(select(Claim.state)))


def left(listing):
    db.session.rollback()
    return queries.available_quantity(db.session.get(Listing, listing.id))


def test_fifty_claims_at_once_on_five_chairs_hold_five():
    listing, actor = a_listing(quantity=5), an_actor(of=GJOVIK)
    answers = at_once([asking(actor, listing)] * 50)
    assert refusals(answers) == []
    assert states() == {ClaimState.REQUESTED: 5, ClaimState.QUEUED: 45}
    assert left(listing) == 0


def test_claims_of_many_sizes_at_once_leave_only_what_nobody_fits_in():
    listing, actor = a_listing(quantity=11), an_actor(of=GJOVIK)
    at_once([asking(actor, listing, 1 + number % 4) for number in range(24)])
    waiting = db.session.scalars(select(Claim.quantity).where(Claim.state == ClaimState.QUEUED)).all()
    assert 0 <= left(listing) < min(waiting)


def test_one_form_sent_ten_times_at_once_is_one_claim():
    listing, actor = a_listing(quantity=50), an_actor(of=GJOVIK)
    answers = at_once([asking(actor, listing, 2, "a form")] * 10)
    assert len({claim.id for claim in answers}) == 1
    assert left(listing) == 48


def test_two_owners_approving_at_once_approve_once():
    claim = a_claim(a_listing(quantity=5), quantity=5)
    owners = [an_actor(), an_actor()]
    answers = at_once([partial(service.approve_claim, owner, claim.id, 3) for owner in owners])
    assert refusals(answers) == ["claim-wrong-state"]
    assert left(claim_listing(claim)) == 2


def test_approving_and_cancelling_at_once_leaves_one_truth():
    for _ in range(6):
        claim = a_claim(a_listing(quantity=2), quantity=2)
        owner, claimant = an_actor(), an_actor(of=GJOVIK)
        at_once([partial(service.approve_claim, owner, claim.id), partial(service.cancel_claim, claimant, claim.id)])
        db.session.rollback()
        assert db.session.get(Claim, claim.id).state == ClaimState.CANCELLED
        assert left(claim_listing(claim)) == 2


def test_withdrawing_while_many_ask_leaves_nobody_with_a_claim_after_it():
    listing = a_listing(quantity=50)
    actor, owner = an_actor(of=GJOVIK), an_actor()
    answers = at_once([*[asking(actor, listing)] * 11, partial(listings.withdraw_listing, owner, listing.id)])
    assert set(refusals(answers)) <= {"listing-not-open", "listing-not-found"}
    assert sum(states().values()) == 11 - len(refusals(answers))


def test_handing_over_twice_at_once_is_done_once():
    claim = a_claim(a_listing(quantity=5), quantity=5, state="approved")
    sides = [an_actor(), an_actor(of=GJOVIK)]
    answers = at_once([partial(transfers.hand_over, side, claim.id) for side in sides])
    assert refusals(answers) == ["claim-ended"]
    assert db.session.scalars(select(Transfer.quantity)).all() == [5]


def test_handing_over_and_cancelling_at_once_never_does_both():
    for _ in range(6):
        claim = a_claim(a_listing(quantity=2), quantity=2, state="approved")
        owner, claimant = an_actor(), an_actor(of=GJOVIK)
        at_once([partial(transfers.hand_over, owner, claim.id), partial(service.cancel_claim, claimant, claim.id)])
        db.session.rollback()
        found = db.session.get(Claim, claim.id)
        moved = sum(db.session.scalars(select(Transfer.quantity).where(Transfer.claim_id == claim.id)))
        assert (found.state, found.handed_over_quantity, moved) in [
            (ClaimState.HANDED_OVER, 2, 2),
            (ClaimState.CANCELLED, 0, 0),
        ]


def test_handing_over_and_withdrawing_at_once_hands_over_once():
    for _ in range(6):
        listing = a_listing(quantity=2)
        claim = a_claim(listing, quantity=2, state="approved")
        owner, claimant = an_actor(), an_actor(of=GJOVIK)
        answers = at_once(
            [partial(transfers.hand_over, claimant, claim.id), partial(listings.withdraw_listing, owner, listing.id)]
        )
        db.session.expire_all()
        assert sum(db.session.scalars(select(Transfer.quantity).where(Transfer.claim_id == claim.id))) == 2
        assert refusals(answers) in ([], ["listing-closed"])
        closed = db.session.get(Listing, listing.id).state == ListingState.CLOSED
        assert closed == (refusals(answers) == ["listing-closed"])


def test_taking_back_at_once_never_takes_back_more_than_went():
    claim = a_claim(a_listing(quantity=5), quantity=5, state="approved")
    admin = actor_of(a_person("municipality_admin", ASKER))
    transfer_id = transfers.hand_over(admin, claim.id).id
    answers = at_once([partial(transfers.take_back, admin, transfer_id, quantity=2, reason="Feil")] * 4)
    assert sorted(refusals(answers)) == ["take-back-quantity-out-of-range"] * 2
    assert sum(db.session.scalars(select(Transfer.quantity))) == 1


def test_everything_at_once_never_oversells():
    listing = a_listing(quantity=6)
    owner, claimants = an_actor(), [an_actor(of=number) for number in (GJOVIK, RINGERIKE)]
    claims = [a_claim(listing, quantity=2) for _ in range(3)]
    at_once(
        [
            *[asking(claimant, listing, 3) for claimant in claimants for _ in range(3)],
            *[partial(service.approve_claim, owner, claim.id, 1) for claim in claims],
            *[partial(service.cancel_claim, claimants[0], claim.id) for claim in claims],
        ]
    )
    waiting = db.session.scalars(select(Claim.quantity).where(Claim.state == ClaimState.QUEUED)).all()
    assert 0 <= left(listing) < min(waiting, default=7)


def claim_listing(claim):
    return db.session.get(Listing, claim.listing_id)
