"""The service as it ships: how soon a listing is found after it is published, and 10 000 at once while others search.

Published: from the answer to the publishing until a search has it. At once: all written in one transaction with their
events, until a search finds all of them; four clients search before, and meanwhile.
"""

import http.client
import json
import os
import tempfile
import threading
from pathlib import Path
from time import perf_counter, sleep
from typing import Any
from urllib.parse import quote, urlsplit

from sqlalchemy import func, insert, literal, select

from benchmarks.built import sizes, spoken
from benchmarks.corpus import QUERIES
from benchmarks.measure import Load, Row, hammer, latency, milliseconds, served, throughput
from benchmarks.network import MANAGER, READER, filled, settings_in
from marketplace.app import create_app
from marketplace.foundation import outbox
from marketplace.foundation.transaction import transaction
from marketplace.listings.events import ListingPublished
from marketplace.listings.models import Listing
from marketplace.settings import from_environment

PUBLISHED, BULK = 40, 10_000
LOOK_SECONDS, PATIENCE_SECONDS = 0.005, 300.0
SECONDS, SLICE_SECONDS = 8.0, 1.0
WORD = "Qvuxzywhon"


class Caller:
    """One client of the API."""

    def __init__(self, address: str, token: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def call(self, method: str, path: str, body: object = None) -> Any:
        """The answer, read."""
        sent = None if body is None else json.dumps(body)
        self._connection.request(method, path, sent, self._headers)
        answer = self._connection.getresponse()
        read = json.loads(answer.read())
        self._connection.close()  # the service closes it too, after two seconds without a word
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {read}")
        return read


def run() -> list[Row]:
    """Measure each size."""
    rows: list[Row] = []
    for size in sizes(50_000):
        with tempfile.TemporaryDirectory() as folder:
            rows += _measure(size, settings_in(Path(folder)))
    return rows


def _measure(size: int, settings: dict[str, str]) -> list[Row]:
    tokens, _ = filled(settings, size)
    with served(settings) as (address, _):
        manager, reader = (Caller(address, tokens[email]) for email in (MANAGER, READER))
        found = [_published(manager, reader, number) for number in range(PUBLISHED)]
        calls = [f"{address}/api/v1/listings?q={quote(query)}" for query in QUERIES]
        headers = {"Authorization": f"Bearer {tokens[READER]}"}
        quiet = hammer(calls, headers, 4, SECONDS)
        seconds, meanwhile = _at_once(settings, reader, calls, headers)
    work = f"{spoken(size)}: published, then found"
    bulk = f"{spoken(size)}: {BULK} more at once"
    return [
        *latency(work, found),
        Row(work, "longest", milliseconds(found, 1)),
        Row(bulk, "all found after", f"{seconds:.1f} s"),
        *throughput(f"{spoken(size)}: API, 4 clients, before", quiet),
        *throughput(f"{spoken(size)}: API, 4 clients, meanwhile", meanwhile),
        Row(f"{spoken(size)}: API, 4 clients, meanwhile", "longest", milliseconds(meanwhile.times, 1)),
    ]


def _published(manager: Caller, reader: Caller, number: int) -> float:
    """Seconds from the answer to the publishing until somebody else finds it."""
    name = f"Kontorstol vzk{number}q"
    body = {"title": name, "category": "KON.STOL", "condition": "good", "quantity": 1}
    made = manager.call("POST", "/api/v1/listings", body)
    manager.call("POST", f"/api/v1/listings/{made['id']}/publish", {"stage": "network"})
    began = perf_counter()
    while perf_counter() < began + PATIENCE_SECONDS:
        items = reader.call("GET", f"/api/v1/listings?q={quote(name)}&per_page=5")["items"]
        if any(item["id"] == made["id"] for item in items):
            return perf_counter() - began
        sleep(LOOK_SECONDS)
    raise TimeoutError(name)


def _at_once(settings: dict[str, str], reader: Caller, calls: list[str], headers: dict[str, str]) -> tuple[float, Load]:
    """Seconds until all are found, and what those who searched met from the first to the last."""
    loads: list[Load] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            loads.append(hammer(calls, headers, 4, SLICE_SECONDS))

    searching = threading.Thread(target=search)
    searching.start()
    try:
        _publish_many(settings)
        began = perf_counter()
        while _total(reader) < BULK and perf_counter() < began + PATIENCE_SECONDS:
            sleep(0.2)
        seconds = perf_counter() - began
    finally:
        done.set()
        searching.join()
    times = [time for load in loads for time in load.times]
    return seconds, Load(times, sum(load.seconds for load in loads), sum(load.failures for load in loads))


def _total(reader: Caller) -> int:
    return int(reader.call("GET", f"/api/v1/listings?q={WORD}&per_page=1")["total"])


def _publish_many(settings: dict[str, str]) -> None:
    """Copies of listings that there are, as if somebody had published them all."""
    app = create_app(from_environment({**os.environ, **settings}))
    columns = [column for column in Listing.__table__.columns if column.name not in ("id", "asset_id", "title")]
    with app.app_context(), transaction() as session:
        last = session.scalar(select(func.max(Listing.id))) or 0
        copies = select(literal(f"{WORD} ") + Listing.title, *columns).where(Listing.asset_id.is_not(None)).limit(BULK)
        session.execute(insert(Listing).from_select(["title", *columns], copies))
        for number in session.scalars(select(Listing.id).where(Listing.id > last)):
            outbox.record(ListingPublished(number))
