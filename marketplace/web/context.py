"""What every page knows of its reader."""

from dataclasses import dataclass
from typing import Any

from flask import g

from marketplace.notifications import queries as notifications
from marketplace.organisations.geography import place_of
from marketplace.web import work_page
from marketplace.web.access import current_actor, current_person


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their name, and the municipality they act for."""

    name: str
    place: str


def unread_count() -> int:
    """How many notifications the reader has not seen; asked for once, and only by a page that shows it."""
    if "unread_count" not in g:
        g.unread_count = notifications.count_unread(current_actor())
    return int(g.unread_count)


def page_context() -> dict[str, Any]:
    """`actor`, `person`, `waiting_count` and `unread_count()` for the layout."""
    person, actor = current_person(), current_actor()
    if person is None:
        return {"actor": None, "person": None, "waiting_count": 0, "unread_count": unread_count}
    number = actor.municipality_number
    if "waiting_count" not in g:
        g.waiting_count = work_page.count(actor) if number else 0
    reader = Reader(person.name, place_of(number).name if number else "")
    return {"actor": actor, "person": reader, "waiting_count": g.waiting_count, "unread_count": unread_count}
