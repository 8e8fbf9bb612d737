"""No question is too strange for any engine: it finds something, or nothing."""

import pytest

from marketplace.search.engine import EVERYBODY, SuggestRequest
from tests.search.samples import a_document

pytestmark = pytest.mark.once

HOSTILE = {
    "quote": '"',
    "bracket": "(stol",
    "star": "st*l",
    "nul": "stol\x00bord",
    "long": "å" * 10_000,
    "many words": " ".join(f"ord{number}" for number in range(500)),
    "stop words": "og i på til av for",
    "digits": "1234567890 42",
    "emoji": "🪑🪑 stol",
    "right to left": "\u0643\u0631\u0633\u064a \u200fstol",
    "sql": "'; drop table listing; --",
    "regex": "(a+)+$ [^]]{1,99999}",
    "field syntax": "title:stol AND NOT id:1 ~9 ^5",
    "surrogate": "\ud800 stol",
    "slashes": "/".join("ab" for _ in range(3000)),
    "combining": "o" + "\u0338" * 5000,
    "capital i with dot": "İSTANBUL",
}


@pytest.mark.parametrize("asked", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_question_gets_an_answer(found, engine, asked):
    found.publish("Stol", "Bord")
    assert found(asked) in ([], ["Stol"], ["Bord"], ["Bord", "Stol"])
    assert len(engine.suggest(SuggestRequest(asked, EVERYBODY))) <= 8
    engine.refresh([a_document(asked[:120], id=9_999, description=asked, brand=asked)])
    assert engine.document_count() == 3
