"""Dated emission factors."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.catalogue.models import Category
from marketplace.foundation.database import Base, Code, Id


class Basis(StrEnum):
    """What a factor is multiplied by."""

    UNIT = "unit"
    KILOGRAM = "kilogram"


class EmissionFactor(Base):
    """Grams of CO2e that making one new object, or one kilogram of furniture, gives off.

    `category_code` None is any furniture without a factor of its own. A change is a new row with a higher version.
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
