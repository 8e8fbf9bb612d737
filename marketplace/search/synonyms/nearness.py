"""How near a word is to another, and what that weighs."""

from enum import StrEnum

from marketplace.search.lexicon import synonyms
from marketplace.search.lexicon.thesaurus import Term


class Nearness(StrEnum):
    """What the other word is to the word. `RELATED` is of the shipped terms only."""

    SAME = "same"
    NEAR = "near"
    RELATED = "related"
    NARROWER = "narrower"


WEIGHTS: dict[Nearness, float] = {
    Nearness.SAME: synonyms.SAME,
    Nearness.NEAR: synonyms.SYNONYM,
    Nearness.RELATED: synonyms.SHARED,
    Nearness.NARROWER: synonyms.KIND,
}

LEAST_SAME = 0.8

OFFERED = (Nearness.SAME, Nearness.NEAR, Nearness.NARROWER)
"""What people choose among."""


def term_of(word: str, other: str, nearness: Nearness, both_ways: bool) -> Term:
    """The same, for search."""
    return Term(word, other, WEIGHTS[nearness], both_ways, narrower=nearness is Nearness.NARROWER)


def nearness_of(term: Term) -> Nearness:
    """What a term's weight means."""
    if term.narrower:
        return Nearness.NARROWER
    if term.weight >= LEAST_SAME:
        return Nearness.SAME
    return Nearness.NEAR if term.weight >= WEIGHTS[Nearness.NEAR] else Nearness.RELATED
