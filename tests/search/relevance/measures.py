"""How good a list of hits is, by the judgements of one query."""

from collections.abc import Mapping, Sequence
from math import log2

FIRST = 10
DEEP = 20
GAINS = {2: 1.0, 1: 0.5}


def ndcg(hits: Sequence[int], grades: Mapping[int, int]) -> float:
    """nDCG@10: what a reader gains from the first ten, the earlier the more, of what could be gained."""
    gained = _gain([GAINS.get(grades.get(hit, 0), 0.0) for hit in hits[:FIRST]])
    possible = _gain(sorted((GAINS[grade] for grade in grades.values()), reverse=True)[:FIRST])
    return gained / possible


def recall(hits: Sequence[int], grades: Mapping[int, int]) -> float:
    """Recall@20: the share of what answers, at most twenty, that is among the first twenty."""
    return len(set(hits[:DEEP]) & grades.keys()) / min(len(grades), DEEP)


def _gain(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 2) for place, gain in enumerate(gains))
