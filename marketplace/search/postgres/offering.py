"""What the index has to offer an audience while a question is written."""

from collections import Counter
from collections.abc import Callable, Mapping

from psycopg import sql
from sqlalchemy import Connection

from marketplace.search.engine import Audience, SearchRequest
from marketplace.search.postgres.matching import matching
from marketplace.search.postgres.rows import BRAND, CATEGORY, WORD
from marketplace.search.postgres.statements import SQL, Piece, Statement
from marketplace.search.postgres.tables import IndexTables
from marketplace.search.postgres.tally import Spellers, Tally
from marketplace.search.postgres.vocabulary import IndexVocabulary


class IndexOffer:
    """A `suggesting.Offer` over the index."""

    def __init__(self, connection: Connection, tables: IndexTables, audience: Audience, spellers: Spellers) -> None:
        self._connection = connection
        self._tables = tables
        self._audience = audience
        self._spellers = spellers
        self._tally = Tally(connection, tables, audience)
        self._words: dict[str, int] = {}
        self._start = ""

    def words(self, start: str) -> list[tuple[str, int]]:
        """See `Offer.words`."""
        self._start = WORD + start
        found = self._tally.starting([self._start])
        self._words = {entry.rpartition("\t")[2]: count for entry, count in found.items()}
        return list(self._words.items())

    def writing(self, q: str) -> Callable[[str], int]:
        """See `Offer.writing`. Knows the words that were asked for last."""
        if not q.strip():
            return lambda word: self._words.get(word, 0)
        counting = SQL(
            "SELECT split_part(entry, '\t', 3), count(*) FROM hit JOIN {} AS d USING (id), unnest(d.entries) AS entry"
            " WHERE starts_with(entry, {}) GROUP BY 1"
        )
        counts = self._counted(q, lambda asked: counting.format(asked.table("document"), sql.Literal(self._start)))
        return lambda word: counts.get(word, 0)

    def brands(self, start: str) -> list[tuple[str, int]]:
        """See `Offer.brands`."""
        found = self._tally.starting([BRAND + start])
        return sorted({entry.rpartition("\t")[2]: count for entry, count in found.items()}.items())

    def categories(self) -> Mapping[str, int]:
        """See `Offer.categories`."""
        total: Counter[str] = Counter()
        for entry, count in self._tally.starting([CATEGORY]).items():
            for code in entry.removeprefix(CATEGORY).split("/"):
                total[code] += count
        return total

    def hits_by_category(self, q: str) -> Mapping[str, int]:
        """See `Offer.hits_by_category`."""
        counted = self._counted(q, lambda _: SQL("SELECT split_part(facet, '|', 1), count(*) FROM hit GROUP BY 1"))
        return {path.rpartition("/")[2]: count for path, count in counted.items()}

    def _counted(self, q: str, counting: Callable[[Statement], Piece]) -> dict[str, int]:
        """What a statement over the hits of a question counts."""
        vocabulary = IndexVocabulary(self._connection, self._tables, self._audience, self._spellers)
        _, question = vocabulary.question(SearchRequest(q=q, audience=self._audience))
        statement = Statement(self._tables)
        hits = matching(statement, question, [SQL("d.facet")], scored=False)
        return dict(statement.rows(self._connection, SQL("WITH {} {}").format(hits, counting(statement))))
