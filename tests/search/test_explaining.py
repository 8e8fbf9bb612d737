"""Why a listing was found: the parts add up to the score, and nothing leaks."""

import pytest

from marketplace.search.asking import How
from marketplace.search.engine import EVERYBODY, Audience, SearchRequest
from tests.search.samples import a_document

pytestmark = pytest.mark.once


def explained(found, engine, q, audience=EVERYBODY):
    titles = {document.id: document.title for document in found.documents}
    return {
        titles[number]: each for number, each in engine.explain(SearchRequest(q=q, audience=audience), titles).items()
    }


def test_each_word_says_how_it_was_answered(found, engine):
    found.publish("Stol, blå", "Kontorstol", "Skap")
    reasons = explained(found, engine, "stoler")
    assert next(reason.how for reason in reasons["Stol, blå"].reasons) is How.WORD
    assert next(reason.how for reason in reasons["Kontorstol"].reasons) is How.COMPOUND
    assert reasons["Skap"].reasons == ()


def test_a_synonym_says_which_word_stands_for_the_asked_one(found, engine):
    found.publish("Skrivebord")
    (reason, *_) = explained(found, engine, "pult")["Skrivebord"].reasons
    assert (reason.asked, reason.how, reason.meaning) == ("pult", How.SYNONYM, "skrivebord")


@pytest.mark.parametrize("q", ["kontorstol", "blå kontorstol", "pult", "30 kontorstoler", "kontrostol håg asker"])
def test_the_reasons_add_up_to_the_score(found, engine, q):
    found.publish("Kontorstol blå", "Stol til kontor", "Skrivebord", a_document("Pult", brand="Håg"))
    hits = {hit.id: hit.score for hit in engine.search(SearchRequest(q=q, audience=EVERYBODY)).hits}
    explanations = engine.explain(SearchRequest(q=q, audience=EVERYBODY), list(hits))
    assert {number: each.score for number, each in explanations.items()} == pytest.approx(hits, abs=0.01)
    for each in explanations.values():
        assert each.score == pytest.approx(sum(reason.score for reason in each.reasons) * each.covered, abs=0.01)


def test_what_may_not_be_seen_is_not_explained(found, engine):
    found.publish(a_document("Stol", stage="municipality"))
    assert explained(found, engine, "stol", Audience("3407", None, is_member=True)) == {}
    assert len(explained(found, engine, "stol")) == 1
