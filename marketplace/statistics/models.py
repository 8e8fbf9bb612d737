"""Targets that municipalities set themselves, summaries of the ledger, and files that people have ordered."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.catalogue.models import Category
from marketplace.foundation.database import Base, Code, Id
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


class Summary(Base):
    """What a month adds up to for a municipality ("" for the network): whole, or for one category, site or receiver.

    Some splits are of days; then `month` is the day.

    Made from the ledger and the listings and made anew when they change; see `summaries`.
    """

    __tablename__ = "summary"

    split: Mapped[str] = mapped_column(String(12), primary_key=True)
    municipality_number: Mapped[str] = mapped_column(String(4), primary_key=True)
    month: Mapped[date] = mapped_column(Date, primary_key=True)
    key: Mapped[str] = mapped_column(String(20), primary_key=True)
    sums: Mapped[list[Any]] = mapped_column(JSON)

    __table_args__ = {"info": {"derived": True}}  # noqa: RUF012 - SQLAlchemy's own form


class SummaryMark(Base):
    """Something that a summary does not know yet, written by the database itself whenever a row changes.

    Days and moments of a municipality, or of whatever municipality the listing is of; a listing alone stands for the
    days it was published and closed.
    """

    __tablename__ = "summary_mark"

    id: Mapped[Id]
    municipality_number: Mapped[str | None] = mapped_column(String(4))
    listing_id: Mapped[int | None]
    on: Mapped[date | None] = mapped_column(Date)
    at: Mapped[datetime | None]

    __table_args__ = {"info": {"derived": True}}  # noqa: RUF012 - SQLAlchemy's own form


class SummaryState(Base):
    """Whether the summaries are whole: `layout` is that of the program that made them all, `building` who makes them.

    Its one row is the lock of all who write them.
    """

    __tablename__ = "summary_state"

    id: Mapped[Id]
    layout: Mapped[str] = mapped_column(String(32), default="")
    building: Mapped[str] = mapped_column(String(32), default="")

    __table_args__ = {"info": {"derived": True}}  # noqa: RUF012 - SQLAlchemy's own form


class OpenMonth(Base):
    """A month of open figures as it was told; never changed, never told anew.

    `whole` and `parts` are all sums from the start through the month as the ledger stood then: of the network, and of
    each municipality and main category. `keys` are the network's figures that moved to the month.
    """

    __tablename__ = "open_month"

    month: Mapped[date] = mapped_column(Date, primary_key=True)
    told_at: Mapped[datetime]
    keys: Mapped[list[str]] = mapped_column(JSON)
    whole: Mapped[dict[str, Any]] = mapped_column(JSON)
    parts: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)


class Rhythm(StrEnum):
    """How often a report is sent: when what it is of is over."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class ReportSubscription(Base):
    """A report that somebody is sent, of one municipality or (None) the network; made as `acting_for`.

    `next_first_on` is the first day of the period that is sent next; `format` a kind of file.
    """

    __tablename__ = "report_subscription"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    acting_for: Mapped[str | None] = mapped_column(ForeignKey(Municipality.number))
    municipality_number: Mapped[str | None] = mapped_column(ForeignKey(Municipality.number))
    rhythm: Mapped[Rhythm] = mapped_column(Code(Rhythm))
    format: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    next_first_on: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class FileState(StrEnum):
    """How far an ordered file has come."""

    ORDERED = "ordered"
    READY = "ready"
    FAILED = "failed"


class OrderedFile(Base):
    """A workbook somebody wants, of one municipality's rows or (None) the network's; made as `acting_for`.

    `category_code` narrows it to a category and those under it.

    `rows_done` tells how far the making has come. `failure` is the code of the refusal that ended it.
    """

    __tablename__ = "ordered_file"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    acting_for: Mapped[str | None] = mapped_column(ForeignKey(Municipality.number))
    municipality_number: Mapped[str | None] = mapped_column(ForeignKey(Municipality.number))
    category_code: Mapped[str | None] = mapped_column(ForeignKey(Category.code))
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[FileState] = mapped_column(Code(FileState))
    rows_total: Mapped[int]
    rows_done: Mapped[int] = mapped_column(default=0)
    bytes: Mapped[int | None]
    file_key: Mapped[str | None] = mapped_column(String(80))
    failure: Mapped[str | None] = mapped_column(String(80))
    ordered_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
