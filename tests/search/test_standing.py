"""Standing questions: what they are answered by is what searching finds, and who is asked after misses nobody."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.search.analysis import analyse
from marketplace.search.engine import EVERYBODY, SearchRequest
from marketplace.search.lexicon.synonyms import current, shipped
from marketplace.search.lexicon.thesaurus import Term, Thesaurus
from marketplace.search.memory.engine import MemoryEngine
from marketplace.search.standing.index import StandingIndex
from marketplace.search.standing.reading import LEAST, read
from marketplace.search.standing.thing import CLEARLY, Thing
from tests.search.relevance.judged import documents as judged_documents
from tests.search.relevance.judged import queries
from tests.search.samples import CONDITIONS, WORDS, a_document, random_documents
from tests.search.test_agreement import random_request

pytestmark = pytest.mark.once

MOST = 500
STOCK = random_documents(240, seed=2)
"""Where each word of the questions below is written many times over."""

words = st.lists(
    st.sampled_from([*WORDS.split(), "stoler", "stolane", "og", "til", "uten", "20", "120x80", "Asker"]), max_size=4
)
listings = st.integers(min_value=0, max_value=10**6).map(lambda seed: random_documents(1, seed)[0])


@st.composite
def questions(draw):
    """Questions as people ask them: some words, some filters."""

    def maybe(*values):
        return draw(st.sampled_from([None, None, None, *values]))

    def some(*values):
        return draw(st.sampled_from([(), (), (), *[(value,) for value in values], values[:2]]))

    return SearchRequest(
        q=" ".join(draw(words)),
        categories=some("KON", "KON.STOL", "SKO", "SIT.SOFA"),
        municipalities=some("3203", "3407"),
        counties=some("32"),
        conditions=some(*CONDITIONS),
        near=maybe((59.8331, 10.4392)),
        within_km=maybe(30.0, 200.0),
        min_quantity=maybe(5),
        max_width_cm=maybe(60, 120),
        free=maybe(True, False),
        loan=maybe(True, False),
        per_page=MOST,
        audience=EVERYBODY,
    )


def an_engine(*documents):
    engine = MemoryEngine()
    engine.rebuild(documents)
    return engine


def finds(engine, request, listing):
    """What searching finds, and whether the listing is among it."""
    answer = engine.search(request)
    return listing.id in {hit.id for hit in answer.hits}, answer.plan


def answers_wholly(plan, listing):
    """Whether search, by its own reading of the question, has the listing answer all that decides, and not by what is
    only near to it, or said in passing."""
    tokens = {token for token, weight in analyse(listing).weights.items() if weight >= CLEARLY}
    deciding = [clause for clause in plan.clauses if clause.decides] or plan.clauses
    return all(
        listing.available_quantity > 0
        if clause.at_least is not None
        else any(
            each.weight >= LEAST and all(not tokens.isdisjoint(any_of) for any_of in each.all_of)
            for each in clause.alternatives
        )
        for clause in deciding
    )


@settings(max_examples=150, deadline=None)
@given(asked=questions(), listing=listings)
def test_a_question_is_answered_by_just_what_searching_finds_that_answers_it_wholly(asked, listing):
    listing = replace(listing, id=9999)
    found, plan = finds(an_engine(*STOCK, listing), asked, listing)
    assert read(asked, current()).is_answered_by(Thing(listing)) == (found and answers_wholly(plan, listing))


@settings(max_examples=150, deadline=None)
@given(asked=questions(), listing=listings, others=st.integers(0, 60), seed=st.integers(0, 10**6))
def test_whatever_else_is_listed_what_answers_is_found_by_searching(asked, listing, others, seed):
    listing = replace(listing, id=9999)
    if read(asked, current()).is_answered_by(Thing(listing)):
        assert finds(an_engine(*random_documents(others, seed), listing), asked, listing)[0]


@settings(max_examples=60, deadline=None)
@given(asked=st.lists(questions(), max_size=30), listing=listings, gone=st.sets(st.integers(0, 29)))
def test_the_index_gives_the_same_as_asking_each_question(asked, listing, gone):
    index, thing = StandingIndex(), Thing(listing)
    for number, request in enumerate(asked):
        index.put(number, read(replace(request, q="noe annet"), current()))
        index.put(number, read(request, current()))
    for number in gone:
        index.drop(number)
    kept = {number: read(request, current()) for number, request in enumerate(asked) if number not in gone}
    assert index.answered_by(thing) == [number for number, each in kept.items() if each.is_answered_by(thing)]
    assert len(index) == len(kept)


@pytest.mark.parametrize("seed", range(40))
def test_every_kind_of_question_is_missed_by_none(seed):
    chance = random.Random(seed)
    index, asked = StandingIndex(), [random_request(chance) for _ in range(100)]
    for number, request in enumerate(asked):
        index.put(number, read(request, current()))
    for listing in random_documents(5, seed):
        thing = Thing(listing)
        wanted = [n for n, request in enumerate(asked) if read(request, current()).is_answered_by(thing)]
        assert index.answered_by(thing) == wanted


def test_on_the_judged_set_nothing_is_told_that_searching_does_not_find():
    """And of what people judged to answer, nineteen of twenty; of what is told, more than of what is found."""
    engine, things = an_engine(*judged_documents()), [Thing(document) for document in judged_documents()]
    told = right = wanted = found = right_found = 0
    for query in queries("tune")[::6]:
        hits = {hit.id for hit in engine.search(SearchRequest(q=query.text, audience=EVERYBODY, per_page=MOST)).hits}
        standing = read(SearchRequest(q=query.text), current())
        answered = {thing.document.id for thing in things if standing.is_answered_by(thing)}
        good = {number for number, grade in query.grades.items() if grade > 0}
        assert answered <= hits, query.text
        told, found = told + len(answered), found + len(hits)
        right, right_found, wanted = right + len(answered & good), right_found + len(hits & good), wanted + len(good)
    assert right / told > 1.5 * right_found / found
    assert right / wanted > 0.85


@pytest.mark.parametrize(
    ("q", "title", "answered"),
    [
        ("stol", "Kontorstol", True),
        ("stolar", "Stablestoler", True),
        ("skrivebord", "Arbeidspult, hvit", True),
        ("kontor stol", "Kontorstol", True),
        ("kjoleskap", "Kjøleskap", True),
        ("hvitevarer", "Vaskemaskin", True),
        ("kontorstol", "Stol", False),
        ("kontorstol", "Hjul til kontorstol", False),
        ("møtebord", "Skrivebord", False),
        ("stol", "Bord", False),
        ("stol uten armlener", "Stol", True),
        ("30 stoler", "Stol", True),
        ("blå stol", "Rød stol", True),
    ],
)
def test_what_answers(q, title, answered):
    assert read(SearchRequest(q=q), current()).is_answered_by(Thing(a_document(title))) is answered


def test_people_s_own_words_count():
    own = Thesaurus([*shipped().terms, Term("gnurre", "stol", 0.7)])
    asked, chair = SearchRequest(q="gnurre"), Thing(a_document("Stol"))
    assert not read(asked, shipped()).is_answered_by(chair)
    assert read(asked, own).is_answered_by(chair)


def test_who_is_asked_after_does_not_depend_on_other_questions():
    index = StandingIndex()
    for number, q in enumerate(["sofa", "vaskemaskin", "stol", "lekestativ"] * 50):
        index.put(number, read(SearchRequest(q=q), current()))
    assert len(index.candidates(Thing(a_document("Lekestativ")))) == 50
