"""The engine inside PostgreSQL among many: writers, builders and searchers at once, and some of them killed."""

import multiprocessing
import os
import threading

import pytest

from marketplace.search.engine import IndexBusy
from marketplace.search.postgres import keeping, store
from marketplace.search.postgres.engine import PostgresEngine
from marketplace.search.postgres.tables import HOME
from tests.search.counting import see_each_other, total
from tests.search.in_postgres import present, schemas
from tests.search.samples import a_document, random_documents

pytestmark = pytest.mark.once


@pytest.fixture
def engine(make_engine):
    return make_engine("postgres")


def test_engines_on_one_database_see_each_others_changes(engine, postgres_url):
    other = PostgresEngine(postgres_url)
    see_each_other(engine, other)
    other.close()


def test_a_failed_write_changes_nothing_and_blocks_nobody(engine):
    engine.refresh([a_document("Bord", id=1)])

    def documents():
        yield a_document("Stol", id=1)
        raise RuntimeError("the source ran dry")

    with pytest.raises(RuntimeError, match="ran dry"):
        engine.refresh(documents(), removed=[1])
    assert (total(engine, "bord"), total(engine, "stol")) == (1, 0)
    engine.refresh([a_document("Stol", id=1)])
    assert total(engine, "stol") == 1


def test_what_is_written_while_an_index_is_built_is_in_it(engine):
    engine.rebuild([a_document("Stol", id=number) for number in (1, 2, 3)])

    def documents():
        yield a_document("Stol", id=1)
        yield a_document("Stol", id=2)
        engine.refresh([a_document("Bord", id=2), a_document("Bord", id=4)], removed=[1])
        assert total(engine, "stol") == 1
        yield a_document("Stol", id=3)

    assert engine.rebuild(documents()) == 3
    assert (total(engine, "stol"), total(engine, "bord")) == (1, 2)


def test_a_build_that_fails_leaves_the_present_index(engine, postgres):
    engine.rebuild([a_document("Stol", id=1)])
    before = schemas(postgres)

    def documents():
        yield a_document("Bord", id=1)
        raise RuntimeError("the source ran dry")

    with pytest.raises(RuntimeError, match="ran dry"):
        engine.rebuild(documents())
    assert schemas(postgres) == before
    engine.refresh([a_document("Skap", id=2)])
    assert (total(engine, "stol"), total(engine, "skap")) == (1, 1)


def _die_while_building(url, where):
    def die(*_):
        os._exit(9)

    setattr(*{"load": (keeping, "copy"), "swap": (store, "point_at")}[where], die)
    PostgresEngine(url).rebuild([a_document("Bord", id=1)])


@pytest.mark.parametrize("where", ["load", "swap"])
def test_a_process_killed_while_building_leaves_the_present_index_and_no_lock(engine, postgres, postgres_url, where):
    engine.rebuild([a_document("Stol", id=1)])
    engine.close()
    process = multiprocessing.get_context("fork").Process(target=_die_while_building, args=(postgres_url, where))
    process.start()
    process.join(60)
    assert process.exitcode == 9
    engine.refresh([a_document("Skap", id=2)])
    assert (total(engine, "stol"), total(engine, "skap")) == (1, 1)
    assert engine.rebuild([a_document("Sofa", id=5)]) == 1
    assert sorted(schemas(postgres)) == sorted([HOME, present(postgres)])


def test_searching_goes_on_while_others_write_and_rebuild(engine, postgres_url):
    documents = random_documents(50, seed=5)
    engine.rebuild(documents)
    stop, failures, totals = threading.Event(), [], set()

    def search():
        mine = PostgresEngine(postgres_url)
        while not stop.is_set():
            try:
                totals.add(total(mine))
                totals.add(total(mine, "og"))
            except Exception as error:  # what a searcher meets is what the test is about
                failures.append(error)
        mine.close()

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for round_ in range(8):
        engine.refresh(documents[round_ : round_ + 3])
        engine.rebuild(documents)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert totals == {50}


def test_writers_of_one_listing_leave_the_newest(engine, postgres_url):
    """Each reads its document when it is its turn; the last to write has read last."""
    newest, lock = [0], threading.Lock()

    def fresh():
        with lock:
            yield a_document(f"Stol{newest[0]}", id=1)

    def write():
        mine = PostgresEngine(postgres_url)
        for _ in range(10):
            with lock:
                newest[0] += 1
            mine.refresh(fresh(), removed=[1])
        mine.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (total(engine), total(engine, "stol40")) == (1, 1)


def test_a_writer_that_waits_too_long_is_told(engine, postgres_url, monkeypatch):
    monkeypatch.setattr(store, "WAIT_SECONDS", 1)
    other = PostgresEngine(postgres_url)
    with engine._store.writing(1), pytest.raises(IndexBusy):
        other.refresh([a_document()])
    other.close()
    assert engine.document_count() == 0
