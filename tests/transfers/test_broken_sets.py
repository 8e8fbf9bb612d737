"""A set of which some has gone all the same: what is left of it can be had together."""

import pytest

from marketplace.claims import service as claiming
from marketplace.claims.states import ClaimState
from marketplace.foundation.errors import Invalid
from marketplace.transfers import service
from marketplace.transfers.kinds import TransferKind
from tests.builders import GJOVIK, RINGERIKE, a_listing, an_actor
from tests.claims.asking import ask

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def admin():
    return an_actor("municipality_admin")


def approved_set(admin):
    listing = a_listing(quantity=5, indivisible=True)
    claim = ask(an_actor("requester", GJOVIK), listing, 5)
    claiming.approve_claim(admin, claim.id)
    return listing, claim


def only_as_a_whole(listing, whole):
    with pytest.raises(Invalid, match="claim-indivisible"):
        ask(an_actor("requester", RINGERIKE), listing, whole - 1)
    assert ask(an_actor("requester", RINGERIKE), listing, whole).state == ClaimState.REQUESTED


def test_the_rest_after_a_hand_over_in_part(admin):
    listing, claim = approved_set(admin)
    service.hand_over(admin, claim.id, quantity=2)
    claiming.decline_claim(admin, claim.id, "Vi trenger resten")
    only_as_a_whole(listing, 3)


def test_what_came_back(admin):
    listing, claim = approved_set(admin)
    row = service.hand_over(admin, claim.id)
    service.take_back(admin, row.id, quantity=2, reason="Passet ikke", kind=TransferKind.RETURN)
    only_as_a_whole(listing, 2)
