"""What every page knows of its reader."""

from dataclasses import dataclass
from typing import Any

from flask import g

from marketplace.claims import queries as claims
from marketplace.organisations.geography import place_of
from marketplace.web.access import current_actor, current_person


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their name, and the municipality they act for."""

    name: str
    place: str


def page_context() -> dict[str, Any]:
    """`actor`, `person` and `waiting_count` for the layout."""
    person, actor = current_person(), current_actor()
    if person is None:
        return {"actor": None, "person": None, "waiting_count": 0}
    number = actor.municipality_number
    if "waiting_count" not in g:
        g.waiting_count = claims.count_waiting(actor) if number else 0
    reader = Reader(person.name, place_of(number).name if number else "")
    return {"actor": actor, "person": reader, "waiting_count": g.waiting_count}
