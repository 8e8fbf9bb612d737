"""When a listing opens further, reckoned from rules and dates alone."""

from datetime import date, timedelta

import pytest

from marketplace.listings.openings import in_order, planned, settled
from marketplace.listings.states import Stage
from marketplace.organisations.fields import ReleaseFields

TODAY = date(2026, 6, 15)
UNIT, MUNICIPALITY, NETWORK, VOLUNTARY = Stage


def after(days):
    return TODAY + timedelta(days=days)


RULES = ReleaseFields(unit_days=7, municipality_days=14, network_days=30, gives_to_voluntary=True)


@pytest.mark.parametrize(
    ("rules", "of_whole", "first", "dates"),
    [
        (ReleaseFields(), False, NETWORK, {}),
        (ReleaseFields(gives_to_voluntary=True), False, VOLUNTARY, {}),
        (ReleaseFields(network_days=30), False, NETWORK, {}),
        (ReleaseFields(unit_days=7), False, UNIT, {NETWORK: after(7)}),
        (ReleaseFields(unit_days=7), True, NETWORK, {}),
        (ReleaseFields(municipality_days=5), False, MUNICIPALITY, {NETWORK: after(5)}),
        (RULES, False, UNIT, {MUNICIPALITY: after(7), NETWORK: after(21), VOLUNTARY: after(51)}),
        (RULES, True, MUNICIPALITY, {NETWORK: after(14), VOLUNTARY: after(44)}),
    ],
)
def test_the_rules_say_where_a_listing_begins_and_when_it_opens_further(rules, of_whole, first, dates):
    assert planned(rules, {}, TODAY, of_whole=of_whole) == (first, dates)


@pytest.mark.parametrize(
    ("chosen", "first", "dates"),
    [
        ({NETWORK: after(2)}, UNIT, {NETWORK: after(2), VOLUNTARY: after(32)}),
        ({NETWORK: TODAY}, NETWORK, {VOLUNTARY: after(30)}),
        ({MUNICIPALITY: after(1)}, UNIT, {MUNICIPALITY: after(1), NETWORK: after(15), VOLUNTARY: after(45)}),
        ({VOLUNTARY: after(40)}, UNIT, {MUNICIPALITY: after(7), NETWORK: after(21), VOLUNTARY: after(40)}),
    ],
)
def test_a_day_chosen_stands_in_the_place_of_the_rules_and_later_ones_follow_it(chosen, first, dates):
    assert planned(RULES, chosen, TODAY, of_whole=False) == (first, dates)


def test_a_day_chosen_keeps_back_what_the_rules_would_let_out_at_once():
    assert planned(ReleaseFields(), {NETWORK: after(3)}, TODAY, of_whole=False) == (MUNICIPALITY, {NETWORK: after(3)})


def test_what_was_open_before_begins_no_narrower():
    assert planned(RULES, {}, TODAY, of_whole=False, at=NETWORK) == (NETWORK, {VOLUNTARY: after(30)})
    assert planned(RULES, {}, TODAY, of_whole=False, at=VOLUNTARY) == (VOLUNTARY, {})


def test_several_days_that_are_past_make_one_step():
    dates = {MUNICIPALITY: after(-9), NETWORK: after(-2), VOLUNTARY: after(5)}
    assert settled(UNIT, dates, TODAY) == (NETWORK, {VOLUNTARY: after(5)})
    assert settled(VOLUNTARY, dates, TODAY) == (VOLUNTARY, {})


def test_a_wider_stage_never_opens_before_a_narrower():
    assert in_order({MUNICIPALITY: after(1), NETWORK: after(1)})
    assert not in_order({MUNICIPALITY: after(2), VOLUNTARY: after(1)})
