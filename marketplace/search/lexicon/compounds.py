"""Compound words taken apart: `møteromsbord` is a `bord`, for a `møterom`, which is a `rom`.

A word is first part + link ('', s, e) + last part, accepted when the last part often ends other words and the first
part begins them, within the dictionary itself; the words of the field count as proven. Words that only look like
compounds are listed and kept whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

from marketplace.search.lexicon.files import words_of_kind
from marketplace.search.lexicon.nouns import PROVEN, counts, known_form, noun_of
from marketplace.search.lexicon.stems import stem

LONGEST = 40
SHORTEST_WORD = 6
SHORTEST_PART = 3
ENOUGH_AS_FIRST = 2


@dataclass(frozen=True, slots=True)
class Compound:
    """The `first` word, the `link` after it, and the `last` word, both as the dictionary has them."""

    first: str
    link: str
    last: str


@cache
def _whole() -> frozenset[str]:
    return frozenset(stem(word) for word in words_of_kind("whole"))


@lru_cache(maxsize=200_000)
def split(word: str) -> Compound | None:
    """The most likely two parts of a lower-case word; None if it is no compound."""
    if not SHORTEST_WORD <= len(word) <= LONGEST or not word.isalpha() or stem(word) in _whole():
        return None
    noun = noun_of(word)
    if noun is not None and noun[0] != word:
        return split(noun[0])  # `sengen` is a bed, and no `gen` that is late
    best: Compound | None = None
    best_score = 0.0
    for at in range(SHORTEST_PART - 1, len(word) - SHORTEST_PART + 1):
        last = noun_of(word[at:])
        if last is None:
            continue
        for first, found in _first_parts(word[:at]):
            score = log(last[1]) + log(1 + found) + len(last[0]) / 4 - (len(first) < at)
            if score > best_score:
                link = word[len(first) : at] if word.startswith(first) else ""
                best, best_score = Compound(known_form(first) or first, link, last[0]), score
    return best


@dataclass(frozen=True, slots=True)
class Parts:
    """The dictionary words in a compound: those that say which (`first`), those that say what (`last`)."""

    first: tuple[str, ...]
    last: tuple[str, ...]


@lru_cache(maxsize=200_000)
def parts(word: str) -> Parts | None:
    """All parts of a compound: `møteromsbord` → `møterom`, `møte`, `rom`, and `bord`; None if it is no compound."""
    compound = split(word)
    if compound is None:
        return None
    first, last = [compound.first], [compound.last]
    inner = split(compound.first)
    if inner is not None:
        first += [inner.first, inner.last]
    inner = split(compound.last)
    if inner is not None:
        first.append(inner.first)
        last.append(inner.last)
    return Parts(tuple(first), tuple(last))


def _first_parts(form: str) -> Iterator[tuple[str, int]]:
    _, first = counts()
    candidates = [form]
    if len(form) > SHORTEST_PART and form[-1] in "se":
        candidates.append(form[:-1])
    for word in candidates:
        count = first.get(word, 0)
        if len(word) >= 2 and count >= (ENOUGH_AS_FIRST if len(word) >= SHORTEST_PART else PROVEN):
            yield word, count
        elif len(word) >= SHORTEST_WORD and _is_strong(split(word)):
            yield word, ENOUGH_AS_FIRST


def _is_strong(compound: Compound | None) -> bool:
    """Whether both parts build so many words that this may itself begin one, though the dictionary has none."""
    last, first = counts()
    return compound is not None and first.get(compound.first, 0) >= PROVEN // 2 and last[compound.last] >= PROVEN // 2
