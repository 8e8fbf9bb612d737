"""The figures of one engine on some queries, by kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from tests.search.relevance.asking import Ask
from tests.search.relevance.judged import Query
from tests.search.relevance.measures import ndcg, recall

ALL = "all"


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the queries of a kind, how many there are, and those that found nothing."""

    kind: str
    count: int
    ndcg: float
    recall: float
    empty: tuple[str, ...]


def figures(ask: Ask, queries: Sequence[Query]) -> list[Figures]:
    """The figures of each kind in the order in which they first occur, and of all at last."""
    answers = [(query, ask(query.text)) for query in queries]
    kinds = dict.fromkeys(query.kind for query in queries)
    by_kind = [_mean(kind, [answer for answer in answers if answer[0].kind == kind]) for kind in kinds]
    return [*by_kind, _mean(ALL, answers)]


def _mean(kind: str, answers: Sequence[tuple[Query, Sequence[int]]]) -> Figures:
    return Figures(
        kind=kind,
        count=len(answers),
        ndcg=fmean(ndcg(hits, query.grades) for query, hits in answers),
        recall=fmean(recall(hits, query.grades) for query, hits in answers),
        empty=tuple(query.text for query, hits in answers if not hits),
    )


def table(columns: dict[str, list[Figures]]) -> Iterator[str]:
    """Lines of a table: kinds down, engines across, each with nDCG@10, recall@20 and the number of empty answers."""
    yield f"{'kind':<12}{'queries':>8}" + "".join(f"{name:>26}" for name in columns)
    yield " " * 20 + f"{'nDCG@10':>11}{'recall@20':>10}{'none':>5}" * len(columns)
    for rows in zip(*columns.values(), strict=True):
        yield f"{rows[0].kind:<12}{rows[0].count:>8}" + "".join(_cells(row) for row in rows)


def empty_handed(columns: dict[str, list[Figures]]) -> Iterator[str]:
    """A line for each engine that had no answer to some queries."""
    for name, rows in columns.items():
        if rows[-1].empty:
            yield f"{name} finds nothing for: {'; '.join(rows[-1].empty)}"


def _cells(row: Figures) -> str:
    return f"{row.ndcg:>11.3f}{row.recall:>10.3f}{len(row.empty):>5}"
