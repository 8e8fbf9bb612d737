"""What is counted of words, brands and categories, and which words there are to compare with."""

from collections.abc import Collection, Sequence
from threading import Lock

from psycopg import sql
from sqlalchemy import Connection, func, select

from marketplace.search.engine import Audience
from marketplace.search.postgres.rows import EVERY, HELD
from marketplace.search.postgres.statements import SQL, Piece, Statement, any_of_them, open_to
from marketplace.search.postgres.tables import IndexTables
from marketplace.search.spelling import Speller

AFTER_ALL = "\U0010ffff"
MOST_NEW = 500


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
        statement = Statement(self._tables)
        within = [
            SQL('(entry >= {start} AND entry < ({start} || {after}) COLLATE "C")').format(
                start=statement.value(start, "text"), after=sql.Literal(AFTER_ALL)
            )
            for start in starts
        ]
        return self._counted(statement, any_of_them(within)) if within else {}

    def having(self, entries: Sequence[str]) -> dict[str, int]:
        """Those of the entries that are there."""
        statement = Statement(self._tables)
        return self._counted(statement, SQL("entry = any({})").format(statement.value(entries, "text[]")))

    def _counted(self, statement: Statement, which: Piece) -> dict[str, int]:
        counted = SQL(
            "SELECT entry, sum(documents)::int8 FROM ("
            "SELECT * FROM {tally} WHERE {which} UNION ALL SELECT * FROM {change} WHERE {which}"
            ") AS d WHERE {visible} GROUP BY entry HAVING sum(documents) > 0"
        ).format(
            which=which,
            tally=statement.table("tally"),
            change=statement.table("change"),
            visible=open_to(self._audience, statement),
        )
        return dict(statement.rows(self._connection, counted))

    def holding(self, tokens: Collection[str]) -> tuple[dict[str, int], int, int]:
        """How many documents hold each token, open to whomever; how many there are, and how many words they have."""
        statement = Statement(self._tables)
        summed = SQL(
            "SELECT entry, sum(documents)::int8, sum(length)::int8 FROM ("
            "SELECT * FROM {} WHERE entry = any({entries}) UNION ALL SELECT * FROM {} WHERE entry = any({entries})"
            ") AS t GROUP BY entry"
        ).format(
            statement.table("tally"),
            statement.table("change"),
            entries=statement.value([EVERY, *(HELD + token for token in tokens)], "text[]"),
        )
        found = {entry: (documents, length) for entry, documents, length in statement.rows(self._connection, summed)}
        documents, length = found.get(EVERY, (0, 0))
        return {token: found.get(HELD + token, (0, 0))[0] for token in tokens}, documents, length
