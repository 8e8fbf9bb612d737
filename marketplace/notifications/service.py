"""What readers do with notifications: read them, and choose what they are told by e-mail."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from marketplace.accounts.models import Person
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.transaction import transaction
from marketplace.notifications import policies
from marketplace.notifications.kinds import DEFAULTS, Kind, Pace, Paces
from marketplace.notifications.models import Card, Choice, Digest, Notification, SentMail
from marketplace.notifications.queries import get_notification, paces_of

KEPT = timedelta(days=365)


def mark_read(actor: Actor, notification_id: int) -> Notification:
    """Note that the reader has seen one; seen twice is seen.

    Raises:
        NotFound: `notification-not-found`.
    """
    notification = get_notification(actor, notification_id)
    if notification.read_at is None:
        with transaction():
            notification = get_notification(actor, notification_id)
            notification.read_at = notification.read_at or clock.now()
    return notification


def mark_all_read(actor: Actor) -> int:
    """Note that the reader has seen all, and answer how many were unread.

    Raises:
        Forbidden: `notifications-need-person`.
    """
    policies.may_read_notifications(actor).enforce()
    with transaction() as session:
        own = update(Notification).where(Notification.person_id == actor.person_id, Notification.read_at.is_(None))
        return len(session.scalars(own.values(read_at=clock.now()).returning(Notification.id)).all())


def choose_paces(actor: Actor, chosen: Paces) -> Paces:
    """Choose how soon each of some kinds is told by e-mail; the others stay as they are.

    Raises:
        Forbidden: `notifications-need-person`.
    """
    policies.may_read_notifications(actor).enforce()
    assert actor.person_id is not None
    keep_paces(actor.person_id, chosen)
    return paces_of([actor.person_id])[actor.person_id]


def keep_paces(person_id: int, chosen: Paces) -> None:
    """Write down somebody's choice. What waits to be told follows it, except that nothing daily becomes urgent."""
    with transaction() as session:
        session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
        for kind, pace in chosen.items():
            session.execute(delete(Choice).where(Choice.person_id == person_id, Choice.kind == kind))
            if pace is not DEFAULTS[kind]:
                session.add(Choice(person_id=person_id, kind=kind, pace=pace))
            if pace is not Pace.AT_ONCE:
                _put_off(person_id, kind, pace)


def _put_off(person_id: int, kind: Kind, pace: Pace) -> None:
    waiting = update(Notification).where(
        Notification.person_id == person_id,
        Notification.kind == kind,
        Notification.begun_at.is_(None),
        Notification.digest_id.is_(None),
        Notification.pace != Pace.OFF,
    )
    with transaction() as session:
        session.execute(waiting.values(pace=pace))


def forget_old() -> int:
    """Delete what is older than twelve months, and answer how many notifications."""
    before = clock.now() - KEPT
    with transaction() as session:
        gone = session.scalars(delete(Notification).where(Notification.at < before).returning(Notification.id)).all()
        used = select(Notification.digest_id).where(Notification.digest_id.is_not(None))
        session.execute(
            delete(Digest).where(Digest.on < clock.local_date(before), Digest.id.not_in(used)),
            execution_options={"synchronize_session": False},
        )
        session.execute(delete(Card).where(Card.at < before))
        session.execute(delete(SentMail).where(SentMail.sent_at < before))
        return len(gone)
