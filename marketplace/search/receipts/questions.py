"""A question as a receipt keeps it, and in words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from marketplace.catalogue import queries as catalogue
from marketplace.foundation.actor import Actor
from marketplace.foundation.translation import text
from marketplace.organisations.geography import county_names, place_of
from marketplace.search.criteria import Criteria
from marketplace.search.origins import find_origin
from marketplace.wording import receipts as words
from marketplace.wording.search import CONDITIONS, TERMS

_PLACE = "near_name"
_LOOKS = ("sort", "page", "per_page", "verbatim")
"""What changes how hits are shown, not which they are."""


def kept(criteria: Criteria, actor: Actor) -> dict[str, Any]:
    """What is asked for, in codes, without what says nothing; with the name of the place that distance is from."""
    plain = asdict(Criteria())
    asked = {name: value for name, value in asdict(criteria).items() if name not in _LOOKS and value != plain[name]}
    if "within_km" not in asked:
        asked.pop("near", None)
    elif (origin := find_origin(criteria.near, actor)) is not None:
        asked["near"], asked[_PLACE] = origin.code, origin.name or origin.code
    return {name: _as_json(value) for name, value in asked.items()}


def again(question: Mapping[str, Any]) -> Criteria:
    """The criteria of a kept question, to ask it again."""
    asked: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in question.items()
    }
    asked.pop(_PLACE, None)
    if "available_by" in asked:
        asked["available_by"] = date.fromisoformat(asked["available_by"])
    return Criteria(**asked)


def in_words(question: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """Each thing asked for: what it is called, and its value."""
    return [(text(language, words.QUESTION[name]), value) for name, value in _values(question, language)]


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _values(question: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    names = catalogue.category_names(language)
    told: dict[str, Callable[[str], str]] = {
        "categories": lambda code: names.get(code, code),
        "municipalities": lambda number: place_of(number).name,
        "counties": lambda number: county_names().get(number, number),
        "conditions": lambda code: text(language, CONDITIONS[code]),
    }
    for name in words.QUESTION:
        if name not in question:
            continue
        value = question[name]
        if name in told:
            yield name, ", ".join(told[name](each) for each in value)
        elif name == "free":
            price = "free" if value else "priced"
            yield name, text(language, words.PRICES[price])
        elif name == "loan":
            yield name, text(language, TERMS["loan" if value else "take_over"])
        elif name == "available_by":
            yield name, date.fromisoformat(value).strftime("%d.%m.%Y")
        elif name == "within_km":
            within = words.SENTENCES["within"]
            yield name, text(language, within, km=f"{value:g}", place=question.get(_PLACE, ""))
        elif name.endswith("_cm"):
            yield name, f"{value} cm"
        else:
            yield name, str(value)
