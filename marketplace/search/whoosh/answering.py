"""What of a segment answers one clause: worked out once, as long as the segment is as it is."""

from collections.abc import Sequence
from functools import cached_property
from itertools import count
from threading import local
from typing import cast

import numpy as np
from numpy.typing import NDArray

from marketplace.search.asking import Alternative, AnyOf, Clause
from marketplace.search.whoosh.postings import Ids
from marketplace.search.whoosh.segment import Mask, Segment

Floats = NDArray[np.float32]
Asked = tuple[Alternative, ...] | int

MOST_NUMBERED = 20_000
FEW = 5


class Answer:
    """The documents of a segment that answer, ascending, and how well each does."""

    def __init__(self, segment: Segment, ids: Ids, values: Floats) -> None:
        self._count = segment.count
        self.ids = ids
        self.values = values

    @cached_property
    def mask(self) -> Mask:
        """The same documents, as one of all."""
        mask = np.zeros(self._count, np.bool_)
        mask[self.ids] = True
        return mask

    def at(self, ids: Ids) -> tuple[Floats, Mask]:
        """How well each of some documents answers, and which of them do."""
        if ids is self.ids:
            return self.values, np.ones(len(ids), np.bool_)
        if FEW * len(ids) < len(self.ids):
            places = np.searchsorted(self.ids, ids)
            places[places == len(self.ids)] = 0
            there = self.ids[places] == ids
            return self.values[places] * there, there
        there = self.mask[ids]
        spread = _desk.values(self._count)
        spread[self.ids] = self.values
        return spread[ids] * there, there


class _Desk(local):
    """Room for one number of each document, for each thread: to have it at hand costs less than to ask for it."""

    def __init__(self) -> None:
        self._values: Floats = np.zeros(0, np.float32)

    def values(self, size: int) -> Floats:
        """At least `size` numbers; what they are is left from before."""
        if len(self._values) < size:
            self._values = np.zeros(size, np.float32)
        return self._values


_desk = _Desk()


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
        segment.remember(asked, found, found.ids.nbytes + found.values.nbytes + segment.count)
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
