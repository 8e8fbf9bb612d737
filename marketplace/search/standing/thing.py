"""One thing that questions are held against: what search would know of it."""

from marketplace.search.analysis import analyse
from marketplace.search.asking import Clause
from marketplace.search.documents import ListingDocument

CLEARLY = 0.4
"""Tokens that weigh less are said in passing: what a thing fits, or is for (`Hjul til kontorstol`)."""


class Thing:
    """A listing, or what may become one, with the tokens of what it says clearly."""

    def __init__(self, document: ListingDocument) -> None:
        self.document = document
        self.tokens = frozenset(token for token, weight in analyse(document).weights.items() if weight >= CLEARLY)

    def answers(self, clause: Clause) -> bool:
        """Whether it answers a clause by any of its alternatives."""
        if clause.at_least is not None:
            return self.document.available_quantity > 0
        tokens = self.tokens
        return any(
            all(not tokens.isdisjoint(any_of) for any_of in alternative.all_of) for alternative in clause.alternatives
        )
