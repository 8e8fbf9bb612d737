"""Asking every engine, and the baseline, the queries of the judged set."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from marketplace.search.engine import EVERYBODY, SearchEngine, SearchRequest
from marketplace.search.memory.engine import MemoryEngine
from marketplace.search.postgres.engine import PostgresEngine
from marketplace.search.whoosh.engine import WhooshEngine
from tests.databases import PostgresDatabase
from tests.search.relevance.baseline import Baseline
from tests.search.relevance.judged import documents
from tests.search.relevance.measures import DEEP

Ask = Callable[[str], Sequence[int]]

BASELINE = "bm25"
ENGINES: dict[str, Callable[[Path], SearchEngine]] = {
    "memory": lambda _: MemoryEngine(),
    "whoosh": WhooshEngine,
    "postgres": lambda folder: PostgresEngine(PostgresDatabase(folder.parent, "relevance").template_url),
}


@contextmanager
def asker(name: str) -> Iterator[Ask]:
    """Asks an engine, or the baseline, that holds the judged listings, for the numbers of the best twenty."""
    if name == BASELINE:
        baseline = Baseline(documents())
        yield lambda q: baseline.search(q, DEEP)
        return
    with TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder) / "index")
        engine.rebuild(documents())
        yield lambda q: [hit.id for hit in engine.search(SearchRequest(q=q, per_page=DEEP, audience=EVERYBODY)).hits]
        engine.close()
