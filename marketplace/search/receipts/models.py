"""What a receipt keeps."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.foundation.codes import LENGTH
from marketplace.foundation.database import Base, Id
from marketplace.organisations.models import Municipality


class SearchReceipt(Base):
    """A search as it was made and answered: never changed. `code` is printed on it and finds it again.

    `question` is the criteria in codes; `hits` the first of the `total` listings found, as they were.
    """

    __tablename__ = "search_receipt"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    made_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    made_at: Mapped[datetime]
    question: Mapped[dict[str, Any]] = mapped_column(JSON)
    total: Mapped[int]
    hits: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)

    __table_args__ = (Index("ix_search_receipt_municipality_number_made_at", "municipality_number", "made_at"),)
