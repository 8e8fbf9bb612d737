"""A search as an address: read with forgiveness, written without what says nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from marketplace.foundation.actor import Actor
from marketplace.search.criteria import Criteria, checked
from marketplace.search.engine import Sort
from marketplace.web.paging import MOST_PAGES

MOST_NUMBER = 1_000_000
MOST_KM = 3000
EXPLAIN = "explain"
SEVERAL = {
    "category": "categories",
    "municipality": "municipalities",
    "county": "counties",
    "condition": "conditions",
}
"""Names in the address that may stand several times, and what they are in `Criteria`."""

Query = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; `ignored` names what in it could not be used."""

    criteria: Criteria
    ignored: tuple[str, ...]
    query: Query


def read(arguments: MultiDict[str, str], actor: Actor) -> Asked:
    """The search in an address. What means nothing is left out and named."""
    ignored: list[str] = []

    def one(name: str, understand: Callable[[str], object]) -> object:
        text = arguments.get(name, "").strip()
        if not text:
            return None
        try:
            return understand(text)
        except ValueError:
            ignored.append(name)
            return None

    given: dict[str, Any] = {name: one(name, understand) for name, understand in _SINGLE.items()}
    for name, inside in SEVERAL.items():
        given[inside] = tuple(value for value in arguments.getlist(name) if value)
    said = {name: value for name, value in given.items() if value is not None}
    criteria, wrong = checked(Criteria(q=arguments.get("q", "").strip(), **said), actor)
    criteria = _narrowest(_from_afar(criteria, actor))
    ignored += [error.field for error in wrong]
    kept = {EXPLAIN: ["1"]} if arguments.get(EXPLAIN) == "1" else {}
    return Asked(criteria, tuple(dict.fromkeys(ignored)), {**query_of(criteria), **kept})


def without(query: Query, name: str, value: str | None = None) -> dict[str, list[str]]:
    """The query without one of its parts, or without one value of it; from the first page."""
    kept = {key: list(values) for key, values in query.items() if key not in (name, "page")}
    if value is not None:
        left = [other for other in query.get(name, ()) if other != value]
        if left:
            kept[name] = left
    return kept


def _narrowest(criteria: Criteria) -> Criteria:
    """Of a category and one below it, the one below is meant."""
    chosen = criteria.categories
    kept = tuple(code for code in chosen if not any(other.startswith(code + ".") for other in chosen))
    return criteria if kept == chosen else replace(criteria, categories=kept)


def _from_afar(criteria: Criteria, actor: Actor) -> Criteria:
    """Distance is measured from one's own municipality anyway."""
    return replace(criteria, near="") if criteria.near == actor.municipality_number else criteria


def query_of(criteria: Criteria) -> Query:
    """The criteria as an address has them, defaults left out."""
    query: dict[str, list[str]] = {}
    for name, inside in SEVERAL.items():
        query[name] = list(getattr(criteria, inside))
    for name in ("q", *_SINGLE):
        value = getattr(criteria, name)
        if value is not None and value != getattr(_PLAIN, name):
            query[name] = [_text(value)]
    return {name: values for name, values in query.items() if values}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _within(most: int) -> Callable[[str], int]:
    def understand(text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
        if not 1 <= number <= most:
            raise ValueError(text)
        return number

    return understand


def _yes_or_no(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(text)
    return text == "1"


_PLAIN = Criteria()
_SINGLE: dict[str, Callable[[str], object]] = {
    "near": str,
    "within_km": _within(MOST_KM),
    "min_quantity": _within(MOST_NUMBER),
    "max_width_cm": _within(MOST_NUMBER),
    "max_depth_cm": _within(MOST_NUMBER),
    "max_height_cm": _within(MOST_NUMBER),
    "free": _yes_or_no,
    "loan": _yes_or_no,
    "available_by": date.fromisoformat,
    "sort": Sort,
    "page": _within(MOST_PAGES),
    "verbatim": _yes_or_no,
}
