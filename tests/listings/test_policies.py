"""Who may do what with listings, as a table."""

import pytest

from marketplace.foundation.actor import NOBODY, Actor
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState
from marketplace.listings import policies
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations.roles import PERMISSIONS, Role

ASKER, GJOVIK, SCHOOL, NURSING_HOME = "3203", "3407", 1, 2

pytestmark = pytest.mark.once


def an_actor(role=Role.FACILITY_MANAGER, of=ASKER, unit_id=None, is_member=True):
    return Actor(1, of, unit_id, PERMISSIONS[role], is_member=is_member)


def a_listing(state=ListingState.DRAFT, unit_id=None, **values):
    given = {"quantity": 3, "handed_over_quantity": 0, "stage": Stage.NETWORK} | values
    return Listing(municipality_number=ASKER, unit_id=unit_id, state=state, **given)


def code_of(decision):
    return decision.refusal.code if decision.refusal else None


@pytest.mark.parametrize(
    "may", [policies.may_edit, policies.may_publish, policies.may_withdraw, policies.may_add_photo]
)
@pytest.mark.parametrize(
    ("actor", "unit_id", "code"),
    [
        (an_actor(), None, None),
        (an_actor(), SCHOOL, None),
        (an_actor(Role.MUNICIPALITY_ADMIN), SCHOOL, None),
        (an_actor(unit_id=SCHOOL), SCHOOL, None),
        (an_actor(unit_id=SCHOOL), NURSING_HOME, "listing-other-unit"),
        (an_actor(unit_id=SCHOOL), None, "listing-other-unit"),
        (an_actor(of=GJOVIK), None, "listing-needs-permission"),
        (an_actor(Role.REQUESTER), None, "listing-needs-permission"),
        (an_actor(Role.OBSERVER), None, "listing-needs-permission"),
        (an_actor(Role.PROJECT_LEAD), None, "listing-needs-permission"),
        (NOBODY, None, "listing-needs-permission"),
    ],
)
def test_only_its_own_people_act_on_a_listing(may, actor, unit_id, code):
    assert code_of(may(actor, a_listing(unit_id=unit_id))) == code


@pytest.mark.parametrize(
    ("state", "edit", "publish", "withdraw"),
    [
        (ListingState.DRAFT, None, None, None),
        (ListingState.PUBLISHED, None, "listing-already-published", None),
        (ListingState.CLOSED, "listing-closed", "listing-closed", "listing-closed"),
        (ListingState.WITHDRAWN, None, None, "listing-already-withdrawn"),
        (ListingState.EXPIRED, None, None, "listing-wrong-state"),
    ],
)
def test_what_may_be_done_in_each_state(state, edit, publish, withdraw):
    listing = a_listing(state)
    assert code_of(policies.may_edit(an_actor(), listing)) == edit
    assert code_of(policies.may_publish(an_actor(), listing)) == publish
    assert code_of(policies.may_withdraw(an_actor(), listing)) == withdraw


def test_what_is_all_handed_over_is_not_published_again():
    withdrawn = a_listing(ListingState.WITHDRAWN, handed_over_quantity=3)
    assert code_of(policies.may_publish(an_actor(), withdrawn)) == "listing-closed"


def test_a_municipality_outside_the_network_publishes_to_itself_only():
    actor = an_actor(is_member=False)
    assert code_of(policies.may_publish(actor, a_listing())) == "listing-needs-membership"
    assert code_of(policies.may_publish(actor, a_listing(), Stage.MUNICIPALITY)) is None


def test_the_thirteenth_photo_is_refused():
    assert code_of(policies.may_add_photo(an_actor(), a_listing(), 11)) is None
    assert code_of(policies.may_add_photo(an_actor(), a_listing(), 12)) == "listing-too-many-photos"


@pytest.mark.parametrize(
    ("actor", "unit_id", "code"),
    [
        (an_actor(), SCHOOL, None),
        (an_actor(unit_id=SCHOOL), SCHOOL, None),
        (an_actor(unit_id=SCHOOL), None, "listing-other-unit"),
        (an_actor(Role.REQUESTER), None, "listing-needs-permission"),
        (NOBODY, None, "listing-needs-permission"),
    ],
)
def test_who_may_offer_something(actor, unit_id, code):
    assert code_of(policies.may_create(actor, unit_id)) == code


@pytest.mark.parametrize("state", [AssetState.TRANSFERRED, AssetState.DISPOSED])
def test_an_asset_that_has_left_is_not_listed(state):
    asset = Asset(municipality_number=ASKER, unit_id=None, state=state, name="Stol")
    assert code_of(policies.may_list_asset(an_actor(), asset)) == "listing-asset-has-left"


def test_the_actions_are_what_is_allowed():
    assert policies.actions(an_actor(), a_listing()) == ("edit", "publish", "withdraw", "photos")
    assert policies.actions(an_actor(), a_listing(ListingState.CLOSED)) == ()
    assert policies.actions(an_actor(of=GJOVIK), a_listing(ListingState.PUBLISHED)) == ()
