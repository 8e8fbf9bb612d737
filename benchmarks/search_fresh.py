"""Words that nobody has asked for since the index changed, and opening it: nothing of them is in memory.

Each question is the first that a newly opened index is asked; files are in the system's cache.
"""

from benchmarks.built import index, sizes, spoken
from benchmarks.measure import Row, latency, timed
from benchmarks.questions import READER, questions
from marketplace.search.engine import SearchRequest
from marketplace.search.whoosh.engine import WhooshEngine

QUESTIONS = 48
EARLIER = SearchRequest(q="stativ", audience=READER)


def run() -> list[Row]:
    """Measure each size."""
    return [row for size in sizes(100_000) for row in _measure(size)]


def _measure(size: int) -> list[Row]:
    folder = index(size).folder
    opening, fresh, again = [], [], []
    WhooshEngine(folder).search(EARLIER)
    for question in questions(QUESTIONS):
        request = SearchRequest(q=question, audience=READER)
        engine = WhooshEngine(folder)
        opening.append(timed(engine.search, EARLIER))
        fresh.append(timed(engine.search, request))
        again.append(timed(engine.search, request))
        engine.close()
    return [
        *latency(f"{spoken(size)}: opening, and the first question of all", opening),
        *latency(f"{spoken(size)}: words not asked for since", fresh),
        *latency(f"{spoken(size)}: the same again", again),
    ]
