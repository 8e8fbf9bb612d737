"""The thesaurus in use, and the one that ships, read from the terms of the field."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from marketplace.search.lexicon.files import terms
from marketplace.search.lexicon.thesaurus import Term, Thesaurus

SAME, SYNONYM, SHARED, KIND = 0.95, 0.7, 0.45, 0.4
MOST_KINDS = 12

_used: list[Thesaurus] = []


def current() -> Thesaurus:
    """The thesaurus that questions are read with, in this process."""
    return _used[0] if _used else shipped()


def use(thesaurus: Thesaurus) -> None:
    """Read questions with this thesaurus from now on. What is being answered is answered with the one before."""
    _used[:] = [thesaurus]


@cache
def shipped() -> Thesaurus:
    """What the product knows by itself.

    A word that stands for several things (`disk`) leads back to each with less weight. A wider word leads to the
    narrower (`hvitevarer` to `kjøleskap`), never back.
    """
    return Thesaurus(_shipped())


def _shipped() -> Iterator[Term]:
    known = terms()
    owners: dict[str, int] = defaultdict(int)
    for row in known:
        for synonym in _listed(row["synonyms"]):
            owners[synonym] += 1
    for row in known:
        yield from _of_row(row, owners)
    for wide, narrow in _kinds(known).items():
        if len(narrow) <= MOST_KINDS:
            yield from (Term(wide, term, KIND, narrower=True) for term in narrow)


def _of_row(row: Mapping[str, str], owners: Mapping[str, int]) -> Iterator[Term]:
    term, nynorsk = row["term_nb"], row["term_nn"].lower()
    synonyms = _listed(row["synonyms"])
    if nynorsk != term:
        yield Term(term, nynorsk, SAME, both_ways=True)
    for synonym in synonyms:
        alone = owners[synonym] == 1
        yield Term(term, synonym, SYNONYM, both_ways=alone)
        if not alone:
            yield Term(synonym, term, SHARED)
        if nynorsk != term:
            yield Term(nynorsk, synonym, SYNONYM)
        if alone:
            yield from (Term(synonym, sibling, SHARED) for sibling in synonyms if sibling != synonym)


def _kinds(known: list[dict[str, str]]) -> dict[str, list[str]]:
    """The terms directly below each wider term."""
    below: dict[str, list[str]] = defaultdict(list)
    for row in known:
        if row["hypernym"]:
            below[row["hypernym"].lower()].append(row["term_nb"])
    return below


def _listed(words: str) -> list[str]:
    return [word.strip().lower() for word in words.split(";") if word.strip()]
