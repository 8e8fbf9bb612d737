"""Asking for what somebody is told, and for what was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import Page, offset
from marketplace.notifications import policies
from marketplace.notifications.kinds import DEFAULTS, Kind, Paces
from marketplace.notifications.models import Card, Channel, Choice, Notification
from marketplace.notifications.words import words_of

MOST_COUNTED = 100
OPENED_BY = "varsel"


@dataclass(frozen=True, slots=True)
class Told:
    """A notification as its reader sees it."""

    id: int
    kind: Kind
    title: str
    text: str
    link: str
    at: datetime
    read_at: datetime | None


def list_notifications(
    actor: Actor, language: str, page: int = 1, per_page: int = 24, *, unread: bool = False
) -> Page[Told]:
    """What the actor is told, in words of a language: unread first, then the newest.

    Raises:
        Forbidden: `notifications-need-person`.
    """
    policies.may_read_notifications(actor).enforce()
    own = [Notification.person_id == actor.person_id]
    if unread:
        own.append(Notification.read_at.is_(None))
    total = db.session.scalar(select(func.count(Notification.id)).where(*own)) or 0
    order = (Notification.read_at.is_not(None), Notification.at.desc(), Notification.id.desc())
    rows = db.session.scalars(
        select(Notification).where(*own).order_by(*order).offset(offset(page, per_page)).limit(per_page)
    )
    return Page([in_words(row, language) for row in rows], total, page, per_page)


def count_unread(actor: Actor) -> int:
    """How many the actor has not read; no more than a hundred are counted."""
    if actor.person_id is None:
        return 0
    some = select(Notification.id).where(Notification.person_id == actor.person_id, Notification.read_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(some.limit(MOST_COUNTED).subquery())) or 0


def get_notification(actor: Actor, notification_id: int) -> Notification:
    """One of the actor's own.

    Raises:
        NotFound: `notification-not-found`.
    """
    found = db.session.get(Notification, notification_id)
    if found is None or not policies.may_read(actor, found):
        raise NotFound("notification-not-found")
    return found


def in_words(row: Notification | Card, language: str) -> Told:
    """A notification or card with its words made in a language."""
    words = words_of(row.occasion, language, row.facts)
    read_at = row.read_at if isinstance(row, Notification) else None
    return Told(row.id, row.kind, words.heading, " ".join(words.paragraphs), row.link, row.at, read_at)


def opening(link: str, notification_id: int) -> str:
    """The address of the thing that a notification is about, by which the reader is known to have opened it."""
    return f"{link}{'&' if '?' in link else '?'}{OPENED_BY}={notification_id}"


def paces_of(person_ids: Sequence[int]) -> dict[int, Paces]:
    """How soon each person wants e-mail, by kind."""
    found = db.session.execute(
        select(Choice.person_id, Choice.kind, Choice.pace).where(Choice.person_id.in_(person_ids))
    )
    chosen: dict[int, Paces] = dict.fromkeys(person_ids, DEFAULTS)
    for person_id, kind, pace in found:
        chosen[person_id] = {**chosen[person_id], kind: pace}
    return chosen


def own_paces(actor: Actor) -> Paces:
    """How soon the actor wants e-mail, by kind.

    Raises:
        Forbidden: `notifications-need-person`.
    """
    policies.may_read_notifications(actor).enforce()
    assert actor.person_id is not None
    return paces_of([actor.person_id])[actor.person_id]


def list_channels(municipality_number: str) -> list[Channel]:
    """A municipality's channels, by name."""
    asked = select(Channel).where(Channel.municipality_number == municipality_number).order_by(Channel.name, Channel.id)
    return list(db.session.scalars(asked))


def last_sent(channel_ids: Sequence[int]) -> dict[int, datetime]:
    """When each channel last took a card; those that never did are not there."""
    asked = (
        select(Card.channel_id, func.max(Card.sent_at))
        .where(Card.channel_id.in_(channel_ids), Card.sent_at.is_not(None))
        .group_by(Card.channel_id)
    )
    return {channel: at for channel, at in db.session.execute(asked) if channel is not None and at is not None}


def get_channel(actor: Actor, channel_id: int) -> Channel:
    """One that the actor manages.

    Raises:
        NotFound: `channel-not-found`.
    """
    channel = db.session.get(Channel, channel_id)
    if channel is None or not policies.may_manage_channels(actor, channel.municipality_number):
        raise NotFound("channel-not-found")
    return channel
