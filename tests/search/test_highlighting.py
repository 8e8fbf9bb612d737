"""What of a text answers a question is marked, and how."""

import pytest

from marketplace.search.analysis import analyse_word
from marketplace.search.asking import Alternative, Clause, How
from marketplace.search.engine import EVERYBODY, SearchRequest
from marketplace.search.highlighting import marked


@pytest.fixture
def marks(found, engine):
    """The marked parts of a title and how each answers, for a question asked where that title is found."""

    def ask(title, q):
        found.publish(title)
        clauses = engine.search(SearchRequest(q=q, audience=EVERYBODY)).plan.clauses
        return [(title[mark.start : mark.end], str(mark.how)) for mark in marked(title, clauses)]

    return ask


@pytest.mark.parametrize(
    ("title", "q", "expected"),
    [
        ("Stoler, blå", "stol", [("Stoler", "word")]),
        ("Elevstolar, 30 stk", "stol", [("stolar", "compound")]),
        ("Kontorstol", "kontorstoler", [("Kontorstol", "word")]),
        ("Bord, eik, blå", "blått bord", [("Bord", "word"), ("blå", "word")]),
        ("Pult til skole", "skrivebord", [("Pult", "synonym")]),
        ("Skrivebord 160x80", "bord 160x80", [("bord", "compound"), ("160x80", "word")]),
        ("Hev/senk-bord", "hevsenkbord", [("Hev/senk-bord", "word")]),
        ("Kontorstol", "kontrostol", [("Kontorstol", "word")]),
        ("Sofa", "", []),
    ],
)
def test_words_that_answer_are_marked(marks, title, q, expected):
    assert marks(title, q) == expected


def test_nothing_is_marked_of_an_alternative_that_is_not_all_there():
    both = Clause("møtebord", (Alternative(((analyse_word("møte").token,), ("bord",)), 0.6, How.APART),))
    assert [mark.start for mark in marked("Bord til møte", [both])] == [0, 9]
    assert marked("Bord", [both]) == []


def test_marks_never_overlap_and_are_in_order():
    clauses = [
        Clause("kontorstol", (Alternative((("kontorstol",),), 1.0),)),
        Clause("stol", (Alternative((("stol",),), 1.0), Alternative((("<stol",),), 0.7, How.COMPOUND))),
    ]
    found = marked("Stol, kontorstol, stol", clauses)
    assert [(mark.start, mark.asked) for mark in found] == [(0, "stol"), (6, "kontorstol"), (18, "stol")]


@pytest.mark.parametrize("text", ["", "İİİİ stol", "\0\ud800", "🪑" * 50, "stol" * 5000])
def test_any_text_may_be_looked_at(text):
    assert all(
        0 <= mark.start < mark.end <= len(text)
        for mark in marked(text, [Clause("stol", (Alternative((("stol",),), 1.0),))])
    )
