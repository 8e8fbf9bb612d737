"""The documents, what an audience sees of them, and how well each answers."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from marketplace.search import scoring
from marketplace.search.analysis import Analysed
from marketplace.search.asking import AnyOf, Clause
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import Audience
from marketplace.search.lexicon.stems import bare
from marketplace.search.spelling import Speller
from marketplace.search.suggesting import complete


class Corpus:
    """The documents, and what an audience sees of them. A `planning.Vocabulary`."""

    def __init__(self, documents: Mapping[int, tuple[ListingDocument, Analysed]], audience: Audience) -> None:
        self._all = documents
        self.visible = {
            number: document
            for number, (document, _) in documents.items()
            if audience.may_see(document.municipality_number, document.unit_id, document.stage)
        }
        self._words = Counter(word for number in self.visible for word in documents[number][1].words)
        lengths = sum(analysed.length for _, analysed in documents.values())
        self._reference = scoring.reference_length(lengths, len(documents))

    def answers(self, clause: Clause) -> bool:
        """See `Vocabulary.answers`."""
        return any(self._best(number, clause) > 0 for number in self.visible)

    def written_like(self, word: str) -> list[str]:
        """See `Vocabulary.written_like`."""
        return sorted(other for other in self._words if bare(other) == bare(word))

    def nearest(self, word: str) -> str | None:
        """See `Vocabulary.nearest`."""
        found = Speller(self._words).candidates(word)
        return min(found, key=lambda near: (near[0], -self._words[near[1]], near[1]))[1] if found else None

    def completed(self, prefix: str, limit: int) -> tuple[str, ...]:
        """See `SearchEngine.suggest`."""
        return complete(prefix, limit, lambda start: _with_prefix(self._words, start))

    def scores(self, clauses: Sequence[Clause]) -> dict[int, float]:
        """The score of each visible document that covers enough of the question."""
        if not clauses:
            return dict.fromkeys(self.visible, 0.0)
        totals: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        asked = 0.0
        for clause in clauses:
            weight = self._rarity(clause) * clause.importance
            asked += weight
            for number in self.visible:
                best = self._best(number, clause)
                if best > 0:
                    totals[number] += weight * best
                    covered[number] += weight
        enough = scoring.ENOUGH_COVERED * max(covered.values(), default=0.0)
        return {
            number: scoring.rounded(total * covered[number] / asked)
            for number, total in totals.items()
            if covered[number] >= enough - scoring.TOLERANCE
        }

    def _best(self, number: int, clause: Clause) -> float:
        return max(
            each.weight * min(self._part(number, any_of) for any_of in each.all_of) for each in clause.alternatives
        )

    def _part(self, number: int, any_of: AnyOf) -> float:
        analysed = self._all[number][1]
        held = [analysed.weights[token] for token in any_of if token in analysed.weights]
        return max((scoring.saturated(weight, analysed.length, self._reference) for weight in held), default=0.0)

    def _rarity(self, clause: Clause) -> float:
        tokens = [token for each in clause.alternatives[:2] for any_of in each.all_of for token in any_of]
        holding = sum(self._holding(token) for token in tokens)
        if not holding:
            every = (token for each in clause.alternatives for any_of in each.all_of for token in any_of)
            holding = max((self._holding(token) for token in every), default=0)
        return scoring.rarity(len(self._all), holding)

    def _holding(self, token: str) -> int:
        return sum(token in analysed.weights for _, analysed in self._all.values())


def _with_prefix(words: Counter[str], start: str) -> list[tuple[str, int]]:
    ordered = sorted((bare(word), word) for word in words)
    found: list[tuple[str, int]] = []
    for written, word in ordered[bisect_left(ordered, (start, "")) :]:
        if not written.startswith(start):
            break
        found.append((word, words[word]))
    return found
