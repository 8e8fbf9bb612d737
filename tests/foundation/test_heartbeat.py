"""What every process does for itself, again and again: each job whether or not another fails, and one last time."""

import threading

import pytest

from marketplace import worker
from marketplace.foundation import clock
from marketplace.schedule import IN_EACH_PROCESS
from marketplace.search.searches import counting
from marketplace.search.synonyms import using
from marketplace.worker import Heartbeat

pytestmark = pytest.mark.once


def test_jobs_are_done_at_once_again_and_a_last_time(app, monkeypatch):
    monkeypatch.setattr(worker, "BEAT_S", 0.01)
    beats: list[str] = []
    several = threading.Event()

    def stumble() -> None:
        raise RuntimeError("no pulse")

    def beat() -> None:
        beats.append(str(clock.now()))
        if len(beats) >= 3:
            several.set()

    heart = Heartbeat(app, (stumble, beat))
    heart.start()
    assert several.wait(30)
    before = len(beats)
    heart.stop()
    assert len(beats) > before


def test_what_was_counted_is_written_when_a_process_ends(app, monkeypatch):
    monkeypatch.setattr(worker, "BEAT_S", 3600)
    written: list[int] = []
    heart = Heartbeat(app, (lambda: written.append(1),))
    heart.start()
    heart.stop()
    assert len(written) == 2


def test_every_process_gives_away_its_counts_and_learns_the_thesaurus():
    assert set(IN_EACH_PROCESS) == {counting.write_down, using.refresh}
