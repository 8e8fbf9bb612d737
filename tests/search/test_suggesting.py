"""Suggestions while a question is written: words, categories, brands, and the question in a category."""

import random

import pytest

from marketplace.search.engine import EVERYBODY, MOST_OF_A_KIND, Audience, SearchRequest, SuggestionKind, SuggestRequest
from tests.search.samples import WORDS, a_document, random_documents

NAMES = {
    "KON": "Kontormøbler",
    "KON.STOL": "Kontorstoler",
    "KON.SKRIV": "Skrivebord og hev/senk-bord",
    "SKO": "Skole",
    "SIT.SOFA": "Sofaer",
}
AUDIENCES = (
    EVERYBODY,
    Audience(),
    Audience("3203", None, is_member=True),
    Audience("3203", frozenset({1}), is_member=True),
    Audience("3407", frozenset(), is_member=True),
)
WORDS_KIND, BRAND = SuggestionKind.WORDS, SuggestionKind.BRAND
CATEGORY, IN_CATEGORY = SuggestionKind.CATEGORY, SuggestionKind.IN_CATEGORY


@pytest.fixture
def offered(engine):
    """What is offered for a beginning, of one kind, with counts."""

    def ask(prefix, kind=WORDS_KIND, audience=EVERYBODY, limit=8):
        given = engine.suggest(SuggestRequest(prefix, audience, NAMES, limit))
        return [
            (each.text, each.category, each.count)[:: 2 if each.category is None else 1]
            for each in given
            if each.kind is kind
        ]

    return ask


def test_the_last_word_is_completed_with_the_commonest_first(found, offered):
    found.publish("Kontorstol", "Kontorstoler", "Kontorpult", "Blå kontorstol", "Konferansebord", "Møtebord")
    assert offered("kon") == [("kontorstol", 2), ("konferansebord", 1), ("kontorpult", 1)]
    assert offered("mote") == [("møtebord", 1)]
    assert offered("KON  ", limit=1) == [("kontorstol", 2)]


def test_what_a_compound_is_is_offered_too(found, offered):
    found.publish("Stablestolar i bøk", "Kontorstol", "Bokhyller i eik")
    assert offered("sto") == [("stol", 2)]
    assert offered("hyl") == [("hylle", 1)]


@pytest.mark.parametrize("prefix", ["", "   ", "-", "!?", "\0"])
def test_nothing_is_offered_for_what_is_no_word(found, engine, prefix):
    found.publish("Kontorstol")
    assert engine.suggest(SuggestRequest(prefix, EVERYBODY, NAMES)) == ()


def test_what_was_written_before_decides_what_is_counted(found, offered):
    found.publish("Stol, blå", "Stol, blå", "Stol, rød", "Skap, rød", "Skap, rød", "Skap, rød")
    assert offered("s") == [("skap", 3), ("stol", 3)]
    assert offered("blå s") == [("blå stol", 2)]
    assert offered("rød/s") == [("rød/skap", 3), ("rød/stol", 1)]


def test_words_are_completed_even_after_words_that_nobody_wrote(found, offered):
    found.publish("Stol")
    assert offered("qqqqq st", limit=2) == [("qqqqq stol", 1)]


def test_categories_are_found_by_the_beginning_of_any_word_of_their_name(found, offered):
    found.publish("Stol", "Stol", a_document("Pult", category_path=("KON", "KON.SKRIV")))
    assert offered("kon", CATEGORY) == [("Kontormøbler", "KON", 3), ("Kontorstoler", "KON.STOL", 2)]
    assert offered("senk", CATEGORY) == [("Skrivebord og hev/senk-bord", "KON.SKRIV", 1)]
    assert offered("hev skr", CATEGORY) == [("Skrivebord og hev/senk-bord", "KON.SKRIV", 1)]
    assert offered("blå skr", CATEGORY) == []
    assert offered("sof", CATEGORY) == []


def test_a_question_is_offered_in_the_categories_that_hold_its_hits(found, engine, offered):
    found.publish(
        "Stol",
        "Kontorstol",
        "Stol",
        a_document("Stol", category_path=("SKO",)),
        a_document("Bord", category_path=("SKO",)),
    )
    assert offered("sto", IN_CATEGORY) == [("stol", "KON.STOL", 3), ("stol", "SKO", 1)]
    for text, code, count in offered("sto", IN_CATEGORY):
        assert engine.search(SearchRequest(q=text, categories=(code,), audience=EVERYBODY)).total == count


def test_a_question_whose_hits_are_all_in_one_category_is_not_offered_in_it(found, offered):
    found.publish("Stol", "Kontorstol", a_document("Bord", category_path=("SKO",)))
    assert offered("sto", IN_CATEGORY) == []


def test_brands_are_found_by_the_beginning_of_a_word_however_they_are_written(found, offered):
    found.publish(
        *(a_document("Stol", brand=brand) for brand in ("Håg", "HÅG", "Håg", "Herman Miller", "Hag Capisco", "")),
    )
    assert offered("hå", BRAND) == [("Håg", 3), ("Hag Capisco", 1)]
    assert offered("mil", BRAND) == [("Herman Miller", 1)]
    assert offered("miller her", BRAND) == [("Herman Miller", 1)]
    assert offered("hag x", BRAND) == []


def test_nothing_is_offered_of_what_may_not_be_seen(found, engine):
    found.publish(
        a_document("Zebrastol", brand="Zeta", stage="municipality"),
        a_document("Zebrabord", brand="Zeta", category_path=("SKO",), stage="unit", unit_id=1),
    )
    names = {"KON.STOL": "Zoner", "SKO": "Zoologi"}
    outside = Audience("3407", None, is_member=True)
    assert engine.suggest(SuggestRequest("z", outside, names)) == ()
    inside = Audience("3203", frozenset({2}), is_member=True)
    given = [(each.text, each.count) for each in engine.suggest(SuggestRequest("z", inside, names))]
    assert given == [("zebrastol", 1), ("zeta", 1), ("Zoner", 1), ("Zeta", 1)]


@pytest.fixture(scope="module", params=["whoosh", "postgres"])
def engines(request, make_engine):
    """The simple engine and another with the same listings, which the second has met in many changes."""
    simple, other = make_engine("memory"), make_engine(request.param)
    other.rebuild(random_documents(120, seed=1))
    documents = random_documents(240, seed=2)
    for start in range(0, 240, 30):
        other.refresh(documents[start : start + 30], removed=range(start, start + 5))
    for engine in (simple, other):
        engine.refresh(documents)
        engine.refresh([], removed=range(200, 220))
    return simple, other


@pytest.mark.once
@pytest.mark.parametrize("seed", range(60))
def test_both_engines_offer_the_same_on_beginnings_at_random(engines, seed):
    chance = random.Random(seed)
    words = [chance.choice(WORDS.split()) for _ in range(chance.randint(1, 3))]
    prefix = " ".join([*words[:-1], words[-1][: chance.randint(1, 5)]])
    request = SuggestRequest(prefix, chance.choice(AUDIENCES), NAMES, chance.randint(1, 8))
    simple, other = (engine.suggest(request) for engine in engines)
    assert other == simple
    for kind in SuggestionKind:
        assert sum(each.kind is kind for each in simple) <= (request.limit if kind is WORDS_KIND else MOST_OF_A_KIND)
    assert all(each.count > 0 for each in simple)
