"""The search page and the search API as they ship, twelve questions in turn, over HTTP.

The nearest open-source peer, measured elsewhere on two processors at 50 000 adverts: p50 111 ms, p95 145 ms with one
client; 9.9 requests/s and p50 328 ms with four (unranked, without counts).
"""

import http.client
import os
import re
import tempfile
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode, urlsplit

from benchmarks.corpus import QUERIES
from benchmarks.measure import Row, hammer, memory_mb, served, throughput, timed
from marketplace.accounts.queries import find_person_by_email
from marketplace.app import create_app
from marketplace.cli.database import bring_up_to_date
from marketplace.demo import large, people
from marketplace.foundation import clock
from marketplace.organisations import tokens
from marketplace.organisations.queries import actor_of
from marketplace.search import indexing
from marketplace.settings import from_environment

SIZES = (10_000, 50_000)
SECONDS = 8.0
READER = "innkjoper@gjovik.example"


def run() -> list[Row]:
    """Measure each size."""
    rows: list[Row] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            rows += _measure(size, Path(folder))
    return rows


def _measure(size: int, folder: Path) -> list[Row]:
    settings = {
        "OMBRUK_DATABASE_URL": f"sqlite:///{folder / 'ombruk.sqlite'}",
        "OMBRUK_SEARCH_INDEX": str(folder / "index"),
        "OMBRUK_UPLOADS_URL": str(folder / "uploads"),
    }
    token, building = _filled(settings, size)
    name = f"{size // 1000} 000 listings"
    rows = [Row(f"{name}: rebuild from the database", "rate", f"{size / building:.0f} listings/s")]
    with served(settings) as (address, process):
        cookie = _signed_in(address)
        pages = [f"{address}/sok?q={quote(query)}" for query in QUERIES]
        calls = [f"{address}/api/v1/listings?q={quote(query)}" for query in QUERIES]
        rows.append(Row(f"{name}: memory of the service", "idle", f"{memory_mb(process):.0f} MB"))
        hammer(pages, {"Cookie": cookie}, 4, 2.0)
        for clients in (1, 4):
            load = hammer(pages, {"Cookie": cookie}, clients, SECONDS)
            rows += throughput(f"{name}: page, {clients} client{'s'[: clients > 1]}", load)
        for clients in (1, 4):
            load = hammer(calls, {"Authorization": f"Bearer {token}"}, clients, SECONDS)
            rows += throughput(f"{name}: API, {clients} client{'s'[: clients > 1]}", load)
        rows.append(Row(f"{name}: memory of the service", "loaded", f"{memory_mb(process):.0f} MB"))
    return rows


def _filled(settings: dict[str, str], size: int) -> tuple[str, float]:
    """A database with listings and an index; gives a token, and the seconds that indexing took."""
    with create_app(from_environment({**os.environ, **settings})).app_context():
        bring_up_to_date()
        large.add_many(people.add_people(), Random(1), listings=size, transfers=0)
        building = timed(indexing.rebuild)
        person = find_person_by_email(READER)
        if person is None:
            raise LookupError(f"the demo has no {READER}")
        return tokens.create_token(actor_of(person, on=clock.today()), "benchmark").secret, building


def _signed_in(address: str) -> str:
    """The cookie of a session."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", "/logg-inn")
    form = connection.getresponse()
    page, cookie = form.read().decode(), _cookie(form)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    fields = {"csrf_token": token[1] if token else "", "email": READER, "password": people.PASSWORD}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/logg-inn", urlencode(fields), headers)
    answer = connection.getresponse()
    answer.read()
    return _cookie(answer) or cookie


def _cookie(answer: http.client.HTTPResponse) -> str:
    return "; ".join(line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie") or ())
