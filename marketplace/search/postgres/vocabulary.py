"""What the index knows of words, as far as an audience may see: for repair, and for how much a word tells.

A plan asks one thing after the other, and each would be a statement. So what is not known yet is noted, all of it is
asked at once, and the question is read again.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection

from marketplace.search import scoring
from marketplace.search.asking import Alternative, Clause, Plan
from marketplace.search.engine import Audience, SearchRequest
from marketplace.search.lexicon.stems import bare
from marketplace.search.planning import FEW, plan
from marketplace.search.postgres.matching import Question, counting, living
from marketplace.search.postgres.rows import WORD
from marketplace.search.postgres.statements import SQL, Statement, listed
from marketplace.search.postgres.tables import IndexTables
from marketplace.search.postgres.tally import Spellers, Tally

MOST_ROUNDS = 6
OWN = 2
"""As many of a clause's alternatives are the word itself."""

Alternatives = tuple[Alternative, ...]
Unknown = tuple[set[str], set[str], dict[Alternatives, Clause]]


class IndexVocabulary:
    """A `planning.Vocabulary` over the index, for one question."""

    def __init__(self, connection: Connection, tables: IndexTables, audience: Audience, spellers: Spellers) -> None:
        self._connection = connection
        self._tables = tables
        self._audience = audience
        self._spellers = spellers
        self._tally = Tally(connection, tables, audience)
        self._alike: dict[str, list[str]] = {}
        self._nearest: dict[str, str | None] = {}
        self._answering: dict[Alternatives, int] = {}
        self._holding: dict[str, int] = {}
        self._documents = self._length = 0
        self._unknown: Unknown = set(), set(), {}

    def question(self, request: SearchRequest) -> tuple[Plan, Question]:
        """The question understood, and what is to be matched. Few statements, however many words it has."""
        understood = self._understood(request)
        rarities = self.rarities(understood.clauses)
        weights = tuple(rarity * each.importance for rarity, each in zip(rarities, understood.clauses, strict=True))
        alive = tuple(living(clause, self._holding) for clause in understood.clauses)
        return understood, Question(alive, weights, self.reference, self._audience)

    def rarities(self, clauses: Sequence[Clause]) -> list[float]:
        """How much each clause's word tells."""
        self._learn_holding(clauses)
        return [self._rarity(clause) for clause in clauses]

    @property
    def reference(self) -> float:
        """How long a listing usually is."""
        return scoring.reference_length(self._length, self._documents)

    def answering(self, clause: Clause) -> int:
        """See `Vocabulary.answering`. Counts no further than a plan asks."""
        if clause.alternatives not in self._answering:
            self._unknown[2][clause.alternatives] = clause
        return self._answering.get(clause.alternatives, 0)

    def written_like(self, word: str) -> list[str]:
        """See `Vocabulary.written_like`."""
        if word not in self._alike:
            self._unknown[0].add(word)
        return self._alike.get(word, [])

    def nearest(self, word: str) -> str | None:
        """See `Vocabulary.nearest`."""
        if word not in self._nearest:
            self._unknown[1].add(word)
        return self._nearest.get(word)

    def _understood(self, request: SearchRequest) -> Plan:
        for _ in range(MOST_ROUNDS):
            understood = plan(request.q, self, verbatim=request.verbatim, thesaurus=request.thesaurus)
            words, misspelt, asked = self._unknown
            if not (words or misspelt or asked):
                break
            self._unknown = set(), set(), {}
            self._learn_alike(words)
            self._learn_nearest(misspelt)
            self._learn_answering(list(asked.values()))
        return understood

    def _learn_alike(self, words: Collection[str]) -> None:
        starts = {word: f"{WORD}{bare(word)}\t" for word in words}
        found = self._tally.starting(sorted(set(starts.values())))
        for word, start in starts.items():
            self._alike[word] = sorted(entry.removeprefix(start) for entry in found if entry.startswith(start))

    def _learn_nearest(self, words: Collection[str]) -> None:
        """Of all words that are near to each, the best of those that are in visible listings."""
        if not words:
            return
        spellers = self._spellers.of(self._connection, self._tables)
        near = {word: [each for speller in spellers for each in speller.candidates(word)] for word in words}
        entries = {other: f"{WORD}{bare(other)}\t{other}" for found in near.values() for _, other in found}
        counts = self._tally.having(sorted(entries.values())) if entries else {}
        for word, found in near.items():
            ranked = [(distance, -counts.get(entries[other], 0), other) for distance, other in found]
            self._nearest[word] = min((each for each in ranked if each[1]), default=(0, 0, None))[2]

    def _learn_answering(self, clauses: Sequence[Clause]) -> None:
        """What is asked with tokens that nobody holds costs nothing."""
        self._learn_holding(clauses)
        alive = [living(clause, self._holding) for clause in clauses]
        statement = Statement(self._tables)
        counts = [counting(statement, each, self._audience, FEW) for each in alive if each.alternatives]
        counted = iter(statement.rows(self._connection, SQL("SELECT {}").format(listed(counts)))[0] if counts else ())
        for clause, each in zip(clauses, alive, strict=True):
            self._answering[clause.alternatives] = next(counted) if each.alternatives else 0

    def _learn_holding(self, clauses: Sequence[Clause]) -> None:
        new = {token for each in clauses for token in _tokens(each.alternatives)} - self._holding.keys()
        if new or not self._documents:
            holding, self._documents, self._length = self._tally.holding(new)
            self._holding.update(holding)

    def _rarity(self, clause: Clause) -> float:
        """By the word itself and what it is the kind of; for an unknown word, by its commonest substitute."""
        if clause.at_least is not None:
            return scoring.QUANTITY_RARITY
        holding = sum(self._holding[token] for token in _tokens(clause.alternatives[:OWN]))
        if not holding:
            holding = max((self._holding[token] for token in _tokens(clause.alternatives)), default=0)
        return scoring.rarity(self._documents, holding)


def _tokens(alternatives: Iterable[Alternative]) -> Iterable[str]:
    return (token for each in alternatives for any_of in each.all_of for token in any_of)
