"""What the index knows of words, as far as an audience may see: for repair, and for how much a word tells.

A plan asks one thing after the other, and each would be a statement. So what is not known yet is noted, all of it is
asked at once, and the question is read again.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from marketplace.search import scoring
from marketplace.search.asking import Alternative, Clause, Plan
from marketplace.search.engine import Audience, SearchRequest
from marketplace.search.lexicon.stems import bare
from marketplace.search.planning import plan
from marketplace.search.postgres.matching import Question
from marketplace.search.postgres.rows import WORD
from marketplace.search.postgres.statements import SQL, Statement, open_to
from marketplace.search.postgres.tables import IndexTables
from marketplace.search.postgres.tally import Spellers, Tally
from marketplace.search.postgres.weights import query_of

MOST_ROUNDS = 6
OWN = 2
"""As many of a clause's alternatives are the word itself."""

Alternatives = tuple[Alternative, ...]


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
        self._unknown: tuple[set[str], set[str], set[Alternatives]] = (set(), set(), set())

    def question(self, request: SearchRequest) -> tuple[Plan, Question]:
        """The question understood, and what is to be matched. Few statements, however many words it has."""
        understood = self._understood(request)
        rarities = self.rarities(understood.clauses)
        weights = tuple(rarity * each.importance for rarity, each in zip(rarities, understood.clauses, strict=True))
        return understood, Question(understood.clauses, weights, self.reference, self._audience)

    def rarities(self, clauses: Collection[Clause]) -> list[float]:
        """How much each clause's word tells."""
        self._count(set(), {token for clause in clauses for token in _own(clause)})
        lost = [each for each in clauses if each.at_least is None and not sum(map(self._held, _own(each)))]
        self._count(set(), {token for clause in lost for token in _tokens(clause.alternatives)})
        return [self._rarity(clause) for clause in clauses]

    @property
    def reference(self) -> float:
        """How long a listing usually is."""
        return scoring.reference_length(self._length, self._documents)

    def answering(self, clause: Clause) -> int:
        """See `Vocabulary.answering`."""
        if clause.alternatives and clause.alternatives not in self._answering:
            self._unknown[2].add(clause.alternatives)
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
            self._unknown = (set(), set(), set())
            self._learn_alike(words)
            self._nearest.update((word, self._learn_nearest(word)) for word in misspelt)
            self._count(asked, {token for alternatives in asked for token in _tokens(alternatives[:OWN])})
        return understood

    def _learn_alike(self, words: Collection[str]) -> None:
        starts = {word: f"{WORD}{bare(word)}\t" for word in words}
        found = self._tally.starting(sorted(set(starts.values())))
        for word, start in starts.items():
            self._alike[word] = sorted(entry.removeprefix(start) for entry in found if entry.startswith(start))

    def _learn_nearest(self, word: str) -> str | None:
        """Of all words that are near, the best of those that are in visible listings."""
        near = {
            f"{WORD}{bare(other)}\t{other}": (distance, other)
            for speller in self._spellers.of(self._connection, self._tables)
            for distance, other in speller.candidates(word)
        }
        found = self._tally.starting(sorted(near)) if near else {}
        ranked = [(near[entry][0], -count, near[entry][1]) for entry, count in found.items() if entry in near]
        return min(ranked, default=(0, 0, None))[2]

    def _count(self, asked: Collection[Alternatives], tokens: Collection[str]) -> None:
        """Learn how many visible listings answer, how many listings there are, and how many hold each token."""
        new = [token for token in tokens if token not in self._holding]
        if not asked and not new and self._documents:
            return
        alternatives = list(asked)
        statement = Statement(self._tables)
        counting = SQL(
            "SELECT a.number, (SELECT count(*) FROM {document} AS d WHERE d.tokens @@ a.query::tsquery AND {visible})"
            " FROM unnest({asked}) WITH ORDINALITY AS a(query, number)"
            " UNION ALL SELECT -a.number, (SELECT count(*) FROM {document} AS d WHERE d.tokens @@ a.query::tsquery)"
            " FROM unnest({tokens}) WITH ORDINALITY AS a(query, number)"
        ).format(
            document=statement.table("document"),
            visible=open_to(self._audience, statement),
            asked=statement.value([_any_of(each) for each in alternatives], "text[]"),
            tokens=statement.value([query_of(((token,),)) for token in new], "text[]"),
        )
        counts: dict[int, int] = dict(statement.rows(self._connection, counting))
        self._answering.update((each, counts[number]) for number, each in enumerate(alternatives, start=1))
        self._holding.update((token, counts[-number]) for number, token in enumerate(new, start=1))
        self._documents, self._length = self._tally.size()

    def _held(self, token: str) -> int:
        return self._holding[token]

    def _rarity(self, clause: Clause) -> float:
        """By the word itself and what it is the kind of; for an unknown word, by its commonest substitute."""
        if clause.at_least is not None:
            return scoring.QUANTITY_RARITY
        holding = sum(map(self._held, _own(clause)))
        if not holding:
            holding = max(map(self._held, _tokens(clause.alternatives)), default=0)
        return scoring.rarity(self._documents, holding)


def _any_of(alternatives: Alternatives) -> str:
    return "|".join(query_of(each.all_of) for each in alternatives)


def _own(clause: Clause) -> list[str]:
    return list(_tokens(clause.alternatives[:OWN]))


def _tokens(alternatives: Iterable[Alternative]) -> Iterable[str]:
    return (token for each in alternatives for any_of in each.all_of for token in any_of)
