"""The search page: found, filtered, counted, repaired, with and without htmx, and never an error."""

import re

import pytest

from marketplace.search import indexing
from tests.builders import ASKER, GJOVIK, a_listing, a_person
from tests.web.pages import Page, faults


@pytest.fixture
def reader(client, sign_in):
    return sign_in(client, a_person("requester", GJOVIK))


@pytest.fixture
def search(reader):
    """The page for an address's query, as text."""

    def ask(query="", status=200, **headers):
        answer = reader.get(f"/sok?{query}", headers=headers)
        assert answer.status_code == status
        return answer.get_data(as_text=True)

    return ask


def shown(html):
    titles = re.findall(r'listing-card-title"><a [^>]*>(.*?)</a>', html)
    return [re.sub(r"</?mark>", "", title).strip() for title in titles]


def furnish():
    a_listing(title="Kontorstol", category_code="KON.STOL", quantity=12)
    a_listing(title="Sofa", category_code="SIT.SOFA", of=GJOVIK, price_nok=500)
    a_listing(title="Skrivebord", category_code="KON.SKRIV", condition="fair")
    indexing.rebuild()


def test_search_is_for_those_who_may_look(client):
    assert client.get("/sok").status_code in (302, 303, 401)
    assert client.get("/sok/forslag?q=st").status_code in (302, 303, 401)


def test_the_page_shows_all_newest_first_with_counts(search):
    furnish()
    html = search()
    assert faults(html) == []
    assert shown(html) == ["Skrivebord", "Sofa", "Kontorstol"]
    assert "3 treff" in html
    kinds = re.findall(r'name="category" value="(\w+)".*?class="count">(\d+)', html, re.DOTALL)
    assert ("KON", "2") in kinds
    assert ("SIT", "1") in kinds


def test_a_question_and_filters_live_in_the_address(search):
    furnish()
    html = search("q=stoler&category=KON&municipality=3203&min_quantity=5&sort=newest")
    assert shown(html) == ["Kontorstol"]
    assert faults(html) == []
    chips = re.findall(r'class="ds-chip"[^>]*href="([^"]+)"', html)
    assert len(chips) == 3
    without_category = next(href for href in chips if "category" not in href)
    assert {"q=stoler", "municipality=3203", "min_quantity=5", "sort=newest"} <= set(
        without_category.replace("&amp;", "&").partition("?")[2].split("&")
    )


def test_what_lies_below_a_chosen_category_is_offered_and_narrows(search):
    furnish()
    opened = re.compile(r'<details id="below-KON"[^>]* open>')
    assert not opened.search(search())
    assert opened.search(search("category=KON"))
    assert opened.search(search("category=KON.STOL"))
    assert 'value="KON.STOL"' in search("category=KON")
    assert shown(search("category=KON&category=KON.STOL")) == ["Kontorstol"]


def test_distance_is_shown_for_others_things_only(search):
    furnish()
    html = search()
    assert html.count(" km</span>") == 2


def test_a_repaired_word_is_said_and_may_be_refused(search):
    furnish()
    html = search("q=kontrostol")
    assert shown(html) == ["Kontorstol"]
    assert "Viser treff for <em>kontorstol</em>" in html
    refused = search("q=kontrostol&verbatim=1")
    assert shown(refused) == []
    assert "Vi fant ingenting" in refused
    assert faults(refused) == []


def test_nothing_found_says_what_to_try(search):
    furnish()
    html = search("q=helikopter&municipality=3203")
    assert "Vi fant ingenting" in html
    assert "Fjern filtrene" in html
    assert "Dette kan hjelpe" in html


def test_pages_are_turned(search):
    for number in range(30):
        a_listing(title=f"Stol {number}")
    indexing.rebuild()
    first, second = shown(search("q=stol")), shown(search("q=stol&page=2"))
    assert (len(first), len(second)) == (24, 6)
    assert not set(first) & set(second)
    past = search("q=stol&page=9")
    assert "Ingen flere treff" in past


