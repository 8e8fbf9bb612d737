"""Claiming from one hot listing: every claim waits for the listing's lock and is on the disk before it is answered."""

import os
import tempfile
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path
from time import perf_counter

from flask import Flask

from benchmarks.measure import Load, Row, latency, throughput, timed
from marketplace.accounts.queries import find_person_by_email
from marketplace.app import create_app
from marketplace.claims import queries, service
from marketplace.claims.states import Otherwise
from marketplace.cli.database import bring_up_to_date
from marketplace.demo import people
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.listings import service as listings
from marketplace.listings.fields import ListingFields
from marketplace.organisations.queries import actor_of
from marketplace.settings import from_environment
from marketplace.transfers import service as transfers

OWNER, CLAIMANT = "forvalter@ringerike.example", "forvalter@gjovik.example"
CLAIMS = 400
SECONDS = 6.0


def run() -> list[Row]:
    """Measure one at a time, then four and sixteen threads at once, on SQLite in a file."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            from_environment(
                {
                    **os.environ,
                    "OMBRUK_DATABASE_URL": f"sqlite:///{Path(folder) / 'ombruk.sqlite'}",
                    "OMBRUK_SEARCH_INDEX": str(Path(folder) / "index"),
                    "OMBRUK_UPLOADS_URL": str(Path(folder) / "uploads"),
                }
            )
        )
        with app.app_context():
            bring_up_to_date()
            people.add_people()
            owner, claimant = _actor(OWNER), _actor(CLAIMANT)
            rows = _one_at_a_time(owner, claimant)
            for threads in (4, 16):
                load = _at_once(app, owner, claimant, threads)
                rows += throughput(f"a claim, {threads} at once on one listing", load)
            return rows


def _actor(email: str) -> Actor:
    person = find_person_by_email(email)
    if person is None:
        raise LookupError(f"the demo has no {email}")
    return actor_of(person, on=clock.today())


def _hot_listing(owner: Actor, quantity: int) -> int:
    listing = listings.create_draft(owner, ListingFields(title="Kontorstol, svart", quantity=quantity))
    return listings.publish_listing(owner, listing.id).id


def _asking(claimant: Actor, listing_id: int) -> Callable[[], int]:
    return lambda: service.request_claim(claimant, listing_id, quantity=1, otherwise=Otherwise.BUY_NEW).id


def _one_at_a_time(owner: Actor, claimant: Actor) -> list[Row]:
    ask = _asking(claimant, _hot_listing(owner, CLAIMS))
    ids: list[int] = []
    asking = [timed(lambda: ids.append(ask())) for _ in range(CLAIMS)]
    approving = [timed(service.approve_claim, owner, claim_id) for claim_id in ids]
    handing_over = [timed(transfers.hand_over, owner, claim_id) for claim_id in ids]
    works = {
        "a claim, one at a time": asking,
        "an approval": approving,
        "a hand-over: the ledger, two inventories, the listing": handing_over,
    }
    return [
        row
        for work, times in works.items()
        for row in (*latency(work, times), Row(work, "rate", f"{len(times) / sum(times):.0f}/s"))
    ]


def _at_once(app: Flask, owner: Actor, claimant: Actor, threads: int) -> Load:
    """Let threads claim for some seconds; what is left over must be exactly what nobody holds."""
    quantity = 1000
    listing_id = _hot_listing(owner, quantity)
    ask = _asking(claimant, listing_id)
    times: list[float] = []
    turn = count(1)
    until = perf_counter() + SECONDS

    def work() -> None:
        with app.app_context():
            while perf_counter() < until:
                times.append(timed(ask))
                next(turn)
            db.session.remove()

    began = perf_counter()
    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds = perf_counter() - began
    made = next(turn) - 1
    oversold = queries.available_quantities([listing_id])[listing_id] != max(0, quantity - made)
    return Load(times, seconds, int(oversold))
