"""Completing a question while it is written: words, categories and brands."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from heapq import nsmallest
from typing import Protocol

from marketplace.search.analysis import analyse_word
from marketplace.search.engine import MOST_OF_A_KIND, Suggestion, SuggestionKind, SuggestRequest
from marketplace.search.lexicon.stems import bare

LONGEST = 200
LONGEST_BRAND = 80
MOST_LOOKED_AT = 100

_WORD = re.compile(r"[^\W_]+")


class Offer(Protocol):
    """What an index has to offer an audience. Words and brands are asked for by their folded beginning."""

    def words(self, start: str) -> Iterable[tuple[str, int]]:
        """Words as written, and in at most how many listings, commonest first."""

    def writing(self, q: str) -> Callable[[str], int]:
        """What tells in how many visible listings that answer `q` a word is written."""

    def brands(self, start: str) -> Iterable[tuple[str, int]]:
        """Brands as written of which a word starts so, and how many visible listings are of each."""

    def categories(self) -> Mapping[str, int]:
        """How many visible listings each category holds, its children's too."""

    def hits_by_category(self, q: str) -> Mapping[str, int]:
        """How many hits of a question are in each category, its children's left out."""


def suggest(request: SuggestRequest, offer: Offer) -> tuple[Suggestion, ...]:
    """See `SearchEngine.suggest`."""
    asked = " ".join(request.prefix[:LONGEST].lower().split())
    found = list(_WORD.finditer(asked))
    if not found or request.limit < 1:
        return ()
    last = found[-1]
    words = _words(asked[: last.start()], last[0], request.limit, offer)
    starts = tuple(bare(each[0]) for each in found)
    return (
        *words,
        *(_within(words[0].text, request.category_names, offer) if words else ()),
        *_categories(starts, request.category_names, offer),
        *_brands(starts, offer),
    )


def _words(before: str, last: str, limit: int, offer: Offer) -> list[Suggestion]:
    """The last word completed, one form of each word; beside what was written before it, if that is found at all."""
    written = list(_looked_at(offer.words(bare(last))))
    best = _commonest(written, offer.writing(before), limit)
    if not best and _WORD.search(before):
        best = _commonest(written, offer.writing(""), limit)
    return [Suggestion(before + word, SuggestionKind.WORDS, -count) for count, word in best]


def _looked_at(words: Iterable[tuple[str, int]]) -> Iterable[tuple[str, int]]:
    return nsmallest(MOST_LOOKED_AT, words, key=lambda each: (-each[1], each[0]))


def _commonest(words: Iterable[tuple[str, int]], counted: Callable[[str], int], limit: int) -> list[tuple[int, str]]:
    """Negative counts and words, commonest first; stops when no further word can be among them."""
    best: dict[str, tuple[int, str]] = {}
    for word, most in words:
        if len(best) >= limit and most < -sorted(best.values())[limit - 1][0]:
            break
        count = counted(word)
        if count:
            token = analyse_word(word).token
            best[token] = min(best.get(token, (0, "")), (-count, word))
    return sorted(best.values())[:limit]


def _within(q: str, names: Mapping[str, str], offer: Offer) -> Iterable[Suggestion]:
    """The question in each of the categories that hold most of its hits, if they are spread."""
    counts = offer.hits_by_category(q)
    named = {code: count for code, count in counts.items() if code in names} if len(counts) > 1 else {}
    return [Suggestion(q, SuggestionKind.IN_CATEGORY, count, code) for code, count in _most(named)]


def _categories(starts: tuple[str, ...], names: Mapping[str, str], offer: Offer) -> Iterable[Suggestion]:
    """Categories in whose name everything written begins a word."""
    named = {code for code, name in names.items() if _begins(starts, folded_words(name))}
    if not named:
        return []
    counts = offer.categories()
    return [
        Suggestion(names[code], SuggestionKind.CATEGORY, count, code)
        for code, count in _most({code: counts[code] for code in named if code in counts})
    ]


def _brands(starts: tuple[str, ...], offer: Offer) -> Iterable[Suggestion]:
    """Brands by the beginnings of their words; those that differ only in how they are written are one."""
    totals: dict[str, int] = {}
    spellings: dict[str, tuple[int, str]] = {}
    for brand, count in offer.brands(starts[0]):
        folded = folded_words(brand)
        if count and _begins(starts, folded):
            key = " ".join(folded)
            totals[key] = totals.get(key, 0) + count
            spellings[key] = min(spellings.get(key, (0, "")), (-count, brand))
    return [Suggestion(spellings[key][1], SuggestionKind.BRAND, count) for key, count in _most(totals)]


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return nsmallest(MOST_OF_A_KIND, counts.items(), key=lambda each: (-each[1], each[0]))


def _begins(starts: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in starts)


def offered_brand(brand: str) -> str:
    """A brand as it is offered: single spaces, of bounded length, nothing that cannot be written down."""
    return " ".join(brand.encode("utf-8", "ignore").decode("utf-8").split())[:LONGEST_BRAND].rstrip()


@lru_cache(maxsize=20_000)
def folded_words(name: str) -> tuple[str, ...]:
    """The words of a name as beginnings are compared: lower case, in the letters of any keyboard."""
    return tuple(bare(word) for word in _WORD.findall(name.lower()))
