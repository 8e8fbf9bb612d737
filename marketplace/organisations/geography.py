"""Where municipalities lie, and how far it is between them as the crow flies."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.organisations.models import Municipality

EARTH_RADIUS_KM = 6371.0088
_ORDER = str.maketrans({"æ": "{", "ø": "|", "å": "}", "ä": "{", "ö": "|", "á": "a", "š": "s", "ŋ": "n", "đ": "d"})


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality as reference: its name, county, and the position of its administrative centre (WGS 84)."""

    number: str
    name: str
    county_number: str
    county_name: str
    latitude: float
    longitude: float


_places: dict[str, Place] = {}


def distance_km(a_lat: float, a_lon: float, b_lat: float, b_lon: float) -> float:
    """Great-circle distance between two positions in degrees (haversine, mean earth radius)."""
    a_lat, a_lon, b_lat, b_lon = map(radians, (a_lat, a_lon, b_lat, b_lon))
    half = sin((b_lat - a_lat) / 2) ** 2 + cos(a_lat) * cos(b_lat) * sin((b_lon - a_lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


def place_of(number: str) -> Place:
    """The municipality with that number, from memory once it has been read.

    Raises:
        NotFound: `municipality-not-found`.
    """
    if number not in _places:
        _places.update({place.number: place for place in _read()})
    try:
        return _places[number]
    except KeyError:
        raise NotFound("municipality-not-found", number=number) from None


def county_names() -> dict[str, str]:
    """Every county's name by its number."""
    if not _places:
        _places.update({place.number: place for place in _read()})
    return {place.county_number: place.county_name for place in _places.values()}


def distance_between_km(a_number: str, b_number: str) -> float:
    """Distance between the administrative centres of two municipalities, as the crow flies."""
    a, b = place_of(a_number), place_of(b_number)
    return distance_km(a.latitude, a.longitude, b.latitude, b.longitude)


def forget() -> None:
    """Read the places anew when next asked."""
    _places.clear()


def alphabetical(name: str) -> str:
    """A key that sorts names as Norwegians do: æ, ø, å last, case aside."""
    return name.casefold().translate(_ORDER)


def _read() -> list[Place]:
    columns = (
        Municipality.number,
        Municipality.name,
        Municipality.county_number,
        Municipality.county_name,
        Municipality.latitude,
        Municipality.longitude,
    )
    return [Place(*row) for row in db.session.execute(select(*columns))]
