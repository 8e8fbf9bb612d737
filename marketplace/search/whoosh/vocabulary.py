"""What the index knows of words, as far as an audience may see: for repair."""

from marketplace.search.asking import Clause
from marketplace.search.engine import Audience
from marketplace.search.lexicon.stems import bare
from marketplace.search.whoosh.matching import answer
from marketplace.search.whoosh.snapshot import Snapshot


class IndexVocabulary:
    """A `planning.Vocabulary` over a snapshot."""

    def __init__(self, snapshot: Snapshot, audience: Audience) -> None:
        self._parts = list(zip(snapshot.segments, snapshot.open_to(audience), strict=True))

    def answering(self, clause: Clause) -> int:
        """See `Vocabulary.answering`."""
        return sum(int(mask[answer(segment, clause)[0]].sum()) for segment, mask in self._parts)

    def written_like(self, word: str) -> list[str]:
        """See `Vocabulary.written_like`."""
        start = bare(word)
        alike: set[str] = set()
        for segment, _ in self._parts:
            for written, other, _count in segment.starting_with(start):
                if written != start:
                    break
                alike.add(other)
        return sorted(other for other in alike if self._visible(other))

    def nearest(self, word: str) -> str | None:
        """See `Vocabulary.nearest`."""
        apart = {other: distance for segment, _ in self._parts for distance, other in segment.speller.candidates(word)}
        found = [(distance, -self._visible(other), other) for other, distance in apart.items()]
        return min((each for each in found if each[1]), default=(0, 0, None))[2]

    def _visible(self, word: str) -> int:
        return sum(int(mask[segment.written(word)].sum()) for segment, mask in self._parts)
