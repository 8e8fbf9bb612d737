"""What the embedded engine keeps to be quick: never more than it may, and never what is no longer so."""

import pytest

from marketplace.search.engine import EVERYBODY, Audience, SearchRequest, Sort
from marketplace.search.lexicon.thesaurus import Term, Thesaurus
from marketplace.search.whoosh import segment, snapshot, vocabulary
from marketplace.search.whoosh.engine import WhooshEngine
from tests.search.samples import a_document, random_documents

pytestmark = pytest.mark.once

QUESTIONS = (
    "stol",
    "blå stol",
    "stol eller benk",
    "eik bord rund Håg",
    "kontrostol",
    "",
    "5 stoler",
    "sofa svart stor",
)
OF_ASKER = Audience("3203", None, is_member=True)


def asked(engine):
    orders = (Sort.RELEVANCE, Sort.NEWEST, Sort.CLOSING)
    requests = [
        SearchRequest(q=q, sort=sort, audience=audience)
        for q in QUESTIONS
        for sort in orders
        for audience in (EVERYBODY, OF_ASKER)
    ]
    return [(found.hits, found.total, found.facets, found.plan) for found in map(engine.search, requests)]


@pytest.fixture
def engine(tmp_path):
    made = WhooshEngine(tmp_path)
    documents = list(random_documents(300, seed=4))
    made.rebuild(documents[:200])
    for start in range(200, 300, 25):
        made.refresh(documents[start : start + 25], removed=[documents[start - 100].id])
    return made


def test_an_answer_is_the_same_when_it_was_kept(engine):
    assert asked(engine) == asked(engine)


def test_an_answer_is_the_same_when_hardly_anything_may_be_kept(engine, monkeypatch):
    kept = asked(engine)
    for module, name in ((segment, "MOST_REMEMBERED"), (segment, "MOST_KEPT"), (snapshot, "MOST_TOKENS")):
        monkeypatch.setattr(module, name, 0)
    monkeypatch.setattr(vocabulary, "MOST_PLANS", 1)
    engine.close()
    assert asked(engine) == kept


def test_no_more_is_remembered_than_allowed(engine, monkeypatch):
    monkeypatch.setattr(segment, "MOST_REMEMBERED", 2)
    engine.close()
    asked(engine)
    for each in engine._snapshot().segments:
        assert each._remembered_size <= 2 * (each.count + 1000)
        assert len(each._remembered) == len(each._sizes)


def test_what_a_question_means_follows_the_thesaurus_it_is_asked_with(engine):
    engine.refresh([a_document("Glimrende sak")])
    own = Thesaurus([Term("krimskrams", "glimrende", 0.9, both_ways=False)])
    question = SearchRequest(q="krimskrams", audience=EVERYBODY)
    without = SearchRequest(q="krimskrams", audience=EVERYBODY, thesaurus=Thesaurus([]))
    mine = SearchRequest(q="krimskrams", audience=EVERYBODY, thesaurus=own)
    found = [engine.search(request).total for request in (without, mine, without, question, mine)]
    assert found == [0, 1, 0, 0, 1]


def test_what_a_question_means_follows_what_is_published(engine):
    question = SearchRequest(q="vevstolx", audience=EVERYBODY)
    assert engine.search(question).total == 0
    engine.refresh([a_document("Vevstolx i tre")])
    assert engine.search(question).total == 1
