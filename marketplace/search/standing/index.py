"""Questions by the tokens that a thing must have to answer them: who is asked after depends on the thing alone."""

from collections import defaultdict
from collections.abc import Iterator

from marketplace.search.analysis import CATEGORY, CONDITION, PLACE
from marketplace.search.asking import Alternative, AnyOf, Clause
from marketplace.search.engine import SearchRequest
from marketplace.search.standing.reading import Standing
from marketplace.search.standing.thing import Thing


class StandingIndex:
    """Standing questions by a number of their own. Not safe for several threads while it changes.

    Each is filed under the tokens of one of its clauses, the one with the fewest; one without words under what it
    filters by. So a thing is held only against the questions that share a token with it, and against the few that ask
    for nothing but a measure.
    """

    def __init__(self) -> None:
        self._standing: dict[int, Standing] = {}
        self._by_token: dict[str, set[int]] = defaultdict(set)
        self._anything: set[int] = set()

    def __len__(self) -> int:
        return len(self._standing)

    def put(self, number: int, standing: Standing) -> None:
        """Add a question, or replace it."""
        self.drop(number)
        self._standing[number] = standing
        for kept in self._places(standing):
            kept.add(number)

    def drop(self, number: int) -> None:
        """Forget a question, if it is there."""
        standing = self._standing.pop(number, None)
        for kept in self._places(standing) if standing is not None else ():
            kept.discard(number)

    def answered_by(self, thing: Thing) -> list[int]:
        """The questions that a thing answers."""
        return sorted(number for number in self.candidates(thing) if self._standing[number].is_answered_by(thing))

    def candidates(self, thing: Thing) -> set[int]:
        """Those that it may answer: all that it does answer are among them."""
        found = set(self._anything)
        for token in thing.tokens:
            found |= self._by_token.get(token, frozenset())
        return found

    def _places(self, standing: Standing) -> Iterator[set[int]]:
        tokens = _tokens_of(standing)
        yield from (self._by_token[token] for token in tokens) if tokens is not None else (self._anything,)


def _tokens_of(standing: Standing) -> frozenset[str] | None:
    """Tokens of which a thing has at least one if it answers; None if there is no telling."""
    worded = [_tokens_of_clause(clause) for clause in standing.clauses if clause.at_least is None]
    if worded:
        return min(worded, key=len)
    return _tokens_of_filters(standing.request)


def _tokens_of_clause(clause: Clause) -> frozenset[str]:
    return frozenset(token for alternative in clause.alternatives for token in _narrowest(alternative))


def _narrowest(alternative: Alternative) -> AnyOf:
    return min(alternative.all_of, key=len)


def _tokens_of_filters(request: SearchRequest) -> frozenset[str] | None:
    for mark, codes in (
        (CATEGORY, request.categories),
        (PLACE, request.municipalities),
        (PLACE, request.counties),
        (CONDITION, request.conditions),
    ):
        if codes:
            return frozenset(mark + code for code in codes)
    return None
