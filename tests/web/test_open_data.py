"""The pages and files for everybody: no sign-in, no cookie, kept by caches, put into others' pages."""

import json
import re
from datetime import date

import pytest
from flask import Flask

from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.public import opening, telling
from marketplace.web.limits import limiter
from tests.builders import ASKER, BAERUM, GJOVIK, a_claim, a_listing, a_person, a_transfer
from tests.web.acting import fetch

MAY, LAST_MAY = date(2026, 5, 20), date(2025, 5, 20)
FILES = ("/apne-tall/data.csv", "/apne-tall/data.json", "/apne-tall/ordbok.json", "/apne-tall/beskrivelse.jsonld")
ALL = ("/apne-tall", "/apne-tall/figur", *FILES)


@pytest.fixture
def told(app):
    for giver, units in ((ASKER, 20), (BAERUM, 3), (GJOVIK, 9)):
        claim = a_claim(a_listing(of=giver, quantity=units), by=BAERUM, quantity=units)
        a_transfer(claim, units, from_municipality_number=giver, on=LAST_MAY)
    claim = a_claim(a_listing(of=ASKER, quantity=11), by=BAERUM, quantity=11)
    a_transfer(claim, 11, from_municipality_number=ASKER, on=MAY)
    telling.tell_due()


def test_without_figures_the_page_says_when_they_come(client):
    assert "Ingen tall ennå" in fetch(client, "/apne-tall")
    assert "Ingen tall ennå" in fetch(client, "/apne-tall/figur")
    assert client.get("/apne-tall/data.csv").text.startswith("year,from,to,")


@pytest.mark.usefixtures("told")
def test_anybody_sees_the_figures_with_their_definitions_and_no_small_ones(client):
    html = fetch(client, "/apne-tall?lang=nb&aar=2025")
    for words in ("32", "Slik regner vi", "Σ quantity", "Asker", "skjult", "Fra 01.01.2025 til og med 31.12.2025"):
        assert words in html
    assert client.get("/apne-tall?aar=2024").status_code == 404
    assert client.get("/apne-tall?aar=tull").status_code == 200
    for path in ("/apne-tall", "/apne-tall/figur", "/apne-tall/data.csv", "/apne-tall/data.json"):
        assert {client.get(f"{path}?aar={year}").status_code for year in ("0000", "9999")} == {404}


@pytest.mark.usefixtures("told")
def test_each_chart_is_drawn_from_a_table_that_stands_beside_it(client):
    for year, splits in ((2025, ["month", "category", "municipality"]), (2026, ["month"])):
        html = fetch(client, f"/apne-tall?aar={year}&lang=nb")
        drawn = re.findall(r'data-chart="(tabell-[a-z]+)"[^>]* data-columns="([\d ]+)"', html)
        assert list(dict.fromkeys(table for table, _ in drawn)) == [f"tabell-{split}" for split in splits]
        for table, columns in drawn:
            heads = html.split(f'id="{table}"')[1].split("</thead>")[0].count("<th")
            assert max(map(int, columns.split())) < heads
        assert html.count('role="img"') >= len(drawn)


@pytest.mark.usefixtures("told")
def test_the_most_stands_first_and_what_is_hidden_last_by_its_number(client):
    html = fetch(client, "/apne-tall?aar=2025&lang=nb").split('id="tabell-municipality"')[1].split("</table>")[0]
    names = re.findall(r'<th scope="row"[^>]*>([^<]+)</th>', html)
    assert names == ["Asker", "Bærum", "Gjøvik"]
    told = opening.open_year(2025, "nb").parts[GroupBy.MUNICIPALITY]
    assert [row.key for row in told] == [BAERUM, ASKER, GJOVIK]


@pytest.mark.usefixtures("told")
def test_the_year_that_runs_has_the_network_beside_last_year_and_says_when_the_rest_comes(client):
    html = fetch(client, "/apne-tall?lang=nb")
    for words in (
        "Fra 01.01.2026 til og med 31.05.2026",
        "Overlevert året før",
        "når hele 2026 er fortalt",
        "aar=2025",
    ):
        assert words in html
    assert "Asker" not in html
    assert "Omsetningsgrad" not in html.split("Bruk tallene")[0]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_speaks_the_language_asked_for_or_the_browsers(client, language):
    assert f'<html lang="{language}"' in fetch(client, f"/apne-tall?lang={language}")
    answer = client.get("/apne-tall", headers={"Accept-Language": language})
    assert f'<html lang="{language}"' in answer.text
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("address", ALL)
def test_no_cookie_is_set_and_anybody_may_keep_it(app, sign_in, address):
    signed_in = sign_in(app.test_client(), a_person())
    for client in (app.test_client(), signed_in):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert (answer.cache_control.public, answer.cache_control.max_age) == (True, 3600)
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    assert signed_in.get(address).data == app.test_client().get(address).data


@pytest.mark.usefixtures("told")
def test_only_the_figure_may_stand_in_others_pages(client):
    assert "frame-ancestors *" in client.get("/apne-tall/figur").headers["Content-Security-Policy"]
    assert "script" not in client.get("/apne-tall/figur").headers["Content-Security-Policy"]
    assert "<script" not in client.get("/apne-tall/figur").text
    assert "frame-ancestors 'none'" in client.get("/apne-tall").headers["Content-Security-Policy"]


@pytest.mark.usefixtures("told")
def test_a_figure_is_of_the_network_or_of_a_municipality(client):
    assert ">32<" in fetch(client, "/apne-tall/figur?tall=units_handed_over&aar=2025")
    assert ">11<" in fetch(client, "/apne-tall/figur?tall=units_handed_over")
    assert ">20<" in fetch(client, f"/apne-tall/figur?tall=units_handed_over&kommune={ASKER}")
    assert "Færre enn fem" in fetch(client, f"/apne-tall/figur?tall=units_handed_over&kommune={BAERUM}&lang=nb")
    for wrong in ("tall=hemmelig", "kommune=9999", "aar=2024", "kommune=%00", f"kommune={ASKER}&aar=2026"):
        assert client.get(f"/apne-tall/figur?{wrong}").status_code == 404


@pytest.mark.usefixtures("told")
def test_the_files_are_what_they_say_and_may_be_read_from_other_sites(client):
    answers = {address: client.get(address) for address in FILES}
    assert {answer.headers["Access-Control-Allow-Origin"] for answer in answers.values()} == {"*"}
    assert [answer.mimetype for answer in answers.values()] == [
        "text/csv",
        "application/json",
        "application/json",
        "application/ld+json",
    ]
    assert json.loads(answers[FILES[1]].data)["rows"]
    assert json.loads(answers[FILES[3]].data)["@graph"]
    assert client.get("/apne-tall/data.csv?aar=2024").status_code == 404


@pytest.fixture
def limited():
    """The limits at work, as in the server."""
    server = Flask("limited")
    server.config.update(RATELIMIT_ENABLED=True, RATELIMIT_STORAGE_URI="memory://")
    limiter.init_app(server)
    yield
    limiter.enabled = False


@pytest.mark.usefixtures("app", "limited")
def test_one_address_may_not_ask_without_end(client):
    answers = [client.get("/apne-tall/data.csv").status_code for _ in range(32)]
    assert answers[:30] == [200] * 30
    assert answers[30:] == [429] * 2
