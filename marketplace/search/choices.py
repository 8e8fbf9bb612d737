"""Counts with names, in the order in which people look for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from marketplace.catalogue import queries as catalogue
from marketplace.foundation.translation import text
from marketplace.organisations.geography import alphabetical, county_names, place_of
from marketplace.search.engine import DISTANCES_KM, Facets
from marketplace.wording.search import CONDITIONS, DISTANCES, PRICES, TERMS


@dataclass(frozen=True, slots=True)
class Choice:
    """What one may filter by. `depth` is 0 for a category at the root, 1 for one below it."""

    code: str
    name: str
    count: int
    depth: int = 0


def categories(facets: Facets, language: str, kept: Collection[str] = ()) -> list[Choice]:
    """Categories with hits, and those in `kept` without, in the order of the tree."""
    names = catalogue.category_names(language)
    return [
        Choice(code, name, facets.category.get(code, 0), code.count("."))
        for code, name in names.items()
        if code in facets.category or code in kept
    ]


def municipalities(facets: Facets, kept: Collection[str] = ()) -> list[Choice]:
    """Municipalities with hits, and those in `kept` without, by name."""
    counts = facets.municipality
    return _by_name(Choice(code, place_of(code).name, counts.get(code, 0)) for code in {*counts, *kept})


def counties(facets: Facets, kept: Collection[str] = ()) -> list[Choice]:
    """Counties with hits, and those in `kept` without, by name."""
    names = county_names()
    return _by_name(Choice(code, names[code], facets.county.get(code, 0)) for code in {*facets.county, *kept})


def conditions(facets: Facets, language: str, kept: Collection[str] = ()) -> list[Choice]:
    """Conditions with hits, and those in `kept` without, best first."""
    return [
        Choice(code, text(language, words), facets.condition.get(code, 0))
        for code, words in CONDITIONS.items()
        if code in facets.condition or code in kept
    ]


def prices(facets: Facets, language: str) -> list[Choice]:
    """Free and priced, those with hits."""
    return [
        Choice(code, text(language, words), facets.price[code])
        for code, words in PRICES.items()
        if code in facets.price
    ]


def terms(facets: Facets, language: str) -> list[Choice]:
    """To take over and on loan, those with hits."""
    return [
        Choice(code, text(language, words), facets.terms[code]) for code, words in TERMS.items() if code in facets.terms
    ]


def distances(facets: Facets, language: str) -> list[Choice]:
    """Distances with hits, shortest first."""
    (sentence,) = DISTANCES.values()
    return [
        Choice(km, text(language, sentence, km=km), facets.within_km[km])
        for km in map(str, DISTANCES_KM)
        if km in facets.within_km
    ]


def _by_name(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: (alphabetical(choice.name), choice.code))
