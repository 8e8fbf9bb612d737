"""The page of what is searched for: what it tells, what it never tells, and where it leads."""

from datetime import timedelta

import pytest

from marketplace.foundation import clock
from marketplace.search import indexing
from marketplace.search.searches import counting
from tests.builders import GJOVIK, a_person
from tests.web.pages import Page
from tests.web.visiting import fetch

HTML = '<img src=x onerror="alert(1)">'


@pytest.fixture
def lead(client, sign_in):
    return sign_in(client, a_person("project_lead", GJOVIK))


def asked(words, hits, times, days=0):
    counting.add_up({(clock.today() - timedelta(days=days), words, hits): times})


def test_an_empty_page_says_what_to_do(lead):
    html = fetch(lead, "/sok/oversikt")
    assert "Ingen søk å vise ennå" in html
    assert Page(html).all("a", href="/sok/oversikt?dager=365")
    fetch(lead, "/sok/oversikt?vis=uten-treff&dager=365")


def test_frequent_searches_lead_to_the_search_and_to_a_synonym(lead):
    asked("blå stol", 7, 4)
    asked("blå stol", 7, 6, days=40)
    asked("flygel", 0, 3)
    html = fetch(lead, "/sok/oversikt")
    page = Page(html)
    assert page.all("a", href="/sok?q=bl%C3%A5+stol") or page.all("a", href="/sok?q=bl%C3%A5%20stol")
    assert page.all("a", href="/sok/synonymer/nytt?ord=flygel")
    assert "2 færre" in html
    empty = fetch(lead, "/sok/oversikt?vis=uten-treff")
    assert "flygel" in empty
    assert "blå stol" not in empty


def test_what_is_seldom_is_not_told_on_the_page_nor_in_the_file(lead):
    asked("per olsen", 0, 2)
    asked("stol", 0, 3)
    for address in ("/sok/oversikt", "/sok/oversikt?vis=uten-treff", "/sok/oversikt.csv"):
        told = lead.get(address).get_data(as_text=True)
        assert "per olsen" not in told
        assert "stol" in told


def test_the_file_holds_all_rows_and_no_formula(lead, monkeypatch):
    monkeypatch.setattr("marketplace.web.searches.ROWS_AT_A_TIME", 2)
    for number in range(5):
        asked(f"ting {number}", number, 3 + number)
    asked("=1+1", 2, 9)
    answer = lead.get("/sok/oversikt.csv?dager=7")
    assert answer.headers["Content-Disposition"] == "attachment; filename=ombruk-sok-2026-06-09-2026-06-15.csv"
    lines = answer.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert lines[0] == "Søk;Ganger;Ganger perioden før;Uten treff;Treff, median"
    assert lines[1] == "'=1+1;9;0;0;2"
    assert lines[2:] == [f"ting {n};{3 + n};0;{3 if n == 0 else 0};{n}" for n in (4, 3, 2, 1, 0)]


def test_what_people_wrote_is_shown_as_text(lead):
    asked(HTML, 0, 5)
    assert HTML not in fetch(lead, "/sok/oversikt")


@pytest.mark.parametrize(
    "query", ["dager=0", "dager=x", "dager=99999999999", "vis=tull", "page=0", "page=999", "page=x"]
)
def test_an_address_that_means_nothing_shows_the_usual(lead, query):
    asked("stol", 1, 3)
    fetch(lead, f"/sok/oversikt?{query}")


def test_the_page_costs_the_same_however_much_was_searched_for(lead, count_queries):
    def cost():
        with count_queries() as sent:
            fetch(lead, "/sok/oversikt")
        return len(sent)

    asked("stol", 1, 3)
    first = cost()
    for number in range(45):
        asked(f"ting {number}", 1, 3)
    assert cost() == first


def test_a_search_leads_those_who_mind_it_to_what_is_searched_for_and_to_a_synonym(lead):
    indexing.rebuild()
    page = Page(fetch(lead, "/sok?q=flygel"))
    assert page.all("a", href="/sok/oversikt")
    assert page.all("a", href="/sok/synonymer/nytt?ord=flygel")


def test_a_search_leads_others_nowhere_else(client, sign_in):
    indexing.rebuild()
    html = fetch(sign_in(client, a_person("requester")), "/sok?q=flygel")
    assert "/sok/oversikt" not in html
    assert "/sok/synonymer" not in html


def test_the_privacy_text_tells_what_is_counted(client):
    assert "Tellingene slettes etter 13 måneder" in fetch(client, "/om")
