"""Who may do what with how a listing opens: stages down, people across, without a database."""

from datetime import date

import pytest

from marketplace.foundation.actor import Actor
from marketplace.listings import policies
from marketplace.listings.models import Listing, VoluntaryRequest
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations.roles import PERMISSIONS, Role
from tests.builders import ASKER, GJOVIK

DAY = date(2026, 7, 1)
OURS, THEIRS = 7, 8


def actor(role, of, unit_id=None, is_member=True):
    return Actor(1, of, unit_id, PERMISSIONS[role], frozenset(), is_member, None)


PEOPLE = {
    "manager": actor(Role.FACILITY_MANAGER, ASKER),
    "unit": actor(Role.FACILITY_MANAGER, ASKER, OURS),
    "neighbour": actor(Role.REQUESTER, ASKER, THEIRS),
    "other": actor(Role.REQUESTER, GJOVIK),
    "outside": actor(Role.REQUESTER, GJOVIK, is_member=False),
}


def a_listing(stage, shown_ahead=True, **values):
    opens = {"opens_to_network_on": DAY} if stage in (Stage.UNIT, Stage.MUNICIPALITY) else {}
    given = {"state": ListingState.PUBLISHED, "municipality_number": ASKER, "unit_id": OURS, "stage": stage}
    return Listing(**given | {"shown_ahead": shown_ahead} | opens | values)


@pytest.mark.parametrize(
    ("stage", "waiting"),
    [
        (Stage.UNIT, {"neighbour", "other"}),
        (Stage.MUNICIPALITY, {"other"}),
        (Stage.NETWORK, set()),
        (Stage.VOLUNTARY, set()),
    ],
)
def test_those_wait_for_whom_it_opens_later(stage, waiting):
    assert {name for name, who in PEOPLE.items() if policies.may_watch(who, a_listing(stage))} == waiting
    assert not any(policies.may_watch(who, a_listing(stage, shown_ahead=False)) for who in PEOPLE.values())


@pytest.mark.parametrize("stage", list(Stage))
def test_its_own_people_open_it_before_its_day(stage):
    able = {name for name, who in PEOPLE.items() if policies.may_open_now(who, a_listing(stage))}
    assert able == ({"manager", "unit"} if stage in (Stage.UNIT, Stage.MUNICIPALITY) else set())
    assert not policies.may_open_now(PEOPLE["manager"], a_listing(Stage.UNIT, reserved_for=GJOVIK))


def test_its_own_people_answer_organisations_once():
    listing, waiting, answered = a_listing(Stage.VOLUNTARY), VoluntaryRequest(), VoluntaryRequest(answered_at=DAY)
    able = {name for name, who in PEOPLE.items() if policies.may_answer_wish(who, listing, waiting)}
    assert able == {"manager", "unit"}
    assert {name for name, who in PEOPLE.items() if policies.may_see_wishes(who, listing)} == able
    assert not any(policies.may_answer_wish(who, listing, answered) for who in PEOPLE.values())


@pytest.mark.parametrize(
    ("stage", "gives", "is_member", "code"),
    [
        (Stage.UNIT, False, False, None),
        (Stage.MUNICIPALITY, False, False, None),
        (Stage.NETWORK, False, True, None),
        (Stage.NETWORK, False, False, "listing-needs-membership"),
        (Stage.VOLUNTARY, True, True, None),
        (Stage.VOLUNTARY, False, True, "listing-voluntary-not-allowed"),
        (Stage.VOLUNTARY, True, False, "listing-needs-membership"),
    ],
)
def test_how_far_it_may_reach(stage, gives, is_member, code):
    who = actor(Role.FACILITY_MANAGER, ASKER, is_member=is_member)
    decision = policies.may_widen(who, stage, gives_to_voluntary=gives)
    assert (decision.refusal.code if decision.refusal else None) == code
