"""What the index has to offer an audience while a question is written."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from marketplace.search.engine import Audience
from marketplace.search.planning import plan
from marketplace.search.whoosh.matching import Matching, match
from marketplace.search.whoosh.segment import AllCodes, Mask
from marketplace.search.whoosh.snapshot import Snapshot
from marketplace.search.whoosh.vocabulary import IndexVocabulary


class IndexOffer:
    """A `suggesting.Offer` over a snapshot."""

    def __init__(self, snapshot: Snapshot, audience: Audience, codes: AllCodes) -> None:
        self._snapshot = snapshot
        self._audience = audience
        self._codes = codes

    def words(self, start: str) -> Iterator[tuple[str, int]]:
        """See `Offer.words`."""
        total: Counter[str] = Counter()
        for segment in self._snapshot.segments:
            for _, word, count in segment.starting_with(start):
                total[word] += count
        return iter(total.items())

    def writing(self, q: str) -> Callable[[str], int]:
        """See `Offer.writing`."""
        masks = self._masks(q)
        return lambda word: self._written("word", word, masks)

    def brands(self, start: str) -> Iterator[tuple[str, int]]:
        """See `Offer.brands`."""
        masks = self._snapshot.open_to(self._audience)
        found = {brand for segment in self._snapshot.segments for brand in segment.brands_starting_with(start)}
        return ((brand, self._written("brand", brand, masks)) for brand in sorted(found))

    def categories(self) -> Mapping[str, int]:
        """See `Offer.categories`."""
        total: Counter[str] = Counter()
        for path, count in self._by_path(match(self._snapshot, self._audience, ())):
            for code in path:
                total[code] += count
        return total

    def hits_by_category(self, q: str) -> Mapping[str, int]:
        """See `Offer.hits_by_category`."""
        total: Counter[str] = Counter()
        for path, count in self._by_path(self._match(q)):
            total[path[-1]] += count
        return total

    def _by_path(self, matching: Matching) -> Iterator[tuple[tuple[str, ...], int]]:
        counts = np.bincount(matching.column("category").astype(np.intp, copy=False))
        for number in np.flatnonzero(counts).tolist():
            yield self._codes.category.texts[number], int(counts[number])

    def _match(self, q: str) -> Matching:
        understood = plan(q, IndexVocabulary(self._snapshot, self._audience))
        return match(self._snapshot, self._audience, understood.clauses)

    def _masks(self, q: str) -> list[Mask]:
        """For each segment, which documents the audience sees among the hits of a question."""
        if not q.strip():
            return self._snapshot.open_to(self._audience)
        return self._match(q).masks()

    def _written(self, field: str, term: str, masks: list[Mask]) -> int:
        found = zip(self._snapshot.segments, masks, strict=True)
        return sum(int(np.count_nonzero(mask[segment.written(term, field)])) for segment, mask in found)
