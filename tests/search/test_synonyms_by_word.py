"""The thesaurus by word: all that a word leads to, in both directions, and the word one looks for first."""

import pytest

from marketplace.search.synonyms import service, words
from marketplace.search.synonyms.fields import SynonymFields
from marketplace.search.synonyms.nearness import Nearness
from marketplace.search.synonyms.queries import Source, Wanted
from tests.builders import GJOVIK, an_actor
from tests.search.thesauri import only_one_pair_shipped


@pytest.fixture
def lead(app):
    return an_actor("project_lead", GJOVIK)


@pytest.fixture(autouse=True)
def number(app):
    with only_one_pair_shipped() as number:
        yield number


def added(lead, word, other, nearness=Nearness.NEAR, both_ways=False):
    return service.add_synonym(lead, SynonymFields(word=word, other=other, nearness=nearness, both_ways=both_ways))


def told(lead, **wanted):
    return {
        row.word: [(nearness.value, [each.other for each in leads]) for nearness, leads in row.leads]
        for row in words.list_words(lead, Wanted(**wanted)).items
    }


def test_a_word_has_all_it_leads_to_nearest_first(lead):
    added(lead, "vogn", "tralle", Nearness.SAME, both_ways=True)
    added(lead, "vogn", "trillebår")
    added(lead, "vogn", "sekketralle", Nearness.NARROWER)
    added(lead, "vogn", "bæremeis")
    assert told(lead, source=Source.OWN) == {
        "tralle": [("same", ["vogn"])],
        "vogn": [("same", ["tralle"]), ("near", ["bæremeis", "trillebår"]), ("narrower", ["sekketralle"])],
    }


def test_what_people_added_comes_first_and_then_the_alphabet(lead):
    added(lead, "ål", "fisk")
    assert list(told(lead)) == ["ål", "dingeldang", "tingeling"]


def test_the_word_one_looks_for_comes_first_then_those_that_begin_so_and_hold_it(lead):
    for word in ("småvogn", "vognkasse", "vogn"):
        added(lead, word, f"{word}sting")
    added(lead, "kjerre", "hestevogn")
    assert list(told(lead, text="Vogn")) == ["vogn", "vognkasse", "småvogn", "kjerre"]
    assert told(lead, text="finnes ikke") == {}


def test_what_is_off_is_told_as_such(lead, number):
    service.switch_shipped(lead, number, in_use=False)
    (row, _) = words.list_words(lead, Wanted(in_use=False)).items
    assert [each.entry.in_use for _, leads in row.leads for each in leads] == [False]
    assert told(lead, in_use=True) == {}


def test_pages_of_words_follow_each_other_and_cost_two_queries(lead, count_queries):
    for number in range(7):
        added(lead, f"ting {chr(97 + number)}", "sak")
    with count_queries() as sent:
        pages = [words.list_words(lead, Wanted(source=Source.OWN), page, 3) for page in (1, 2, 3)]
    assert [row.word[-1] for page in pages for row in page.items] == list("abcdefg")
    assert len([statement for statement in sent if statement.startswith("SELECT")]) == 6
