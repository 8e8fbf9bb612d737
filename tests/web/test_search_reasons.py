"""Why something was found: words marked in titles, a quiet line, what was understood, and scores for some."""

import re

import pytest

from marketplace.search import indexing
from tests.builders import ASKER, GJOVIK, LILLESTROM, a_listing, a_person
from tests.web.pages import faults


@pytest.fixture
def search(client, sign_in):
    """The page for an address's query, as text, to a requester or somebody of another role."""

    def ask(query="", role="requester", **headers):
        sign_in(client, a_person(role, LILLESTROM if role == "project_lead" else GJOVIK))
        answer = client.get(f"/sok?{query}", headers=headers)
        assert answer.status_code == 200
        html = answer.get_data(as_text=True)
        assert faults(html) == []
        return html

    return ask


def furnish():
    a_listing(title="Kontorstol <svart>", category_code="KON.STOL", quantity=40)
    a_listing(title="Pult", category_code="KON.SKRIV")
    a_listing(title="Blandet parti", description="Et skrivebord og en lampe", category_code="OPP.SKAP")
    indexing.rebuild()


def test_what_was_found_is_marked_in_the_title_and_nothing_else_gets_through(search):
    furnish()
    html = search("q=stoler")
    assert ">Kontor<mark>stol</mark> &lt;svart&gt;</a>" in html
    assert "<svart>" not in html
    assert "<mark>" not in search()


def test_a_match_that_does_not_show_is_told(search):
    furnish()
    html = search("q=skrivebord")
    assert "<mark>Pult</mark>" in html
    lines = [
        re.sub(r"<[^>]+>|\s+", " ", line) for line in re.findall(r'class="search-why">(.*?)</span>', html, re.DOTALL)
    ]
    told = [" ".join(line.split()) for line in lines]
    assert "Treff på pult , som betyr omtrent det samme som skrivebord" in told
    assert "skrivebord står i annonseteksten" in told


def test_what_shows_in_the_title_needs_no_line(search):
    furnish()
    assert "search-why" not in search("q=kontorstol")


def test_scores_are_for_those_who_mind_the_search(search):
    furnish()
    html = search("q=kontorstol&explain=1", role="project_lead")
    assert re.search(r"<summary>Poeng [\d,]+</summary>", html)
    assert "Slik ble poengene for Kontorstol &lt;svart&gt; regnet ut" in html
    assert "Skjul poengene" in html
    assert "Vis poengene" in search("q=kontorstol", role="project_lead")
    others = search("q=kontorstol&explain=1")
    assert "Poeng" not in others
    assert "poengene" not in others


def test_asking_for_scores_lasts_while_one_filters(search):
    furnish()
    html = search("q=kontorstol&explain=1&condition=good", role="project_lead")
    assert '<input type="hidden" name="explain" value="1">' in html
    assert all("explain=1" in href for href in re.findall(r'class="ds-chip"[^>]*href="([^"]+)"', html))


def test_what_was_understood_is_said_and_may_be_a_filter(search):
    furnish()
    html = search("q=20+stoler+i+Asker")
    sentence = re.search(r'class="search-understood">(.*?)</p>', html, re.DOTALL)[1]
    assert "<em>20</em> som antall" in sentence
    assert "<em>asker</em> som sted" in sentence
    filters = re.findall(r'href="([^"]+)">([^<]+)</a>', sentence)
    assert [(href.partition("?")[2].replace("&amp;", "&"), text) for href, text in filters] == [
        ("q=20+stoler+i+Asker&min_quantity=20", "Vis bare minst 20 stk."),
        (f"q=20+stoler+i+Asker&municipality={ASKER}", "Vis bare treff i Asker"),
    ]
    chosen = search(f"q=20+stoler+i+Asker&municipality={ASKER}")
    assert "Vis bare treff i Asker" not in chosen


def test_a_plain_thing_needs_no_such_sentence(search):
    furnish()
    assert "search-understood" not in search("q=kontorstol")


def test_when_a_filter_keeps_everything_out_it_is_named_with_what_it_hides(search):
    furnish()
    html = search("q=stol&category=KON&condition=needs_repair&min_quantity=30")
    assert "Vi fant ingenting" in html
    removals = re.findall(r'href="([^"]+)">Uten «([^»]+)»</a> <span class="count">([^<]+)<', html)
    assert [(text, hits) for _, text, hits in removals] == [("Trenger reparasjon", "1 treff")]
    assert "condition" not in removals[0][0]
    assert "Nærmeste treff uten filtrene" in html
    assert ">Kontorstol &lt;svart&gt;</a>" in html


def test_several_values_of_a_group_go_together(search):
    furnish()
    html = search("condition=needs_repair&condition=new&county=34")
    assert re.findall(r"Uten «([^»]+)»", html) == []
    html = search("condition=needs_repair&condition=new")
    assert re.findall(r"Uten «([^»]+)»", html) == ["Trenger reparasjon, Ny"]
