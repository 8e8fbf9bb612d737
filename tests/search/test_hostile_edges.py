"""Strange questions and wrong filters on pages and in the API: an answer with advice, or the field that is wrong."""

from http.client import HTTPConnection
from urllib.parse import quote

import httpx
import pytest

from marketplace.search import indexing
from tests.builders import ASKER, GJOVIK, a_listing, a_person, a_token
from tests.journeys.server import Installation
from tests.search.test_hostile import HOSTILE

pytestmark = pytest.mark.once

RAW = {
    "not utf-8": "%FF%FE stol",
    "half a letter": "%C3",
    "a surrogate": "%ED%A0%80",
    "an overlong letter": "%C0%AF",
    "a nul": "stol%00bord",
    "a broken escape": "%ZZ%",
    "line breaks": "stol%0D%0ASet-Cookie:%20x",
}
ADDRESSES = HOSTILE.keys() | RAW.keys()


def address_of(name):
    return RAW[name] if name in RAW else quote(HOSTILE[name], safe="", errors="surrogatepass")


@pytest.fixture(params=["an index", "no index"])
def answering(request, app):
    a_listing(title="Kontorstol")
    if request.param == "an index":
        indexing.rebuild()


def test_strange_questions_are_answered_with_hits_or_advice(answering, app, api, sign_in):
    person = a_person("requester", GJOVIK)
    program, reader = api(person), sign_in(app.test_client(), person)
    for name in sorted(ADDRESSES):
        q = address_of(name)
        found = program.get(f"/api/v1/listings?q={q}")
        assert found.status_code == 200, name
        total = found.json["total"]
        assert total == len(found.json["items"]) <= 1, name
        page = reader.get(f"/sok?q={q}")
        assert page.status_code == 200, name
        assert ("1 treff" if total else "Vi fant ingenting") in page.text.replace("\xa0", " "), name
        assert total or "Dette kan hjelpe" in page.text, name
        assert "<script>alert" not in page.text, name
        for address in ("/api/v1/listings/suggestions", "/sok/forslag"):
            answer = (program if "api" in address else reader).get(f"{address}?q={q}")
            assert answer.status_code == 200, (name, address)
            assert isinstance(answer.json["items"], list)


WRONG = (
    ("category", "FINNES.IKKE"),
    ("category", "\x00"),
    ("municipality", "9999"),
    ("municipality", "'; --"),
    ("county", "00"),
    ("condition", "splitter ny"),
    ("near", "der borte"),
    ("near", "91,181"),
    ("near", "site:999999"),
    ("near", "site:"),
    ("within_km", "-1"),
    ("within_km", "nan"),
    ("within_km", "1e999"),
    ("within_km", "langt"),
    ("min_quantity", "0"),
    ("min_quantity", "9" * 40),
    ("min_quantity", "٣"),
    ("max_width_cm", "-5"),
    ("max_depth_cm", "1.5"),
    ("max_height_cm", "tre"),
    ("free", "kanskje"),
    ("available_by", "2026-13-45"),
    ("available_by", "i morgen"),
    ("sort", "random"),
    ("page", "0"),
    ("page", "x"),
)


def test_a_wrong_filter_is_named_to_programs_and_left_out_with_a_word_on_the_page(app, api, sign_in):
    a_listing(title="Kontorstol", of=ASKER)
    indexing.rebuild()
    person = a_person("requester", GJOVIK)
    program, reader = api(person), sign_in(app.test_client(), person)
    for field, value in WRONG:
        refused = program.get("/api/v1/listings", query_string={field: value})
        assert refused.status_code == 422, (field, value)
        assert field in {each["field"].split(".")[0] for each in refused.json["errors"]}, refused.json
        page = reader.get("/sok", query_string={field: value})
        assert page.status_code == 200, (field, value)
        assert "Noe i adressen kunne ikke brukes" in page.text, (field, value)
        assert "1 treff" in page.text.replace("\xa0", " "), (field, value)


def test_the_server_itself_lets_ten_thousand_letters_through(app, database, tmp_path):
    token = a_token(a_person("requester", GJOVIK))
    with Installation(tmp_path, database.url).served() as address:
        asked, headers = {"q": HOSTILE["long"]}, {"Authorization": f"Bearer {token}"}
        answer = httpx.get(f"{address}/api/v1/listings", params=asked, headers=headers, timeout=60)
        assert (answer.status_code, answer.json()["total"]) == (200, 0)
        connection = HTTPConnection(address.removeprefix("http://"), timeout=60)
        connection.request("GET", "/sok?q=" + "a" * 200_000)
        assert connection.getresponse().status == 414
        connection.close()
