"""Dated factors: what making a new object gives off, and what fetching a used one does."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.catalogue.models import Category
from marketplace.foundation.database import Base, Code, Id


class Basis(StrEnum):
    """What a factor is multiplied by."""

    UNIT = "unit"
    KILOGRAM = "kilogram"
    KILOMETRE = "kilometre"
    KRONE = "krone"


TRANSPORT_VARIANT = "transport"
REPAIR_VARIANT = "repair"


class EmissionFactor(Base):
    """A version of a factor: grams of CO2e of one new object, one kilogram of furniture, one km driven,
    or one krone of repair.

    Category and variant name the factor. `category_code` None is any furniture without a factor of its own, or, as the
    variants `transport` and `repair`, fetching and mending. Only transport has a `road_percent`, how long a road is in
    percent of the straight line, and perhaps a `cost_ore`, what a km driven costs in øre (None: not known).
    A change is a new row with a higher version, never earlier than the one before.
    """

    __tablename__ = "emission_factor"

    id: Mapped[Id]
    category_code: Mapped[str | None] = mapped_column(ForeignKey(Category.code))
    variant: Mapped[str] = mapped_column(String(24), default="")
    version: Mapped[int]
    basis: Mapped[Basis] = mapped_column(Code(Basis))
    co2e_g: Mapped[int]
    low_g: Mapped[int | None]
    high_g: Mapped[int | None]
    weight_g: Mapped[int | None]
    road_percent: Mapped[int | None]
    cost_ore: Mapped[int | None]
    described_as: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(400))
    source_year: Mapped[int]
    confidence: Mapped[str] = mapped_column(String(1))
    note: Mapped[str] = mapped_column(String(400), default="")
    valid_from: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("category_code", "variant", "version"),
        CheckConstraint("co2e_g >= 0", name="co2e_not_negative"),
    )


class FactorChange(Base):
    """Who made a version, and why. The versions that ship have none."""

    __tablename__ = "emission_factor_change"

    factor_id: Mapped[int] = mapped_column(ForeignKey(EmissionFactor.id), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    reason: Mapped[str] = mapped_column(String(1000))
