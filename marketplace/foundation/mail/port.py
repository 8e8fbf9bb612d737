"""What sending a letter promises, whichever way it goes."""

from dataclasses import dataclass
from typing import Protocol


class MailNotDelivered(Exception):
    """The letter could not be handed over; whoever sends may try again."""


class RecipientRefused(MailNotDelivered):
    """The server will never take a letter for this address; trying again is in vain."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter; `method` is what a calendar is to do with it (RFC 5546)."""

    name: str
    content: bytes
    mimetype: str
    method: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One letter to one reader, in the reader's language.

    `identity` names the fact and the reader (`claim-approved-12-7`): delivered twice, it is recognisably the same.
    `unsubscribe` is an address where one POST ends such letters (RFC 8058).
    """

    to: str
    subject: str
    text: str
    language: str = "nb"
    html: str | None = None
    identity: str | None = None
    unsubscribe: str | None = None
    attachments: tuple[Attachment, ...] = ()


class Mailer(Protocol):
    """Sends letters."""

    def send(self, message: Message) -> None:
        """Hand a letter over.

        Raises:
            MailNotDelivered: it could not be handed over.
            RecipientRefused: nor will it ever, to this address.
        """


def check_address(address: str) -> str:
    """The address itself, when a letter can carry it: one address, no name, nothing that could begin a header.

    Raises:
        RecipientRefused: it cannot.
    """
    local, at, domain = address.rpartition("@")
    plain = address.isprintable() and not any(character in address for character in ' ,;:<>()[]\\"')
    if not (plain and at and local and domain and len(address) <= 320):
        raise RecipientRefused(f"not an address: {address[:80]!r}")
    return address
