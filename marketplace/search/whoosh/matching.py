"""Which documents answer a plan, and how well, over arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.search import scoring
from marketplace.search.asking import Alternative, AnyOf, Clause
from marketplace.search.engine import Audience
from marketplace.search.whoosh.postings import Ids
from marketplace.search.whoosh.segment import Mask, Segment
from marketplace.search.whoosh.snapshot import Snapshot

Floats = NDArray[np.float32]

MOST_KEPT = 8


class Matching:
    """The documents found: for each, its segment's number in `segments`, its number there, and its score."""

    def __init__(self, segments: Sequence[Segment], found: Sequence[tuple[Ids, Floats]]) -> None:
        self._segments = segments
        self._ids = [ids for ids, _ in found]
        self.scores: Floats = np.concatenate([scores for _, scores in found]) if found else np.empty(0, np.float32)
        self.count = len(self.scores)
        self._taken: dict[str, NDArray[np.generic]] = {}

    def masks(self) -> list[Mask]:
        """For each segment, which of its documents were found."""
        masks = [np.zeros(segment.count, dtype=np.bool_) for segment in self._segments]
        for mask, ids in zip(masks, self._ids, strict=True):
            mask[ids] = True
        return masks

    def column(self, name: str) -> NDArray[np.generic]:
        """The values of an array of the segments, for the documents found."""
        return self._take(name, [getattr(segment, name) for segment in self._segments])

    def fact(self, name: str) -> NDArray[np.generic]:
        """The values of a fact, for the documents found."""
        return self._take(name, [segment.facts[name] for segment in self._segments])

    def distance_to(self, near: tuple[float, float]) -> NDArray[np.float32]:
        """Kilometres to the documents found; not a number where none is known."""
        distances = [segment.distance_to(near)[ids] for segment, ids in zip(self._segments, self._ids, strict=True)]
        return np.concatenate(distances) if distances else np.empty(0, np.float32)

    def _take(self, name: str, values: Sequence[NDArray[np.generic]]) -> NDArray[np.generic]:
        if name not in self._taken:
            taken = [each[ids] for each, ids in zip(values, self._ids, strict=True)]
            self._taken[name] = np.concatenate(taken) if taken else np.empty(0, np.int32)
        return self._taken[name]


def match(snapshot: Snapshot, audience: Audience, clauses: Sequence[Clause]) -> Matching:
    """All documents open to the audience that cover enough of the question; without clauses all of them."""
    if not clauses:
        return _everything(snapshot, audience)
    masks = snapshot.open_to(audience)
    weights = [rarity(snapshot, clause) * clause.importance for clause in clauses]
    asked = np.float32(sum(weights))
    found = [
        _match_segment(segment, mask, clauses, weights) for segment, mask in zip(snapshot.segments, masks, strict=True)
    ]
    enough = scoring.ENOUGH_COVERED * max((float(each.decided.max(initial=0.0)) for each in found), default=0.0)
    kept: list[tuple[Ids, Floats]] = []
    for each in found:
        sufficient = each.decided >= np.float32(enough - scoring.TOLERANCE)
        total = each.scores[sufficient] * each.covered[sufficient] / asked
        kept.append((each.ids[sufficient], np.round(total, scoring.DECIMALS)))
    return Matching(snapshot.segments, kept)


def _everything(snapshot: Snapshot, audience: Audience) -> Matching:
    """All documents open to the audience: asked for most often, so kept for some audiences."""
    kept = snapshot.everything
    found = kept.get(audience)
    if not isinstance(found, Matching):
        open_ = [np.flatnonzero(mask).astype(np.int32) for mask in snapshot.open_to(audience)]
        found = Matching(snapshot.segments, [(ids, np.zeros(len(ids), np.float32)) for ids in open_])
        if len(kept) < MOST_KEPT:
            kept[audience] = found
    return found


