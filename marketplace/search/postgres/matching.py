"""Which documents answer a plan, and how well, as SQL.

What decides is looked up in the index of tokens, an alternative at a time, so that the work follows how many documents
each finds; what only raises is reckoned for those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg import sql

from marketplace.search import scoring
from marketplace.search.asking import Alternative, AnyOf, Clause
from marketplace.search.engine import Audience
from marketplace.search.postgres.statements import (
    SQL,
    Piece,
    Statement,
    any_of_them,
    greatest,
    least,
    listed,
    open_to,
    real,
)
from marketplace.search.postgres.weights import GREATEST, WORTH, query_of


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom, each clause's weight (its rarity times its importance), and listings' usual length.

    Tokens that no document holds are left out of the clauses.
    """

    clauses: tuple[Clause, ...]
    weights: tuple[float, ...]
    reference: float
    audience: Audience

    @property
    def deciding(self) -> list[int]:
        """The numbers of the clauses that decide what is a hit."""
        found = [number for number, clause in enumerate(self.clauses) if clause.decides]
        return found or list(range(len(self.clauses)))


def living(clause: Clause, holding: Mapping[str, int]) -> Clause:
    """The clause without tokens that no document holds, and without alternatives that thereby cannot be met."""
    alternatives: list[Alternative] = []
    for each in clause.alternatives:
        all_of = tuple(tuple(token for token in any_of if holding[token]) for any_of in each.all_of)
        if all(all_of):
            alternatives.append(Alternative(all_of, each.weight))
    return Clause(
        clause.asked, tuple(alternatives), clause.importance, decides=clause.decides, at_least=clause.at_least
    )


def counting(statement: Statement, clause: Clause, audience: Audience, most: int) -> Piece:
    """How many visible documents answer a clause; counted no further than `most`."""
    queries = _Queries(statement)
    answers = [queries.asks(each) for each in clause.alternatives]
    return SQL("(SELECT count(*) FROM (SELECT 1 FROM {} AS d WHERE {} AND {} LIMIT {}) AS found)").format(
        statement.table("document"), any_of_them(answers), open_to(audience, statement), sql.Literal(most)
    )


def matching(statement: Statement, question: Question, columns: Sequence[Piece], *, scored: bool = True) -> Piece:
    """Parts of a `WITH` whose last, `hit`, holds the documents that cover enough: `id`, `score` and the columns.

    The columns are of the document `d`, each with a name. Unless `scored`, the score says nothing.
    """
    document, visible = statement.table("document"), open_to(question.audience, statement)
    if not question.clauses:
        return SQL("hit AS NOT MATERIALIZED (SELECT d.id, 0::float8 AS score, {} FROM {} AS d WHERE {})").format(
            listed(columns), document, visible
        )
    queries = _Queries(statement)
    asked = [(number, each) for number in question.deciding for each in question.clauses[number].alternatives]
    everything = any(question.clauses[number].at_least is not None for number in question.deciding)
    parts = [
        SQL("{} AS {}").format(
            _part(queries, question, number, asked) if scored else _answered(question, number),
            sql.Identifier(f"part{number}"),
        )
        for number in range(len(question.clauses))
    ]
    found = SQL(
        "found AS MATERIALIZED (SELECT d.id, {}, {} FROM {} AS d {} JOIN asked AS a ON d.tokens @@ a.query WHERE {}"
        " GROUP BY d.id)"
    ).format(listed(columns), listed(parts), document, SQL("LEFT" if everything else "INNER"), visible)
    return listed([_asked(statement, asked), found, *_scored(statement, question)], ",\n")


Asked = Sequence[tuple[int, Alternative]]


def _asked(statement: Statement, asked: Asked) -> Piece:
    """What is looked up: a row for each alternative, with the query that finds its documents."""
    return SQL(
        "asked AS MATERIALIZED (SELECT clause, number, most, query::tsquery AS query"
        " FROM unnest({}, {}, {}) WITH ORDINALITY AS a(clause, most, query, number))"
    ).format(
        statement.value([number for number, _ in asked], "int4[]"),
        statement.value([each.weight * (scoring.K1 + 1) for _, each in asked], "float8[]"),
        statement.value([query_of(each.all_of) for _, each in asked], "text[]"),
    )


