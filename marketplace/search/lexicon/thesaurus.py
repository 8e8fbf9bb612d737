"""Words that may stand for others, with how much and in which direction. Acts on questions only, never on the index."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

Key = tuple[str, ...]
Tokens = Callable[[str], Key]
T = TypeVar("T")

MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Term:
    """Who asks for `word` is also shown `other`, for `weight` (above 0, at most 1) of what the word itself is worth.

    With `both_ways` the same holds the other way. `narrower`: `other` is one kind of `word` (`hvitevarer`, `komfyr`).
    """

    word: str
    other: str
    weight: float
    both_ways: bool = False
    narrower: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What may stand for a word: how much, as it is written, and whether it is one kind of the word."""

    weight: float
    written: str
    narrower: bool = False


class Thesaurus:
    """Terms that never change; other terms are another thesaurus. Safe from any thread."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._lock = Lock()
        self._meanings: Mapping[Key, Mapping[Key, Meaning]] | None = None
        self._remembered: dict[Hashable, object] = {}

    def meanings(self, tokens: Tokens) -> Mapping[Key, Mapping[Key, Meaning]]:
        """By the tokens of a word, those of the words that may stand for it. `tokens` is the one analysis."""
        with self._lock:
            if self._meanings is None:
                self._meanings = _connected(self.terms, tokens)
            return self._meanings

    def words(self) -> set[str]:
        """The single words that lead to others."""
        both = (
            word.lower()
            for term in self.terms
            for word in ((term.word, term.other) if term.both_ways else (term.word,))
        )
        return {word for word in both if word.isalpha()}

    def remembered(self, asked: Hashable, make: Callable[[], T]) -> T:
        """What was made of a question with these terms; within bounds."""
        kept: dict[Hashable, T] = self._remembered  # type: ignore[assignment] # each asker knows what it keeps
        found = kept.get(asked)
        if found is None:
            found = make()
            if len(kept) >= MOST_REMEMBERED:
                kept.clear()
            kept[asked] = found
        return found


def _connected(terms: Iterable[Term], tokens: Tokens) -> Mapping[Key, Mapping[Key, Meaning]]:
    found: dict[Key, dict[Key, Meaning]] = defaultdict(dict)
    for term in terms:
        word, other = tokens(term.word), tokens(term.other)
        _connect(found, word, other, Meaning(term.weight, term.other, term.narrower))
        if term.both_ways:
            _connect(found, other, word, Meaning(term.weight, term.word, term.narrower))
    return dict(found)


def _connect(found: dict[Key, dict[Key, Meaning]], word: Key, other: Key, meaning: Meaning) -> None:
    known = found[word].get(other)
    if word and other and word != other and (known is None or known.weight < meaning.weight):
        found[word][other] = meaning
