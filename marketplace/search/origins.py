"""From where distance is measured: a municipality, one of one's own sites, or a position."""

import re
from dataclasses import dataclass

from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import NotFound
from marketplace.organisations import queries as organisations
from marketplace.organisations.geography import place_of
from marketplace.organisations.models import Site

SITE = "site:"
_POSITION = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]{1,12})?), ?(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)")


@dataclass(frozen=True, slots=True)
class Origin:
    """A place to measure from. `code` is how it is asked for; a mere position has no name."""

    code: str
    name: str
    position: tuple[float, float]


def find_origin(near: str, actor: Actor) -> Origin | None:
    """The place that `near` names: a municipality's number, `site:` and the id of a site of the actor's municipality,
    or `latitude,longitude`; empty means the actor's municipality. None if it is none of these."""
    near = near.strip()
    if near.startswith(SITE):
        return next((origin for origin in _sites(actor) if origin.code == near), None)
    return _municipality(near or actor.municipality_number or "") or _position(near)


def list_origins(actor: Actor) -> list[Origin]:
    """The actor's municipality, then those of its sites whose position is known."""
    own = _municipality(actor.municipality_number or "")
    return [own, *(origin for origin in _sites(actor) if origin.position != own.position)] if own else []


def position_in(written: str) -> tuple[float, float] | None:
    """The latitude and longitude that are written, with a comma between; None if they are not, or nowhere."""
    found = _POSITION.fullmatch(written.strip())
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def is_municipality(number: str) -> bool:
    """Whether there is such a municipality."""
    return _municipality(number) is not None


def _municipality(number: str) -> Origin | None:
    try:
        place = place_of(number)
    except NotFound:
        return None
    return Origin(number, place.name, (place.latitude, place.longitude))


def _sites(actor: Actor) -> list[Origin]:
    number = actor.municipality_number
    return [] if number is None else [_site(site) for site in organisations.list_sites(number)]


def _site(site: Site) -> Origin:
    """A site whose position nobody knows lies where its municipality does."""
    place = place_of(site.municipality_number)
    if site.latitude is None or site.longitude is None:
        return Origin(f"{SITE}{site.id}", site.name, (place.latitude, place.longitude))
    return Origin(f"{SITE}{site.id}", site.name, (site.latitude, site.longitude))


def _position(near: str) -> Origin | None:
    position = position_in(near)
    return None if position is None else Origin(near, "", position)
