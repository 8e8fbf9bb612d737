"""Writing: documents come and go in one index, and what is counted of them goes with them."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from psycopg import sql
from sqlalchemy import Connection, Table, delete, func, select, text

from marketplace.search.postgres.rows import EVERY, HELD, NO_UNIT, WORD, Row
from marketplace.search.postgres.statements import SQL, Statement
from marketplace.search.postgres.tables import IndexTables

Key = tuple[str, str, str, int]

EVERYBODY = ("", "", NO_UNIT)

BUILDING_MEMORY = "128MB"

COUNT = SQL(
    "INSERT INTO {tally} (entry, municipality, stage, unit, documents, length)"
    " SELECT e.entry, municipality, stage, unit, count(*), coalesce(sum(length) FILTER (WHERE e.entry = {every}), 0)"
    " FROM {document}, unnest(entries) AS e(entry) GROUP BY 1, 2, 3, 4"
)
COUNT_TOKENS = SQL(
    "INSERT INTO {tally} (entry, municipality, stage, unit, documents, length)"
    " SELECT {token} || t.token, '', '', {nobody}, count(*), 0"
    " FROM {document}, unnest(tsvector_to_array(tokens)) AS t(token) GROUP BY 1"
)
GATHER = SQL(
    "INSERT INTO {word} SELECT DISTINCT split_part(entry, '\t', 3) FROM {tally} WHERE starts_with(entry, {start})"
)
FOLD = SQL(
    "WITH gone AS (DELETE FROM {change} RETURNING *)"
    " INSERT INTO {tally} AS t (entry, municipality, stage, unit, documents, length)"
    " SELECT entry, municipality, stage, unit, sum(documents), sum(length) FROM gone GROUP BY 1, 2, 3, 4"
    " ON CONFLICT (entry, municipality, stage, unit)"
    " DO UPDATE SET documents = t.documents + excluded.documents, length = t.length + excluded.length"
)
FORGET = SQL("DELETE FROM {tally} WHERE documents = 0")


def write(connection: Connection, tables: IndexTables, numbers: Collection[int], rows: Sequence[Row]) -> None:
    """Forget the documents with these numbers, and keep the rows; those of them that were there are replaced."""
    ids = sorted({*numbers, *(row["id"] for row in rows)})
    documents, lengths = Counter[Key](), Counter[Key]()
    _count(connection, tables, ids, -1, documents, lengths)
    connection.execute(delete(tables.documents).where(tables.documents.c.id == func.any(ids)))
    copy(connection, tables.documents, rows)
    _count(connection, tables, ids, 1, documents, lengths)
    _note(connection, tables, documents, lengths)


def _count(
    connection: Connection,
    tables: IndexTables,
    ids: Sequence[int],
    sign: int,
    documents: Counter[Key],
    lengths: Counter[Key],
) -> None:
    """Add or subtract what these documents have."""
    kept = tables.documents.c
    columns = (kept.entries, func.tsvector_to_array(kept.tokens), kept.municipality, kept.stage, kept.unit, kept.length)
    for entries, tokens, *whom, length in connection.execute(select(*columns).where(kept.id == func.any(ids))):
        for entry in entries:
            documents[entry, *whom] += sign
        for token in tokens:
            documents[HELD + token, *EVERYBODY] += sign
        lengths[EVERY, *whom] += sign * length


def _note(connection: Connection, tables: IndexTables, documents: Counter[Key], lengths: Counter[Key]) -> None:
    changed = sorted(key for key in documents if documents[key] or lengths[key])
    if not changed:
        return
    names = ("entry", "municipality", "stage", "unit", "documents", "length")
    rows = [dict(zip(names, (*key, documents[key], lengths[key]), strict=True)) for key in changed]
    copy(connection, tables.change, rows)
    words = sorted({key[0].rpartition("\t")[2] for key in changed if key[0].startswith(WORD) and documents[key] > 0})
    statement = Statement(tables)
    adding = SQL("INSERT INTO {} SELECT word FROM unnest({}) AS w(word) ON CONFLICT DO NOTHING")
    statement.run(connection, adding.format(statement.table("word"), statement.value(words, "text[]")))


def copy(connection: Connection, table: Table, rows: Iterable[Row]) -> int:
    """Put rows into a table the fast way, and say how many."""
    names = [column.name for column in table.columns]
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(*filter(None, (table.schema, table.name))), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    count = 0
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(command) as target:
        for row in rows:
            target.write_row([row[name] for name in names])
            count += 1
    return count


def write_meanwhile(connection: Connection, tables: IndexTables, numbers: Collection[int], rows: Sequence[Row]) -> None:
    """As `write`, for an index that is being built: noted beside what is being loaded, and taken over at the end."""
    ids = sorted({*numbers, *(row["id"] for row in rows)})
    statement = Statement(tables)
    touching = SQL("INSERT INTO {} SELECT id FROM unnest({}) AS t(id) ON CONFLICT DO NOTHING")
    statement.run(connection, touching.format(statement.table("touched"), statement.value(ids, "int8[]")))
    connection.execute(delete(tables.latest).where(tables.latest.c.id == func.any(ids)))
    copy(connection, tables.latest, rows)


def take_over(connection: Connection, tables: IndexTables) -> None:
    """Put what was written meanwhile into the index. Nobody may be writing."""
    numbers = connection.scalars(select(tables.touched.c.id)).all()
    rows = [dict(row._mapping) for row in connection.execute(select(tables.latest))]
    write(connection, tables, numbers, rows)
    connection.execute(delete(tables.touched))
    connection.execute(delete(tables.latest))


def load(connection: Connection, tables: IndexTables, rows: Iterable[Row]) -> None:
    """Fill an empty index and make what it is searched by."""
    connection.execute(text(f"SET LOCAL maintenance_work_mem = '{BUILDING_MEMORY}'"))
    copy(connection, tables.documents, rows)
    for table in tables.metadata.tables.values():
        for index in table.indexes:
            index.create(connection)
    statement = Statement(tables)
    named = {name: statement.table(name) for name in ("document", "tally", "word")}
    texts = {"every": EVERY, "start": WORD, "token": HELD}
    values = {name: sql.Literal(text) for name, text in texts.items()} | {"nobody": sql.Literal(NO_UNIT)}
    for step in (COUNT, COUNT_TOKENS, GATHER, SQL("ANALYZE {document}, {tally}, {word}")):
        statement.run(connection, step.format(**named, **values))


def fold(connection: Connection, tables: IndexTables) -> None:
    """Add to the tally what changed since; what is no longer there leaves it."""
    statement = Statement(tables)
    named = {name: statement.table(name) for name in ("tally", "change")}
    for step in (FOLD, FORGET):
        statement.run(connection, step.format(**named))
