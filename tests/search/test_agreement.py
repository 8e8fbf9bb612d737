"""Every engine says what the simple one says, on listings and questions at random."""

import random
from datetime import date

import pytest

from marketplace.search.engine import EVERYBODY, Audience, SearchRequest, Sort
from tests.search.samples import CONDITIONS, WORDS, random_documents

pytestmark = pytest.mark.once

AMOUNT = 240
AUDIENCES = (
    EVERYBODY,
    Audience(),
    Audience("3203", None, is_member=True),
    Audience("3203", frozenset({1}), is_member=True),
    Audience("3201", frozenset({2, 3})),
    Audience("3407", frozenset(), is_member=True),
    Audience("3407", None, is_member=True, members=frozenset({"3407", "3201"})),
)


@pytest.fixture(scope="module", params=["whoosh", "postgres"])
def engines(request, make_engine):
    """Two with the same listings; the second has met them in many changes, with earlier copies and removed ones."""
    simple, other = make_engine("memory"), make_engine(request.param)
    other.rebuild(random_documents(AMOUNT // 2, seed=1))
    documents = random_documents(AMOUNT, seed=2)
    for start in range(0, AMOUNT, 30):
        other.refresh(documents[start : start + 30], removed=range(start, start + 5))
    for engine in (simple, other):
        engine.refresh(documents)
        engine.refresh([], removed=range(200, 220))
    return simple, other


def random_request(chance):
    def maybe(*values):
        return chance.choice(values) if chance.random() < 0.25 else None

    def some(*values):
        return tuple(chance.sample(values, chance.randint(1, 2))) if chance.random() < 0.25 else ()

    words = [*WORDS.split(), "stoler", "mobler", "kontrostol", "møteromsbord", "hyller", "zzzz", "skulebord"]
    return SearchRequest(
        q=" ".join(chance.choices(words, k=chance.randint(0, 3))),
        categories=some("KON", "KON.STOL", "SKO", "SIT.SOFA", "OPP", "NO"),
        municipalities=some("3203", "3201", "3407", "9999"),
        counties=some("32", "34"),
        conditions=some(*CONDITIONS),
        near=maybe((59.8331, 10.4392), (60.79, 10.69)),
        within_km=maybe(5.0, 30.0, 200.0),
        min_quantity=maybe(1, 5, 15),
        max_width_cm=maybe(60, 120),
        max_depth_cm=maybe(60),
        max_height_cm=maybe(45, 100),
        free=maybe(True, False),
        loan=maybe(True, False),
        available_by=maybe(date(2026, 7, 15)),
        sort=chance.choice(list(Sort)),
        page=chance.choice((1, 1, 2, 5)),
        per_page=chance.choice((5, 24)),
        verbatim=chance.random() < 0.2,
        audience=chance.choice(AUDIENCES),
    )


@pytest.mark.parametrize("seed", range(150))
def test_both_engines_give_the_same_answer(engines, seed):
    request = random_request(random.Random(seed))
    expected, answer = (engine.search(request) for engine in engines)
    assert [hit.id for hit in answer.hits] == [hit.id for hit in expected.hits]
    assert [hit.score for hit in answer.hits] == pytest.approx([hit.score for hit in expected.hits], abs=0.002)
    assert answer.total == expected.total
    assert answer.facets == expected.facets
    assert (answer.plan.repairs, answer.plan.did_you_mean) == (expected.plan.repairs, expected.plan.did_you_mean)
