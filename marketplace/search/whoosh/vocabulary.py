"""What the index knows of words, as far as an audience may see: for repair."""

import numpy as np

from marketplace.search.asking import Clause, Plan
from marketplace.search.engine import Audience, SearchRequest
from marketplace.search.lexicon.stems import bare
from marketplace.search.lexicon.synonyms import current
from marketplace.search.planning import plan
from marketplace.search.whoosh.answering import answer, number_of
from marketplace.search.whoosh.snapshot import Snapshot

MOST_PLANS = 500
LONGEST_KEPT = 200


def understood(snapshot: Snapshot, request: SearchRequest) -> Plan:
    """What a question means. Kept while the index is as it is: one turns pages, filters, and asks the same again."""
    thesaurus = request.thesaurus or current()
    plans = snapshot.plans_for(request.audience)
    key = request.q, request.verbatim
    known = plans.get(key)
    if known is not None and known[0] is thesaurus:
        return known[1]
    vocabulary = IndexVocabulary(snapshot, request.audience)
    made = plan(request.q, vocabulary, verbatim=request.verbatim, thesaurus=thesaurus)
    if len(request.q) <= LONGEST_KEPT:
        if len(plans) >= MOST_PLANS:
            plans.clear()
        plans[key] = thesaurus, made
    return made


class IndexVocabulary:
    """A `planning.Vocabulary` over a snapshot."""

    def __init__(self, snapshot: Snapshot, audience: Audience) -> None:
        self._parts = list(zip(snapshot.segments, snapshot.open_to(audience), strict=True))
        self._kept = snapshot.kept_for(audience)

    def answering(self, clause: Clause) -> int:
        """See `Vocabulary.answering`."""
        number = number_of(clause)
        known = self._kept.get(number)
        if not isinstance(known, int):
            answers = ((answer(segment, clause, number).ids, mask) for segment, mask in self._parts)
            known = self._kept[number] = sum(int(np.count_nonzero(mask[ids])) for ids, mask in answers)
        return known

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
        return sum(int(np.count_nonzero(mask[segment.written(word)])) for segment, mask in self._parts)
