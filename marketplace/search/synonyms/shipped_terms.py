"""The pairs that ship, each with a number that stays the same from version to version."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from marketplace.search.lexicon import synonyms
from marketplace.search.lexicon.thesaurus import Term

_DIGITS = 12

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ShippedTerm:
    """A term and its number, which addresses can hold: 48 bits of a hash of the words."""

    number: int
    term: Term

    @property
    def pair(self) -> Pair:
        """Its words."""
        return self.term.word, self.term.other


@cache
def shipped_terms() -> tuple[ShippedTerm, ...]:
    """All of them, each pair once, as near as it is nearest."""
    nearest: dict[Pair, Term] = {}
    for term in synonyms.shipped().terms:
        known = nearest.get((term.word, term.other))
        if term.word != term.other and (known is None or known.weight < term.weight):
            nearest[term.word, term.other] = term
    return tuple(ShippedTerm(_number(pair), term) for pair, term in nearest.items())


@cache
def by_number() -> dict[int, ShippedTerm]:
    """The same, to look up."""
    return {shipped.number: shipped for shipped in shipped_terms()}


def _number(pair: Pair) -> int:
    return int(sha256("\0".join(pair).encode()).hexdigest()[:_DIGITS], 16)
