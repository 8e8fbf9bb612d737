"""Which documents answer a plan, and how well, over arrays."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.search import scoring
from marketplace.search.asking import Clause
from marketplace.search.engine import Audience
from marketplace.search.whoosh.answering import Answer, Counts, Floats, answer, counted, number_of
from marketplace.search.whoosh.postings import Ids
from marketplace.search.whoosh.segment import Mask, Segment
from marketplace.search.whoosh.snapshot import Snapshot

MOST_COMBINED = 4
Combination = tuple[int, ...]
Whole = tuple[Answer, Ids]
"""Everything that answers one clause, and what of it is not seen: what it counts is known without looking again."""


class Matching:
    """The documents found: for each, its segment's number in `segments`, its number there, and its score."""

    def __init__(
        self,
        segments: Sequence[Segment],
        found: Sequence[tuple[Ids, Floats]],
        wholes: Sequence[Whole | None] | None = None,
    ) -> None:
        self._segments = segments
        self._wholes = wholes or [None] * len(segments)
        self._ids = [ids for ids, _ in found]
        self.scores: Floats = _joined([scores for _, scores in found], np.float32)
        self.count = len(self.scores)
        self._starts = np.cumsum([0, *(len(ids) for ids in self._ids)])
        self._taken: dict[str, NDArray[Any]] = {}

    def masks(self) -> list[Mask]:
        """For each segment, which of its documents were found."""
        masks = [np.zeros(segment.count, dtype=np.bool_) for segment in self._segments]
        for mask, ids in zip(masks, self._ids, strict=True):
            mask[ids] = True
        return masks

    def column(self, name: str) -> NDArray[Any]:
        """The values of an array of the segments, for the documents found."""
        return self._take(name, [getattr(segment, name) for segment in self._segments])

    def fact(self, name: str) -> NDArray[Any]:
        """The values of a fact, for the documents found."""
        return self._take(name, [segment.facts[name] for segment in self._segments])

    def counts(self, column: str) -> Counts:
        """How many of the documents found have each number of a column."""
        total = np.zeros(0, np.intp)
        for segment, ids, whole in zip(self._segments, self._ids, self._wholes, strict=True):
            if whole is None:
                total = _added(total, counted(getattr(segment, column)[ids]))
                continue
            total = _added(total, whole[0].counts(segment, column))
            if len(whole[1]):
                total = _added(total, -counted(getattr(segment, column)[whole[1]]))
        return total

    def facts_at(self, name: str, places: NDArray[np.intp]) -> NDArray[Any]:
        """The values of a fact for some of the documents found, given by their places among them, ascending."""
        if name in self._taken:
            return self._taken[name][places]
        if len(self._segments) == 1:
            return self._segments[0].facts[name][self._ids[0][places]]
        ends = np.searchsorted(places, self._starts)
        taken = [
            segment.facts[name][ids[places[first:last] - start]]
            for segment, ids, start, first, last in zip(
                self._segments, self._ids, self._starts, ends, ends[1:], strict=False
            )
            if first < last
        ]
        return _joined(taken, np.float64)

    def distance_to(self, near: tuple[float, float]) -> NDArray[np.float32]:
        """Kilometres to the documents found; not a number where none is known."""
        return _joined([segment.distance_to(near)[ids] for segment, ids in self._found()], np.float32)

    def _take(self, name: str, values: Sequence[NDArray[Any]]) -> NDArray[Any]:
        if name not in self._taken:
            taken = [each[ids] for each, ids in zip(values, self._ids, strict=True) if len(ids)]
            self._taken[name] = _joined(taken, values[0].dtype if values else np.int32)
        return self._taken[name]

    def _found(self) -> Iterator[tuple[Segment, Ids]]:
        return zip(self._segments, self._ids, strict=True)


def match(snapshot: Snapshot, audience: Audience, clauses: Sequence[Clause]) -> Matching:
    """All documents open to the audience that cover enough of the question; without clauses all of them."""
    if not clauses:
        return _everything(snapshot, audience)
    numbers = [number_of(clause) for clause in clauses]
    kept = snapshot.rarities
    for number, clause in zip(numbers, clauses, strict=True):
        if number not in kept:
            kept[number] = rarity(snapshot, clause)
    weights = [kept[number] * clause.importance for number, clause in zip(numbers, clauses, strict=True)]
    deciding = [place for place, clause in enumerate(clauses) if clause.decides] or list(range(len(clauses)))
    parts = [
        _Part(segment, mask, [answer(segment, clause, number) for clause, number in zip(clauses, numbers, strict=True)])
        for segment, mask in zip(snapshot.segments, snapshot.open_to(audience), strict=True)
    ]
    if len(deciding) > MOST_COMBINED:
        found = _sufficient_of_many(parts, deciding, weights)
    else:
        found = _sufficient(parts, deciding, weights)
    scored = [(ids, part.scores(ids, weights)) for part, ids in zip(parts, found, strict=True)]
    wholes = [part.whole(deciding[0]) for part in parts] if len(deciding) == 1 else None
    return Matching(snapshot.segments, scored, wholes)


