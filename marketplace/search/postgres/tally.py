"""What is counted of words, brands and categories, and which words there are to compare with."""

from collections.abc import Sequence
from threading import Lock

from sqlalchemy import Connection, func, select

from marketplace.search.engine import Audience
from marketplace.search.postgres.rows import EVERY
from marketplace.search.postgres.statements import SQL, Statement, open_to
from marketplace.search.postgres.tables import IndexTables
from marketplace.search.spelling import Speller

AFTER_ALL = "\U0010ffff"
MOST_NEW = 500
WITHIN = SQL('t.entry >= s.start COLLATE "C" AND t.entry < (s.start || {}) COLLATE "C"')


class Spellers:
    """The words of the index to compare with, kept from question to question; new ones apart until they are many."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._schema = ""
        self._known: frozenset[str] = frozenset()
        self._new: frozenset[str] = frozenset()
        self._kept: tuple[Speller, ...] = ()

    def of(self, connection: Connection, tables: IndexTables) -> tuple[Speller, ...]:
        """Spellers that together know all words. Words only ever come, so their number tells whether any did."""
        count = connection.scalar(select(func.count()).select_from(tables.words))
        with self._lock:
            if (tables.schema, count) != (self._schema, len(self._known) + len(self._new)):
                self._learn(tables.schema, frozenset(connection.scalars(select(tables.words.c.word))))
            return self._kept

    def _learn(self, schema: str, words: frozenset[str]) -> None:
        new = words - self._known
        if schema != self._schema or len(new) > MOST_NEW or not self._kept:
            self._schema, self._known, self._new = schema, words, frozenset()
            self._kept = (Speller(words),)
        else:
            self._new = new
            self._kept = (self._kept[0], Speller(new))


class Tally:
    """How many visible documents have an entry."""

    def __init__(self, connection: Connection, tables: IndexTables, audience: Audience) -> None:
        self._connection = connection
        self._tables = tables
        self._audience = audience

    def starting(self, starts: Sequence[str]) -> dict[str, int]:
        """The entries that start so and are there."""
        if not starts:
            return {}
        statement = Statement(self._tables)
        counted = SQL(
            "SELECT entry, sum(documents)::int8 FROM ("
            "SELECT t.* FROM unnest({starts}) AS s(start) JOIN {tally} AS t ON {within}"
            " UNION ALL SELECT t.* FROM unnest({starts}) AS s(start) JOIN {change} AS t ON {within}"
            ") AS d WHERE {visible} GROUP BY entry HAVING sum(documents) > 0"
        ).format(
            starts=statement.value(list(starts), "text[]"),
            within=WITHIN.format(AFTER_ALL),
            tally=statement.table("tally"),
            change=statement.table("change"),
            visible=open_to(self._audience, statement),
        )
        return dict(statement.rows(self._connection, counted))

    def size(self) -> tuple[int, int]:
        """How many documents there are, open to whomever, and how many words they have together."""
        statement = Statement(self._tables)
        summed = SQL(
            "SELECT coalesce(sum(documents), 0)::int8, coalesce(sum(length), 0)::int8 FROM ("
            "SELECT documents, length FROM {} WHERE entry = {every}"
            " UNION ALL SELECT documents, length FROM {} WHERE entry = {every}) AS t"
        ).format(statement.table("tally"), statement.table("change"), every=statement.value(EVERY, "text"))
        ((documents, length),) = statement.rows(self._connection, summed)
        return documents, length
