"""What posting a card promises, whichever way it goes."""

from collections.abc import Mapping
from typing import Protocol

Card = Mapping[str, object]


class AddressRefused(ValueError):
    """Nothing is posted to such an address: it is none, not https, or not of a host that the operator allows."""


class PostNotDelivered(Exception):
    """The card was not taken; whoever posts may try again, after `seconds` at the earliest when that was asked for."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class PostRefused(PostNotDelivered):
    """The receiver will never take it as things are; trying again is in vain until somebody mends the address."""


class Poster(Protocol):
    """Posts cards to webhooks."""

    def check(self, address: str) -> None:
        """Do nothing when cards may go there.

        Raises:
            AddressRefused: they may not.
        """

    def post(self, address: str, card: Card) -> None:
        """Hand a card over as JSON.

        Raises:
            AddressRefused: nothing is posted there.
            PostNotDelivered: it was not taken.
            PostRefused: nor will it be.
        """