def _everything(snapshot: Snapshot, audience: Audience) -> Matching:
    """All documents open to the audience: asked for most often, so kept."""
    kept = snapshot.kept_for(audience)
    found = kept.get("everything")
    if not isinstance(found, Matching):
        open_ = [np.flatnonzero(mask) for mask in snapshot.open_to(audience)]
        found = Matching(snapshot.segments, [(ids, np.zeros(len(ids), np.float32)) for ids in open_])
        kept["everything"] = found
    return found


class _Part:
    """One segment, what of it the audience sees, and what answers each clause."""

    def __init__(self, segment: Segment, mask: Mask, answers: Sequence[Answer]) -> None:
        self._segment = segment
        self._mask = mask
        self._answers = answers
        self._holding: dict[Combination, Ids] = {}

    def holding(self, combination: Combination) -> Ids:
        """The visible documents that answer all of some clauses."""
        found = self._holding.get(combination)
        if found is None:
            least, *others = sorted((self._answers[place] for place in combination), key=lambda each: len(each.ids))
            there = self._mask[least.ids]
            for other in others:
                there &= other.among(least.ids)
            found = self._holding[combination] = least.ids if there.all() else least.ids[np.flatnonzero(there)]
        return found

    def holding_any(self, wanted: Sequence[Combination]) -> Ids:
        """The visible documents that answer all of any of the combinations."""
        if len(wanted) == 1:
            return self.holding(wanted[0])
        found = np.zeros(self._segment.count, np.bool_)
        for combination in wanted:
            found[self.holding(combination)] = True
        return np.flatnonzero(found)

    def whole(self, place: int) -> Whole | None:
        """What was found, if it is all that answers one clause and is seen; None if too much of it is not."""
        answers = self._answers[place]
        hidden = len(answers.ids) - len(self.holding((place,)))
        if 2 * hidden > len(answers.ids):
            return None
        if not hidden:
            return answers, answers.ids[:0]
        return answers, answers.ids[np.flatnonzero(~self._mask[answers.ids])]

    def covered(self, places: Sequence[int], weights: Sequence[float]) -> Floats:
        """Of each document how much it answers of some clauses; nothing of what is not seen."""
        covered = np.zeros(self._segment.count, np.float32)
        for place in places:
            covered[self._answers[place].ids] += np.float32(weights[place])
        return covered * self._mask

    def scores(self, ids: Ids, weights: Sequence[float]) -> Floats:
        """The scores of documents: what they answer, times how much of the question they answer."""
        if not len(ids):
            return np.empty(0, np.float32)
        scores, covered = np.zeros(len(ids), np.float32), np.zeros(len(ids), np.float32)
        for each, weight in zip(self._answers, weights, strict=True):
            if len(each.ids):
                values, there = each.at(ids)
                scores += values * np.float32(weight)
                covered += np.float32(weight) if there is None else there * np.float32(weight)
        scores *= covered
        scores /= np.float32(sum(weights))
        return np.round(scores, scoring.DECIMALS, out=scores)


def _sufficient(parts: Sequence[_Part], deciding: Sequence[int], weights: Sequence[float]) -> list[Ids]:
    """For each segment the documents that cover enough, by what few clauses decide: as combinations of them."""
    all_combinations = [each for size in range(1, len(deciding) + 1) for each in combinations(deciding, size)]
    weighed = {each: sum(weights[place] for place in each) for each in all_combinations}
    best = 0.0
    for combination in sorted(all_combinations, key=lambda each: -weighed[each]):
        if any(len(part.holding(combination)) for part in parts):
            best = weighed[combination]
            break
    enough = scoring.ENOUGH_COVERED * best - scoring.TOLERANCE
    wanted: list[Combination] = []
    for combination in all_combinations if best else ():
        if weighed[combination] >= enough and not any(set(less) <= set(combination) for less in wanted):
            wanted.append(combination)
    return [part.holding_any(wanted) for part in parts]


def _sufficient_of_many(parts: Sequence[_Part], deciding: Sequence[int], weights: Sequence[float]) -> list[Ids]:
    """The same by what many clauses decide: their combinations would be too many."""
    covered = [part.covered(deciding, weights) for part in parts]
    best = max((float(each.max(initial=0.0)) for each in covered), default=0.0)
    enough = np.float32(max(scoring.ENOUGH_COVERED * best - scoring.TOLERANCE, scoring.TOLERANCE))
    return [np.flatnonzero(each >= enough) for each in covered]


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


def _added(one: Counts, other: Counts) -> Counts:
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    total = longer.copy()
    total[: len(shorter)] += shorter
    return total


def _joined(arrays: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    if not arrays:
        return np.empty(0, kind)
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
