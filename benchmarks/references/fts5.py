"""SQLite's FTS5: bm25, and the counts from the hits joined to a narrow table."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from benchmarks.questions import BEST, GROUPS, Answer, Ask, groups_of, stems_asked, stems_of
from marketplace.search.documents import ListingDocument

HITS = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?"
COUNTS = """
    SELECT {0}, count(*) FROM words CROSS JOIN listing ON listing.id = words.rowid WHERE words MATCH ? GROUP BY {0}
"""


def opened(corpus: Sequence[ListingDocument], folder: Path) -> Ask:
    """Index the listings; then one query for the hits and one for each count."""
    database = sqlite3.connect(folder / "fts5.sqlite")
    database.execute("CREATE VIRTUAL TABLE words USING fts5(stems, content='', detail=none)")
    database.execute("CREATE TABLE listing (id INTEGER PRIMARY KEY, category TEXT, place TEXT, shape TEXT)")
    with database:
        database.executemany(
            "INSERT INTO words (rowid, stems) VALUES (?, ?)", ((each.id, stems_of(each)) for each in corpus)
        )
        database.executemany(
            "INSERT INTO listing VALUES (?, ?, ?, ?)", ((each.id, *groups_of(each)) for each in corpus)
        )
        database.execute("INSERT INTO words (words) VALUES ('optimize')")
    database.execute("ANALYZE")

    def ask(question: str) -> Answer:
        match = " OR ".join(f'"{stem}"' for stem in stems_asked(question))
        hits = [int(number) for (number,) in database.execute(HITS, (match, BEST))]
        counts = {group: dict(database.execute(COUNTS.format(group), (match,)).fetchall()) for group in GROUPS}
        return Answer(hits, sum(counts["shape"].values()), counts)

    return ask
