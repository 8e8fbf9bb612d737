"""What is to leave the service, each thing for itself."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class LetterDue(Event):
    """A notification is to be told by e-mail at once."""

    notification_id: int


@dataclass(frozen=True)
class DigestDue(Event):
    """Somebody's letter of the day is to leave."""

    digest_id: int


@dataclass(frozen=True)
class CardDue(Event):
    """A card is to be posted to a channel."""

    card_id: int
