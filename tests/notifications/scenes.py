"""Notifications for tests, told as handlers tell them."""

from itertools import count

from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.notifications.models import Notification
from marketplace.notifications.readers import Side
from marketplace.notifications.telling import tell
from tests.builders import ASKER

FACTS = {"title": "Kontorstol", "owner": "Asker", "claimant": "Gjøvik", "asker": "Ola", "quantity": 2, "message": ""}
_facts = count(1)


def told(person, occasion="claim_requested", fact=None, link="/foresporsler/1", of=ASKER, **facts):
    """A notification of a person, the newest."""
    tell([Side(of, None, (person.id,))], occasion, fact or str(next(_facts)), link, FACTS | facts)
    return newest(person)


def newest(person):
    """A person's newest notification."""
    db.session.rollback()
    own = select(Notification).where(Notification.person_id == person.id).order_by(Notification.id.desc())
    return db.session.scalars(own.limit(1)).first()
