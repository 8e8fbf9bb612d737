"""Municipalities, their units and sites, who belongs to them, and the keys that programs use."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.foundation.database import Base, Code, Id
from marketplace.organisations.roles import Role


class Municipality(Base):
    """One of Norway's municipalities. The four-digit number is the key: names occur twice."""

    __tablename__ = "municipality"

    number: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    parallel_names: Mapped[str] = mapped_column(String(120), default="")
    county_number: Mapped[str] = mapped_column(String(2))
    county_name: Mapped[str] = mapped_column(String(60))
    admin_centre: Mapped[str] = mapped_column(String(60))
    latitude: Mapped[float] = mapped_column(Float)
    longitude: Mapped[float] = mapped_column(Float)
    population: Mapped[int]
    official_language: Mapped[str] = mapped_column(String(8))
    organisation_number: Mapped[str | None] = mapped_column(String(9))


class Membership(Base):
    """A municipality's time in the network, both days included."""

    __tablename__ = "membership"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (CheckConstraint("to_on is null or to_on >= from_on", name="dates_in_order"),)

    @property
    def mark(self) -> str:
        """What a form holds to notice that somebody else changed it meanwhile."""
        return f"{self.from_on}.{self.to_on or ''}"


class Unit(Base):
    """A part of a municipality: a school, a nursing home, the property department."""

    __tablename__ = "unit"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    name: Mapped[str] = mapped_column(String(120))
    closed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("municipality_number", "name"),)


class Site(Base):
    """A building or place where a municipality keeps things."""

    __tablename__ = "site"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200), default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    closed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("municipality_number", "name"),)


class PickupPlace(Base):
    """Where things are fetched: a door, a ramp, opening hours."""

    __tablename__ = "pickup_place"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    site_id: Mapped[int | None] = mapped_column(ForeignKey(Site.id))
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200), default="")
    directions: Mapped[str] = mapped_column(String(1000), default="")
    closed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("municipality_number", "name"),)


class ReleaseRules(Base):
    """How many days a municipality's listings stay in each stage, and who may see them ahead or be given them.

    They say how a listing begins; a listing that is out keeps the dates it was promised with.
    """

    __tablename__ = "release_rules"

    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number), primary_key=True)
    unit_days: Mapped[int]
    municipality_days: Mapped[int]
    network_days: Mapped[int]
    shown_ahead: Mapped[bool]
    gives_to_voluntary: Mapped[bool]
    changed_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    changed_at: Mapped[datetime]


class VoluntaryOrganisation(Base):
    """Somebody outside whom a municipality gives to, reached by e-mail. `link_key` is what its letters' links hold.

    From `letters_stopped_at` on it wants no letters about what is new; its links open its page all the same.
    """

    __tablename__ = "voluntary_organisation"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    name: Mapped[str] = mapped_column(String(120))
    organisation_number: Mapped[str | None] = mapped_column(String(9))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    link_key: Mapped[str] = mapped_column(String(32))
    added_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    letters_stopped_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("municipality_number", "name"),)


class RoleAssignment(Base):
    """A person's role in a municipality, or in one unit of it."""

    __tablename__ = "role_assignment"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    role: Mapped[Role] = mapped_column(Code(Role))
    given_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("person_id", "municipality_number", "role"),)

    @property
    def mark(self) -> str:
        """What a form holds to notice that somebody else changed it meanwhile."""
        return f"{self.role.value}.{self.unit_id or 0}"


class Invitation(Base):
    """An offer of a role, answered by a signed link."""

    __tablename__ = "invitation"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254))
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    role: Mapped[Role] = mapped_column(Code(Role))
    language: Mapped[str] = mapped_column(String(2))
    invited_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class ApiToken(Base):
    """A program's key. Only its hash is kept; `hint` is its first characters."""

    __tablename__ = "api_token"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_api_token_person_id", "person_id"),)
