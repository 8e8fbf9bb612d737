"""Listings and their photos."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.catalogue.conditions import Condition
from marketplace.catalogue.models import Category
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import Base, Code, Id
from marketplace.foundation.states import follow
from marketplace.inventory.models import Asset
from marketplace.listings.openings import FIELDS, Dates, Opening
from marketplace.listings.states import (
    LISTING_TRANSITIONS,
    SHOWN_TO_OTHERS,
    Allocation,
    ListingAction,
    ListingState,
    Stage,
    reaches_as_far,
)
from marketplace.organisations.models import Municipality, PickupPlace, Unit, VoluntaryOrganisation


class Listing(Base):
    """An offer of some quantity of a thing. `price_nok` is per unit; 0 is free.

    `handed_over_quantity` is what has left on it (net of returns), told by the ledger through `closing`; of that,
    `given_away_quantity` went to voluntary organisations, claimed by nobody. With `loan_days` it is offered on loan,
    for so many days at most, and nothing of it leaves for good.
    `follows_rules`: the municipality's rules of release say how it begins when it is put out. The `opens_to_…_on` are
    then the days (from their beginning, in Norway) it is promised to open further by itself. `shown_ahead`: those whom
    it will open to see it already; None is as the rules say. `reserved_for` is the one municipality it is given to.
    """

    __tablename__ = "listing"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    asset_id: Mapped[int | None] = mapped_column(ForeignKey(Asset.id), index=True)
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(String(4000), default="")
    language: Mapped[str] = mapped_column(String(2), default="nb")
    category_code: Mapped[str] = mapped_column(ForeignKey(Category.code))
    condition: Mapped[Condition] = mapped_column(Code(Condition))
    quantity: Mapped[int]
    handed_over_quantity: Mapped[int] = mapped_column(default=0)
    given_away_quantity: Mapped[int] = mapped_column(default=0)
    indivisible: Mapped[bool] = mapped_column(default=False)
    width_cm: Mapped[int | None]
    depth_cm: Mapped[int | None]
    height_cm: Mapped[int | None]
    weight_g: Mapped[int | None]
    colour: Mapped[str] = mapped_column(String(60), default="")
    material: Mapped[str] = mapped_column(String(60), default="")
    brand: Mapped[str] = mapped_column(String(80), default="")
    acquired_year: Mapped[int | None]
    price_nok: Mapped[int] = mapped_column(default=0)
    replacement_price_nok: Mapped[int | None]
    co2e_g: Mapped[int | None]
    loan_days: Mapped[int | None]
    pickup_place_id: Mapped[int | None] = mapped_column(ForeignKey(PickupPlace.id))
    available_from: Mapped[date | None] = mapped_column(Date)
    closes_at: Mapped[datetime | None]
    stage: Mapped[Stage] = mapped_column(Code(Stage), default=Stage.NETWORK)
    follows_rules: Mapped[bool] = mapped_column(default=False)
    opens_to_municipality_on: Mapped[date | None] = mapped_column(Date, index=True)
    opens_to_network_on: Mapped[date | None] = mapped_column(Date, index=True)
    opens_to_voluntary_on: Mapped[date | None] = mapped_column(Date, index=True)
    shown_ahead: Mapped[bool | None]
    reserved_for: Mapped[str | None] = mapped_column(ForeignKey(Municipality.number))
    state: Mapped[ListingState] = mapped_column(Code(ListingState), default=ListingState.DRAFT)
    allocation: Mapped[Allocation] = mapped_column(Code(Allocation), default=Allocation.OWNER)
    draw_at: Mapped[datetime | None]
    draw_seed: Mapped[str | None] = mapped_column(String(64))
    drawn_at: Mapped[datetime | None]
    created_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        CheckConstraint("handed_over_quantity between 0 and quantity", name="handed_over_in_range"),
        CheckConstraint("given_away_quantity between 0 and handed_over_quantity", name="given_away_in_range"),
        CheckConstraint("price_nok >= 0", name="price_not_negative"),
        Index("ix_listing_municipality_number_state", "municipality_number", "state"),
        Index("ix_listing_state_published_at", "state", "published_at"),
        Index("ix_listing_municipality_number_published_at", "municipality_number", "published_at"),
        Index("ix_listing_closed_at", "closed_at"),
        Index("ix_listing_draw_at", "draw_at"),
    )

    def apply(self, action: ListingAction) -> None:
        """Move along the table, or raise `Conflict`."""
        self.state = follow(LISTING_TRANSITIONS, self.state, action, "listing-wrong-state")

    @property
    def awaits_draw(self) -> bool:
        """Whether a draw is to decide, and has not yet."""
        return self.allocation == Allocation.DRAW and self.drawn_at is None

    @property
    def left_quantity(self) -> int:
        """How many have not been handed over, promised to somebody or not."""
        return self.quantity - self.handed_over_quantity

    @property
    def is_loan(self) -> bool:
        """Whether it is offered on loan, to come back."""
        return self.loan_days is not None

    @property
    def opens(self) -> Dates:
        """The day each wider stage opens by itself."""
        days = {stage: getattr(self, name) for stage, name in FIELDS.items()}
        return {stage: day for stage, day in days.items() if day is not None}

    @property
    def openings(self) -> tuple[Opening, ...]:
        """The same, the first first."""
        return tuple(Opening(stage, day) for stage, day in self.opens.items())

    @property
    def is_open_to_voluntary(self) -> bool:
        """Whether its municipality's voluntary organisations may ask for it."""
        return self.state == ListingState.PUBLISHED and self.stage == Stage.VOLUNTARY and not self.is_loan

    def is_visible_to(self, actor: Actor) -> bool:
        """Whether the actor may see it at all.

        The owner's people always; others while it is or was open to them, or is shown to them ahead; who sees the whole
        network, once published, but not what is given to one municipality.
        """
        if "listings:view" in actor.permissions and self._is_own(actor) and self._is_of_unit_or_whole(actor):
            return True
        whole = "listings:view" in actor.network_permissions and self.reserved_for is None
        return (self.state in SHOWN_TO_OTHERS and (whole or self._reaches(actor))) or self.is_shown_ahead_to(actor)

    def is_open_to(self, actor: Actor) -> bool:
        """Whether the actor may find it, and claim from it as far as time and stage go.

        To others it is open only while its own municipality is in the network, too.
        """
        together = self._is_own(actor) or actor.meets(self.municipality_number)
        return self.state == ListingState.PUBLISHED and together and self._reaches(actor)

    def is_shown_ahead_to(self, actor: Actor) -> bool:
        """Whether the actor sees it before it opens to them: its owner allows that, and it has a day."""
        return bool(self.shown_ahead) and self.opens_on_to(actor) is not None

    def opens_on_to(self, actor: Actor) -> date | None:
        """The day it opens to the actor by itself; None when it is open to them, or no day is promised."""
        if self.state != ListingState.PUBLISHED or self.is_open_to(actor) or not actor.may("listings:view"):
            return None
        if not self._is_own(actor) and not actor.meets(self.municipality_number):
            return None
        wanted = Stage.MUNICIPALITY if self._is_own(actor) else Stage.NETWORK
        return next((opening.on for opening in self.openings if reaches_as_far(opening.stage, wanted)), None)

    def _reaches(self, actor: Actor) -> bool:
        own = self._is_own(actor)
        if self.reserved_for is not None and not own:
            return actor.municipality_number == self.reserved_for and actor.is_member and actor.may("listings:view")
        if self.stage == Stage.UNIT or self.reserved_for is not None:
            return own and self._is_of_unit_or_whole(actor)
        if self.stage == Stage.MUNICIPALITY:
            return own
        return own or (actor.is_member and actor.may("listings:view"))

    def _is_own(self, actor: Actor) -> bool:
        return actor.municipality_number == self.municipality_number

    def _is_of_unit_or_whole(self, actor: Actor) -> bool:
        return actor.unit_id is None or self.unit_id is None or actor.unit_id == self.unit_id