def test_htmx_is_answered_with_the_parts_that_change(search, reader):
    furnish()
    html = search("q=stol", **{"HX-Request": "true"})
    assert "<html" not in html
    assert shown(html) == ["Kontorstol"]
    assert set(re.findall(r'id="([^"]+)" hx-swap-oob|id="([^"]+)"[^>]*hx-swap-oob', html)) != set()
    assert faults(html) == []
    assert "<html" in search("q=stol", **{"HX-Request": "true", "HX-History-Restore-Request": "true"})
    answer = reader.get("/sok?q=stol&min_quantity=&free=&page=1", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == "/sok?q=stol"
    assert "HX-Request" in answer.headers["Vary"]


def test_the_search_field_keeps_the_filters(search):
    furnish()
    page = Page(search("category=KON&q=stol&page=2"))
    kept = [(field["name"], field["value"]) for field in page.all("input", type="hidden")]
    assert ("category", "KON") in kept
    assert ("page", "2") not in kept


WRONG = (
    "category=FINNESIKKE",
    "municipality=0000",
    "county=99",
    "condition=pen",
    "min_quantity=mange",
    "min_quantity=-3",
    "max_width_cm=1e9",
    "within_km=999999999999999999999",
    "free=kanskje",
    "available_by=i+morgen",
    "sort=finest",
    "page=0",
    "page=999999999999999999999999",
    "near=m%C3%A5nen",
)


@pytest.mark.parametrize("query", WRONG)
def test_a_wrong_filter_is_dropped_with_a_word_about_it(search, query):
    furnish()
    html = search(query)
    assert "vi så bort fra det" in html
    assert len(shown(html)) == 3


@pytest.mark.parametrize(
    "query",
    [
        "q=%22",
        "q=%28",
        "q=*",
        "q=%00",
        "q=" + "a" * 5000,
        "q=%F0%9F%AA%91",
        "q=og",
        "q=%FF%FE",
        "q=<script>alert(1)</script>",
    ],
)
def test_a_hostile_question_gets_a_page(search, query):
    furnish()
    html = search(query)
    assert "<script>alert(1)" not in html
    assert faults(html) == []


def test_without_an_index_the_page_says_that_it_looks_plainly(search):
    a_listing(title="Kontorstol", of=ASKER)
    html = search("q=kontorstol")
    assert shown(html) == ["Kontorstol"]
    assert "Søket blir bygget opp på nytt" in html


def test_suggestions_complete_what_is_written(reader):
    furnish()
    answer = reader.get("/sok/forslag?q=kon").get_json()
    assert answer["items"][0] == "kontorstol"
    assert answer["groups"] == [
        {"label": "Søk etter", "options": [{"text": "kontorstol", "q": "kontorstol"}]},
        {
            "label": "Kategorier",
            "options": [
                {"text": "Kontormøbler", "count": "2", "counted": "2 annonser", "href": "/sok?category=KON"},
                {"text": "Kontorstoler", "count": "1", "counted": "1 annonse", "href": "/sok?category=KON.STOL"},
            ],
        },
    ]
    assert answer["told"] == "3 forslag. Bruk piltastene for å velge."
    assert reader.get("/sok/forslag").get_json() == {"items": [], "groups": [], "told": "Ingen forslag."}


def test_a_question_is_suggested_in_its_categories_and_a_brand_once(reader):
    furnish()
    a_listing(title="Stol", category_code="SIT.KSTOL", brand="Sono")
    indexing.rebuild()
    stools = reader.get("/sok/forslag?q=sto").get_json()["groups"][1]
    assert stools["label"] == "I én kategori"
    assert [(each["text"], each["detail"][:2], each["href"]) for each in stools["options"]] == [
        ("stol", "i ", "/sok?q=stol&category=KON.STOL"),
        ("stol", "i ", "/sok?q=stol&category=SIT.KSTOL"),
    ]
    brands = reader.get("/sok/forslag?q=sono").get_json()["groups"]
    assert [(group["label"], [each["text"] for each in group["options"]]) for group in brands] == [("Merker", ["Sono"])]


def test_a_page_costs_the_same_whatever_is_found(search, count_queries):
    def cost(amount):
        for _ in range(amount):
            a_listing()
        indexing.rebuild()
        search()
        with count_queries() as sent:
            search()
        return len(sent)

    cost(1)
    assert cost(1) == cost(15)
