"""Suggestions while somebody types: each question letter by letter, engine time."""

from benchmarks.built import index, sizes, spoken
from benchmarks.corpus import category_names
from benchmarks.measure import Row, latency, percentile, timed
from benchmarks.questions import READER, questions
from marketplace.search.engine import SuggestRequest
from marketplace.search.whoosh.engine import WhooshEngine

ROUNDS = 3


def run() -> list[Row]:
    """Measure each size."""
    return [row for size in sizes(10_000, 100_000) for row in _measure(size)]


def prefixes() -> list[str]:
    """What stands in the field after each letter from the second on, of every question, each once."""
    return list(dict.fromkeys(text[:end] for text in questions() for end in range(2, len(text) + 1)))


def _measure(size: int) -> list[Row]:
    engine = WhooshEngine(index(size).folder)
    names = category_names()
    requests = [SuggestRequest(prefix=prefix, audience=READER, category_names=names) for prefix in prefixes()]
    first = [timed(engine.suggest, request) for request in requests]
    warm = [timed(engine.suggest, request) for _ in range(ROUNDS) for request in requests]
    work = f"{spoken(size)}: suggestions"
    return [
        *latency(f"{work}, first time", first[1:]),
        *latency(f"{work}, warm", warm),
        Row(f"{work}, warm", "longest", f"{percentile(warm, 1) * 1000:.1f} ms"),
    ]
