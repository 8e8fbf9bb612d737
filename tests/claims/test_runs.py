"""Shared runs as geometry: the direction, the shortest round, and what it saves."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.claims import runs
from marketplace.claims.runs import Errand
from marketplace.organisations.geography import distance_km

pytestmark = pytest.mark.once

ASKER, SANDVIKA, HONEFOSS, GJOVIK, HAMAR = (
    (59.83333, 10.43721),
    (59.89073, 10.52774),
    (60.16804, 10.25647),
    (60.79574, 10.69155),
    (60.79450, 11.06798),
)


def errands(*points):
    return [Errand(number, f"{points.index(point):04}", point) for number, point in enumerate(points, 1)]


@pytest.mark.parametrize(
    ("end", "degrees"),
    [((60.0, 10.0), 0), ((59.0, 11.0), 90), ((58.0, 10.0), 180), ((59.0, 9.0), 270)],
)
def test_a_bearing_is_counted_from_north(end, degrees):
    assert abs(runs.turn(runs.bearing((59.0, 10.0), end), degrees)) < 1


@pytest.mark.parametrize(("one", "other", "between"), [(350, 10, 20), (0, 180, 180), (90, 60, 30), (10, 350, 20)])
def test_a_turn_goes_the_short_way(one, other, between):
    assert runs.turn(one, other) == between


def test_two_claims_to_one_place_save_a_whole_trip():
    trip = runs.plan(ASKER, errands(GJOVIK, GJOVIK), 130)
    out_and_back = 2 * round(distance_km(*ASKER, *GJOVIK) * 1300)
    assert (trip.separate_m, trip.shared_m, trip.saved_m) == (2 * out_and_back, out_and_back, out_and_back)
    assert (trip.share_percent, trip.places) == (50, ("0000",))


def test_two_places_save_what_clarke_and_wright_say():
    trip = runs.plan(ASKER, errands(GJOVIK, HAMAR), 100)
    to_gjovik, to_hamar = distance_km(*ASKER, *GJOVIK), distance_km(*ASKER, *HAMAR)
    saving = to_gjovik + to_hamar - distance_km(*GJOVIK, *HAMAR)
    assert abs(trip.saved_m - saving * 1000) < 3


def test_the_order_driven_is_the_shortest():
    trip = runs.plan(ASKER, errands(HAMAR, SANDVIKA, GJOVIK), 100)
    points = {"0000": HAMAR, "0001": SANDVIKA, "0002": GJOVIK}
    rounds = {order: length(ASKER, *(points[place] for place in order), ASKER) for order in permutations(points)}
    assert abs(trip.shared_m - 1000 * min(rounds.values())) < 5
    assert abs(sum(trip.legs_m) + 1000 * distance_km(*points[trip.places[-1]], *ASKER) - trip.shared_m) < 5


def length(*route):
    return sum(distance_km(*a, *b) for a, b in pairwise(route))


def test_other_directions_are_other_trips():
    south = (59.0, 10.4)
    assert runs.plan(ASKER, errands(GJOVIK, south), 130) is None
    assert runs.propose(ASKER, errands(GJOVIK, south), 130) == []
    found = runs.propose(ASKER, errands(GJOVIK, south, HAMAR, (58.9, 10.5)), 130)
    assert sorted(trip.claim_ids for trip in found) == [(1, 3), (2, 4)]


@pytest.mark.parametrize("points", [(), (GJOVIK,), (ASKER, ASKER), (ASKER, GJOVIK)])
def test_what_is_alone_or_at_home_is_no_trip(points):
    assert runs.plan(ASKER, errands(*points), 130) is None


def test_what_saves_next_to_nothing_is_not_proposed():
    near, further = (59.840, 10.44), (59.845, 10.44)
    assert runs.plan(ASKER, errands(near, further), 130) is None


def test_one_vehicle_goes_to_six_places_at_most():
    points = [(60.5 + step / 50, 10.6) for step in range(9)]
    found = runs.propose(ASKER, errands(*points), 130)
    assert [len(trip.places) for trip in found] == [6, 3]


def test_the_vehicle_comes_on_the_quarter_and_never_earlier_than_it_can():
    trip = runs.plan(ASKER, errands(HONEFOSS, GJOVIK), 130)
    at = datetime(2026, 6, 16, 7, 0, tzinfo=UTC)
    first, second = (trip.arrivals(at)[place] for place in trip.places)
    assert first == at
    soonest = at + runs.AT_EACH + timedelta(hours=trip.legs_m[1] / 1000 / runs.KM_PER_HOUR)
    assert soonest <= second < soonest + runs.QUARTER
    assert second.minute % 15 == 0


where = st.tuples(st.floats(59.0, 61.5), st.floats(8.5, 12.0))


@given(where, st.lists(where, max_size=9), st.integers(100, 200))
def test_whatever_is_proposed_saves_and_takes_each_claim_once(home, points, road):
    given_errands = [Errand(number, f"{number:04}", point) for number, point in enumerate(points)]
    found = runs.propose(home, given_errands, road)
    taken = [claim_id for trip in found for claim_id in trip.claim_ids]
    assert len(taken) == len(set(taken))
    for trip in found:
        assert len(trip.claim_ids) >= 2
        assert trip.saved_m >= runs.LEAST_SAVED_M
        assert 50 <= trip.share_percent * len(trip.claim_ids) <= 100 * len(trip.claim_ids)
        assert len(trip.places) <= runs.MOST_PLACES
    assert runs.propose(home, list(reversed(given_errands)), road) == found
