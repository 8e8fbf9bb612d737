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

OFFERED = (Nearness.SAME, Nearness.NEAR, Nearness.NARROWER)
"""What people choose among."""


def term_of(word: str, other: str, nearness: Nearness, both_ways: bool) -> Term:
    """The same, for search."""
    return Term(word, other, WEIGHTS[nearness], both_ways, narrower=nearness is Nearness.NARROWER)


def nearness_of(term: Term) -> Nearness:
    """What a term's weight means."""
    if term.narrower:
        return Nearness.NARROWER
    return next((each for each in OFFERED[:2] if term.weight >= WEIGHTS[each]), Nearness.RELATED)
