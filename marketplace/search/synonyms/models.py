"""What people added to the thesaurus, what of the shipped they turned off, and who did what when."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.foundation.database import Base, Code, Id
from marketplace.search.synonyms.nearness import Nearness

MOST_LETTERS = 80
MOST_REASON = 200


class Synonym(Base):
    """A pair that somebody added: who asks for `word` is also shown `other`."""

    __tablename__ = "synonym"

    id: Mapped[Id]
    word: Mapped[str] = mapped_column(String(MOST_LETTERS))
    other: Mapped[str] = mapped_column(String(MOST_LETTERS))
    nearness: Mapped[Nearness] = mapped_column(Code(Nearness))
    both_ways: Mapped[bool]
    changed_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
    __table_args__ = (
        UniqueConstraint("word", "other"),
        CheckConstraint("word <> other", name="words_differ"),
    )


class SwitchedOff(Base):
    """A shipped pair that is not used."""

    __tablename__ = "synonym_switched_off"

    word: Mapped[str] = mapped_column(String(MOST_LETTERS), primary_key=True)
    other: Mapped[str] = mapped_column(String(MOST_LETTERS), primary_key=True)
    changed_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    changed_at: Mapped[datetime]


class Deed(StrEnum):
    """What was done with a pair."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    SWITCHED_OFF = "switched_off"
    SWITCHED_ON = "switched_on"


class SynonymChange(Base):
    """One deed. Rows are only added: the newest tells every process which thesaurus is in force.

    `before` is what a changed pair was.
    """

    __tablename__ = "synonym_change"

    id: Mapped[Id]
    deed: Mapped[Deed] = mapped_column(Code(Deed))
    word: Mapped[str] = mapped_column(String(MOST_LETTERS))
    other: Mapped[str] = mapped_column(String(MOST_LETTERS))
    nearness: Mapped[Nearness] = mapped_column(Code(Nearness))
    both_ways: Mapped[bool]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(MOST_REASON), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    at: Mapped[datetime]
