"""A pair held against the others: is it there already, does it lead in a circle. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from marketplace.foundation.errors import FieldError
from marketplace.search.lexicon.thesaurus import Key, Term
from marketplace.search.synonyms.fields import SynonymFields, key_of
from marketplace.search.synonyms.nearness import WEIGHTS, Nearness, nearness_of


def errors_beside(fields: SynonymFields, own: Collection[Term], shipped: Iterable[Term]) -> list[FieldError]:
    """What is wrong with a checked pair beside what others added (without itself) and what ships and is in use."""
    facts: dict[str, str | int | float | None] = {"word": fields.word, "other": fields.other}
    keys = fields.keys
    for term in own:
        if {key_of(term.word), key_of(term.other)} == set(keys):
            return [FieldError("other", "synonym-exists", facts)]
    known = [term for term in shipped if {key_of(term.word), key_of(term.other)} == set(keys)]
    if _adds_nothing(fields.term, known):
        return [FieldError("other", "synonym-shipped-already", facts)]
    if fields.nearness in (Nearness.SAME, Nearness.NARROWER) and _leads(keys[1], keys[0], [*own, *shipped]):
        return [FieldError("other", "synonym-in-circle", facts)]
    return []


def _adds_nothing(term: Term, known: Iterable[Term]) -> bool:
    """Whether each direction of the term is there already, at least as near."""
    weights: dict[tuple[Key, Key], float] = {}
    for each in known:
        for way in _ways(each):
            weights[way] = max(WEIGHTS[nearness_of(each)], weights.get(way, 0.0))
    return all(weights.get(way, 0.0) >= term.weight for way in _ways(term))


def _ways(term: Term) -> list[tuple[Key, Key]]:
    word, other = key_of(term.word), key_of(term.other)
    return [(word, other), (other, word)] if term.both_ways else [(word, other)]


def _leads(wide: Key, narrow: Key, terms: Iterable[Term]) -> bool:
    """Whether `narrow` is, at any depth, one kind of `wide`."""
    below: dict[Key, set[Key]] = defaultdict(set)
    for term in terms:
        if term.narrower:
            below[key_of(term.word)].add(key_of(term.other))
    seen, waiting = {wide}, [wide]
    while waiting:
        for key in below[waiting.pop()] - seen:
            if key == narrow:
                return True
            seen.add(key)
            waiting.append(key)
    return False
