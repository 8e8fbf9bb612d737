"""Creating and publishing listings: every draft a transaction of its own that is on the disk before it is answered.

The nearest open-source peer, measured elsewhere on two processors: 700 creates/s, kept in memory only.
"""

import http.client
import json
import os
import tempfile
import threading
from io import BytesIO
from itertools import count
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

from PIL import Image, ImageDraw

from benchmarks.measure import Load, Row, latency, served, throughput, timed
from marketplace.accounts.queries import find_person_by_email
from marketplace.app import create_app
from marketplace.cli.database import bring_up_to_date
from marketplace.demo import people
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.listings import service
from marketplace.listings.fields import ListingFields
from marketplace.organisations import tokens
from marketplace.organisations.queries import actor_of
from marketplace.settings import from_environment

MANAGER = "forvalter@ringerike.example"
LISTINGS = 1000
PHOTOS = 10
SECONDS = 8.0
BODY = json.dumps({"title": "Kontorstol, svart", "category": "KON.STOL", "condition": "good", "quantity": 8})


def run() -> list[Row]:
    """Measure in the process, then over HTTP."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "OMBRUK_DATABASE_URL": f"sqlite:///{Path(folder) / 'ombruk.sqlite'}",
            "OMBRUK_SEARCH_INDEX": str(Path(folder) / "index"),
            "OMBRUK_UPLOADS_URL": str(Path(folder) / "uploads"),
        }
        rows, token = _in_process(settings)
        with served(settings) as (address, _):
            for clients in (1, 4):
                load = _post(f"{address}/api/v1/listings", token, clients)
                rows += throughput(f"API: a draft, {clients} client{'s'[: clients > 1]}", load)
        return rows


def _in_process(settings: dict[str, str]) -> tuple[list[Row], str]:
    with create_app(from_environment({**os.environ, **settings})).app_context():
        bring_up_to_date()
        people.add_people()
        person = find_person_by_email(MANAGER)
        if person is None:
            raise LookupError(f"the demo has no {MANAGER}")
        actor = actor_of(person, on=clock.today())
        rows = [*_drafts(actor), *_photos(actor)]
        outbox.deliver_all()
        return rows, tokens.create_token(actor, "benchmark").secret


def _drafts(actor: Actor) -> list[Row]:
    ids: list[int] = []

    def draft() -> None:
        ids.append(service.create_draft(actor, ListingFields(title="Kontorstol, svart", quantity=8)).id)

    drafting = [timed(draft) for _ in range(LISTINGS)]
    publishing = [timed(service.publish_listing, actor, listing_id) for listing_id in ids]
    return [
        *latency("a draft, in the process", drafting),
        Row("a draft, in the process", "rate", f"{LISTINGS / sum(drafting):.0f}/s"),
        *latency("publishing it, with its asset", publishing),
        Row("publishing it, with its asset", "rate", f"{LISTINGS / sum(publishing):.0f}/s"),
    ]


def _photos(actor: Actor) -> list[Row]:
    listing = service.create_draft(actor, ListingFields(title="Kontorstol, svart"))
    taken = [timed(service.add_photo, actor, listing.id, _picture(shade)) for shade in range(PHOTOS)]
    return [
        *latency("a photo of 12 megapixels in three sizes", taken),
        Row("a photo of 12 megapixels in three sizes", "rate", f"{PHOTOS / sum(taken):.1f}/s"),
    ]


def _picture(shade: int) -> bytes:
    picture = Image.new("RGB", (4000, 3000), (shade * 20, 120, 90))
    draw = ImageDraw.Draw(picture)
    for line in range(0, 4000, 25):
        draw.line((line, 0, 4000 - line, 3000), fill=(200, line % 255, shade), width=9)
    target = BytesIO()
    picture.save(target, "JPEG", quality=85)
    return target.getvalue()


def _post(address: str, token: str, clients: int) -> Load:
    """Let clients make drafts, each waiting for its answer before it makes the next."""
    times: list[float] = []
    failures: list[int] = []
    parts = urlsplit(address)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    turn = count()
    until = perf_counter() + SECONDS

    def make() -> None:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        while perf_counter() < until:
            began = perf_counter()
            connection.request("POST", parts.path, BODY, headers | {"Idempotency-Key": str(next(turn)) + str(clients)})
            answer = connection.getresponse()
            answer.read()
            times.append(perf_counter() - began)
            if answer.status != 201:
                failures.append(answer.status)
        connection.close()

    began = perf_counter()
    threads = [threading.Thread(target=make) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(times, perf_counter() - began, len(failures))
