"""The rules of claims as tables, without a database."""

import pytest

from marketplace.claims import policies
from marketplace.claims.models import Claim
from marketplace.claims.states import CLAIM_TRANSITIONS, ClaimAction, ClaimState
from marketplace.foundation.actor import NOBODY, Actor
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage

pytestmark = pytest.mark.once

ASK, DECIDE = frozenset({"listings:view", "claims:request"}), frozenset({"listings:view", "claims:decide"})


def an_owner(**values):
    return Actor(**{"person_id": 1, "municipality_number": "3203", "permissions": DECIDE, "is_member": True} | values)


def a_claimant(**values):
    return Actor(**{"person_id": 2, "municipality_number": "3407", "permissions": ASK, "is_member": True} | values)


def a_neighbour(**values):
    return a_claimant(municipality_number="3203", **values)


def a_listing(**values):
    given = {"municipality_number": "3203", "unit_id": None, "quantity": 5, "indivisible": False}
    return Listing(**given | {"state": ListingState.PUBLISHED, "stage": Stage.NETWORK} | values)


def a_claim(state="requested", quantity=3, approved=None, handed_over=0, released=0, listing=None):
    return Claim(
        listing=listing or a_listing(),
        municipality_number="3407",
        unit_id=None,
        requested_by=2,
        quantity=quantity,
        approved_quantity=approved,
        handed_over_quantity=handed_over,
        released_quantity=released,
        state=ClaimState(state),
    )


def code(decision):
    return decision.refusal.code if decision.refusal else None


@pytest.mark.parametrize(
    ("actor", "listing", "quantity", "refusal"),
    [
        (a_claimant(), a_listing(), 1, None),
        (a_claimant(), a_listing(), 5, None),
        (a_claimant(), a_listing(), None, None),
        (a_claimant(), a_listing(), 0, "claim-quantity-out-of-range"),
        (a_claimant(), a_listing(), 6, "claim-quantity-out-of-range"),
        (a_claimant(), a_listing(indivisible=True), 4, "claim-indivisible"),
        (a_claimant(), a_listing(indivisible=True), None, None),
        (a_claimant(), a_listing(state=ListingState.DRAFT), 1, "listing-not-open"),
        (a_claimant(), a_listing(state=ListingState.EXPIRED), 1, "listing-not-open"),
        (a_claimant(), a_listing(stage=Stage.MUNICIPALITY), 1, "listing-not-open"),
        (a_claimant(is_member=False), a_listing(), 1, "listing-not-open"),
        (a_claimant(permissions=frozenset({"listings:view"})), a_listing(), 1, "claim-needs-permission"),
        (NOBODY, a_listing(), 1, "claim-needs-permission"),
        (a_neighbour(), a_listing(), 1, "claim-own-listing"),
        (a_neighbour(), a_listing(unit_id=7), 1, None),
        (a_neighbour(unit_id=7), a_listing(unit_id=7), 1, "claim-own-listing"),
        (a_neighbour(unit_id=8), a_listing(unit_id=7), 1, None),
        (a_neighbour(unit_id=8), a_listing(unit_id=7, stage=Stage.UNIT), 1, "listing-not-open"),
    ],
)
def test_who_may_claim_what(actor, listing, quantity, refusal):
    assert code(policies.may_claim(actor, listing, quantity)) == refusal


@pytest.mark.parametrize(
    ("state", "owner_may", "claimant_may"),
    [
        ("requested", ("approve", "decline", "messages"), ("cancel", "messages")),
        ("queued", ("approve", "decline", "messages"), ("cancel", "messages")),
        (
            "approved",
            ("decline", "extend", "appointment", "messages", "hand-over"),
            ("cancel", "extend", "appointment", "messages", "hand-over"),
        ),
        ("lapsed", ("restore", "messages"), ("messages",)),
        ("declined", ("messages",), ("messages",)),
        ("cancelled", ("messages",), ("messages",)),
        ("handed_over", ("messages",), ("messages",)),
    ],
)
def test_what_each_side_may_do_in_each_state(state, owner_may, claimant_may):
    claim = a_claim(state, approved=3 if state in ("approved", "handed_over") else None)
    assert policies.actions(an_owner(), claim) == owner_may
    assert policies.actions(a_claimant(), claim) == claimant_may
    assert policies.actions(a_claimant(municipality_number="3305"), claim) == ()


@pytest.mark.parametrize(
    ("state", "approved", "handed_over", "released", "held", "outstanding"),
    [
        ("queued", None, 0, 0, 0, 0),
        ("requested", None, 0, 0, 3, 0),
        ("approved", 2, 0, 0, 2, 2),
        ("approved", 3, 1, 0, 3, 2),
        ("approved", 3, 1, 1, 2, 1),
        ("handed_over", 3, 3, 0, 3, 0),
        ("handed_over", 3, 1, 2, 1, 0),
        ("declined", None, 0, 0, 0, 0),
        ("declined", 3, 1, 0, 1, 0),
        ("cancelled", 3, 2, 0, 2, 0),
        ("cancelled", 3, 1, 1, 1, 0),
    ],
)
def test_what_a_claim_holds(state, approved, handed_over, released, held, outstanding):
    claim = a_claim(state, 3, approved, handed_over, released)
    assert (claim.held_quantity, claim.outstanding_quantity) == (held, outstanding)


@pytest.mark.parametrize("unit_id", [None, 7])
def test_a_person_of_one_unit_decides_for_that_unit_only(unit_id):
    claim = a_claim(listing=a_listing(unit_id=unit_id))
    assert policies.is_owner(an_owner(unit_id=7), claim)
    assert policies.is_owner(an_owner(unit_id=8), claim) == (unit_id is None)


@pytest.mark.parametrize("state", list(ClaimState))
@pytest.mark.parametrize("action", list(ClaimAction))
def test_state_moves_along_the_table_only(state, action):
    claim = a_claim(state.value, approved=3)
    if (state, action) in CLAIM_TRANSITIONS:
        claim.apply(action)
        assert claim.state == CLAIM_TRANSITIONS[state, action]
    else:
        with pytest.raises(policies.Conflict):
            claim.apply(action)
        assert claim.state == state
