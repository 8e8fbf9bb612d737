"""Shared runs, pure: which claims lie along the same direction, and how much road one trip for them saves.

Method. Where things lie is taken as the administrative centres of the municipalities. A road is the straight line
(great circle) × the road factor, as in the effect of a hand-over. Apart, each claim is a trip of its own, out and
back. Together, one vehicle drives the shortest round from home through every place and back, all orders tried. What is
saved is the difference: for two places, `d(h,i) + d(h,j) - d(i,j)`, the saving of Clarke and Wright («Scheduling of
Vehicles from a Central Depot to a Number of Delivery Points», Operations Research 12, 1964).

Assumptions. The same direction: a bearing from home within 30° of that of the farthest. One vehicle takes it all, in
at most six places. Half an hour at each place, and 60 km/h between them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise, permutations
from math import atan2, ceil, cos, degrees, radians, sin

from marketplace.organisations.geography import distance_km

Point = tuple[float, float]
SECTOR_DEGREES = 30.0
MOST_PLACES = 6
LEAST_SAVED_M = 5_000
AT_EACH = timedelta(minutes=30)
KM_PER_HOUR = 60
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Errand:
    """A claim, and the place (a municipality's number and its position in degrees) that a trip for it leads to."""

    claim_id: int
    place: str
    point: Point


@dataclass(frozen=True, slots=True)
class Trip:
    """One trip for several claims: places in the order they are driven, metres of road to each from the one before
    (the first from home), and metres in all if each claim were fetched alone and together.
    """

    claim_ids: tuple[int, ...]
    places: tuple[str, ...]
    legs_m: tuple[int, ...]
    separate_m: int
    shared_m: int

    @property
    def saved_m(self) -> int:
        """Metres of road that need not be driven."""
        return self.separate_m - self.shared_m

    @property
    def share_percent(self) -> int:
        """What is left of each claim's own transport, in whole percent, rounded up."""
        return min(100, ceil(100 * self.shared_m / self.separate_m)) if self.separate_m else 100

    def arrivals(self, begins_at: datetime) -> dict[str, datetime]:
        """When the vehicle is at each place when it is at the first at that moment; on the quarter, never too early."""
        found, at = {self.places[0]: begins_at}, begins_at
        for place, leg in zip(self.places[1:], self.legs_m[1:], strict=True):
            at += AT_EACH + timedelta(hours=leg / 1000 / KM_PER_HOUR)
            found[place] = begins_at + ceil((at - begins_at) / QUARTER) * QUARTER
        return found


def bearing(start: Point, end: Point) -> float:
    """The direction from one position to another, in degrees from north, from 0 up to 360."""
    (a_lat, a_lon), (b_lat, b_lon) = (tuple(map(radians, point)) for point in (start, end))
    east = sin(b_lon - a_lon) * cos(b_lat)
    north = cos(a_lat) * sin(b_lat) - sin(a_lat) * cos(b_lat) * cos(b_lon - a_lon)
    return degrees(atan2(east, north)) % 360


def turn(one: float, other: float) -> float:
    """How many degrees lie between two bearings, from 0 to 180."""
    return abs((one - other + 180) % 360 - 180)


def plan(home: Point, errands: Sequence[Errand], road_percent: int) -> Trip | None:
    """One trip for all of them; None if they are fewer than two, lie in different directions, or save too little."""
    away = [errand for errand in errands if _metres(home, errand.point, road_percent)]
    if len(away) < 2 or len(away) < len(errands) or _along(home, away) != away:
        return None
    trip = drive(home, away, road_percent)
    return trip if trip.saved_m >= LEAST_SAVED_M else None


def drive(home: Point, errands: Sequence[Errand], road_percent: int) -> Trip:
    """The shortest round through all places, wherever they lie."""
    points = {errand.place: errand.point for errand in errands}
    places = min(permutations(sorted(points)), key=lambda order: (_round(home, order, points, road_percent), order))
    route = [home, *(points[place] for place in places)]
    return Trip(
        claim_ids=tuple(sorted(errand.claim_id for errand in errands)),
        places=places,
        legs_m=tuple(_metres(a, b, road_percent) for a, b in pairwise(route)),
        separate_m=sum(2 * _metres(home, errand.point, road_percent) for errand in errands),
        shared_m=_round(home, places, points, road_percent),
    )


def propose(home: Point, errands: Iterable[Errand], road_percent: int) -> list[Trip]:
    """Trips that save, each claim in one at most: around the farthest place first, then around the farthest left."""
    left = sorted(errands, key=lambda errand: (-_metres(home, errand.point, road_percent), errand.claim_id))
    found = []
    while left:
        together = _along(home, left)
        trip = plan(home, together, road_percent)
        if trip is not None:
            found.append(trip)
        taken = {errand.claim_id for errand in (together if trip else left[:1])}
        left = [errand for errand in left if errand.claim_id not in taken]
    return found


def _along(home: Point, errands: Sequence[Errand]) -> list[Errand]:
    """Those that lie in the direction of the farthest, in as many places as one vehicle goes to."""
    farthest = max(errands, key=lambda errand: _metres(home, errand.point, 100))
    places = {farthest.place}
    for errand in errands:
        near = turn(bearing(home, errand.point), bearing(home, farthest.point)) <= SECTOR_DEGREES
        if near and len(places) < MOST_PLACES:
            places.add(errand.place)
    return [errand for errand in errands if errand.place in places]


def _round(home: Point, order: Sequence[str], points: dict[str, Point], road_percent: int) -> int:
    route = [home, *(points[place] for place in order), home]
    return sum(_metres(a, b, road_percent) for a, b in pairwise(route))


@lru_cache(10_000)
def _metres(start: Point, end: Point, road_percent: int) -> int:
    return round(distance_km(*start, *end) * 10 * road_percent)
