"""What leaves the service leaves once, whatever is tried again."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import select

from marketplace.foundation import clock, ports
from marketplace.foundation.database import db
from marketplace.foundation.mail.port import MailNotDelivered, Message, RecipientRefused
from marketplace.foundation.transaction import transaction
from marketplace.notifications.models import Card, Digest, Notification, SentMail

log = logging.getLogger(__name__)

Leaving = TypeVar("Leaving", Notification, Digest, Card)


def once(kind: type[Leaving], row_id: int, send: Callable[[], None]) -> None:
    """Send what a row stands for, unless it was begun before.

    That it begins is stored first, that it left is stored after. When sending fails it has not begun, and may be tried
    again. When the process ends in between, nobody knows whether it left: it is not sent again by itself, and the
    reader's next letter or card of the day takes it along while it is unread.
    """
    with transaction() as session:
        row = session.get(kind, row_id, with_for_update=True, populate_existing=True)
        if row is None or row.begun_at is not None:
            return
        row.begun_at = clock.now()
    try:
        send()
    except Exception:
        with transaction() as session:
            session.get_one(kind, row_id).begun_at = None
        raise
    with transaction() as session:
        session.get_one(kind, row_id).sent_at = clock.now()


def send_each(letters: Sequence[Message]) -> None:
    """Send letters about accounts that have not left before. A reader whom the server refuses for good is passed by.

    These must arrive: a letter that leaves just before a crash leaves again; its identity tells mail programs that it
    is the same.

    Raises:
        MailNotDelivered: at least one could not be handed over now; the others have left and are remembered.
    """
    failed: MailNotDelivered | None = None
    for letter in letters:
        try:
            send_once(letter)
        except RecipientRefused:
            log.warning("the server takes no letter for the reader of %s", letter.identity)
        except MailNotDelivered as error:
            failed = error
    if failed is not None:
        raise failed


def send_once(letter: Message) -> None:
    """Send a letter unless one with its identity has left.

    Raises:
        MailNotDelivered: it could not be handed over.
    """
    assert letter.identity is not None
    sent = db.session.scalar(select(SentMail.id).where(SentMail.key == letter.identity))
    db.session.rollback()  # the server may be slow: hold no snapshot meanwhile
    if sent is not None:
        return
    ports.mailer().send(letter)
    with transaction() as session:
        session.add(SentMail(key=letter.identity, recipient=letter.to, sent_at=clock.now()))
