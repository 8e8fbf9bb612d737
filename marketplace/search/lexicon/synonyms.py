"""Words that mean the same, or almost, with how much. Read from the terms of the field."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache

from marketplace.search.lexicon.files import terms

Key = tuple[str, ...]
Tokens = Callable[[str], Key]

SAME, SYNONYM, SHARED, KIND = 0.95, 0.7, 0.45, 0.4
MOST_KINDS = 12


@cache
def meanings(tokens: Tokens) -> Mapping[Key, Mapping[Key, float]]:
    """For each term, as the tokens that `tokens` makes of it, the terms that may stand for it and their weights.

    A word that stands for several things (`disk`) leads back to each with less weight. A wider word leads to the
    narrower (`hvitevarer` to `kjøleskap`), never back.
    """
    found: dict[Key, dict[Key, float]] = defaultdict(dict)
    known = terms()
    owners: dict[Key, int] = defaultdict(int)
    for row in known:
        for synonym in _listed(row["synonyms"]):
            owners[tokens(synonym)] += 1
    for row in known:
        _learn(found, row, tokens, owners)
    for wide, narrow in _kinds(known, tokens).items():
        for term in narrow[:MOST_KINDS] if len(narrow) <= MOST_KINDS else ():
            _connect(found, wide, term, KIND)
    return found


def _learn(
    found: dict[Key, dict[Key, float]], row: Mapping[str, str], tokens: Tokens, owners: Mapping[Key, int]
) -> None:
    term = tokens(row["term_nb"])
    synonyms = [tokens(synonym) for synonym in _listed(row["synonyms"])]
    nynorsk = tokens(row["term_nn"].lower())
    _connect(found, term, nynorsk, SAME)
    _connect(found, nynorsk, term, SAME)
    for synonym in synonyms:
        shared = SYNONYM if owners[synonym] == 1 else SHARED
        _connect(found, term, synonym, SYNONYM)
        _connect(found, nynorsk, synonym, SYNONYM)
        _connect(found, synonym, term, shared)
        for sibling in synonyms:
            if owners[synonym] == 1:
                _connect(found, synonym, sibling, SHARED)


def _kinds(known: list[dict[str, str]], tokens: Tokens) -> dict[Key, list[Key]]:
    """The terms directly below each wider term."""
    below: dict[Key, list[Key]] = defaultdict(list)
    for row in known:
        if row["hypernym"]:
            below[tokens(row["hypernym"].lower())].append(tokens(row["term_nb"]))
    return below


def _connect(found: dict[Key, dict[Key, float]], term: Key, other: Key, weight: float) -> None:
    if term and other and term != other:
        found[term][other] = max(weight, found[term].get(other, 0.0))


def _listed(words: str) -> list[str]:
    return [word.strip().lower() for word in words.split(";") if word.strip()]
