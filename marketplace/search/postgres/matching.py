"""Which documents answer a plan, and how well: SQL whose work follows the postings of the asked tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg import sql

from marketplace.search import scoring
from marketplace.search.asking import Alternative, AnyOf, Clause
from marketplace.search.engine import Audience
from marketplace.search.postgres.statements import SQL, Piece, Statement, listed, open_to
from marketplace.search.postgres.weights import GREATEST, WORTH, query_of


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom; each clause's weight (its rarity times its importance); listings' usual length."""

    clauses: tuple[Clause, ...]
    weights: tuple[float, ...]
    reference: float
    audience: Audience

    @property
    def deciding(self) -> list[int]:
        """The numbers of the clauses that decide what is a hit."""
        found = [number for number, clause in enumerate(self.clauses) if clause.decides]
        return found or list(range(len(self.clauses)))


def matching(statement: Statement, question: Question, columns: Sequence[Piece]) -> Piece:
    """Parts of a `WITH` whose last, `hit`, holds the documents that cover enough: `id`, `score` and the columns.

    The columns are of the document `d`, each with a name.
    """
    if not question.clauses:
        return SQL("hit AS MATERIALIZED (SELECT d.id, 0::float8 AS score, {} FROM {} AS d WHERE {})").format(
            listed(columns), statement.table("document"), open_to(question.audience, statement)
        )
    alternatives = list(_numbered(question.clauses))
    return listed(
        [
            _asked(statement, alternatives),
            _found(statement, question, columns, _part(statement, question.reference, alternatives)),
            *_scored(statement, question),
        ],
        ",\n",
    )


Numbered = tuple[int, int, Alternative]


def _numbered(clauses: Sequence[Clause]) -> Iterator[Numbered]:
    """Each alternative with the number of its clause and its own; 0 for those that are one token."""
    number = 0
    for at, clause in enumerate(clauses):
        for each in clause.alternatives:
            simple = len(each.all_of) == 1 and len(each.all_of[0]) == 1
            number += not simple
            yield at, 0 if simple else number, each


def _asked(statement: Statement, alternatives: Sequence[Numbered]) -> Piece:
    """What is looked up: a row for each alternative, with the query that finds its documents."""
    return SQL(
        "asked AS MATERIALIZED (SELECT clause, alternative, weight, query::tsquery AS query"
        " FROM unnest({}, {}, {}, {}) AS a(clause, alternative, weight, query))"
    ).format(
        statement.value([clause for clause, _, _ in alternatives], "int4[]"),
        statement.value([number for _, number, _ in alternatives], "int4[]"),
        statement.value([each.weight for _, _, each in alternatives], "float8[]"),
        statement.value([query_of(each.all_of) for _, _, each in alternatives], "text[]"),
    )


def _part(statement: Statement, reference: float, alternatives: Sequence[Numbered]) -> Piece:
    """How well a document answers by an alternative: `scoring.saturated`, times the alternative's weight."""
    several = [
        SQL("WHEN {} THEN {}").format(sql.Literal(number), _least(statement, each.all_of))
        for _, number, each in alternatives
        if number
    ]
    held = _rank(SQL("a.query"))
    if several:
        held = SQL("CASE a.alternative {} ELSE {} END").format(listed(several, " "), held)
    short, long = scoring.K1 * (1 - scoring.B), scoring.K1 * scoring.B / reference
    norm = SQL("({} + {} * d.length)").format(sql.Literal(short), statement.value(long, "float8"))
    return SQL("a.weight * {} * (1 - {} / ({} + {}))").format(sql.Literal(scoring.K1 + 1), norm, norm, held)


def _least(statement: Statement, all_of: Sequence[AnyOf]) -> Piece:
    """Of what must all be there, the least; of tokens that stand for each other, the most."""
    groups = [
        SQL("greatest({})").format(
            listed([_rank(statement.value(query_of(((token,),)), "tsquery")) for token in any_of])
        )
        for any_of in all_of
    ]
    return SQL("least({})").format(listed(groups))


def _rank(query: Piece) -> Piece:
    return SQL("{} * ts_rank_cd({}::float4[], d.tokens, {})").format(sql.Literal(GREATEST), sql.Literal(WORTH), query)


def _found(statement: Statement, question: Question, columns: Sequence[Piece], part: Piece) -> Piece:
    """What answers anything, with how well it answers each clause; nothing, or NULL, where it does not."""
    parts: list[Piece] = []
    for number, clause in enumerate(question.clauses):
        if clause.at_least is not None:
            wanted = statement.value(clause.at_least, "float8")
            best = SQL("least(1, greatest(d.available, 0) / {})").format(wanted)
        else:
            best = SQL("max({}) FILTER (WHERE a.clause = {})").format(part, sql.Literal(number))
        parts.append(SQL("{} AS {}").format(best, sql.Identifier(f"part{number}")))
    everything = any(question.clauses[number].at_least is not None for number in question.deciding)
    joined = SQL("{} AS d LEFT JOIN asked AS a" if everything else "{} AS d JOIN asked AS a")
    return SQL("found AS (SELECT d.id, {}, {} FROM {} ON d.tokens @@ a.query WHERE {} GROUP BY d.id)").format(
        listed(columns),
        listed(parts),
        joined.format(statement.table("document")),
        open_to(question.audience, statement),
    )


def _scored(statement: Statement, question: Question) -> list[Piece]:
    """What covers enough of what decides, and its score."""
    weights = [statement.value(weight, "float8") for weight in question.weights]
    parts = [sql.Identifier(f"part{number}") for number in range(len(weights))]
    gained = [SQL("coalesce({}, 0) * {}").format(part, weight) for part, weight in zip(parts, weights, strict=True)]
    covered = [
        SQL("CASE WHEN {} > 0 THEN {} ELSE 0 END").format(part, weight)
        for part, weight in zip(parts, weights, strict=True)
    ]
    scale = 10**scoring.DECIMALS
    scored = SQL("scored AS (SELECT *, {} AS decided, round(({}) * ({}) * {} / {}) / {} AS score FROM found)").format(
        listed([covered[number] for number in question.deciding], " + "),
        listed(gained, " + "),
        listed(covered, " + "),
        sql.Literal(scale),
        statement.value(sum(question.weights), "float8"),
        sql.Literal(scale),
    )
    hit = SQL("hit AS MATERIALIZED (SELECT * FROM scored WHERE {})")
    if len(question.deciding) == 1:
        return [scored, hit.format(SQL("decided > 0"))]
    enough = SQL("decided > 0 AND decided >= {} * (SELECT max(decided) FROM scored) - {}")
    return [scored, hit.format(enough.format(sql.Literal(scoring.ENOUGH_COVERED), sql.Literal(scoring.TOLERANCE)))]
