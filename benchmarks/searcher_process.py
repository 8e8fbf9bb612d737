"""A process that opens an index, searches, and prints its memory at each step: ``python -m … searcher_process FOLDER``.

Run by the benchmark of memory, so that nothing else is in the process.
"""

import gc
import json
import sys
from pathlib import Path

import psutil

from benchmarks.questions import READER, questions
from marketplace.search import planning
from marketplace.search.engine import SearchRequest
from marketplace.search.whoosh.engine import WhooshEngine

ROUNDS = 3


def memory_mb() -> float:
    """What the process holds now, in MB."""
    gc.collect()
    return int(psutil.Process().memory_info().rss) / 1e6


def main(folder: Path) -> None:
    """Search, and print."""
    figures = {"imported": memory_mb()}
    planning.warm_up()
    figures["idle, dictionaries read"] = memory_mb()
    engine = WhooshEngine(folder)
    engine.search(SearchRequest(audience=READER))
    figures["opened, one question"] = memory_mb()
    for question in questions() * ROUNDS:
        engine.search(SearchRequest(q=question, audience=READER))
    figures["96 questions, three times"] = memory_mb()
    for question in questions(1_000, seed=11):
        engine.search(SearchRequest(q=question, audience=READER))
    figures["1 000 others"] = memory_mb()
    print(json.dumps(figures))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
