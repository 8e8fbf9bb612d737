"""Soon, all the time and together: what is published is found, while others search, in all processes."""

import os
import threading

import pytest

from marketplace import worker
from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings import service as listings
from marketplace.listings.events import ListingPublished
from marketplace.listings.models import Listing
from marketplace.search import engines, indexing, queries
from marketplace.search.criteria import Criteria
from marketplace.search.engine import EngineUnavailable
from marketplace.search.whoosh.engine import WhooshEngine
from tests.builders import ASKER, GJOVIK, a_listing, a_person, an_actor
from tests.search.counting import total
from tests.search.samples import a_document, random_documents

pytestmark = pytest.mark.once

PATIENCE_S = 60
MANY = 3_000
BREATH_S = 0.02


def titles(actor, q):
    found = queries.search_listings(actor, Criteria(q=q))
    assert not found.is_plain
    return [item.card.title for item in found.page.items]


def test_the_commit_itself_sets_the_indexing_off(app, monkeypatch):
    """With a worker that would not look by itself for an hour."""
    monkeypatch.setattr(worker, "LOOK_AGAIN_S", 3600)
    indexing.rebuild()
    owner, reader = an_actor("facility_manager", ASKER), an_actor("requester", GJOVIK)
    listing_id = a_listing(title="Høvelbenk", published=False).id
    engine, written = engines.engine(), threading.Event()
    refresh = engine.refresh

    def refresh_and_tell(*arguments, **options):
        refresh(*arguments, **options)
        written.set()

    monkeypatch.setattr(engine, "refresh", refresh_and_tell)
    thread = worker.InlineWorker(app, {})
    thread.start()
    try:
        for act, expected in ((listings.publish_listing, ["Høvelbenk"]), (listings.withdraw_listing, [])):
            act(owner, listing_id)
            assert written.wait(PATIENCE_S)
            assert titles(reader, "høvelbenk") == expected
            written.clear()
    finally:
        thread.stop()


def test_a_worker_that_is_not_woken_looks_several_times_a_second():
    assert worker.LOOK_AGAIN_S <= 0.25


class Searching:
    """Somebody who searches again and again in a thread, until the block ends; what they were told, or met."""

    def __init__(self, ask):
        self._ask = ask
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.told, self.met = [], []

    def _run(self):
        while not self._over.wait(BREATH_S):  # the interpreter is shared with what they wait for
            try:
                self.told.append(self._ask())
            except Exception as error:  # what is met is what the tests are about
                self.met.append(error)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()


def test_search_answers_all_the_while_thousands_of_listings_are_indexed(app, monkeypatch):
    """Each answer is of one state or of the next: after whole deliveries, and never fewer than before."""
    indexing.rebuild()
    reader = an_actor("requester", GJOVIK)
    with transaction() as session:
        first = a_listing(title="Stol", published=True)
        facts = {
            column.name: getattr(first, column.name) for column in Listing.__table__.columns if column.name != "id"
        }
        session.execute(Listing.__table__.insert(), [facts for _ in range(MANY - 1)])
        for listing_id in session.scalars(db.select(Listing.id)):
            outbox.record(ListingPublished(listing_id))

    def ask():
        with app.app_context():
            found = queries.search_listings(reader, Criteria(q="stol"))
            assert not found.is_plain
            return found.page.total

    engine, states = engines.engine(), {0}
    refresh = engine.refresh

    def refresh_and_count(*arguments, **options):
        refresh(*arguments, **options)
        states.add(engine.document_count())

    monkeypatch.setattr(engine, "refresh", refresh_and_count)
    with Searching(ask) as one, Searching(ask) as other:
        outbox.deliver_all()
    for searching in (one, other):
        assert searching.met == []
        assert searching.told == sorted(searching.told)
        assert set(searching.told) <= states
    assert ask() == max(states) == MANY
    assert len(states) > 5


def _search_until_told(path, over, failures):
    engine, told = WhooshEngine(path), set()
    while not os.path.exists(over):  # noqa: PTH110 - as cheap as can be
        try:
            told.add((total(engine), total(engine, "stol") > 0))
        except Exception as error:
            failures.write_text(repr(error))
            os._exit(1)
    os._exit(0 if told == {(50, True)} else 1)


def test_processes_search_without_a_gap_while_the_index_is_built_anew_and_swapped(tmp_path):
    documents = random_documents(50, seed=21)
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild(documents)
    over = tmp_path / "over"
    children = []
    for number in range(2):
        child = os.fork()
        if not child:
            _search_until_told(tmp_path / "index", over, tmp_path / f"failures-{number}")
        children.append(child)
    for round_ in range(12):
        engine.rebuild(documents)
        engine.refresh(documents[round_ : round_ + 5])
    over.touch()
    ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert ended == [0, 0], [path.read_text() for path in tmp_path.glob("failures-*")]


def test_processes_that_write_at_the_same_time_take_turns_and_lose_nothing(tmp_path):
    WhooshEngine(tmp_path).rebuild([])
    children = []
    for number in range(3):
        child = os.fork()
        if not child:
            engine = WhooshEngine(tmp_path)
            for step in range(8):
                engine.refresh([a_document("Stol", id=100 * number + step + 1)])
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert total(WhooshEngine(tmp_path), "stol") == 24


def test_a_damaged_index_is_said_on_the_page_and_to_programs_until_it_is_mended(app, api, sign_in):
    a_listing(title="Skrivebord i eik")
    indexing.rebuild()
    person = a_person("requester", GJOVIK)
    program, page = api(person), sign_in(app.test_client(), person)
    folder = engines.engine()._snapshot().folder
    for file in folder.glob("*.seg"):
        file.write_bytes(b"")
    engines.use(WhooshEngine(folder.parent))  # a process that starts now
    with pytest.raises(EngineUnavailable):
        engines.engine().document_count()
    for q, found in (("skrivebord", 1), ("pult", 0)):
        answer = program.get(f"/api/v1/listings?q={q}").json
        assert (answer["total"], answer["plain"]) == (found, True)
        assert "Søket blir bygget opp på nytt" in page.get(f"/sok?q={q}").text
    assert program.get("/api/v1/listings/suggestions?q=skr").json["items"] == []
    assert page.get("/readyz").status_code == 503
    indexing.mend()
    for q in ("skrivebord", "pult"):
        answer = program.get(f"/api/v1/listings?q={q}").json
        assert (answer["total"], answer["plain"]) == (1, False)
        assert "Søket blir bygget opp på nytt" not in page.get(f"/sok?q={q}").text
    assert page.get("/readyz").status_code == 200
