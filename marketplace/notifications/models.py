"""What people and teams are told, what of it has left the service, and what they chose."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.foundation.database import Base, Code, Id
from marketplace.notifications.kinds import CHANNEL_DEFAULTS, Kind, Pace, Paces
from marketplace.organisations.models import Municipality, Unit


class SentMail(Base):
    """A letter about an account that left. `key` names the occasion and the reader."""

    __tablename__ = "sent_mail"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    sent_at: Mapped[datetime]


class LeavesOnce:
    """What leaves the service once. Begun and not sent: a process ended meanwhile, and nobody knows whether it left."""

    begun_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


class Digest(LeavesOnce, Base):
    """Somebody's letter of the day."""

    __tablename__ = "digest"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    on: Mapped[date] = mapped_column("for_day", Date)

    __table_args__ = (UniqueConstraint("person_id", "for_day"),)


class Told:
    """An occasion with its facts: the words are made when somebody reads. `key` names occasion, fact and reader."""

    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[Kind] = mapped_column(Code(Kind))
    occasion: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    link: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    pace: Mapped[Pace] = mapped_column(Code(Pace))


class Notification(Told, LeavesOnce, Base):
    """Something a person is told. `pace`, `begun_at`, `sent_at` and `digest_id` are those of its e-mail."""

    __tablename__ = "notification"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    read_at: Mapped[datetime | None]
    digest_id: Mapped[int | None] = mapped_column(ForeignKey(Digest.id))

    __table_args__ = (
        Index("ix_notification_person_id_at", "person_id", "at"),
        Index(
            "ix_notification_unread",
            "person_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index("ix_notification_at", "at"),
        Index("ix_notification_digest_id", "digest_id"),
    )


class Choice(Base):
    """How soon somebody wants e-mail about a kind, where it is not what is usual."""

    __tablename__ = "notification_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True)
    kind: Mapped[Kind] = mapped_column(Code(Kind), primary_key=True)
    pace: Mapped[Pace] = mapped_column(Code(Pace))


class Channel(Base):
    """A municipality's or a unit's channel in Teams. Who knows `address` can post there."""

    __tablename__ = "channel"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(2000))
    chosen: Mapped[dict[str, str]] = mapped_column(JSON)
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("municipality_number", "name"),)

    @property
    def paces(self) -> Paces:
        """How soon it takes each kind."""
        return {kind: Pace(self.chosen.get(kind, pace)) for kind, pace in CHANNEL_DEFAULTS.items()}


class Card(Told, LeavesOnce, Base):
    """Something a channel is told, or the common channel without `channel_id`. `digest_id`: its card of the day."""

    __tablename__ = "card"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey(Channel.id))
    digest_id: Mapped[int | None]

    __table_args__ = (
        Index("ix_card_channel_id_at", "channel_id", "at"),
        Index("ix_card_at", "at"),
        Index("ix_card_digest_id", "digest_id"),
    )
