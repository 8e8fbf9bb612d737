"""What is kept of searches, and of what answered them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.foundation.database import Base, Code, Id
from marketplace.listings.models import Listing
from marketplace.organisations.models import Municipality
from marketplace.search.saved.alerts import Alert


class SavedSearch(Base):
    """A question that a person asks for a municipality, in codes as a receipt keeps it, under a name.

    `latitude` and `longitude` are of the place that distance is measured from. Of what was there before `since` nothing
    is told. `mark` is another whenever what is asked, or whether it is told, is another.
    """

    __tablename__ = "saved_search"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    name: Mapped[str] = mapped_column(String(80))
    question: Mapped[dict[str, Any]] = mapped_column(JSON)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    alert: Mapped[Alert] = mapped_column(Code(Alert))
    saved_at: Mapped[datetime]
    since: Mapped[datetime]
    mark: Mapped[int]
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)

    __table_args__ = (
        Index("ix_saved_search_person_id_municipality_number", "person_id", "municipality_number"),
        Index("ix_saved_search_alert_mark", "alert", "mark"),
    )


class SavedSearchHit(Base):
    """A listing that answered a saved search, once each.

    `is_untold`: it was not open any more when its owner was to be told; they are once it is again.
    """

    __tablename__ = "saved_search_hit"

    id: Mapped[Id]
    saved_search_id: Mapped[int] = mapped_column(ForeignKey(SavedSearch.id, ondelete="CASCADE"))
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id), index=True)
    found_at: Mapped[datetime]
    is_untold: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("saved_search_id", "listing_id"),)
