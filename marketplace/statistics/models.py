"""Targets that municipalities set themselves."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.foundation.database import Base, Id
from marketplace.organisations.models import Municipality


class Target(Base):
    """A version of what a municipality will reach with a figure in a year; never changed, the highest version counts.

    `value` None: withdrawn. `baseline` is given only where the figures do not know it. Both are whole numbers of what
    `scales.SCALES` says: hundredths of a percent, grams, tenths of a day.
    """

    __tablename__ = "target"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    year: Mapped[int]
    figure: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    value: Mapped[int | None]
    baseline_year: Mapped[int]
    baseline: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(1000))
    set_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    set_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("municipality_number", "year", "figure", "version"),
        CheckConstraint("value is null or value >= 0", name="value_not_negative"),
    )
