"""How well search ranks, on the half of the judged set that nothing was tuned on, and that engines rank alike."""

import pytest

from tests.search.relevance.asking import BASELINE, ENGINES, asker
from tests.search.relevance.judged import HALVES, documents, queries
from tests.search.relevance.measures import FIRST, ndcg, recall
from tests.search.relevance.scoring import figures

pytestmark = pytest.mark.once

FLOOR_NDCG = 0.90
FLOOR_RECALL = 0.92
MOST_EMPTY = 1
FLOOR_OF_A_KIND = 0.70
ABOVE_BASELINE = 0.3


@pytest.fixture(scope="module")
def reported():
    with asker("memory") as ask:
        return figures(ask, queries("report"))


def test_the_half_that_is_only_reported_is_ranked_well(reported):
    total = reported[-1]
    assert total.ndcg >= FLOOR_NDCG
    assert total.recall >= FLOOR_RECALL
    assert len(total.empty) <= MOST_EMPTY


def test_no_kind_of_question_is_left_behind(reported):
    assert [figure.kind for figure in reported if figure.ndcg < FLOOR_OF_A_KIND] == []


def test_ranking_is_far_above_plain_bm25_with_stemming(reported):
    with asker(BASELINE) as ask:
        assert reported[-1].ndcg >= figures(ask, queries("report"))[-1].ndcg + ABOVE_BASELINE


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "memory"])
def test_engines_give_the_same_ten_first(name):
    with asker("memory") as simple, asker(name) as other:
        for query in (query for half in HALVES for query in queries(half)):
            assert list(other(query.text))[:FIRST] == list(simple(query.text))[:FIRST], query.text


def test_the_judged_set_is_large_varied_and_whole():
    known = {document.id for document in documents()}
    asked = [query for half in HALVES for query in queries(half)]
    assert len(known) >= 400
    assert len(asked) >= 150
    assert {document.language for document in documents()} == {"nb", "nn"}
    assert all(query.grades.keys() <= known and 2 in query.grades.values() for query in asked)


def test_measures_are_one_for_the_best_order_and_less_for_others():
    grades = {1: 2, 2: 1, 3: 1}
    assert ndcg([1, 2, 3, 9], grades) == recall([3, 2, 1], grades) == 1
    assert ndcg([2, 1, 3], grades) < 1
    assert ndcg([], grades) == recall([9], grades) == 0