@dataclass(frozen=True, slots=True)
class PhotoVariant:
    """One size of a photo: where the service shows it, and its pixels. The address is part of the outside contract."""

    name: str
    url: str
    width: int
    height: int


class Photo(Base):
    """A picture of a listing, kept in three sizes. `sizes` lists {name, width, height}, smallest first.

    `digest` is the SHA-256 of the file that was sent, so that the same picture is kept once a listing.
    """

    __tablename__ = "photo"

    id: Mapped[Id]
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40), unique=True)
    sizes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    digest: Mapped[str | None] = mapped_column(String(64))
    added_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    added_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("listing_id", "digest"),)

    @property
    def variants(self) -> tuple[PhotoVariant, ...]:
        """Its sizes, smallest first."""
        return tuple(
            PhotoVariant(size["name"], f"/bilder/{self.key}/{size['name']}.webp", size["width"], size["height"])
            for size in self.sizes
        )


class VoluntaryRequest(Base):
    """What a voluntary organisation would like of a listing; `given_quantity` once it is answered, 0 for a no."""

    __tablename__ = "voluntary_request"

    id: Mapped[Id]
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(VoluntaryOrganisation.id), index=True)
    quantity: Mapped[int]
    message: Mapped[str] = mapped_column(String(1000), default="")
    asked_at: Mapped[datetime]
    given_quantity: Mapped[int | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey(Person.id))

    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        CheckConstraint("(given_quantity is null) = (answered_at is null)", name="answer_is_whole"),
    )


class ListingWatch(Base):
    """Somebody who wants to know when a listing opens to them, asked for once a listing; told once each time."""

    __tablename__ = "listing_watch"

    id: Mapped[Id]
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    asked_at: Mapped[datetime]
    told_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("listing_id", "person_id"),)
