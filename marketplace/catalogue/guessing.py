"""Which category a name speaks of, from the shipped terms and the categories' examples; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from marketplace.catalogue.terms import read_taxonomy, read_terms

_WORD = re.compile(r"[^\W_]+(?:[/\-][^\W_]+)*")
_NORWEGIAN_ASIDE = ("med", "til", "for", "av", "på", "i", "fra", "frå", "uten", "utan", "inkl", "inkludert", "ved")
_ASIDE = frozenset((*_NORWEGIAN_ASIDE, "with", "from", "without"))
_ENDINGS = ("", *"rnstea", "er", "ar", "en", "et", "es", "ne", "ene", "ane", "rne", "-er", "-ar")
_SHORTEST_HEAD = 5
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """`whole` are words and phrases as they stand; `heads` may end a compound: `stol` ends `kantinestol`."""

    whole: dict[str, str]
    heads: dict[str, str]


def guess_category(name: str) -> str | None:
    """The code of the category the name most likely belongs to; None when nothing in it is known.

    What comes before «med», «til», «for» and the like decides first; a whole word or phrase before the end of a
    compound; the longest of several.
    """
    words = _words(name[:400])
    split = next((at for at, word in enumerate(words) if word in _ASIDE and at), len(words))
    for part in (words[:split], words[split:]):
        code = _best(part)
        if code is not None:
            return code
    return None


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _best(words: list[str]) -> str | None:
    vocabulary = _vocabulary()
    whole = [match for phrase in _phrases(words) if (match := _find_whole(phrase, vocabulary))]
    found = whole or [match for word in words if (match := _find_head(word, vocabulary))]
    return max(found, key=lambda match: match[0])[1] if found else None


def _phrases(words: list[str]) -> Iterator[str]:
    for first in range(len(words)):
        for last in range(first + 1, min(first + _MOST_WORDS, len(words)) + 1):
            yield " ".join(words[first:last])


def _find_whole(phrase: str, vocabulary: _Vocabulary) -> tuple[int, str] | None:
    for form in _base_forms(phrase):
        if form in vocabulary.whole:
            return len(form), vocabulary.whole[form]
    return None


def _find_head(word: str, vocabulary: _Vocabulary) -> tuple[int, str] | None:
    """The longest known ending of the word, at least two letters in."""
    forms = list(_base_forms(word.replace("-", "")))
    for start in range(2, len(word)):
        for form in forms:
            head = form[start:]
            if head in vocabulary.heads:
                return len(head), vocabulary.heads[head]
    return None


def _base_forms(word: str) -> Iterator[str]:
    """The word, and what it may be an inflection of, nearest first."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            yield word[: len(word) - len(ending)]


@cache
def _vocabulary() -> _Vocabulary:
    whole: dict[str, str] = {}
    heads: dict[str, str] = {}
    for term, code, is_head in _entries():
        phrase = " ".join(_words(term))
        whole.setdefault(phrase, code)
        if is_head or len(phrase) >= _SHORTEST_HEAD:
            heads.setdefault(phrase, code)
    return _Vocabulary(whole, heads)


def _entries() -> Iterator[tuple[str, str, bool]]:
    """Term, category and whether it is known to end compounds; the weightier before the lesser."""
    terms = read_terms()
    for row in terms:
        for term in (row["term_nb"], row["term_nn"]):
            yield term, row["category"], bool(row["compounds"])
    for category in read_taxonomy():
        for example in _listed(category["examples_nb"], ","):
            yield example, category["code"], False
    for row in terms:
        for synonym in (*_listed(row["synonyms"], ";"), *_listed(row["term_en"], ";")):
            yield synonym, row["category"], False


def _listed(text: str, separator: str) -> list[str]:
    return [part for part in text.split(separator) if part.strip()]
