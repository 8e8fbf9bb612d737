"""Wanted notices, and what met them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.catalogue.models import Category
from marketplace.foundation.database import Base, Code, Id
from marketplace.foundation.states import follow
from marketplace.inventory.models import Asset
from marketplace.listings.models import Listing
from marketplace.organisations.models import Municipality, Unit
from marketplace.search.wanted.states import WANTED_TRANSITIONS, WantedAction, WantedState


class WantedNotice(Base):
    """A number of things that a municipality, or a unit of it, looks for.

    `title` is the question that things are held against. With `must_match` all must be alike: one owner must have them
    all. It is needed by `by_on`, if that is said, and shown through `closes_on`. `mark` is another whenever what is
    asked, or whether it is, is another.
    """

    __tablename__ = "wanted_notice"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    made_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(String(1000), default="")
    category_code: Mapped[str | None] = mapped_column(ForeignKey(Category.code))
    quantity: Mapped[int]
    must_match: Mapped[bool] = mapped_column(default=False)
    max_width_cm: Mapped[int | None]
    max_depth_cm: Mapped[int | None]
    max_height_cm: Mapped[int | None]
    by_on: Mapped[date | None] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    state: Mapped[WantedState] = mapped_column(Code(WantedState), default=WantedState.OPEN)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    mark: Mapped[int]
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        Index("ix_wanted_notice_state_closes_on", "state", "closes_on"),
    )

    def apply(self, action: WantedAction) -> None:
        """Move along the table, or raise `Conflict`."""
        self.state = follow(WANTED_TRANSITIONS, self.state, action, "wanted-not-open")


class WantedMatch(Base):
    """A listing, or an asset that is or will be surplus, that meets a notice: once each.

    `answered_by` is who said for its owner that they have it, with a `note` to whoever wants it. `is_untold`: the
    listing was not open any more when who wants it was to be told; they are once it is again.
    """

    __tablename__ = "wanted_match"

    id: Mapped[Id]
    notice_id: Mapped[int] = mapped_column(ForeignKey(WantedNotice.id))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey(Listing.id), index=True)
    asset_id: Mapped[int | None] = mapped_column(ForeignKey(Asset.id), index=True)
    found_at: Mapped[datetime]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    answered_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    is_untold: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("notice_id", "listing_id"),
        UniqueConstraint("notice_id", "asset_id"),
        CheckConstraint("(listing_id is null) <> (asset_id is null)", name="one_thing"),
    )
