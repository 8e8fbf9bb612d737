"""Why documents have the score they have: of a page of them the tokens are fetched, and reckoned with here."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection

from marketplace.search import scoring
from marketplace.search.asking import AnyOf, Clause, Explanation
from marketplace.search.engine import Audience
from marketplace.search.explaining import Answer, explanation
from marketplace.search.postgres.statements import SQL, Statement, open_to
from marketplace.search.postgres.tables import IndexTables
from marketplace.search.postgres.vocabulary import IndexVocabulary
from marketplace.search.postgres.weights import weight_of

Held = Mapping[str, float]
"""BM25's part of each asked token that a document holds."""


def explain(
    connection: Connection,
    tables: IndexTables,
    vocabulary: IndexVocabulary,
    clauses: Sequence[Clause],
    listing_ids: Collection[int],
    audience: Audience,
) -> dict[int, Explanation]:
    """The explanation of each listing that is there and open to the audience."""
    rarities = vocabulary.rarities(clauses)
    available, held = _held(connection, tables, vocabulary.reference, clauses, listing_ids, audience)
    return {
        number: explanation(clauses, rarities, [_answer(clause, units, held[number]) for clause in clauses])
        for number, units in available.items()
    }


def _held(
    connection: Connection,
    tables: IndexTables,
    reference: float,
    clauses: Sequence[Clause],
    listing_ids: Collection[int],
    audience: Audience,
) -> tuple[dict[int, int], dict[int, dict[str, float]]]:
    statement = Statement(tables)
    tokens = {token for clause in clauses for each in clause.alternatives for any_of in each.all_of for token in any_of}
    rows = statement.rows(
        connection,
        SQL(
            "SELECT d.id, d.available, d.length, t.lexeme, t.weights FROM {} AS d"
            " LEFT JOIN unnest(d.tokens) AS t ON t.lexeme = any({}) WHERE d.id = any({}) AND {}"
        ).format(
            statement.table("document"),
            statement.value(sorted(tokens), "text[]"),
            statement.value(list(listing_ids), "int8[]"),
            open_to(audience, statement),
        ),
    )
    available: dict[int, int] = {}
    held: dict[int, dict[str, float]] = defaultdict(dict)
    for number, units, length, token, coins in rows:
        available[number] = units
        if token is not None:
            held[number][token] = scoring.saturated(weight_of(coins), length, reference)
    return available, held


def _answer(clause: Clause, available: int, held: Held) -> Answer:
    if clause.at_least is not None:
        return None, scoring.enough_units(available, clause.at_least)
    parts = ((each, each.weight * min(_part(any_of, held) for any_of in each.all_of)) for each in clause.alternatives)
    return max(parts, key=lambda answer: answer[1], default=(None, 0.0))


def _part(any_of: AnyOf, held: Held) -> float:
    return max((held.get(token, 0.0) for token in any_of), default=0.0)
