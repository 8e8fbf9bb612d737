"""The documents, what an audience sees of them, and how well each answers."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from marketplace.search import scoring
from marketplace.search.analysis import Analysed
from marketplace.search.asking import AnyOf, Clause, Explanation
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import Audience
from marketplace.search.explaining import Answer, explanation
from marketplace.search.lexicon.stems import bare
from marketplace.search.spelling import Speller


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

    def answering(self, clause: Clause) -> int:
        """See `Vocabulary.answering`."""
        return sum(self._best(number, clause)[1] > 0 for number in self.visible)

    def written_like(self, word: str) -> list[str]:
        """See `Vocabulary.written_like`."""
        return sorted(other for other in self._words if bare(other) == bare(word))

    def nearest(self, word: str) -> str | None:
        """See `Vocabulary.nearest`."""
        found = Speller(self._words).candidates(word)
        return min(found, key=lambda near: (near[0], -self._words[near[1]], near[1]))[1] if found else None

    def scores(self, clauses: Sequence[Clause]) -> dict[int, float]:
        """The score of each visible document that covers enough of what decides in the question."""
        if not clauses:
            return dict.fromkeys(self.visible, 0.0)
        deciding = [clause.decides for clause in clauses]
        weights = [self._rarity(clause) * clause.importance for clause in clauses]
        totals: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        decided: dict[int, float] = defaultdict(float)
        for clause, weight in zip(clauses, weights, strict=True):
            for number in self.visible:
                best = self._best(number, clause)[1]
                if best > 0:
                    totals[number] += weight * best
                    covered[number] += weight
                    decided[number] += weight if clause.decides or not any(deciding) else 0.0
        enough = scoring.ENOUGH_COVERED * max(decided.values(), default=0.0)
        return {
            number: scoring.rounded(total * covered[number] / sum(weights))
            for number, total in totals.items()
            if decided[number] > 0 and decided[number] >= enough - scoring.TOLERANCE
        }

    def explained(self, clauses: Sequence[Clause], number: int) -> Explanation:
        """Why a document has the score it has."""
        rarities = [self._rarity(clause) for clause in clauses]
        return explanation(clauses, rarities, [self._best(number, clause) for clause in clauses])

    def _best(self, number: int, clause: Clause) -> Answer:
        if clause.at_least is not None:
            return None, scoring.enough_units(self.visible[number].available_quantity, clause.at_least)
        parts = (
            (each, each.weight * min(self._part(number, any_of) for any_of in each.all_of))
            for each in clause.alternatives
        )
        return max(parts, key=lambda answer: answer[1], default=(None, 0.0))

    def _part(self, number: int, any_of: AnyOf) -> float:
        analysed = self._all[number][1]
        held = [analysed.weights[token] for token in any_of if token in analysed.weights]
        return max((scoring.saturated(weight, analysed.length, self._reference) for weight in held), default=0.0)

    def _rarity(self, clause: Clause) -> float:
        if clause.at_least is not None:
            return scoring.QUANTITY_RARITY
        tokens = [token for each in clause.alternatives[:2] for any_of in each.all_of for token in any_of]
        holding = sum(self._holding(token) for token in tokens)
        if not holding:
            every = (token for each in clause.alternatives for any_of in each.all_of for token in any_of)
            holding = max((self._holding(token) for token in every), default=0)
        return scoring.rarity(len(self._all), holding)

    def _holding(self, token: str) -> int:
        return sum(token in analysed.weights for _, analysed in self._all.values())
