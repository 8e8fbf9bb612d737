"""Changing one listing and searching again, and what others who search notice: commits and merges go on meanwhile.

The others' longest and 99 of 100 are of one searcher without rest; without changes first, then beside a process, then
beside a thread that changes one listing after another. As in the server, what is there from the start is not looked
through for garbage again.
"""

import gc
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.built import corpus, index, sizes, spoken
from benchmarks.committing_process import REST_SECONDS
from benchmarks.measure import Row, latency, milliseconds, timed
from benchmarks.questions import READER, questions
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import SearchRequest
from marketplace.search.whoosh.engine import WhooshEngine

CHANGES, WATCHED = 200, 150
QUIET_SECONDS = 5.0
REQUESTS = [SearchRequest(q=question, audience=READER) for question in questions()]


def run() -> list[Row]:
    """Measure each size."""
    return [row for size in sizes(100_000) for row in _measure(size)]


def _measure(size: int) -> list[Row]:
    folder, name = index(size).copy(), spoken(size)
    engine = WhooshEngine(folder)
    for request in REQUESTS:
        engine.search(request)
    gc.collect()
    gc.freeze()
    asked = cycle(REQUESTS)
    commits = [timed(_change_and_search, engine, each, next(asked)) for each in corpus(size)[:CHANGES]]
    until = perf_counter() + QUIET_SECONDS
    quiet = _searching(engine, lambda: perf_counter() < until)
    beside_process, there = _beside_process(folder, engine)
    beside_thread, here = _beside_thread(engine, corpus(size)[CHANGES : CHANGES + WATCHED])
    return [
        *latency(f"{name}: one change, and a search that sees it", commits),
        Row(f"{name}: one change, and a search that sees it", "longest", milliseconds(commits, 1)),
        *_pauses(f"{name}: others search, no changes", quiet),
        *_pauses(f"{name}: others search, a process changes", beside_process),
        *latency(f"{name}: its changes meanwhile", there),
        *_pauses(f"{name}: others search, a thread changes", beside_thread),
        *latency(f"{name}: its changes", here),
    ]


def _change_and_search(engine: WhooshEngine, document: ListingDocument, request: SearchRequest) -> None:
    engine.refresh([document])
    engine.search(request)


def _pauses(work: str, times: list[float]) -> list[Row]:
    return [
        Row(work, "p50", milliseconds(times, 0.5)),
        Row(work, "p99", milliseconds(times, 0.99)),
        Row(work, "longest", milliseconds(times, 1)),
        Row(work, "over 50 ms", f"{sum(each > 0.05 for each in times)} of {len(times)}"),
    ]


def _searching(engine: WhooshEngine, going_on: Callable[[], bool]) -> list[float]:
    times: list[float] = []
    for request in cycle(REQUESTS):
        if not going_on():
            break
        times.append(timed(engine.search, request))
    return times


def _beside_process(folder: Path, engine: WhooshEngine) -> tuple[list[float], list[float]]:
    command = [sys.executable, "-m", "benchmarks.committing_process", str(folder), str(WATCHED)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        times = _searching(engine, lambda: process.poll() is None)
        told, _ = process.communicate()
    return times, json.loads(told)


def _beside_thread(engine: WhooshEngine, listings: Sequence[ListingDocument]) -> tuple[list[float], list[float]]:
    changes: list[float] = []

    def change() -> None:
        for each in listings:
            changes.append(timed(engine.refresh, [each]))
            sleep(REST_SECONDS)

    thread = threading.Thread(target=change)
    thread.start()
    return _searching(engine, thread.is_alive), changes
