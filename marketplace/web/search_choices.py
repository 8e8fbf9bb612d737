"""What one may choose on the search page, and what is chosen, in words."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from marketplace.foundation.actor import Actor
from marketplace.organisations.geography import place_of
from marketplace.search import choices
from marketplace.search.choices import Choice
from marketplace.search.criteria import Criteria
from marketplace.search.engine import Facets, Sort
from marketplace.web.formatting import day, number
from marketplace.web.locale import reader_language
from marketplace.web.search_address import Query, without

DISTANCES_KM = (10, 25, 50, 100)

Chip = tuple[str, str]
"""What is chosen, and the address without it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Choices of which one may make several. `name` is its name in the address."""

    name: str
    heading: str
    choices: list[Choice]
    chosen: tuple[str, ...]
    is_open: bool = False


def groups(facets: Facets, criteria: Criteria) -> list[Group]:
    """The groups of choices with their counts. Of categories those at the root, and those below what is chosen."""
    language = reader_language()
    everything = choices.categories(facets, language, criteria.categories)
    roots = {code.split(".")[0] for code in criteria.categories}
    shown = [choice for choice in everything if choice.depth == 0 or choice.code.split(".")[0] in roots]
    return [
        Group("category", gettext("Kategori"), shown, criteria.categories, is_open=True),
        Group(
            "condition",
            gettext("Tilstand"),
            choices.conditions(facets, language, criteria.conditions),
            criteria.conditions,
            is_open=True,
        ),
        Group(
            "municipality",
            gettext("Kommune"),
            choices.municipalities(facets, criteria.municipalities),
            criteria.municipalities,
        ),
        Group("county", gettext("Fylke"), choices.counties(facets, criteria.counties), criteria.counties),
    ]


def chips(shown: list[Group], criteria: Criteria, query: Query) -> list[Chip]:
    """Everything chosen, each with the address without it."""
    found: list[Chip] = []
    for group in shown:
        names = {choice.code: choice.name for choice in group.choices}
        found += [(names[code], address(without(query, group.name, code))) for code in group.chosen]
    limits = {
        "within_km": criteria.within_km and gettext("Innen %(km)s km", km=number(criteria.within_km)),
        "min_quantity": criteria.min_quantity and gettext("Minst %(count)s stk.", count=number(criteria.min_quantity)),
        "max_width_cm": criteria.max_width_cm and gettext("Bredde høyst %(cm)s cm", cm=number(criteria.max_width_cm)),
        "max_depth_cm": criteria.max_depth_cm and gettext("Dybde høyst %(cm)s cm", cm=number(criteria.max_depth_cm)),
        "max_height_cm": criteria.max_height_cm and gettext("Høyde høyst %(cm)s cm", cm=number(criteria.max_height_cm)),
        "free": criteria.free is not None and (gettext("Gratis") if criteria.free else gettext("Med pris")),
        "available_by": criteria.available_by and gettext("Ledig innen %(day)s", day=day(criteria.available_by)),
    }
    return found + [(text, address(without(query, name))) for name, text in limits.items() if text]


def sorts(criteria: Criteria, query: Query, actor: Actor) -> list[tuple[str, str, bool]]:
    """The orders one may choose: words, address, whether it is the present one."""
    words = {
        Sort.RELEVANCE: gettext("Mest relevant"),
        Sort.NEWEST: gettext("Nyeste først"),
        Sort.NEAREST: gettext("Nærmest (luftlinje)"),
        Sort.CLOSING: gettext("Stenger snart"),
    }
    if not criteria.q:
        del words[Sort.RELEVANCE]
    if actor.municipality_number is None:
        del words[Sort.NEAREST]
    present = criteria.sort if criteria.sort in words else Sort.NEWEST
    return [(text, address(without(query, "sort") | {"sort": [sort]}), sort is present) for sort, text in words.items()]


def from_where(criteria: Criteria, actor: Actor) -> str | None:
    """The place that distances are measured from, if it has a name."""
    number_ = criteria.near or actor.municipality_number
    return place_of(number_).name if number_ and number_.isdigit() else None


def address(query: Query) -> str:
    """The search page with this query, without what says nothing."""
    parts: dict[str, Any] = dict(query)
    return url_for("search.show", **parts)
