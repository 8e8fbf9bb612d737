"""The search engine alone: any-word questions with counts of category, municipality and condition, the best 24.

The reference, run beside it, is SQLite's FTS5 on the same stems with the same counts. It looks for the words only; the
engine looks for compounds and synonyms too.
"""

import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.corpus import QUERIES, documents
from benchmarks.measure import Row, latency, memory_mb, percentile, timed
from marketplace.search.analysis import analyse, asked_words
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import Audience, SearchRequest
from marketplace.search.planning import LONGEST_QUERY, MOST_WORDS, tokens_of
from marketplace.search.whoosh.engine import WhooshEngine

SIZES = (10_000, 50_000, 100_000)
ROUNDS = 15
CHANGES = 40
READER = Audience("3203", None, is_member=True)


def run() -> list[Row]:
    """Measure each size."""
    rows: list[Row] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            rows += _measure(size, Path(folder))
    return rows


def _measure(size: int, folder: Path) -> list[Row]:
    corpus = list(documents(size))
    name = f"{size // 1000} 000 listings"
    engine = WhooshEngine(folder / "index")
    building = timed(lambda: engine.rebuild(corpus))
    before = memory_mb()
    fresh = WhooshEngine(folder / "index")
    opening = timed(lambda: fresh.suggest("kon", READER))
    requests = [SearchRequest(q=query, audience=READER) for query in QUERIES]
    first = [timed(fresh.search, request) for request in requests]
    warm = [timed(fresh.search, request) for _ in range(ROUNDS) for request in requests]
    browsing = [timed(fresh.search, SearchRequest(audience=READER)) for _ in range(ROUNDS)]
    suggesting = [timed(fresh.suggest, query[:3], READER) for _ in range(ROUNDS) for query in QUERIES]
    memory = memory_mb() - before
    changing = [timed(_change, fresh, document) for document in corpus[:CHANGES]]
    ask = _reference(corpus, folder / "fts.sqlite")
    reference = [timed(ask, query) for _ in range(ROUNDS) for query in QUERIES]
    ratio = percentile(reference, 0.5) / percentile(warm, 0.5), percentile(reference, 0.95) / percentile(warm, 0.95)
    return [
        Row(f"{name}: rebuild", "rate", f"{size / building:.0f} listings/s"),
        Row(f"{name}: open, with suggestions", "once", f"{opening * 1000:.0f} ms"),
        Row(f"{name}: searcher's memory", "more than before", f"{memory:.0f} MB"),
        *latency(f"{name}: words not asked for since the change", first),
        *latency(f"{name}: search", warm),
        *latency(f"{name}: SQLite FTS5", reference),
        Row(f"{name}: FTS5 ÷ engine", "p50", f"{ratio[0]:.1f}x"),
        Row(f"{name}: FTS5 ÷ engine", "p95", f"{ratio[1]:.1f}x"),
        *latency(f"{name}: newest, no question", browsing),
        *latency(f"{name}: suggestions", suggesting),
        *latency(f"{name}: commit one change, search again", changing),
    ]


def _change(engine: WhooshEngine, document: ListingDocument) -> None:
    engine.refresh([document])
    engine.search(SearchRequest(q="kontorstol", audience=READER))


def _reference(corpus: list[ListingDocument], path: Path) -> Callable[[str], object]:
    """FTS5 with the same stems: hits by rank, the total, and three counts."""
    database = sqlite3.connect(path)
    database.execute(
        "CREATE VIRTUAL TABLE listing USING fts5(stems, category UNINDEXED, place UNINDEXED, shape UNINDEXED)"
    )
    with database:
        database.executemany(
            "INSERT INTO listing (rowid, stems, category, place, shape) VALUES (?, ?, ?, ?, ?)",
            (
                (
                    each.id,
                    " ".join(token for token in analyse(each).weights if token[0] not in "<>"),
                    each.category_path[-1],
                    each.municipality_number,
                    each.condition,
                )
                for each in corpus
            ),
        )
    counting = "SELECT {0}, count(*) FROM listing WHERE listing MATCH ? GROUP BY {0}"

    def ask(query: str) -> object:
        stems = [token for word in asked_words(query, LONGEST_QUERY, MOST_WORDS) for token in tokens_of(word.word)]
        match = " OR ".join(f'"{stem}"' for stem in stems)
        hits = database.execute("SELECT rowid FROM listing WHERE listing MATCH ? ORDER BY rank LIMIT 24", (match,))
        counts = [
            database.execute(counting.format(column), (match,)).fetchall() for column in ("category", "place", "shape")
        ]
        return hits.fetchall(), counts

    return ask
