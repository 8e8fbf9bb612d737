"""Hours, one row for each time."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.foundation.database import Base, Code, Id
from marketplace.hours.kinds import HoursKind
from marketplace.organisations.models import Municipality


class HoursEntry(Base):
    """What somebody spent on a day, in whole minutes. Removed ones stay, and count nothing."""

    __tablename__ = "hours_entry"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    on: Mapped[date] = mapped_column("for_day", Date)
    minutes: Mapped[int]
    kind: Mapped[HoursKind] = mapped_column(Code(HoursKind))
    activity: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)

    __table_args__ = (
        CheckConstraint("minutes between 1 and 1440", name="minutes_in_a_day"),
        Index("ix_hours_entry_municipality_number_for_day", "municipality_number", "for_day"),
    )
