"""Words that stand for others: from one question to the next, without writing the index anew."""

import pytest

from marketplace.search.lexicon.synonyms import current, shipped, use
from marketplace.search.lexicon.thesaurus import Term, Thesaurus

pytestmark = pytest.mark.once


@pytest.fixture
def restored():
    before = current()
    yield
    use(before)


def test_a_question_may_be_asked_with_other_terms(found):
    found.publish("Sprellvogn", "Dingsekasse")
    other = Thesaurus([*shipped().terms, Term("dingsekasse", "sprellvogn", 0.6)])
    assert found("dingsekasse", thesaurus=other) == ["Dingsekasse", "Sprellvogn"]
    assert found("dingsekasse") == ["Dingsekasse"]
    assert found("sprellvogn", thesaurus=other) == ["Sprellvogn"]


def test_terms_hold_both_ways_only_when_they_say_so(found):
    found.publish("Sprellvogn", "Dingsekasse")
    both = Thesaurus([Term("dingsekasse", "sprellvogn", 0.6, both_ways=True)])
    assert found("sprellvogn", thesaurus=both) == ["Sprellvogn", "Dingsekasse"]


@pytest.mark.usefixtures("restored")
def test_other_terms_are_in_use_from_the_next_question_on(found):
    found.publish("Sprellvogn", "Dingsekasse")
    assert found("dingsekasse") == ["Dingsekasse"]
    use(Thesaurus([Term("Dingsekasser", "sprellvogner", 0.6)]))
    assert found("dingsekasse") == ["Dingsekasse", "Sprellvogn"]
