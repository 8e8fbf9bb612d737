"""A shipped thesaurus of one pair, so that a test of turning pairs off says nothing of the words that ship."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from marketplace.search.lexicon import synonyms
from marketplace.search.lexicon.thesaurus import Term, Thesaurus
from marketplace.search.synonyms import queries, shipped_terms

WORD, OTHER = "tingeling", "dingeldang"


@contextmanager
def only_one_pair_shipped() -> Iterator[int]:
    """The pair's number."""
    one = Thesaurus([Term(WORD, OTHER, synonyms.SYNONYM, both_ways=True)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(synonyms, "shipped", lambda: one)
        _forget()
        synonyms.use(one)
        try:
            yield shipped_terms.shipped_terms()[0].number
        finally:
            _forget()
    synonyms.use(synonyms.shipped())


def _forget() -> None:
    shipped_terms.shipped_terms.cache_clear()
    shipped_terms.by_number.cache_clear()
    queries.untouched.cache_clear()
