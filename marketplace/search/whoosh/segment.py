"""One segment of the index, ready to be asked: arrays of facts, tokens as they are met, the words to offer."""

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from functools import cached_property
from threading import Lock
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from marketplace.search.distance import crow_flies_km
from marketplace.search.documents import reserved_stage
from marketplace.search.engine import Audience
from marketplace.search.lexicon.stems import bare
from marketplace.search.scoring import K1, B
from marketplace.search.spelling import Speller
from marketplace.search.suggesting import folded_words
from marketplace.search.whoosh.postings import Ids, Postings, Weights
from marketplace.search.whoosh.schema import FACTS, NONE

MOST_KEPT = 50_000
MOST_AUDIENCES = 64
MOST_PLACES = 32
MOST_REMEMBERED = 600
"""Bytes for each document."""

NUMBERS = tuple(name for name in FACTS.names or () if FACTS[name].kind != "S")

Mask = NDArray[np.bool_]
Numbers = NDArray[np.uint16]
"""Of things of which there are few: small, so that those of all documents lie close to the processor."""

Entry = TypeVar("Entry", bound=tuple[str, ...] | tuple[str, str, int])


class Codes:
    """Numbers for texts, the same in every segment, so that counts of segments add up."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, ...]] = []
        self._numbers: dict[bytes, int] = {}
        self._lock = Lock()

    def numbers(self, texts: NDArray[np.bytes_]) -> Numbers:
        """The number of each text; new texts get the next number. A text is read as parts between slashes."""
        stored = texts.tolist()
        with self._lock:
            for text in set(stored) - self._numbers.keys():
                self._numbers[text] = len(self.texts)
                self.texts.append(tuple(text.decode("ascii").split("/")))
        return np.fromiter((self._numbers[text] for text in stored), dtype=np.uint16, count=len(stored))


class AllCodes:
    """The codes of everything that is counted."""

    def __init__(self) -> None:
        self.category = Codes()
        self.place = Codes()
        self.condition = Codes()
        self.stage = Codes()


class Segment:
    """A segment's facts and postings. What is worked out once stays right until the segment goes."""

    def __init__(self, postings: Postings, codes: AllCodes) -> None:
        self._postings = postings
        self.count = postings.count
        facts = postings.facts()
        self.facts = {name: np.ascontiguousarray(facts[name]) for name in NUMBERS}
        self.ids: NDArray[np.int64] = self.facts["id"]
        self.category = codes.category.numbers(facts["category"])
        self.place = codes.place.numbers(facts["place"])
        self.condition = codes.condition.numbers(facts["condition"])
        self.priced: Mask = self.facts["price"] > 0
        self.lent: Mask = self.facts["loan"] > 0
        self._stage = codes.stage.numbers(facts["stage"])
        self._codes = codes
        self.lengths = self.facts["words"].astype(np.float32)
        self._parts: dict[str, tuple[Ids, Weights] | None] = {}
        self._written: dict[tuple[str, str], Ids] = {}
        self._open_to: dict[Audience, Mask] = {}
        self._distances: dict[tuple[float, float], NDArray[np.float32]] = {}
        self._remembered: dict[Hashable, object] = {}
        self._sizes: deque[tuple[Hashable, int]] = deque()
        self._remembered_size = 0
        self._remembering = Lock()
        self._reference = 0.0

    def use_reference(self, length: float) -> None:
        """Reckon with `length` words as usual; what was reckoned with another is forgotten."""
        if length != self._reference:
            self._reference = length
            self._parts = {}
            with self._remembering:
                self._remembered = {}
                self._sizes.clear()
                self._remembered_size = 0

    def part(self, token: str) -> tuple[Ids, Weights] | None:
        """The documents that hold a token and its BM25 part in each; None if no document does."""
        kept = self._parts
        if token in kept:
            return kept[token]
        if len(kept) > MOST_KEPT:
            kept.clear()
        found = self._postings.of("text", token)
        if found is not None:
            ids, weights = found
            norm = K1 * (1 - B + B * self.lengths[ids] / self._reference)
            found = ids, (weights * (K1 + 1) / (weights + norm)).astype(np.float32)
        kept[token] = found
        return found

    def remembered(self, question: Hashable) -> object | None:
        """What was worked out for a question, if it is still there."""
        return self._remembered.get(question)

    def remember(self, question: Hashable, answer: object, size: int) -> None:
        """Keep what took time to work out, within bounds of memory: the oldest goes first. `size` is in bytes."""
        with self._remembering:
            if question in self._remembered:
                return
            self._remembered_size += size
            self._remembered[question] = answer
            self._sizes.append((question, size))
            while self._remembered_size > MOST_REMEMBERED * (self.count + 1000):
                oldest, freed = self._sizes.popleft()
                self._remembered_size -= freed
                self._remembered.pop(oldest, None)

    def open_to(self, audience: Audience) -> Mask:
        """Which documents the audience may see."""
        mask = self._open_to.get(audience)
        if mask is None:
            if len(self._open_to) >= MOST_AUDIENCES:
                self._open_to.clear()
            mask = self._open_to[audience] = self._reaching(audience)
        return mask

    def distance_to(self, near: tuple[float, float]) -> NDArray[np.float32]:
        """Kilometres from a position to each document; not a number where none is known."""
        distances = self._distances.get(near)
        if distances is None:
            if len(self._distances) >= MOST_PLACES:
                self._distances.clear()
            distances = crow_flies_km(near, self.facts["latitude"], self.facts["longitude"]).astype(np.float32)
            self._distances[near] = distances
        return distances

    def _reaching(self, audience: Audience) -> Mask:
        """`Audience.may_see` for all documents at once."""
        if audience.sees_all:
            return np.ones(self.count, dtype=np.bool_)
        own = _looked_up(self.place, self._codes.place, lambda text: text[-1] == audience.municipality_number)
        shown = ("network", reserved_stage(audience.municipality_number))
        network = _looked_up(self._stage, self._codes.stage, lambda text: text[0] in shown)
        municipality = _looked_up(self._stage, self._codes.stage, lambda text: text[0] == "municipality")
        units = self.facts["unit"]
        if audience.unit_ids is None:
            of_unit: Mask = np.ones(self.count, dtype=np.bool_)
        else:
            of_unit = np.isin(units, [*audience.unit_ids, NONE])
        within = own & (network | municipality | of_unit)
        if not audience.is_member:
            return within
        members = audience.members
        if members is not None:
            network &= _looked_up(self.place, self._codes.place, lambda text: text[-1] in members)
        return within | network

    @cached_property
    def words(self) -> list[tuple[str, str, int]]:
        """The words to offer: folded, as written, and how many documents hold each; in the order of the folded."""
        return sorted((bare(word), word, count) for word, count in self._postings.terms("word"))

    @cached_property
    def speller(self) -> Speller:
        """The speller of this segment's words."""
        return Speller(word for _, word, _ in self.words)

    def starting_with(self, start: str) -> Iterator[tuple[str, str, int]]:
        """The words whose folded form starts so."""
        yield from _starting(self.words, bisect_left(self.words, (start, "", 0)), start)

    @cached_property
    def _brands(self) -> list[tuple[str, str]]:
        """The folded words of each brand, and the brand as written, in order."""
        return sorted((word, brand) for brand, _ in self._postings.terms("brand") for word in folded_words(brand))

    def brands_starting_with(self, start: str) -> Iterator[str]:
        """The brands of which a word starts so."""
        for _, brand in _starting(self._brands, bisect_left(self._brands, (start, "")), start):
            yield brand

    def written(self, term: str, field: str = "word") -> Ids:
        """The documents that offer a word, or are of a brand."""
        found = self._written.get((field, term))
        if found is None:
            if len(self._written) > MOST_KEPT:
                self._written.clear()
            postings = self._postings.of(field, term)
            found = self._written[field, term] = np.empty(0, dtype=np.intp) if postings is None else postings[0]
        return found

    def close(self) -> None:
        """Let go of the files."""
        self._postings.close()


def _starting(entries: list[Entry], first: int, start: str) -> Iterator[Entry]:
    for place in range(first, len(entries)):
        if not entries[place][0].startswith(start):
            return
        yield entries[place]


def _looked_up(numbers: Numbers, codes: Codes, chosen: Callable[[tuple[str, ...]], bool]) -> Mask:
    table = np.fromiter((chosen(text) for text in codes.texts), dtype=np.bool_, count=len(codes.texts))
    return np.asarray(table[numbers], dtype=np.bool_)
