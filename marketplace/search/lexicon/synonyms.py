"""The thesaurus in use, and the one that ships: from the terms of the field, and from concepts composed for search."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from marketplace.search.lexicon.concepts import Concept, concepts
from marketplace.search.lexicon.files import rows, terms, words_of_kind
from marketplace.search.lexicon.thesaurus import Term, Thesaurus

SAME, ALIKE, SYNONYM, SHARED, NEAR, KIND = 0.95, 0.85, 0.7, 0.45, 0.4, 0.45
TO_GENERIC, FROM_GENERIC = 0.3, 0.5
MOST_KINDS, MOST_NEAR = 14, 4

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
    known = (*_of_terms(), *_of_concepts(), *_of_categories())
    return Thesaurus(held for term in known for held in _held_back(term))


def _held_back(term: Term) -> Iterator[Term]:
    """The same, with less weight where a word is wide: most of what is called `kasse` is no `turnkasse`."""
    generic = words_of_kind("generic")
    if term.narrower or generic.isdisjoint((term.word, term.other)):
        yield term
        return
    yield Term(term.word, term.other, min(term.weight, _most(term.word, term.other)))
    if term.both_ways:
        yield Term(term.other, term.word, min(term.weight, _most(term.other, term.word)))


def _most(word: str, other: str) -> float:
    return TO_GENERIC if other in words_of_kind("generic") else FROM_GENERIC


def _of_terms() -> Iterator[Term]:
    known = terms()
    owners = Counter(synonym for row in known for synonym in _listed(row["synonyms"]))
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
    yield from (Term(english, term, ALIKE) for english in _listed(row["term_en"]) if english != term)


def _of_concepts() -> Iterator[Term]:
    owners = Counter(word for concept in concepts() for word in concept.words)
    named = {concept.words[0]: concept.words for concept in concepts()}
    for concept in concepts():
        yield from _of_concept(concept, owners)
        for near in concept.near:
            others = named.get(near, (near,))[:MOST_NEAR]
            yield from (Term(word, other, NEAR) for word in concept.words if owners[word] == 1 for other in others)


def _of_concept(concept: Concept, owners: Mapping[str, int]) -> Iterator[Term]:
    main = concept.words[0]
    for word in concept.words:
        alone = owners[word] == 1 or word == main
        for other in concept.words:
            if word < other and alone and (owners[other] == 1 or other == main):
                yield Term(word, other, ALIKE, both_ways=True)
            elif word != other:
                yield Term(word, other, ALIKE if alone else SYNONYM)
        if alone:
            yield from (Term(near, word, NEAR) for near in concept.near if word == main)
            yield from (Term(word, kind, KIND, narrower=True) for kind in concept.kinds)


def _of_categories() -> Iterator[Term]:
    """What words for few things together (`avfallsutstyr`) stand for."""
    for row in rows("category_words.csv"):
        codes = frozenset(code for code in row["categories"].split() if not code.startswith("~"))
        members = [
            concept.words[0] for concept in concepts() if concept.categories and codes.issuperset(concept.categories)
        ]
        if len(members) <= MOST_KINDS:
            for word in row["words"].split(";"):
                yield from (Term(word, member, KIND, narrower=True) for member in members if member != word)


def _kinds(known: list[dict[str, str]]) -> dict[str, list[str]]:
    """The terms directly below each wider term."""
    below: dict[str, list[str]] = defaultdict(list)
    for row in known:
        if row["hypernym"]:
            below[row["hypernym"].lower()].append(row["term_nb"])
    return below


def _listed(words: str) -> list[str]:
    return [word.strip().lower() for word in words.split(";") if word.strip()]
