"""A question that stands, read as search reads it in a network that has everything: strictly, and without an index.

What search does because it finds little — other things of the same kind, a compound's parts, repairs — is left out, so
what a question means does not change with what happens to be listed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from marketplace.search.analysis import BRAND
from marketplace.search.asking import Clause
from marketplace.search.engine import SearchRequest
from marketplace.search.lexicon.stems import bare
from marketplace.search.lexicon.thesaurus import Thesaurus
from marketplace.search.memory.choosing import groups_of
from marketplace.search.planning import FEW, plan
from marketplace.search.standing.thing import Thing

LEAST = 0.3
"""Alternatives that weigh less are near to what is asked for, and not it: a chair's wheels, things of its kind."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A question as it is held against things: the clauses that all must be answered, and the filters."""

    clauses: tuple[Clause, ...]
    request: SearchRequest
    filters: Mapping[str, Callable[..., bool]]

    def is_answered_by(self, thing: Thing) -> bool:
        """Whether a thing is what is asked for: each clause by an alternative that weighs enough, and each filter."""
        return all(map(thing.answers, self.clauses)) and all(meets(thing.document) for meets in self.filters.values())


def read(request: SearchRequest, thesaurus: Thesaurus) -> Standing:
    """The question as it stands with a thesaurus."""
    return Standing(clauses_of(request.q, thesaurus), request, groups_of(request))


def clauses_of(q: str, thesaurus: Thesaurus) -> tuple[Clause, ...]:
    """What in the words must be answered: what decides; where nothing does, all of it."""
    return thesaurus.remembered(("standing", q), lambda: _clauses_of(q, thesaurus))


def _clauses_of(q: str, thesaurus: Thesaurus) -> tuple[Clause, ...]:
    clauses = plan(q, _Everything(thesaurus), thesaurus=thesaurus).clauses
    return tuple(map(_strong, [clause for clause in clauses if clause.decides] or clauses))


def _strong(clause: Clause) -> Clause:
    enough = tuple(each for each in clause.alternatives if each.weight >= LEAST)
    return Clause(clause.asked, enough, clause.importance, clause.subject, at_least=clause.at_least)


class _Everything:
    """The vocabulary of a network where whatever is asked for is there. A `planning.Vocabulary`."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._thesaurus = thesaurus

    def answering(self, clause: Clause) -> int:
        """Enough of everything; but whether an unknown word is a brand, only a listing can say."""
        tokens = [token for each in clause.alternatives for any_of in each.all_of for token in any_of]
        return 0 if tokens and all(token.startswith(BRAND) for token in tokens) else FEW

    def written_like(self, word: str) -> list[str]:
        """The words of the dictionary that are the same but for letters that few keyboards have."""
        return [other for other in self._by_letters().get(bare(word), ()) if other != word]

    def nearest(self, word: str) -> str | None:
        """None: what was misspelt is repaired when the question is kept."""
        return None

    def _by_letters(self) -> Mapping[str, list[str]]:
        return self._thesaurus.remembered("words by their letters", lambda: _by_letters(self._thesaurus.words()))


def _by_letters(words: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        found.setdefault(bare(word), []).append(word)
    return found
