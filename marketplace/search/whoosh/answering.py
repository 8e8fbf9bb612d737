"""What of a segment answers one clause: worked out once, as long as the segment is as it is."""

from collections.abc import Sequence
from functools import cached_property
from itertools import count
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from marketplace.search.asking import Alternative, AnyOf, Clause
from marketplace.search.whoosh.postings import Ids
from marketplace.search.whoosh.segment import Mask, Segment

Floats = NDArray[np.float32]
Counts = NDArray[np.intp]
Asked = tuple[Alternative, ...] | int

MOST_NUMBERED = 20_000
FEW = 5
DENSE = 50


def counted(numbers: NDArray[Any]) -> Counts:
    """How often each number is there."""
    return np.bincount(numbers.view(np.uint8) if numbers.dtype == np.bool_ else numbers)


class Answer:
    """The documents of a segment that answer, ascending, and how well each does."""

    def __init__(self, segment: Segment, ids: Ids, values: Floats) -> None:
        self._count = segment.count
        self.ids = ids
        self.values = values
        self._counts: dict[str, Counts] = {}
        self._is_dense = DENSE * len(ids) > segment.count

    @property
    def size(self) -> int:
        """The bytes that it takes, with what is worked out of it when it is asked for."""
        return self.ids.nbytes + self.values.nbytes + (5 * self._count if self._is_dense else 0)

    def among(self, ids: Ids) -> Mask:
        """Which of some documents answer."""
        if ids is self.ids:
            return np.ones(len(ids), np.bool_)
        return self._mask[ids] if self._is_dense else self.ids[self._places(ids)] == ids

    def at(self, ids: Ids) -> tuple[Floats, Mask | None]:
        """How well each of some documents answers, and which of them do; None if all do."""
        if ids is self.ids:
            return self.values, None
        if self._is_dense and FEW * len(ids) > len(self.ids):
            values = self._spread[ids]
            return values, values > 0
        places = self._places(ids)
        there = self.ids[places] == ids
        return self.values[places] * there, there

    def _places(self, ids: Ids) -> Ids:
        """Where each of some documents is, if it is there; not to be called when nothing answers."""
        places = np.searchsorted(self.ids, ids)
        places[places == len(self.ids)] = 0
        return places

    def counts(self, segment: Segment, column: str) -> Counts:
        """How many of the documents have each number of a column."""
        counts = self._counts.get(column)
        if counts is None:
            counts = self._counts[column] = counted(getattr(segment, column)[self.ids])
        return counts

    @cached_property
    def _mask(self) -> Mask:
        """The same documents, as one of all."""
        mask = np.zeros(self._count, np.bool_)
        mask[self.ids] = True
        return mask

    @cached_property
    def _spread(self) -> Floats:
        """How well each document of the segment answers."""
        spread = np.zeros(self._count, np.float32)
        spread[self.ids] = self.values
        return spread


class _Numbering:
    """A number for each thing that is asked, so that what is asked often is compared once and not in every segment."""

    def __init__(self) -> None:
        self._numbers = count()
        self._by_identity: dict[int, tuple[Asked, int]] = {}
        self._by_value: dict[Asked, int] = {}

    def of(self, asked: Asked) -> int:
        known = self._by_identity.get(id(asked))
        if known is not None and known[0] is asked:
            return known[1]
        if len(self._by_identity) > MOST_NUMBERED:
            self._by_identity.clear()
            self._by_value.clear()
        number = self._by_value.setdefault(asked, next(self._numbers))
        self._by_identity[id(asked)] = asked, number
        return number


_numbering = _Numbering()


def number_of(clause: Clause) -> int:
    """The same for clauses that the same documents answer as well."""
    return _numbering.of(clause.alternatives if clause.at_least is None else clause.at_least)


def answer(segment: Segment, clause: Clause, number: int | None = None) -> Answer:
    """The documents of a segment that answer a clause, and the best of its alternatives in each."""
    asked = number_of(clause) if number is None else number
    found = segment.remembered(asked)
    if found is None:
        found = Answer(segment, *_answered(segment, clause))
        segment.remember(asked, found, found.size)
    return cast(Answer, found)


def _answered(segment: Segment, clause: Clause) -> tuple[Ids, Floats]:
    if clause.at_least is not None:
        available = segment.facts["available"]
        ids = np.flatnonzero(available > 0)
        return ids, np.minimum(available[ids] / np.float32(clause.at_least), np.float32(1)).astype(np.float32)
    return _best_of(segment, clause.alternatives)


def _best_of(segment: Segment, alternatives: Sequence[Alternative]) -> tuple[Ids, Floats]:
    found = [(_all_of(segment, each.all_of), np.float32(each.weight)) for each in alternatives]
    held = [(ids, values * weight) for (ids, values), weight in found if len(ids)]
    return held[0] if len(held) == 1 else _most(segment, held)


def _all_of(segment: Segment, all_of: Sequence[AnyOf]) -> tuple[Ids, Floats]:
    """The documents where all is there, with the least of the parts; of tokens that stand for each other, the most."""
    wanted = [[part for part in map(segment.part, any_of) if part is not None] for any_of in all_of]
    if not all(wanted):
        return np.empty(0, np.intp), np.empty(0, np.float32)
    parts = [each[0] if len(each) == 1 else _most(segment, each) for each in wanted]
    ids, values = min(parts, key=lambda part: len(part[0]))
    for other_ids, other_values in parts:
        if other_ids is not ids:
            ids, values = _both(ids, values, other_ids, other_values)
    return ids, values


def _most(segment: Segment, parts: Sequence[tuple[Ids, Floats]]) -> tuple[Ids, Floats]:
    """What is in any of the parts, with the most of them."""
    if not parts:
        return np.empty(0, np.intp), np.empty(0, np.float32)
    most = np.zeros(segment.count, np.float32)
    for ids, values in parts:
        most[ids] = np.maximum(most[ids], values)
    found = np.flatnonzero(most > 0)
    return found, most[found]


def _both(ids: Ids, values: Floats, other_ids: Ids, other_values: Floats) -> tuple[Ids, Floats]:
    """What is in both, with the least of them."""
    at = np.searchsorted(other_ids, ids)
    at[at == len(other_ids)] = 0
    there = np.flatnonzero(other_ids[at] == ids) if len(other_ids) else np.empty(0, np.intp)
    return ids[there], np.minimum(values[there], other_values[at[there]])
