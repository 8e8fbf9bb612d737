"""What did not get through, as operators see it, and taking it up again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.foundation import deliveries, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.deliveries import Troubled
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import Page
from marketplace.notifications import policies
from marketplace.notifications.events import CardDue, DigestDue, LetterDue
from marketplace.notifications.models import Card, Channel, Digest, Notification
from marketplace.organisations.models import Municipality


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Something that did not get through, and to whom it should have gone, where that is known."""

    delivery: Troubled
    to: str


def list_undelivered(actor: Actor, page: int = 1, per_page: int = 24) -> Page[Undelivered]:
    """What was given up, then what is late; the oldest first.

    Raises:
        Forbidden: `deliveries-need-operator`.
    """
    policies.may_see_deliveries(actor).enforce()
    found = deliveries.list_troubled(page, per_page)
    readers = _readers(found.items)
    return found.map(lambda row: Undelivered(row, readers.get(row.id, "")))


def try_again(actor: Actor, delivery_id: int | None = None) -> int:
    """Take up again one of them, or all when none is named; answer how many.

    Raises:
        Forbidden: `deliveries-need-operator`.
        NotFound: `delivery-not-found`: it got through meanwhile.
    """
    policies.may_see_deliveries(actor).enforce()
    ids = list(deliveries.list_troubled_ids())
    if delivery_id is not None:
        if delivery_id not in ids:
            raise NotFound("delivery-not-found")
        ids = [delivery_id]
    outbox.try_again(ids)
    return len(ids)


def _readers(found: Sequence[Troubled]) -> dict[int, str]:
    """To whom each goes: a person's address, a channel's name and municipality. One question for each kind."""
    letters = {row.facts["notification_id"]: row.id for row in found if row.event == LetterDue.__name__}
    digests = {row.facts["digest_id"]: row.id for row in found if row.event == DigestDue.__name__}
    cards = {row.facts["card_id"]: row.id for row in found if row.event == CardDue.__name__}
    of_letters = select(Notification.id, Person.email).join(Person, Person.id == Notification.person_id)
    of_digests = select(Digest.id, Person.email).join(Person, Person.id == Digest.person_id)
    of_cards = (
        select(Card.id, Municipality.name + ": " + Channel.name)
        .join(Channel, Channel.id == Card.channel_id)
        .join(Municipality, Municipality.number == Card.municipality_number)
    )
    told: dict[int, str] = {}
    for asked, column, deliveries_of in (
        (of_letters, Notification.id, letters),
        (of_digests, Digest.id, digests),
        (of_cards, Card.id, cards),
    ):
        if deliveries_of:
            rows = db.session.execute(asked.where(column.in_(deliveries_of)))
            told |= {deliveries_of[row_id]: reader for row_id, reader in rows}
    return told
