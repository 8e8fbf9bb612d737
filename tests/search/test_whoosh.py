"""What only the embedded engine must bear: many processes, crashes, damage, and the inside of a pinned codec."""

import multiprocessing
import os
import random
import shutil
import threading

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import Term
from whoosh.scoring import BM25F

from marketplace.search import scoring
from marketplace.search.engine import EVERYBODY, EngineUnavailable, Health, IndexBusy, SuggestRequest
from marketplace.search.whoosh import folder as folders
from marketplace.search.whoosh import writer
from marketplace.search.whoosh.engine import WhooshEngine
from marketplace.search.whoosh.schema import schema
from marketplace.search.whoosh.snapshot import NAME
from tests.search.counting import see_each_other, total
from tests.search.samples import a_document, random_documents

pytestmark = pytest.mark.once


@pytest.fixture
def path(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def engine(path):
    made = WhooshEngine(path)
    made.rebuild([])
    return made


def test_scores_are_those_of_whooshs_own_searcher(engine):
    """All documents have four words, so that the usual length is the same whole number for both."""
    chance = random.Random(3)
    words = "stol bord skap eik bjørk lampe".split()  # noqa: SIM905 - reads better
    documents = [a_document(" ".join(chance.choices(words, k=4)), id=number) for number in range(1, 400)]
    for start in range(0, 400, 100):
        engine.refresh(documents[start : start + 100])
    snapshot = engine._snapshot()
    index = FileIndex(FileStorage(str(snapshot.folder)), schema(), NAME)
    assert snapshot.reference == 4
    with index.searcher(weighting=BM25F(B=scoring.B, K1=scoring.K1)) as searcher:
        for word in ("stol", "eik", "bjoerk", "skap"):
            offset, expected = 0, {}
            results = searcher.search(Term("text", word), limit=None)
            expected = {docnum: score for score, docnum in results.top_n}
            found = {}
            for segment, mask in zip(snapshot.segments, snapshot.open_to(EVERYBODY), strict=True):
                ids, parts = segment.part(word)
                for number, part in zip(ids.tolist(), parts.tolist(), strict=True):
                    if mask[number]:
                        found[offset + number] = part * scoring.rarity(snapshot.documents, snapshot.holding(word))
                offset += segment.count
            assert found == pytest.approx(expected, rel=1e-5)


def test_postings_of_many_blocks_are_read_whole(engine):
    engine.refresh(a_document("Stol", id=number) for number in range(1, 9_001))
    assert total(engine, "stol") == 9_000


def test_engines_on_one_folder_see_each_others_changes(path, engine):
    other = WhooshEngine(path)
    see_each_other(engine, other)


def _write_elsewhere(path):
    WhooshEngine(path).refresh([a_document("Stol", id=77)])


def _die_while_writing(path, where):
    def die(*_):
        os._exit(9)

    setattr(*{"commit": (writer.TOC, "write"), "pointer": (folders.IndexFolder, "point_at")}[where], die)
    WhooshEngine(path).refresh([a_document("Stol", id=78)])


def run_apart(target, *arguments):
    process = multiprocessing.get_context("fork").Process(target=target, args=arguments)
    process.start()
    process.join(60)
    return process.exitcode


def test_another_process_is_seen_at_once(path, engine):
    assert run_apart(_write_elsewhere, path) == 0
    assert total(engine, "stol") == 1


@pytest.mark.parametrize("where", ["commit", "pointer"])
def test_a_process_killed_while_writing_loses_nothing(path, engine, where):
    engine.refresh([a_document("Bord", id=1)])
    assert run_apart(_die_while_writing, path, where) == 9
    assert total(engine, "bord") == 1
    engine.refresh([a_document("Stol", id=78)])
    assert (total(engine, "stol"), engine.document_count()) == (1, 2)
    assert total(WhooshEngine(path)) == 2


def test_a_failed_write_changes_nothing_and_blocks_nobody(engine):
    engine.refresh([a_document("Bord", id=1)])
    wrong = a_document("Stol", id=2, category_path=("X" * 200,))
    with pytest.raises(ValueError, match="category"):
        engine.refresh([a_document("Stol", id=1), wrong])
    assert (total(engine, "bord"), total(engine, "stol")) == (1, 0)
    engine.refresh([a_document("Stol", id=1)])
    assert total(engine, "stol") == 1


def test_many_small_changes_are_merged_and_each_counts_once(engine):
    documents = random_documents(60, seed=4)
    for round_ in range(3):
        for document in documents:
            engine.refresh([document], removed=[1000 + round_])
    assert len(engine._snapshot().segments) <= writer.MOST_SEGMENTS
    assert engine.document_count() == total(engine) == 60


def test_searching_goes_on_while_others_write_and_rebuild(path, engine):
    documents = random_documents(50, seed=5)
    engine.rebuild(documents)
    stop, failures, totals = threading.Event(), [], set()

    def search():
        mine = WhooshEngine(path)
        while not stop.is_set():
            try:
                totals.add(total(mine))
                mine.suggest(SuggestRequest("s", EVERYBODY))
            except Exception as error:  # what a searcher meets is what the test is about
                failures.append(error)

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


def test_a_missing_index_is_told(path):
    lost = WhooshEngine(path)
    assert lost.health() is Health.MISSING
    for ask in (lambda: total(lost), lost.document_count, lambda: lost.suggest(SuggestRequest("st", EVERYBODY))):
        with pytest.raises(EngineUnavailable):
            ask()
    with pytest.raises(EngineUnavailable):
        lost.refresh([a_document()])
    assert lost.rebuild([a_document("Stol")]) == 1
    assert lost.health() is Health.READY


@pytest.mark.parametrize("damage", ["pointer", "segment", "toc", "folder"])
def test_a_damaged_index_is_told_and_can_be_rebuilt(path, engine, damage):
    engine.refresh(random_documents(30, seed=6))
    present = engine._snapshot().folder
    if damage == "pointer":
        (path / folders.POINTER).write_text("{")
    elif damage == "folder":
        shutil.rmtree(present)
    else:
        (file,) = present.glob({"segment": "*.seg", "toc": "*.toc"}[damage])
        file.write_bytes(file.read_bytes()[:100])
    fresh = WhooshEngine(path)
    assert fresh.health() is Health.DAMAGED
    assert fresh.rebuild(random_documents(30, seed=6)) == 30
    assert total(fresh) == total(engine) == 30


def test_an_index_of_another_version_is_to_be_rebuilt(path, engine):
    pointer = (path / folders.POINTER).read_text()
    (path / folders.POINTER).write_text(pointer.replace(writer.FORMAT, "1 by whoosh 2.7.5"))
    assert WhooshEngine(path).health() is Health.MISSING


def test_only_one_writes_at_a_time(path, engine, monkeypatch):
    monkeypatch.setattr("marketplace.search.whoosh.engine.WAIT_SECONDS", 0.05)
    with folders.IndexFolder(path).writing(1.0), pytest.raises(IndexBusy):
        engine.refresh([a_document()])
    assert engine.document_count() == 0


def test_a_rebuild_leaves_one_index_behind(path, engine):
    for _ in range(3):
        engine.rebuild([a_document()])
    assert len(list(path.glob("index-*"))) == 1
