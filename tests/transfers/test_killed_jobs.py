"""Each job of the schedule is killed at every place at which it could be: what another makes of it is the same."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from benchmarks.simulated_year import START, begin
from benchmarks.year_of_checks import ALWAYS, broken
from benchmarks.year_of_kills import Killed, dying
from marketplace.claims import reminding
from marketplace.claims import service as claims
from marketplace.claims.states import Otherwise
from marketplace.foundation import clock
from marketplace.foundation.database import Base, db
from marketplace.foundation.outbox import subscribe
from marketplace.listings import service as listings
from marketplace.listings.fields import ListingFields
from marketplace.listings.states import Stage
from marketplace.schedule import SCHEDULE
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.transfers import loans

pytestmark = pytest.mark.once

DAYS, AWAY = 6, timedelta(days=40)
BY_CHANCE = {"mark", "building"}
"""What is drawn anew each time."""


class Blow:
    """Kills at one of the places at which it could, counted from 0; -1: at none."""

    def __init__(self, at):
        self._at, self.seen = at, 0

    def maybe(self):
        self.seen += 1
        if self.seen - 1 == self._at:
            raise Killed


@pytest.fixture
def after_an_outage(app, database, tmp_path):
    """A small network in which nothing was done for forty days but to remind, once: puts it back as it was then."""
    year = begin(3, 2.5, seed=4, killed=0.0)
    year.live(DAYS)
    with clock.standing_still(START + timedelta(days=DAYS)):
        lend_something(year.network)
    for day in range(DAYS, DAYS + 4):
        with clock.standing_still(START + timedelta(days=day, hours=9)):
            year.act()
    with clock.standing_still(START + timedelta(days=DAYS + 20)):
        reminding.remind_due()
        lend_something(year.network)  # and have more to remind of
        year.act()
    file, kept = Path(database.url.removeprefix("sqlite:///")), tmp_path / "kept.sqlite"

    def put_back():
        db.session.remove()
        db.engine.dispose()
        for ending in ("-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
        shutil.copyfile(kept, file)

    db.session.remove()
    db.engine.dispose()
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(kept)) as target:
        source.backup(target)
    with clock.standing_still(START + timedelta(days=DAYS) + AWAY):
        yield put_back
    subscribe(SUBSCRIPTIONS)


def lend_something(network):
    """One of two; the other is promised, and never fetched."""
    one, other = list(network.crews)[:2]
    lent = ListingFields(title="Festtelt", category_code="UTE.BENK", quantity=2, loan_days=14)
    listing_id = listings.create_draft(network.manager(one), lent).id
    listings.publish_listing(network.manager(one), listing_id, stage=Stage.NETWORK)
    for _ in range(2):
        claim = claims.request_claim(network.manager(other), listing_id, quantity=1, otherwise=Otherwise.BUY_NEW)
        claims.approve_claim(network.manager(one), claim.id)
    loans.lend(network.manager(one), claim.id)


def stored():
    """All that is stored, without what is drawn by chance."""
    found = {}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if column.name not in BY_CHANCE]
        found[table.name] = sorted(map(repr, db.session.execute(select(*columns))))
    db.session.rollback()
    return found


def run(job, at=-1):
    """How many places there were at which it could be killed, and whether it was."""
    blow = Blow(at)
    try:
        with dying(blow.maybe):
            job()
    except Killed:
        return blow.seen, True
    db.session.rollback()
    return blow.seen, False


def test_a_job_that_is_killed_anywhere_and_run_again_does_the_same_as_one_that_is_not(after_an_outage):
    did = {}
    for job in SCHEDULE:
        name = f"{job.__module__}.{job.__name__}"
        after_an_outage()
        before = stored()
        places, _ = run(job)
        whole = stored()
        did[name] = whole != before
        for place in range(places):
            after_an_outage()
            assert run(job, place) == (place + 1, True)
            assert broken(*ALWAYS) == []
            run(job)
            again = stored()
            differ = {table for table in whole if whole[table] != again[table]}
            assert differ == set(), f"{name}, killed at {place} of {places}"
    assert {name.rpartition(".")[0].rpartition(".")[2] for name, changed in did.items() if changed} >= {
        "drawing", "lapsing", "loans", "mailing", "reminding", "service", "stages", "summaries",
    }  # fmt: skip
