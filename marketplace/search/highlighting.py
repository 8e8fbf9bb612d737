"""Which words of a text answer a question, and how: for showing what was found."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from marketplace.search.analysis import FOR, IS, analyse_word, chunks
from marketplace.search.asking import Alternative, Clause, How, Subject
from marketplace.search.lexicon import compounds
from marketplace.search.numbers import numbers

LONGEST = 2_000
MOST_KEPT = 1_000

_PIECE = re.compile(r"\d+|[^\W\d_]+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where in a text the word `asked` is answered, and how. `meaning` is the word that stands for the asked one."""

    start: int
    end: int
    how: How
    asked: str
    meaning: str = ""


def marked(text: str, clauses: Sequence[Clause]) -> list[Mark]:
    """The parts of a text that answer a question, in order, none over another; of a compound the part that does."""
    lower = text[:LONGEST].lower()
    if len(lower) != len(text[:LONGEST]):
        return []  # a letter that is several in lower case: places would not agree
    places = _places(lower)
    found = [
        (-alternative.weight * clause.importance, Mark(*span, alternative.how, clause.asked, alternative.meaning))
        for clause in clauses
        for alternative in clause.alternatives
        for span in _spans(alternative, places)
    ]
    kept: list[Mark] = []
    for _, mark in sorted(found, key=lambda each: (each[0], each[1].start - each[1].end, each[1].start)):
        if all(mark.end <= other.start or mark.start >= other.end for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)


def understood(clauses: Sequence[Clause]) -> list[Clause]:
    """The words of a question that are about something besides a thing; not what only supports a thing."""
    return [
        clause
        for clause in clauses
        if clause.subject is not Subject.THING and (clause.decides or clause.subject is not Subject.CATEGORY)
    ]


def _spans(alternative: Alternative, places: Mapping[str, list[Span]]) -> list[Span]:
    """Where an alternative stands, if all of it does."""
    found: list[Span] = []
    for any_of in alternative.all_of:
        spans = [span for token in any_of if token in places for span in places[token]]
        if not spans:
            return []
        found += spans
    return found


@lru_cache(maxsize=MOST_KEPT)
def _places(lower: str) -> Mapping[str, list[Span]]:
    """Where each token stands. What is found often is titles that were found before."""
    places: dict[str, list[Span]] = {}
    for token, span in _tokens(lower):
        places.setdefault(token, []).append(span)
    return places


def _tokens(lower: str) -> Iterator[tuple[str, Span]]:
    for start, end in chunks(lower):
        pieces = [(piece[0], start + piece.start(), start + piece.end()) for piece in _PIECE.finditer(lower[start:end])]
        for piece, first, last in pieces:
            yield from _of_word(piece, first, last)
        together = "".join(piece for piece, _, _ in pieces)
        if len(pieces) > 1 and together.isalpha():
            yield analyse_word(together).token, (start, end)
    for number in numbers(lower):
        yield from ((token, (number.start, number.end)) for token in number.tokens)


def _of_word(word: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    analysed = analyse_word(word)
    yield analysed.token, (start, end)
    compound = compounds.split(word) if analysed.kinds else None
    at = start + len(compound.first) + len(compound.link) if compound and word.startswith(compound.first) else None
    for kind in analysed.kinds:
        yield IS + kind, (start if at is None else at, end)
    for use in analysed.uses:
        yield FOR + use, (start, end if at is None else at)
