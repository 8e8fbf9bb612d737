"""How often something was searched for."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base

MOST_LETTERS = 60


class CountedSearch(Base):
    """How many times some words were asked on a day and found so many hits. Nobody's name, and no municipality's.

    Empty `words` count what is not kept word for word.
    """

    __tablename__ = "counted_search"

    asked_on: Mapped[date] = mapped_column(Date, primary_key=True)
    words: Mapped[str] = mapped_column(String(MOST_LETTERS), primary_key=True)
    hits: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    times: Mapped[int]

    __table_args__ = (CheckConstraint("times > 0", name="times_positive"),)
