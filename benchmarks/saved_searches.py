"""Ten thousand saved searches against each new listing: who waits for it, held against asking each question anew."""

import os
import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, insert, select

from benchmarks.built import corpus, index, sizes, spoken
from benchmarks.measure import Row, latency, memory_mb, milliseconds, timed
from benchmarks.network import settings_in
from benchmarks.questions import READER, questions, stems_asked, stems_of
from marketplace.accounts.models import Person
from marketplace.app import create_app
from marketplace.cli.database import bring_up_to_date
from marketplace.demo import large, people
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings.events import ListingPublished
from marketplace.listings.models import Listing
from marketplace.organisations import queries as organisations
from marketplace.organisations.models import RoleAssignment
from marketplace.organisations.roles import Role
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import SearchRequest
from marketplace.search.lexicon.synonyms import current
from marketplace.search.saved import matching
from marketplace.search.saved.alerts import Alert
from marketplace.search.saved.models import SavedSearch, SavedSearchHit
from marketplace.search.saved.service import new_mark
from marketplace.search.standing.index import StandingIndex
from marketplace.search.standing.reading import read
from marketplace.search.standing.thing import Thing
from marketplace.search.whoosh.engine import WhooshEngine
from marketplace.settings import from_environment

SAVED = 10_000
OWNERS = 1_000
LISTINGS, HANDLED = 400, 100
ASKED_ANEW = 10
"""Listings for which the references ask every question: each takes seconds."""


def run() -> list[Row]:
    """Measure the index of questions by itself, the references, and the handler as the service runs it."""
    asked, new = requests(), list(corpus(10_000)[-LISTINGS:])
    rows = _in_memory(asked, new)
    rows += _every_question_in_fts5(asked, new[:ASKED_ANEW])
    for size in sizes(10_000, 100_000):
        rows += _every_question_anew(asked, size)
    for size in sizes(1_000, 50_000):
        rows += _handled(asked, size)
    return rows


def requests() -> list[SearchRequest]:
    """Ten thousand questions as people save them: words, and for half of them filters."""
    chance = Random(11)
    words = questions(3_000, seed=11)
    return [_request(chance, chance.choice(words)) for _ in range(SAVED)]


def _request(chance: Random, q: str) -> SearchRequest:
    return SearchRequest(
        q=q,
        conditions=("new", "as_new", "good") if chance.random() < 0.2 else (),
        counties=(chance.choice(("32", "33", "34")),) if chance.random() < 0.2 else (),
        min_quantity=chance.choice((2, 5, 10)) if chance.random() < 0.2 else None,
        free=True if chance.random() < 0.2 else None,
    )


def _in_memory(asked: Sequence[SearchRequest], new: Sequence[ListingDocument]) -> list[Row]:
    before = memory_mb()
    held = StandingIndex()
    building = timed(_fill, held, asked)
    memory = memory_mb() - before
    found: list[int] = []
    times = [timed(lambda each=each: found.append(len(held.answered_by(Thing(each))))) for each in new]
    candidates = [len(held.candidates(Thing(each))) for each in new]
    work = "a new listing against 10 000 saved searches, in memory"
    return [
        *latency(work, times),
        Row(work, "longest", milliseconds(times, 1.0)),
        Row(work, "answered", f"{sum(found) / len(found):.0f} of {sum(candidates) / len(candidates):.0f} looked at"),
        Row("the index of 10 000 saved searches", "read anew", f"{building:.1f} s"),
        Row("the index of 10 000 saved searches", "memory", f"{memory:+.0f} MB, dictionaries too"),
    ]


def _fill(held: StandingIndex, asked: Sequence[SearchRequest]) -> None:
    for number, request in enumerate(asked):
        held.put(number, read(request, current()))


