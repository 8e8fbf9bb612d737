"""What one may choose on the search page, and what is chosen, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from marketplace.foundation.actor import Actor
from marketplace.search import choices
from marketplace.search.choices import Choice
from marketplace.search.criteria import Criteria
from marketplace.search.engine import Facets, Sort
from marketplace.search.origins import Origin, find_origin, list_origins
from marketplace.web.formatting import day, number
from marketplace.web.locale import reader_language
from marketplace.web.search_address import Query, without

MOST_SHOWN = 8

Radio = tuple[str, str, int, bool]
"""One of several: its value in the address, its words, how many hits it gives, whether it is chosen."""


@dataclass(frozen=True, slots=True)
class Chip:
    """What is chosen, the address without it, and how many hits there would be then, if that is known."""

    name: str
    text: str
    href: str
    hits: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Choices of which one may make several. `name` is its name in the address; `more` are shown when asked for."""

    name: str
    heading: str
    choices: list[Choice]
    chosen: tuple[str, ...]
    more: list[Choice]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A category at the root with those below it. Open when something in it is chosen."""

    root: Choice
    children: list[Choice]
    is_open: bool


def categories(facets: Facets, criteria: Criteria) -> list[Branch]:
    """The tree of categories with hits, and of those that are chosen."""
    kept = {code.split(".")[0] for code in criteria.categories}.union(criteria.categories)
    found = choices.categories(facets, reader_language(), kept)
    return [
        Branch(root, [each for each in found if each.code.startswith(f"{root.code}.")], root.code in kept)
        for root in found
        if root.depth == 0
    ]


def groups(facets: Facets, criteria: Criteria) -> list[Group]:
    """The other groups of choices with their counts."""
    conditions = choices.conditions(facets, reader_language(), criteria.conditions)
    municipalities = choices.municipalities(facets, criteria.municipalities)
    counties = choices.counties(facets, criteria.counties)
    return [
        _group("condition", gettext("Tilstand"), conditions, criteria.conditions, is_open=True),
        _group("county", gettext("Fylke"), counties, criteria.counties),
        _group("municipality", gettext("Kommune"), municipalities, criteria.municipalities),
    ]


def prices(facets: Facets, criteria: Criteria) -> list[Radio]:
    """Free, priced or either."""
    counts = facets.price
    either = sum(counts.values())
    return [
        ("", gettext("Alle"), either, criteria.free is None),
        ("1", gettext("Gratis"), counts.get("free", 0), criteria.free is True),
        ("0", gettext("Med pris"), counts.get("priced", 0), criteria.free is False),
    ]


def terms(facets: Facets, criteria: Criteria) -> list[Radio]:
    """To take over, on loan or either."""
    counts = facets.terms
    return [
        ("", gettext("Alle"), sum(counts.values()), criteria.loan is None),
        ("0", gettext("Til overtakelse"), counts.get("take_over", 0), criteria.loan is False),
        ("1", gettext("Til utlån"), counts.get("loan", 0), criteria.loan is True),
    ]


def distances(facets: Facets, criteria: Criteria, total: int) -> list[Radio]:
    """How far away things may be, the distances that give hits and the one that is chosen."""
    asked = "" if criteria.within_km is None else f"{criteria.within_km:g}"
    found = [
        (each.code, each.name, each.count, each.code == asked) for each in choices.distances(facets, reader_language())
    ]
    if criteria.within_km is not None and asked not in facets.within_km:
        found.append((asked, _within(criteria.within_km), total, True))
    found.append(("", gettext("Alle avstander"), facets.without.get("within_km", total), not asked))
    return found


def origins(criteria: Criteria, actor: Actor) -> list[Origin]:
    """The places to measure from, the present one among them, the first where nothing is chosen."""
    offered = list_origins(actor)
    present = find_origin(criteria.near, actor) if criteria.near else None
    return offered if present is None or present in offered else [*offered, present]


def chips(tree: Sequence[Branch], shown: Sequence[Group], criteria: Criteria, query: Query) -> list[Chip]:
    """Everything chosen, each with the address without it."""
    names = {each.code: each.name for branch in tree for each in (branch.root, *branch.children)}
    found = [_chip("category", names[code], query, code) for code in criteria.categories]
    for group in shown:
        names = {choice.code: choice.name for choice in (*group.choices, *group.more)}
        found += [_chip(group.name, names[code], query, code) for code in group.chosen]
    limits = {
        "within_km": criteria.within_km and _within(criteria.within_km),
        "min_quantity": criteria.min_quantity and gettext("Minst %(count)s stk.", count=number(criteria.min_quantity)),
        "max_width_cm": criteria.max_width_cm and gettext("Bredde høyst %(cm)s cm", cm=number(criteria.max_width_cm)),
        "max_depth_cm": criteria.max_depth_cm and gettext("Dybde høyst %(cm)s cm", cm=number(criteria.max_depth_cm)),
        "max_height_cm": criteria.max_height_cm and gettext("Høyde høyst %(cm)s cm", cm=number(criteria.max_height_cm)),
        "free": criteria.free is not None and (gettext("Gratis") if criteria.free else gettext("Med pris")),
        "loan": criteria.loan is not None and (gettext("Til utlån") if criteria.loan else gettext("Til overtakelse")),
        "available_by": criteria.available_by and gettext("Ledig innen %(day)s", day=day(criteria.available_by)),
    }
    return found + [_chip(name, text, query) for name, text in limits.items() if text]


def removals(chosen: Sequence[Chip], query: Query, facets: Facets) -> list[Chip]:
    """The filters without which there would be hits, the most first; all values of a group as one."""
    texts: dict[str, list[str]] = {}
    for chip in chosen:
        texts.setdefault(chip.name, []).append(chip.text)
    found = [
        Chip(name, ", ".join(texts[name]), address(without(query, name)), hits)
        for name, hits in facets.without.items()
        if hits and name in texts
    ]
    return sorted(found, key=lambda chip: -(chip.hits or 0))


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
    if actor.municipality_number is None and not criteria.near:
        del words[Sort.NEAREST]
    present = criteria.sort if criteria.sort in words else Sort.NEWEST
    return [(text, address(without(query, "sort") | {"sort": [sort]}), sort is present) for sort, text in words.items()]


def address(query: Query) -> str:
    """The search page with this query, without what says nothing."""
    parts: dict[str, Any] = dict(query)
    return url_for("search.show", **parts)


def without_filters(query: Query) -> str:
    """The question alone, in the order it is shown."""
    return address({name: values for name, values in query.items() if name in ("q", "sort", "verbatim", "explain")})


def _group(name: str, heading: str, found: list[Choice], chosen: tuple[str, ...], *, is_open: bool = False) -> Group:
    """Of many choices those that are chosen and the most used come first, the rest when asked for."""
    if len(found) <= MOST_SHOWN + 2:
        return Group(name, heading, found, chosen, [], is_open or bool(chosen))
    first = sorted(found, key=lambda choice: (choice.code not in chosen, -choice.count))
    cut = max(MOST_SHOWN, len(chosen))
    rest = [choice for choice in found if choice in first[cut:]]
    return Group(name, heading, first[:cut], chosen, rest, is_open or bool(chosen))


def _chip(name: str, text: str, query: Query, value: str | None = None) -> Chip:
    return Chip(name, text, address(without(query, name, value)))


def _within(kilometres: float) -> str:
    return str(gettext("Innen %(km)s km", km=number(kilometres)))
