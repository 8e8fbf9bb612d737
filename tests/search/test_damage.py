"""Damaged files are noticed, never believed: by who starts, by who runs, by who writes; and mended beside the old."""

import os
import shutil
import threading

import pytest

from marketplace.search.engine import EngineUnavailable, Health
from marketplace.search.whoosh import folder as folders
from marketplace.search.whoosh import writer
from marketplace.search.whoosh.engine import WhooshEngine
from tests.search.counting import total
from tests.search.samples import a_document, random_documents

pytestmark = pytest.mark.once

DOCUMENTS = random_documents(60, seed=12)


def cut_short(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def cut_at_the_end(file):
    file.write_bytes(file.read_bytes()[:-1])


def emptied(file):
    file.write_bytes(b"")


def zeroed(file):
    file.write_bytes(bytes(file.stat().st_size))


def random_bytes(file):
    file.write_bytes(os.urandom(file.stat().st_size))


def one_bit(file):
    content = bytearray(file.read_bytes())
    content[len(content) * 2 // 3] ^= 4
    file.write_bytes(content)


def removed(file):
    file.unlink()


def a_folder(file):
    file.unlink()
    file.mkdir()


DAMAGE = (cut_short, cut_at_the_end, emptied, zeroed, random_bytes, one_bit, removed, a_folder)
PARTS = ("*.seg", "*.toc")


@pytest.fixture
def path(tmp_path):
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild(DOCUMENTS[:30])
    engine.refresh(DOCUMENTS[30:])
    return tmp_path / "index"


def harm(path, part, damage):
    present = WhooshEngine(path)._snapshot().folder
    damage(sorted(present.glob(part))[0])


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_damage_is_met_at_the_start_and_mended(path, part, damage):
    running = WhooshEngine(path)
    assert total(running) == 60
    harm(path, part, damage)
    started = WhooshEngine(path)
    assert started.health() is Health.DAMAGED
    with pytest.raises(EngineUnavailable):
        total(started)
    assert total(running, "stol") > 0
    assert started.rebuild(DOCUMENTS, only_if_needed=True) == 60
    assert total(started) == total(running) == total(WhooshEngine(path)) == 60


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_damage_is_noticed_by_who_has_the_index_open_and_mended_without_a_gap(path, part, damage):
    """What is open lies in memory and still answers; the one who looks after the index sees that the disk differs."""
    running = WhooshEngine(path)
    assert running.rebuild(DOCUMENTS, only_if_needed=True) == 60
    before = running._snapshot().folder
    assert running.rebuild([], only_if_needed=True) == 60
    assert running._snapshot().folder == before
    harm(path, part, damage)
    assert total(running) == 60
    assert running.rebuild(DOCUMENTS, only_if_needed=True) == 60
    assert running._snapshot().folder != before
    assert not before.exists()


@pytest.mark.parametrize("part", PARTS)
def test_what_one_process_cannot_open_is_mended_by_another_that_can(path, part):
    """Bits may rot without a trace in the folder: the one who starts tells the one who mends."""
    running = WhooshEngine(path)
    assert running.rebuild(DOCUMENTS, only_if_needed=True) == 60
    file = sorted(running._snapshot().folder.glob(part))[0]
    looks = file.stat()
    one_bit(file)
    os.utime(file, ns=(looks.st_atime_ns, looks.st_mtime_ns))
    assert running.rebuild([], only_if_needed=True) == 60
    assert WhooshEngine(path).health() is Health.DAMAGED
    assert running.rebuild(DOCUMENTS[:50], only_if_needed=True) == 50
    assert WhooshEngine(path).health() is Health.READY


POINTERS = {
    "cut short": lambda text: text[: len(text) // 2],
    "empty": lambda _: "",
    "not text": lambda _: "\x00\x01\x02",
    "a list": lambda _: "[1, 2]",
    "a number": lambda _: "7",
    "nothing": lambda _: "null",
    "no files": lambda text: text.replace('"files"', '"flies"'),
    "files are a word": lambda text: text[: text.index('"files"')] + '"files": "x", "change": 3}',
    "other files": lambda text: text.replace("listings", "hastings"),
    "another folder": lambda text: text.replace("index-", "../index-"),
    "another generation": lambda text: text.replace('"generation": 2', '"generation": 200'),
    "deep": lambda _: "[" * 100_000,
}


@pytest.mark.parametrize("pointer", POINTERS)
def test_an_unreadable_pointer_is_noticed_by_everybody_and_mended(path, pointer):
    running = WhooshEngine(path)
    assert total(running) == 60
    written = (path / folders.POINTER).read_text()
    (path / folders.POINTER).write_text(POINTERS[pointer](written))
    for engine in (running, WhooshEngine(path)):
        assert engine.health() is Health.DAMAGED
        with pytest.raises(EngineUnavailable):
            total(engine)
    assert running.rebuild(DOCUMENTS, only_if_needed=True) == total(WhooshEngine(path)) == 60
    running.refresh([a_document("Sofa", id=999)])
    assert total(WhooshEngine(path)) == 61


@pytest.mark.parametrize("part", PARTS)
def test_a_writer_that_meets_damage_writes_nothing_upon_it(path, part):
    """Many small segments, so that the next change would merge them into a new one."""
    engine = WhooshEngine(path)
    for number in range(writer.MOST_SEGMENTS - 2):
        engine.refresh([a_document("Pult", id=100 + number)])
    harm(path, part, one_bit)
    with pytest.raises(EngineUnavailable) as met:
        engine.refresh([a_document("Sofa", id=999)])
    assert met.value.health is Health.DAMAGED
    assert engine.rebuild(DOCUMENTS, only_if_needed=True) == 60
    engine.refresh([a_document("Sofa", id=999)])
    assert total(WhooshEngine(path)) == 61


def test_an_index_folder_that_goes_away_under_a_running_process_is_missing_and_mended(path):
    running = WhooshEngine(path)
    assert total(running) == 60
    shutil.rmtree(path)
    assert running.health() is Health.MISSING
    assert running.rebuild(DOCUMENTS, only_if_needed=True) == total(running) == 60


def test_mending_does_not_wait_behind_another_who_mends(path):
    """Two workers notice at once: one builds; the other goes on with its work, and finds all well the next time."""
    harm(path, "*.seg", zeroed)
    started, told = threading.Event(), threading.Event()

    def slowly():
        yield from DOCUMENTS[:30]
        started.set()
        told.wait()
        yield from DOCUMENTS[30:]

    first = threading.Thread(target=lambda: WhooshEngine(path).rebuild(slowly(), only_if_needed=True))
    first.start()
    started.wait()
    second = WhooshEngine(path)
    with pytest.raises(folders.IndexBusy):
        second.rebuild([], only_if_needed=True)
    told.set()
    first.join()
    assert second.rebuild([], only_if_needed=True) == 60


def test_a_rebuild_that_fails_leaves_the_old_and_nothing_else(path):
    running = WhooshEngine(path)

    def failing():
        yield from DOCUMENTS[:30]
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        running.rebuild(failing())
    assert total(running) == total(WhooshEngine(path)) == 60
    assert len(list(path.glob("index-*"))) == 1
