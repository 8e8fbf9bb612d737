"""The front of the house, and the pages about it."""

import pytest

from tests import builders
from tests.web.pages import Page, faults


def fetch(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert faults(answer.text) == []
    return answer.text


@pytest.mark.parametrize("address", ["/", "/hjelp", "/om"])
def test_anybody_may_read_what_this_is(client, address):
    html = fetch(client, address)
    assert len(Page(html).all("h1")) == 1
    assert Page(html).all("a", href="/logg-inn")


def test_the_start_page_shows_what_is_new_and_how_many_nobody_holds(client, sign_in):
    listing = builders.a_listing(quantity=3, of=builders.ASKER)
    builders.a_claim(listing, quantity=2)
    html = fetch(sign_in(client, builders.a_person(role="requester", of=builders.GJOVIK)), "/")
    assert listing.title in html
    assert "1 av 3 igjen" in html
    assert "Venter på deg" not in html


def test_what_waits_is_shown_to_who_can_do_it(client, sign_in):
    owner = builders.a_person(role="facility_manager", of=builders.ASKER)
    claim = builders.a_claim(builders.a_listing(quantity=3, of=builders.ASKER), quantity=2)
    html = fetch(sign_in(client, owner), "/")
    assert "Venter på deg" in html
    assert Page(html).all("a", href=f"/foresporsler/{claim.id}")


def test_what_is_given_to_a_municipality_says_so_on_its_card(client, sign_in):
    builders.a_listing(of=builders.ASKER, stage="unit", reserved_for=builders.GJOVIK)
    html = fetch(sign_in(client, builders.a_person(role="requester", of=builders.GJOVIK)), "/")
    assert "Gis til Gjøvik" in html
    assert "Bare egen enhet" not in html


def test_an_empty_network_says_what_to_do_next(client, sign_in):
    html = fetch(sign_in(client, builders.a_person(role="facility_manager")), "/")
    assert "Ingen annonser ennå" in html
    assert Page(html).all("a", href="/annonser/ny")


def test_an_observer_is_not_told_to_list_anything(client, sign_in):
    html = fetch(sign_in(client, builders.a_person(role="observer")), "/")
    assert not Page(html).all("a", href="/annonser/ny")


def test_the_start_page_costs_the_same_whatever_is_new(client, sign_in, count_queries):
    sign_in(client, builders.a_person(role="facility_manager"))
    asked = []
    for _ in range(2):
        for _ in range(3):
            builders.a_claim(builders.a_listing(quantity=3))
        client.get("/")
        with count_queries() as queries:
            client.get("/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_language_is_the_persons_own(client, sign_in):
    sign_in(client, builders.a_person(language="nn"))
    assert Page(fetch(client, "/")).all("html")[0]["lang"] == "nn"


def test_a_versioned_file_may_be_kept_for_ever_and_comes_compressed(client):
    sheet = next(link["href"] for link in Page(fetch(client, "/om")).all("link") if "ombruk.css" in link["href"])
    answer = client.get(sheet, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" not in client.get("/static/ombruk.css", buffered=True).headers["Cache-Control"]


def test_an_ordinary_page_carries_at_most_60_kilobytes_of_script_and_of_style(client):
    page = Page(fetch(client, "/om"))
    sheets = [link["href"] for link in page.all("link", rel="stylesheet")]
    scripts = [script["src"] for script in page.all("script")]
    for addresses in (sheets, scripts):
        answers = [client.get(address, headers={"Accept-Encoding": "gzip"}) for address in addresses]
        assert sum(len(answer.data) for answer in answers) < 60_000
