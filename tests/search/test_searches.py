"""What is searched for, counted without persons: rightly by several, never dearly, and never told when seldom."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Forbidden
from marketplace.search import indexing, queries
from marketplace.search.criteria import Criteria
from marketplace.search.searches import counting
from marketplace.search.searches import queries as searches
from marketplace.search.searches.models import CountedSearch
from marketplace.search.searches.queries import Shown
from marketplace.statistics.periods import Period
from tests.builders import GJOVIK, a_listing, a_person, an_actor

TODAY = date(2026, 6, 15)
WEEK = Period(TODAY - timedelta(days=6), TODAY)


@pytest.fixture(autouse=True)
def nothing_waiting():
    counting.forget_waiting()
    yield
    counting.forget_waiting()


@pytest.fixture
def lead(app):
    return an_actor("project_lead", GJOVIK)


def asked(words, *days_and_hits, times=1):
    counting.add_up({(TODAY - timedelta(days=days), words, hits): times for days, hits in days_and_hits})


def stored():
    db.session.rollback()
    rows = db.session.scalars(select(CountedSearch).order_by(CountedSearch.words, CountedSearch.hits))
    return [(row.words, row.hits, row.times) for row in rows]


def test_a_question_is_counted_with_its_hits_when_it_is_asked_and_not_when_it_is_filtered(app):
    a_listing(title="Sofa")
    indexing.rebuild()
    actor = an_actor("requester", GJOVIK)
    for criteria in (
        Criteria(q="  Sofa "),
        Criteria(q="SOFA", near=GJOVIK),
        Criteria(q="sofa", page=2),
        Criteria(q="sofa", municipalities=(GJOVIK,)),
        Criteria(q="sofa", verbatim=True),
        Criteria(),
        Criteria(q="   "),
        Criteria(q="flygel"),
    ):
        queries.search_listings(actor, criteria)
    queries.search_whole_listings(actor, Criteria(q="sofa", per_page=100))
    counting.write_down()
    assert stored() == [("flygel", 0, 1), ("sofa", 1, 3)]


def test_what_a_page_asks_once_more_is_not_counted_again(app, client, sign_in):
    a_listing(title="Sofa")
    indexing.rebuild()
    sign_in(client, a_person("requester", GJOVIK))
    assert "Sofa" in client.get("/sok?q=sofa&min_quantity=99").text
    client.get("/sok/kvittering?q=sofa")
    counting.write_down()
    assert stored() == []


def test_an_answer_without_an_index_says_nothing_of_what_there_is_and_is_not_counted(app):
    queries.search_listings(an_actor("requester", GJOVIK), Criteria(q="sofa"))
    counting.write_down()
    assert stored() == []


@pytest.mark.parametrize(
    "q",
    [
        "ola.nordmann@kommune.example",
        "@ola",
        "https://kommune.example/stol",
        "www.kommune.example",
        "01019912345",
        "22 22 22 22",
        "tlf 99 88-77.66",
        "x" * 61,
        "en to tre fire fem seks sju åtte ni",
        "\0",
    ],
)
def test_addresses_long_numbers_and_long_texts_are_counted_without_their_words(app, q):
    assert counting.countable(q) == ""
    counting.note(q, 0)
    counting.write_down()
    assert stored() == [("", 0, 1)]


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("  Hev/Senk   PULT ", "hev/senk pult"),
        ("Bord 160x80x75", "bord 160x80x75"),
        ("160 80 75", "160 80 75"),
        ("BÅRD\u202e stol\n", "bård stol"),
        ("a\u030a pen", "å pen"),
        ("30 bærbare pcer", "30 bærbare pcer"),
    ],
)
def test_words_are_counted_alike_however_they_are_spaced_and_cased(q, words):
    assert counting.countable(q) == words


def test_counting_costs_a_search_no_statement(app, count_queries):
    with count_queries() as sent:
        counting.note("stol", 3)
    assert sent == []


def test_what_several_processes_count_adds_up(app):
    def count(index):
        with app.app_context(), clock.standing_still(clock.now()):
            counting.add_up({(TODAY, words, hits): 1 for words in ("stol", "bord", "sofa") for hits in (0, index % 2)})

    threads = [threading.Thread(target=count, args=(index,)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row for row in stored() if row[0] == "stol"] == [("stol", 0, 8), ("stol", 1, 4)]


def test_a_database_that_fails_loses_no_count_and_breaks_no_search(app, monkeypatch):
    def refuse(_):
        raise OperationalError("insert", {}, Exception("the disk is full"))

    counting.note("stol", 2)
    monkeypatch.setattr(counting, "add_up", refuse)
    with pytest.raises(OperationalError):
        counting.write_down()
    counting.note("stol", 2)
    monkeypatch.undo()
    counting.write_down()
    assert stored() == [("stol", 2, 2)]
    counting.write_down()
    assert stored() == [("stol", 2, 2)]


def test_what_waits_to_be_written_has_a_bound(app, monkeypatch):
    monkeypatch.setattr(counting, "MOST_WAITING", 3)
    for word in ("a", "b", "c", "d", "a"):
        counting.note(word, 0)
    counting.write_down()
    assert stored() == [("a", 0, 2), ("b", 0, 1), ("c", 0, 1)]


def test_counts_are_forgotten_after_thirteen_months(app):
    asked("stol", (397, 1), (396, 2), (0, 3))
    counting.forget_old()
    assert stored() == [("stol", 2, 1), ("stol", 3, 1)]


def test_searches_come_with_times_median_trend_and_how_often_they_were_empty(lead):
    asked("stol", (0, 5), (1, 9), (2, 9), (6, 200), (7, 1), (13, 1), (14, 1))
    asked("pult", (0, 0), times=4)
    found = searches.list_searches(lead, WEEK, Shown.FREQUENT)
    assert [(row.words, row.times, row.empty, row.times_before, row.median_hits) for row in found.items] == [
        ("pult", 4, 4, 0, 0),
        ("stol", 4, 0, 2, 9),
    ]
    assert [row.words for row in searches.list_searches(lead, WEEK, Shown.EMPTY).items] == ["pult"]


def test_what_is_asked_seldom_is_counted_and_never_told(lead):
    asked("per olsen", (0, 0), (1, 0))
    asked("per olsen", (9, 0), times=50)
    asked("stol", (0, 1), times=3)
    asked("", (0, 0), times=10)
    for shown in Shown:
        told = searches.list_searches(lead, WEEK, shown).items
        assert "per olsen" not in {row.words for row in told}
        assert "" not in {row.words for row in told}
    assert "per olsen" not in searches.frequent_words(WEEK, 100)
    sums = searches.totals(lead, WEEK)
    assert (sums.times, sums.empty, sums.times_before, sums.seldom) == (15, 12, 50, 1)


def test_a_search_that_was_empty_once_or_twice_is_not_among_the_empty(lead):
    asked("stol", (0, 0), times=2)
    asked("stol", (0, 7), times=20)
    assert searches.list_searches(lead, WEEK, Shown.EMPTY).items == []


def test_an_empty_period_is_all_noughts(lead):
    sums = searches.totals(lead, WEEK)
    assert (sums.times, sums.empty, sums.times_before, sums.seldom) == (0, 0, 0, 0)
    assert searches.list_searches(lead, WEEK, Shown.FREQUENT).total == 0


def test_pages_follow_each_other_and_cost_the_same_however_long(lead, count_queries):
    def cost():
        with count_queries() as sent:
            searches.list_searches(lead, WEEK, Shown.FREQUENT, page=1, per_page=100)
        return len(sent)

    asked("stol", (0, 1), times=3)
    first = cost()
    for number in range(60):
        asked(f"ting {number:02}", (0, number), (1, 2), times=3)
    assert cost() == first
    pages = [searches.list_searches(lead, WEEK, Shown.FREQUENT, page, 20) for page in (1, 2, 3, 4)]
    words = [row.words for page in pages for row in page.items]
    assert len(set(words)) == len(words) == pages[0].total == 61


@pytest.mark.parametrize("role", ["observer", "requester", "facility_manager", "municipality_admin"])
def test_others_are_not_told(app, role):
    actor = an_actor(role)
    with pytest.raises(Forbidden):
        searches.list_searches(actor, WEEK, Shown.FREQUENT)
    with pytest.raises(Forbidden):
        searches.totals(actor, WEEK)


def test_an_operator_is_told_too(app):
    assert searches.totals(an_actor("operator"), WEEK).times == 0
