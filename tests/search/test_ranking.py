"""All engines put the same listings first, for every query of the judged set."""

import pytest

from marketplace.search.engine import EVERYBODY, SearchRequest
from tests.search.relevance.judged import HALVES, documents, queries

pytestmark = pytest.mark.once

TOP = 10


@pytest.fixture(scope="module")
def engines(make_engine):
    found = {name: make_engine(name) for name in ("memory", "whoosh", "postgres")}
    for engine in found.values():
        engine.rebuild(documents())
    return found


def firsts(engine, q):
    answer = engine.search(SearchRequest(q=q, per_page=TOP, audience=EVERYBODY))
    return [hit.id for hit in answer.hits], answer.total


@pytest.mark.parametrize("other", ["memory", "whoosh"])
def test_the_first_ten_are_the_same_ones_in_the_same_order(engines, other):
    """Scores of one engine have fewer digits, so two that are nearly alike may change places: in one query of 100."""
    asked = [query.text for half in HALVES for query in queries(half)]
    answers = {q: (firsts(engines["postgres"], q), firsts(engines[other], q)) for q in asked}
    different = [q for q, (one, same) in answers.items() if one != same]
    assert len(different) <= 0.01 * len(asked), different
    for q in different:
        assert len({*answers[q][0][0]} & {*answers[q][1][0]}) >= TOP - 1, q
