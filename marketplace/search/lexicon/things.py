"""Which stems name things that one may give away, by the terms of the field and its heads of compounds."""

from functools import cache

from marketplace.search.lexicon import compounds
from marketplace.search.lexicon.concepts import concepts
from marketplace.search.lexicon.files import terms, words_of_kind
from marketplace.search.lexicon.stems import stem


def is_thing(token: str) -> bool:
    """Whether a stem is known to name a thing."""
    return token in _things()


@cache
def _things() -> frozenset[str]:
    named = {word for row in terms() for word in (row["term_nb"], row["term_nn"], *row["synonyms"].split(";"))}
    named.update(word for concept in concepts() for word in concept.words)
    single = {word.strip().lower() for word in named if word.strip().isalpha()}
    found = {stem(word) for word in single | words_of_kind("head")}
    found.update(stem(parts.last[0]) for word in single if (parts := compounds.parts(word)))
    return frozenset(found - {stem(word) for word in words_of_kind("vague")})
