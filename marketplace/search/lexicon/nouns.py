"""Nouns that build other words, and the noun that a form belongs to."""

from collections.abc import Iterator
from functools import cache, lru_cache

from marketplace.search.lexicon.files import rows, terms, words_of_kind

SHORTEST = 3
ENOUGH_AS_LAST = 5
PROVEN = 30

_ENDINGS = ("", "en", "et", "a", "er", "ar", "ene", "ane", "r", "n", "ne", "t", "e", "s", "ens", "ets", "ns", "enes")
_WITH_E = ("a", "ar", "er", "en", "ene", "ane")


@cache
def _forms() -> dict[str, str]:
    return {row["form"]: row["word"] for row in rows("word_forms.csv")}


def known_form(word: str) -> str | None:
    """The word that an irregular or nynorsk form stands for, if it is listed."""
    return _forms().get(word)


@cache
def counts() -> tuple[dict[str, int], dict[str, int]]:
    """How often each word ends others and how often it begins them; the words of the field count as proven."""
    last: dict[str, int] = {}
    first: dict[str, int] = {}
    for row in rows("compound_parts.csv.gz"):
        last[row["word"]] = int(row["last"])
        first[row["word"]] = int(row["first"])
    for word in words_of_kind("never-last"):
        last.pop(word, None)
    for word in words_of_kind("never-first"):
        first.pop(word, None)
    for word in words_of_kind("head").union(row["term_nb"] for row in terms()):
        last[word] = max(last.get(word, 0), PROVEN)
    for word in words_of_kind("modifier"):
        first[word] = max(first.get(word, 0), PROVEN)
    return last, first


@lru_cache(maxsize=100_000)
def noun_of(form: str) -> tuple[str, int] | None:
    """The commonest noun that this may be a form of, and how many words it ends; the form itself if it is one."""
    last, _ = counts()
    best: tuple[str, int] | None = None
    for word in _uninflected(form):
        count = last.get(word, 0)
        if len(word) >= SHORTEST and count >= ENOUGH_AS_LAST and (best is None or count > best[1]):
            best = word, count
        if word == form and best is not None:
            break
    return best


def _uninflected(form: str) -> Iterator[str]:
    irregular = known_form(form)
    if irregular is not None:
        yield irregular
    for ending in _ENDINGS:
        if form.endswith(ending):
            base = form[: len(form) - len(ending)]
            yield base
            if ending in _WITH_E:
                yield base + "e"