class _Queries:
    """Queries within a statement; each is sent once."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._sent: dict[tuple[AnyOf, ...], Piece] = {}

    def asks(self, alternative: Alternative) -> Piece:
        """Whether a document meets an alternative."""
        return SQL("d.tokens @@ {}").format(self._sent_once(alternative.all_of))

    def held(self, alternative: Alternative) -> Piece:
        """What a document holds of an alternative that it meets.

        Of what must all be there, the least; of tokens that stand for each other, the most.
        """
        return least([greatest([self._weight(token) for token in any_of]) for any_of in alternative.all_of])

    def _weight(self, token: str) -> Piece:
        return weight(self._sent_once(((token,),)))

    def _sent_once(self, all_of: tuple[AnyOf, ...]) -> Piece:
        if all_of not in self._sent:
            self._sent[all_of] = self._statement.value(query_of(all_of), "tsquery")
        return self._sent[all_of]


def weight(query: Piece) -> Piece:
    """The weight that a document holds of the one token of a query."""
    return SQL("{} * ts_rank_cd({}::float4[], d.tokens, {})").format(real(GREATEST), sql.Literal(WORTH), query)


def _part(queries: _Queries, question: Question, number: int, asked: Asked) -> Piece:
    """How well a document answers a clause: its best alternative by `scoring.saturated`; NULL for not at all."""
    clause = question.clauses[number]
    if clause.at_least is not None:
        return SQL("least(1, greatest(d.available, 0) / {})").format(real(clause.at_least))
    if number not in question.deciding:
        return _raised(queries, question, clause)
    several = [
        SQL("WHEN {} THEN {}").format(sql.Literal(at), queries.held(each))
        for at, (owner, each) in enumerate(asked, start=1)
        if owner == number and (len(each.all_of) > 1 or len(each.all_of[0]) > 1)
    ]
    held = weight(SQL("a.query"))
    if several:
        held = SQL("CASE a.number {} ELSE {} END").format(listed(several, " "), held)
    best = SQL("max({})").format(_saturated(SQL("a.most"), held, question.reference))
    return (
        best
        if len(question.deciding) == 1
        else SQL("{} FILTER (WHERE a.clause = {})").format(best, sql.Literal(number))
    )


def _answered(question: Question, number: int) -> Piece:
    """Whether a document answers a clause, if that decides."""
    if question.clauses[number].at_least is not None:
        return SQL("greatest(d.available, 0)")
    return SQL("max(1) FILTER (WHERE a.clause = {})").format(sql.Literal(number))


def _raised(queries: _Queries, question: Question, clause: Clause) -> Piece:
    """The same for a clause that finds nothing by itself."""
    parts = [
        SQL("CASE WHEN {} THEN {} END").format(
            queries.asks(each),
            _saturated(real(each.weight * (scoring.K1 + 1)), queries.held(each), question.reference),
        )
        for each in clause.alternatives
    ]
    return SQL("max({})").format(greatest(parts) if parts else SQL("NULL::float8"))


def _saturated(most: Piece, held: Piece, reference: float) -> Piece:
    """`scoring.saturated`, so turned that what is held is reckoned once."""
    short, long = scoring.K1 * (1 - scoring.B), scoring.K1 * scoring.B / reference
    norm = SQL("({} + {} * d.length)").format(real(short), real(long))
    return SQL("{most} * (1 - {norm} / ({norm} + {held}))").format(most=most, norm=norm, held=held)


def _scored(statement: Statement, question: Question) -> list[Piece]:
    """What covers enough of what decides, and its score."""
    weights = [statement.value(weight, "float8") for weight in question.weights]
    parts = [sql.Identifier(f"part{number}") for number in range(len(weights))]
    named = list(zip(parts, weights, strict=True))
    gained = [SQL("coalesce({}, 0) * {}").format(part, weight) for part, weight in named]
    covered = [SQL("CASE WHEN {} > 0 THEN {} ELSE 0 END").format(part, weight) for part, weight in named]
    scored = SQL(
        "scored AS (SELECT *, {decided} AS decided,"
        " round(({gained}) * ({covered}) * {scale} / {asked}) / {scale} AS score FROM found)"
    ).format(
        decided=listed([covered[number] for number in question.deciding], " + "),
        gained=listed(gained, " + "),
        covered=listed(covered, " + "),
        asked=statement.value(sum(question.weights), "float8"),
        scale=real(10**scoring.DECIMALS),
    )
    hit = SQL("hit AS MATERIALIZED (SELECT * FROM scored WHERE {})")
    if len(question.deciding) == 1:
        return [scored, hit.format(SQL("decided > 0"))]
    enough = SQL("decided > 0 AND decided >= {} * (SELECT max(decided) FROM scored) - {}")
    return [scored, hit.format(enough.format(real(scoring.ENOUGH_COVERED), real(scoring.TOLERANCE)))]
