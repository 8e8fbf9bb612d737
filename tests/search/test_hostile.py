"""No question is too strange for any engine: it finds something, or nothing, with bounded work."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.search.engine import EVERYBODY, SearchRequest, SuggestRequest
from marketplace.search.spelling import Speller
from marketplace.search.whoosh.engine import WhooshEngine
from marketplace.search.whoosh.postings import Postings
from tests.search.samples import a_document, random_documents

pytestmark = pytest.mark.once

HOSTILE = {
    "quote": '"',
    "bracket": "(stol",
    "star": "st*l",
    "only stars": "*" * 500,
    "nul": "stol\x00bord",
    "control characters": "".join(map(chr, range(32))) + "stol\x7f\x85",
    "long": "å" * 10_000,
    "long word after word": "kontorstol " * 1_000,
    "long compound": "møteroms" * 1_000 + "bord",
    "many words": " ".join(f"ord{number}" for number in range(500)),
    "many known words": " ".join(["stol bord skap hylle pult sofa benk lampe tavle krakk"] * 50),
    "many misspelt words": " ".join(f"kontrostol{chr(97 + number % 26)}" for number in range(500)),
    "one letter each": " ".join("abcdefghijklmnopqrstuvwxyzæøå" * 20),
    "stop words": "og i på til av for",
    "only stop words, many": "og i på til av for " * 200,
    "digits": "1234567890 42",
    "long number": "9" * 5_000,
    "many measures": " ".join(f"{number}x{number}x{number}" for number in range(300)),
    "great quantity": "99999999999999999999999 stoler",
    "no quantity": "0 stoler minst -1",
    "other digits": "١٢٣ ۴۵۶ ⁵ ½ Ⅻ 𝟙𝟚",
    "emoji": "🪑🪑 stol",
    "emoji joined": "👩‍🔧👨‍👩‍👧‍👦🇳🇴️⃣",
    "right to left": "\u0643\u0631\u0633\u064a \u200fstol",
    "turned around": "\u202elots\u202c",
    "sql": "'; drop table listing; --",
    "sql in postgresql": "stol' & !'bord':* | (\\'",
    "regex": "(a+)+$ [^]]{1,99999}",
    "field syntax": "title:stol AND NOT id:1 ~9 ^5",
    "surrogate": "\ud800 stol",
    "surrogates, many": "\udfff\ud800" * 300,
    "slashes": "/".join("ab" for _ in range(3000)),
    "hyphens": "-".join("stol" for _ in range(3000)),
    "only hyphens": "-" * 5_000,
    "combining": "o" + "\u0338" * 5000,
    "combining, apart": " ".join("o\u0338\u0301" for _ in range(400)),
    "capital i with dot": "İSTANBUL",
    "sharp s": "STRAẞE straße",
    "ligatures": "ﬁlm Ǆ ŉ",
    "no spaces": "椅子机椅子机" * 300,
    "line breaks": "stol\r\n\u2028\u2029\u0085bord",
    "html": "<script>alert(1)</script>&amp;",
    "template": "{{ 7 * 7 }} {% raw %} ${jndi:ldap://x}",
    "paths": "../../../etc/passwd\\..\\",
    "format": "%s%n%(q)s {0} {q!r}",
    "own syntax": "<stol >kontor stol|bord \t stol\tbord",
    "white space": " \t\u00a0\u3000\ufeff\u200b " * 100,
}


@pytest.fixture(scope="module", params=["memory", "whoosh", "postgres"])
def stocked(request, make_engine):
    """An engine with two listings."""
    engine = make_engine(request.param)
    engine.rebuild([a_document("Stol", id=1), a_document("Bord", id=2)])
    return engine


def check(engine, asked):
    answer = engine.search(SearchRequest(q=asked, audience=EVERYBODY))
    assert answer.total == len(answer.hits) <= 2
    assert sum(answer.facets.municipality.values()) == answer.total
    numbers = [hit.id for hit in answer.hits]
    assert set(engine.explain(SearchRequest(q=asked, audience=EVERYBODY), numbers)) == set(numbers)
    verbatim = engine.search(SearchRequest(q=asked, verbatim=True, audience=EVERYBODY))
    assert verbatim.plan.repairs == ()
    assert len(engine.suggest(SuggestRequest(asked, EVERYBODY, {"KON": "Kontormøbler", "KON.STOL": "Stoler"}))) < 30
    return answer


@pytest.mark.parametrize("asked", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_question_gets_an_answer(stocked, asked):
    check(stocked, asked)


@pytest.mark.parametrize("asked", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_listing_is_kept_and_hurts_no_other(make_engine, stocked, asked):
    stocked.refresh([a_document(asked[:120], id=9_999, description=asked[:4_000], brand=asked[:80], colour=asked[:60])])
    try:
        assert stocked.document_count() == 3
        assert 1 in [hit.id for hit in stocked.search(SearchRequest(q="stol", audience=EVERYBODY)).hits]
        stocked.search(SearchRequest(q=asked, audience=EVERYBODY))
        stocked.suggest(SuggestRequest(asked[:3], EVERYBODY))
    finally:
        stocked.refresh([], removed=[9_999])


anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
pieces = st.lists(
    st.one_of(anything, st.sampled_from([*HOSTILE.values(), "stol", "kontorstol", " ", "-", "/", "30", "minst", "cm"])),
    max_size=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=pieces, between=st.sampled_from(["", " ", "\n", "-", "/"]))
def test_any_text_at_all_gets_an_answer(stocked, pieces, between):
    check(stocked, between.join(pieces))


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """What a question costs an engine that has met none before: words spelled, postings read."""
    engine = WhooshEngine(tmp_path_factory.mktemp("work") / "index")
    wordy = [
        a_document(" ".join(f"ord{number + n}" for n in range(15)), id=1_000 + number, description="abc def ghi")
        for number in range(0, 900, 15)
    ]
    engine.rebuild([*random_documents(200, seed=31), *wordy])

    def cost(asked):
        spelled, read = [], []
        fresh = WhooshEngine(engine._folder.path)
        with pytest.MonkeyPatch.context() as patch:
            candidates, of = Speller.candidates, Postings.of
            patch.setattr(Speller, "candidates", lambda self, word: spelled.append(word) or candidates(self, word))
            patch.setattr(Postings, "of", lambda self, field, term: read.append((field, term)) or of(self, field, term))
            answer = fresh.search(SearchRequest(q=asked, audience=EVERYBODY))
        return answer.plan, len(spelled), len(read)

    return cost


MOST_CLAUSES, MOST_ALTERNATIVES, MOST_SPELLED, MOST_POSTINGS = 24, 60, 24, 400


@pytest.mark.parametrize("asked", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_work_for_a_question_is_bounded(work, asked):
    plan, spelled, read = work(asked)
    assert len(plan.clauses) <= MOST_CLAUSES
    assert max((len(clause.alternatives) for clause in plan.clauses), default=0) <= MOST_ALTERNATIVES
    assert spelled <= MOST_SPELLED
    assert read <= MOST_POSTINGS


def test_a_question_ten_times_as_long_costs_no_more(work):
    for unit in ("kontrostol ord17 bord ", "møteromsbord-", "ord1/ord2 ", "stol og bord "):
        _, spelled, read = work(unit * 50)
        assert work(unit * 500)[1:] == (spelled, read)