def _every_question_in_fts5(asked: Sequence[SearchRequest], new: Sequence[ListingDocument]) -> list[Row]:
    """Each question asked of a table that holds the new listing alone: the words as stems, no filters."""
    matches = [" OR ".join(f'"{stem}"' for stem in stems_asked(request.q)) for request in asked]

    def ask(listing: ListingDocument) -> None:
        database = sqlite3.connect(":memory:")
        database.execute("CREATE VIRTUAL TABLE words USING fts5(stems)")
        database.execute("INSERT INTO words VALUES (?)", (stems_of(listing),))
        for match in matches:
            database.execute("SELECT rowid FROM words WHERE words MATCH ?", (match or '""',)).fetchall()
        database.close()

    return latency("reference: each question of FTS5 with the listing alone", [timed(ask, each) for each in new])


def _every_question_anew(asked: Sequence[SearchRequest], size: int) -> list[Row]:
    """Each question asked again of our own index, to see whether the listing is among the hits."""
    engine = WhooshEngine(index(size).folder)
    engine.search(SearchRequest(q="stol", audience=READER))
    some = [replace(request, audience=READER, per_page=1) for request in asked[:1_000]]
    seconds = timed(lambda: [engine.search(request) for request in some]) * len(asked) / len(some)
    engine.close()
    return [Row("reference: each question of our own index anew", spoken(size), f"{seconds:.1f} s")]


def _handled(asked: Sequence[SearchRequest], size: int) -> list[Row]:
    """As the worker does it: the listing read, held against all, hits and what tells of them stored."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(from_environment({**os.environ, **settings_in(Path(folder))}))
        with app.app_context():
            bring_up_to_date()
            large.add_many(people.add_people(), Random(1), listings=size, transfers=0)
            _save(asked)
            ids = list(db.session.scalars(select(Listing.id).order_by(Listing.id.desc()).limit(HANDLED + 1)))
            first = timed(matching.find_waiting, ListingPublished(ids[0]))
            times = [timed(matching.find_waiting, ListingPublished(number)) for number in ids[1:]]
            told = db.session.scalar(select(func.count(SavedSearchHit.id))) or 0
            db.session.remove()
    work = f"the whole work of the worker, among {spoken(size)}"
    return [
        *latency(work, times),
        Row(work, "longest", milliseconds(times, 1.0)),
        Row(work, "told of each", f"{told / len(ids):.0f}"),
        Row(work, "the first in a process", f"{first:.1f} s"),
    ]


def _save(asked: Sequence[SearchRequest]) -> None:
    """Keep the questions, ten for each of a thousand people, since before anything was published."""
    now, long_ago = clock.now(), clock.now() - timedelta(days=3650)
    with transaction() as session:
        numbers = [member.number for member in organisations.list_members(clock.today())]
        plain = {"name": "Søker", "language": "nb", "session_key": "-", "created_at": now}
        persons = [{"email": f"soker{number}@kommune.example", **plain} for number in range(OWNERS)]
        ids = list(session.scalars(insert(Person).returning(Person.id), persons))
        homes = [(each, numbers[at % len(numbers)]) for at, each in enumerate(ids)]
        session.execute(
            insert(RoleAssignment),
            [
                {"person_id": each, "municipality_number": home, "role": Role.REQUESTER, "given_at": now}
                for each, home in homes
            ],
        )
        rows = [
            {
                "person_id": homes[at % OWNERS][0],
                "municipality_number": homes[at % OWNERS][1],
                "name": request.q[:80],
                "question": _kept(request),
                "alert": Alert.AT_ONCE,
                "saved_at": long_ago,
                "since": long_ago,
                "mark": new_mark(),
            }
            for at, request in enumerate(asked)
        ]
        session.execute(insert(SavedSearch), rows)


def _kept(request: SearchRequest) -> dict[str, object]:
    """As a saved search keeps its question."""
    said = {
        "q": request.q,
        "conditions": list(request.conditions),
        "counties": list(request.counties),
        "min_quantity": request.min_quantity,
        "free": request.free,
    }
    return {name: value for name, value in said.items() if value}
