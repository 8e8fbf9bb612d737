"""Letters sent once each, whatever is tried again."""

import logging
from collections.abc import Sequence

from sqlalchemy import select

from marketplace.foundation import clock, ports
from marketplace.foundation.database import db
from marketplace.foundation.mail.port import MailNotDelivered, Message, RecipientRefused
from marketplace.foundation.transaction import transaction
from marketplace.notifications.models import SentMail

log = logging.getLogger(__name__)


def send_each(letters: Sequence[Message]) -> None:
    """Send the letters that have not left before. A reader whom the server refuses for good is passed by.

    A letter that leaves just before a crash may leave again; its identity tells mail programs that it is the same.

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