@dataclass(frozen=True, slots=True)
class _Answers:
    """The documents of a segment that answer: their numbers, scores, and how much they cover, of all and of what
    decides."""

    ids: Ids
    scores: Floats
    covered: Floats
    decided: Floats


def _match_segment(segment: Segment, mask: Mask, clauses: Sequence[Clause], weights: Sequence[float]) -> _Answers:
    if len(clauses) == 1:
        ids, best = answer(segment, clauses[0])
        visible = mask[ids]
        ids, best = ids[visible], best[visible]
        covered = np.full(len(ids), weights[0], np.float32)
        return _Answers(ids, best * np.float32(weights[0]), covered, covered)
    scores = np.zeros(segment.count, np.float32)
    covered = np.zeros(segment.count, np.float32)
    all_decide = all(clause.decides for clause in clauses) or not any(clause.decides for clause in clauses)
    decided = covered if all_decide else np.zeros(segment.count, np.float32)
    for clause, weight in zip(clauses, weights, strict=True):
        ids, best = answer(segment, clause)
        scores[ids] += best * np.float32(weight)
        covered[ids] += np.float32(weight)
        if clause.decides and not all_decide:
            decided[ids] += np.float32(weight)
    ids = np.flatnonzero((decided > 0) & mask).astype(np.int32)
    return _Answers(ids, scores[ids], covered[ids], decided[ids])


def answer(segment: Segment, clause: Clause) -> tuple[Ids, Floats]:
    """The documents of a segment that answer a clause, and the best of its alternatives in each."""
    wanted = clause.at_least
    if wanted is not None:
        return segment.remembered(wanted, lambda: _with_units(segment, wanted))
    return segment.remembered(clause.alternatives, lambda: _best_of(segment, clause.alternatives))


def _with_units(segment: Segment, wanted: int) -> tuple[Ids, Floats]:
    available = segment.facts["available"]
    ids = np.flatnonzero(available > 0).astype(np.int32)
    return ids, np.minimum(available[ids] / np.float32(wanted), np.float32(1)).astype(np.float32)


def _best_of(segment: Segment, alternatives: Sequence[Alternative]) -> tuple[Ids, Floats]:
    best = np.zeros(segment.count, np.float32)
    for alternative in alternatives:
        ids, values = _all_of(segment, alternative.all_of)
        best[ids] = np.maximum(best[ids], values * np.float32(alternative.weight))
    ids = np.flatnonzero(best).astype(np.int32)
    return ids, best[ids]


def _all_of(segment: Segment, all_of: Sequence[AnyOf]) -> tuple[Ids, Floats]:
    """The documents where all is there, with the least of the parts; of tokens that stand for each other, the most."""
    wanted = [[part for part in map(segment.part, any_of) if part is not None] for any_of in all_of]
    if not all(wanted):
        return np.empty(0, np.int32), np.empty(0, np.float32)
    if len(wanted) == 1 and len(wanted[0]) == 1:
        return wanted[0][0]
    least = np.full(segment.count, np.inf, np.float32)
    for parts in wanted:
        most = np.zeros(segment.count, np.float32)
        for ids, values in parts:
            most[ids] = np.maximum(most[ids], values)
        np.minimum(least, most, out=least)
    found = np.flatnonzero(least).astype(np.int32)
    return found, least[found]


def rarity(snapshot: Snapshot, clause: Clause) -> float:
    """How much a word tells: by itself and what it is the kind of; for an unknown word, by its commonest substitute."""
    if clause.at_least is not None:
        return scoring.QUANTITY_RARITY
    own = [token for each in clause.alternatives[:2] for any_of in each.all_of for token in any_of]
    holding = sum(snapshot.holding(token) for token in own)
    if not holding:
        every = {token for each in clause.alternatives for any_of in each.all_of for token in any_of}
        holding = max((snapshot.holding(token) for token in every), default=0)
    return scoring.rarity(snapshot.documents, holding)
