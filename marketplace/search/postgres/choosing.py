"""What is chosen of the documents found: the page asked for, and the counts beside it, in one statement."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import sql
from sqlalchemy import Connection

from marketplace.search.engine import DISTANCES_KM, Facets, Hit, SearchRequest, SearchResult, Sort
from marketplace.search.postgres.filters import chord_of, chord_to, filters_of, kilometres_of
from marketplace.search.postgres.matching import Question, matching
from marketplace.search.postgres.statements import SQL, Piece, Statement, every, listed, real
from marketplace.search.postgres.tables import IndexTables

COUNTED = {
    "category": "category",
    "county": "county",
    "municipality": "municipality",
    "condition": "condition",
    "price": "free",
    "terms": "loan",
}
"""What hits are counted by, in the order in which a document's `facet` says it, and the filter that each ignores."""

ORDERS = {
    Sort.RELEVANCE: SQL("score DESC, published DESC, id DESC"),
    Sort.NEWEST: SQL("published DESC, id DESC"),
    Sort.NEAREST: SQL("chord ASC NULLS LAST, id DESC"),
    Sort.CLOSING: SQL("closes ASC NULLS LAST, id DESC"),
}


def choose(connection: Connection, tables: IndexTables, question: Question, request: SearchRequest) -> SearchResult:
    """The page, the total and the counts of a question."""
    statement = Statement(tables)
    chord = chord_to(request.near)
    filters = filters_of(statement, request, chord)
    columns = [
        SQL("d.facet"),
        SQL("d.published"),
        SQL("d.closes"),
        SQL("{} AS chord").format(chord),
        *(SQL("coalesce({}, false) AS {}").format(rule, _flag(name)) for name, rule in filters.items()),
    ]
    counts = _counts(request, list(filters))
    answer = SQL("WITH {},\nfew AS (SELECT facet, {} FROM hit GROUP BY facet)\n{}\nUNION ALL {}").format(
        matching(statement, question, columns),
        listed([SQL("count(*) FILTER (WHERE {}) AS {}").format(rule, sql.Identifier(n)) for n, rule in counts.items()]),
        _sums(counts),
        _page(statement, request, filters),
    )
    return _result(statement.rows(connection, answer), filters)


def _counts(request: SearchRequest, filters: Sequence[str]) -> dict[str, Piece]:
    """What is counted of the hits, by name, and which of them; each ignores the choice in its own group."""
    counts = {name: _all_but(own, filters) for name, own in COUNTED.items()}
    counts |= {f"without/{name}": _all_but(name, filters) for name in filters}
    if request.near is not None:
        rule = SQL("{} AND chord <= {}")
        others = _all_but("within_km", filters)
        counts |= {f"within_km/{km}": rule.format(others, real(chord_of(km))) for km in DISTANCES_KM}
    return counts | {"total/": _all_but("", filters)}


def _sums(counts: Iterable[str]) -> Piece:
    """Rows of what is counted, its code, and how many; then places for what a hit has."""
    sums = [
        SQL(
            "SELECT {}, split_part(facet, '|', {}), sum({})::int8, NULL::int8, NULL::float8, NULL::float8"
            " FROM few GROUP BY 2"
        ).format(sql.Literal(name), sql.Literal(at), sql.Identifier(name))
        for at, name in enumerate(COUNTED, start=1)
    ]
    others = [name for name in counts if name not in COUNTED]
    alone = SQL("SELECT unnest({}::text[]), '', unnest(ARRAY[{}]), NULL, NULL, NULL FROM few").format(
        sql.Literal(others), listed([SQL("sum({})::int8").format(sql.Identifier(name)) for name in others])
    )
    return listed([*sums, alone], "\nUNION ALL ")


def _page(statement: Statement, request: SearchRequest, filters: Iterable[str]) -> Piece:
    return SQL(
        "SELECT 'hit', '', row_number() OVER (ORDER BY {order}), id, score, chord FROM"
        " (SELECT * FROM hit WHERE {chosen} ORDER BY {order} LIMIT {limit} OFFSET {offset}) AS page"
    ).format(
        order=ORDERS[request.sort],
        chosen=_all_but("", filters),
        limit=statement.value(request.per_page, "int8"),
        offset=statement.value((request.page - 1) * request.per_page, "int8"),
    )


def _flag(name: str) -> Piece:
    return sql.Identifier(f"in_{name}")


def _all_but(group: str, filters: Iterable[str]) -> Piece:
    return every([_flag(name) for name in filters if name != group])


def _result(rows: Sequence[tuple[Any, ...]], filters: Iterable[str]) -> SearchResult:
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*COUNTED, "within_km", "total")}
    counts["without"] = Counter(dict.fromkeys(filters, 0))
    hits: list[tuple[int, Hit]] = []
    for part, code, amount, number, score, chord in rows:
        name, _, own = part.partition("/")
        if part == "hit":
            hits.append((amount, Hit(number, score, None if chord is None else kilometres_of(chord))))
        elif name in COUNTED and amount:
            for each in code.split("/"):
                counts[name][each] += amount
        elif amount:
            counts[name][own] += amount
    total = counts.pop("total")[""]
    return SearchResult(tuple(hit for _, hit in sorted(hits, key=lambda each: each[0])), total, Facets(**counts))
