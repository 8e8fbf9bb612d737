"""A writer that is killed at any point leaves the index as it was or as it should be, and nothing in between."""

import os
import resource
import shutil
from dataclasses import replace

import pytest

from marketplace.search.engine import EVERYBODY, EngineUnavailable, Health, SearchRequest
from marketplace.search.whoosh import writer
from marketplace.search.whoosh.engine import WhooshEngine
from tests.search.samples import a_document, random_documents
from tests.search.wholeness import contents, killed_at

pytestmark = pytest.mark.once

POINTS = int(os.environ.get("POINTS_TO_KILL_AT", "16"))
DOCUMENTS = random_documents(40, seed=11)
CHANGED = [replace(document, title="Blå sofa", price_nok=7) for document in DOCUMENTS[:6]]


def _few_segments(path):
    engine = WhooshEngine(path)
    engine.rebuild(DOCUMENTS)
    engine.refresh([a_document("Reol", id=90)])


def _many_segments(path):
    _few_segments(path)
    for number in range(writer.MOST_SEGMENTS - 2):
        WhooshEngine(path).refresh([a_document("Pult", id=100 + number)], removed=[number])


WORK = {
    "a change": (_few_segments, lambda engine: engine.refresh(CHANGED)),
    "a removal": (_few_segments, lambda engine: engine.refresh([], removed=[5, 6, 90])),
    "a merge": (_many_segments, lambda engine: engine.refresh(CHANGED)),
    "a rebuild": (_few_segments, lambda engine: engine.rebuild([*CHANGED, *DOCUMENTS[10:20]])),
    "a first build": (lambda _: None, lambda engine: engine.rebuild(DOCUMENTS[:10])),
}


def _left_over(path):
    """The files in the index folder that belong to nothing."""
    pointer = WhooshEngine(path)._snapshot().pointer
    own = {path / pointer.folder / name for name in pointer.files}
    files = {file for file in path.rglob("*") if file.is_file() and file.suffix != ".lock"}
    return files - own - {path / "current.json", path / "current.json.new"}


def total(engine):
    try:
        return engine.search(SearchRequest(audience=EVERYBODY)).total
    except EngineUnavailable:
        return 0


@pytest.mark.parametrize("work", WORK)
def test_wherever_it_is_killed_the_index_is_the_old_or_the_new_and_can_be_written_again(tmp_path, work):
    prepare, act = WORK[work]
    start, done = tmp_path / "start", tmp_path / "done"
    prepare(start)
    before = contents(start) if start.exists() else None
    shutil.copytree(start, done) if start.exists() else None
    steps = killed_at(0, lambda: act(WhooshEngine(done)))
    after = contents(done)
    points = min(POINTS, steps)
    for step in sorted({1 + at * (steps - 1) // (points - 1) for at in range(points)}):
        path = tmp_path / f"killed-{step}"
        shutil.copytree(start, path) if before else None
        reader = WhooshEngine(path)
        assert total(reader) == len(before or ()), step
        assert killed_at(step, lambda path=path: act(WhooshEngine(path))) == step
        found = contents(path) if before or reader.health() is Health.READY else None
        assert found in (before, after), step
        assert total(reader) == len(found or ()), step
        act(WhooshEngine(path))
        assert contents(path) == after, step
        assert _left_over(path) == set(), step
        shutil.rmtree(path)


@pytest.mark.parametrize("work", ["a change", "a merge", "a rebuild"])
@pytest.mark.parametrize("room", [0, 500, 8_000])
def test_on_a_full_disk_nothing_is_changed_and_nothing_is_in_the_way_afterwards(tmp_path, work, room):
    """A process that may write no file longer than so many bytes: as on a full disk, the system refuses the rest."""
    path, (prepare, _) = tmp_path / "index", WORK[work]
    prepare(path)
    before = contents(path)
    wordy = [replace(document, description=" ".join(map(str, range(400)))) for document in DOCUMENTS]
    act = {"a rebuild": lambda engine: engine.rebuild(wordy)}.get(work, lambda engine: engine.refresh(wordy))

    def write():
        engine = WhooshEngine(path)
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
        with pytest.raises(OSError, match="too large"):
            act(engine)
        assert engine.health() is Health.READY
        assert contents(path) == before
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        act(engine)

    killed_at(0, write)
    assert len(contents(path)) >= len(wordy)
    assert _left_over(path) == set()
