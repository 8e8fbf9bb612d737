"""Notifications for tests, told as handlers tell them."""

from itertools import count

from sqlalchemy import select

from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.notifications.models import Notification
from marketplace.notifications.readers import Side
from marketplace.notifications.telling import tell
from tests.builders import ASKER

FACTS = {"title": "Kontorstol", "owner": "Asker", "claimant": "Gjøvik", "asker": "Ola", "quantity": 2, "message": ""}
_facts = count(1)


def id_of(who):
    """Of a person or of an actor, who outlives the session."""
    return who.person_id if isinstance(who, Actor) else who.id


def told(who, occasion="claim_requested", fact=None, link="/foresporsler/1", of=ASKER, **facts):
    """A notification of a person, the newest."""
    tell([Side(of, None, (id_of(who),))], occasion, fact or str(next(_facts)), link, FACTS | facts)
    return newest(who)


def newest(who):
    """A person's newest notification."""
    db.session.rollback()
    own = select(Notification).where(Notification.person_id == id_of(who)).order_by(Notification.id.desc())
    return db.session.scalars(own.limit(1)).first()
