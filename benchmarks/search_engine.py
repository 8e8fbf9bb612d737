"""The engine beside others: any-word questions, the best 24, counts of category, municipality and condition; warm.

All hold the same listings and the same stems, and take turns, a round of all questions each. Ours looks for compounds
and synonyms too, repairs what is misspelt, and looks only at what the reader may see; "tantivy, as widely" is tantivy
asked for the same compounds, synonyms and repairs; "ours, in PostgreSQL" is our engine inside that database.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from benchmarks.built import corpus, index, scratch, sizes, spoken
from benchmarks.measure import Row, latency, percentile, timed
from benchmarks.questions import READER, Answer, Ask, questions
from benchmarks.references import collectors, fts5, postgres, rust
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import SearchRequest
from marketplace.search.postgres.engine import PostgresEngine
from marketplace.search.whoosh.engine import WhooshEngine

OURS = "ours"
ROUNDS, ROUNDS_OF_THE_SLOW = 12, 2
SLOW = ("Whoosh's own collectors", "PostgreSQL", "SQLite FTS5", "ours, in PostgreSQL")
OTHERWISE = ("tantivy, as widely", "ours, in PostgreSQL")
"""Those that find more than any of the question's words."""


def run() -> list[Row]:
    """Measure each size."""
    return [row for size in sizes(10_000, 50_000, 100_000) for row in _measure(size)]


def _measure(size: int) -> list[Row]:
    engine = WhooshEngine(index(size).folder)
    others = _others(engine, corpus(size), scratch())
    asked = questions()
    times = _in_turn({OURS: lambda question: engine.search(_request(question)), **others}, asked)
    own = times[OURS]
    rows: list[Row] = []
    for name, measured in times.items():
        work = f"{spoken(size)}: {name}"
        rows += latency(work, measured)
        if name != OURS:
            ratios = [percentile(measured, share) / percentile(own, share) for share in (0.5, 0.95)]
            rows.append(Row(work, "÷ ours", " / ".join(f"{ratio:.2f}x" for ratio in ratios)))
    return [*rows, Row(f"{spoken(size)}: the others find as many as each other", "", _agreement(others, asked))]


def _request(question: str) -> SearchRequest:
    return SearchRequest(q=question, audience=READER)


def _others(engine: WhooshEngine, listings: Sequence[ListingDocument], folder: Path) -> dict[str, Ask]:
    plans = cache(lambda question: engine.search(_request(question)).plan)  # only tantivy's part is measured
    return {
        "tantivy": rust.opened(listings, folder),
        "tantivy, as widely": rust.opened_widely(listings, folder, plans),
        "SQLite FTS5": fts5.opened(listings, folder),
        "PostgreSQL": postgres.opened(listings, folder),
        "Whoosh's own collectors": collectors.opened(listings, folder),
        "ours, in PostgreSQL": _ours_in_postgres(listings, folder),
    }


def _ours_in_postgres(listings: Sequence[ListingDocument], folder: Path) -> Ask:
    engine = PostgresEngine(postgres.served(folder).replace("postgresql://", "postgresql+psycopg://"))
    engine.rebuild(listings)

    def ask(question: str) -> Answer:
        found = engine.search(_request(question))
        counts = {"category": found.facets.category, "place": found.facets.municipality}
        return Answer([hit.id for hit in found.hits], found.total, counts | {"shape": found.facets.condition})

    return ask


def _in_turn(engines: Mapping[str, Callable[[str], object]], asked: Sequence[str]) -> dict[str, list[float]]:
    """Seconds of each answer, a first round of each engine left out."""
    times: dict[str, list[float]] = {name: [] for name in engines}
    for number in range(ROUNDS + 1):
        for name, ask in engines.items():
            if name in SLOW and number > ROUNDS_OF_THE_SLOW:
                continue
            measured = [timed(ask, question) for question in asked]
            times[name] += measured if number else []
    return times


def _agreement(others: Mapping[str, Ask], asked: Sequence[str]) -> str:
    narrow = [ask for name, ask in others.items() if name not in OTHERWISE]
    alike = 0
    for question in asked:
        first, *rest = [ask(question) for ask in narrow]
        alike += all((each.total, each.counts) == (first.total, first.counts) for each in rest)
    return f"for {alike} of {len(asked)} questions"
