"""The ledger, and what left otherwise."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.catalogue.models import Category
from marketplace.claims.models import Claim
from marketplace.claims.states import Otherwise
from marketplace.foundation.database import Base, Code, Id
from marketplace.impact.models import EmissionFactor
from marketplace.impact.reckoning import Origin
from marketplace.inventory.models import Asset
from marketplace.listings.models import Listing
from marketplace.organisations.models import Municipality, Site, Unit
from marketplace.transfers.kinds import DispositionKind, ObjectionOutcome, TransferKind


class Transfer(Base):
    """A row of the ledger: never changed, never deleted (the database refuses it).

    `quantity` and every amount are for the whole row and negative when it takes back. An amount that cannot be
    reckoned is None, never zero; `…_origin` says where its value per unit came from. Rows from before there was a
    range lack `…_low_g`, `…_high_g`, what the transport was reckoned from, repairs, and later what the transport cost.
    """

    __tablename__ = "transfer"

    id: Mapped[Id]
    kind: Mapped[TransferKind] = mapped_column(Code(TransferKind))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey(Claim.id))
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id))
    from_asset_id: Mapped[int | None] = mapped_column(ForeignKey(Asset.id))
    to_asset_id: Mapped[int | None] = mapped_column(ForeignKey(Asset.id))
    from_municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    to_municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    from_unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    from_site_id: Mapped[int | None] = mapped_column(ForeignKey(Site.id))
    category_code: Mapped[str] = mapped_column(ForeignKey(Category.code))
    title: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[int]
    price_nok: Mapped[int]
    otherwise: Mapped[Otherwise] = mapped_column(Code(Otherwise))
    displacement_percent: Mapped[int]
    weight_g: Mapped[int | None]
    weight_origin: Mapped[Origin] = mapped_column(Code(Origin))
    factor_id: Mapped[int | None] = mapped_column(ForeignKey(EmissionFactor.id))
    factor_version: Mapped[int | None]
    factor_co2e_g: Mapped[int | None]
    factor_low_g: Mapped[int | None]
    factor_high_g: Mapped[int | None]
    factor_origin: Mapped[Origin] = mapped_column(Code(Origin))
    co2e_gross_g: Mapped[int | None]
    co2e_gross_low_g: Mapped[int | None]
    co2e_gross_high_g: Mapped[int | None]
    co2e_cautious_g: Mapped[int | None]
    co2e_cautious_low_g: Mapped[int | None]
    co2e_cautious_high_g: Mapped[int | None]
    transport_co2e_g: Mapped[int]
    transport_low_g: Mapped[int | None]
    transport_high_g: Mapped[int | None]
    transport_version: Mapped[int | None]
    transport_g_per_km: Mapped[int | None]
    road_percent: Mapped[int | None]
    distance_m: Mapped[int | None]
    transport_share_percent: Mapped[int | None]
    transport_nok: Mapped[int | None]
    transport_ore_per_km: Mapped[int | None]
    repair_nok: Mapped[int | None]
    repair_spend_nok: Mapped[int | None]
    repair_co2e_g: Mapped[int | None]
    repair_low_g: Mapped[int | None]
    repair_high_g: Mapped[int | None]
    repair_version: Mapped[int | None]
    repair_g_per_nok: Mapped[int | None]
    replacement_nok: Mapped[int | None]
    price_origin: Mapped[Origin] = mapped_column(Code(Origin))
    value_saved_nok: Mapped[int | None]
    listed_on: Mapped[date] = mapped_column(Date)
    on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    recorded_for: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)

    __table_args__ = (
        CheckConstraint("quantity <> 0", name="quantity_not_zero"),
        CheckConstraint("(reverses_id is null) = (kind = 'hand_over')", name="reversal_points_back"),
        CheckConstraint("(quantity > 0) = (kind = 'hand_over')", name="reversal_takes_back"),
        Index("ix_transfer_on", "on"),
        Index("ix_transfer_from_municipality_number_on", "from_municipality_number", "on"),
        Index("ix_transfer_to_municipality_number_on", "to_municipality_number", "on"),
        Index("ix_transfer_category_code_on", "category_code", "on"),
        Index(
            "ix_transfer_from_municipality_number_category_code_on", "from_municipality_number", "category_code", "on"
        ),
        Index("ix_transfer_to_municipality_number_category_code_on", "to_municipality_number", "category_code", "on"),
        Index("ix_transfer_claim_id", "claim_id"),
        Index("ix_transfer_listing_id", "listing_id"),
        Index("ix_transfer_reverses_id", "reverses_id"),
    )


class Disposition(Base):
    """Something that left otherwise, or was used again inside: never changed, never deleted (the database refuses it).

    `quantity` and `weight_g` are negative in a row that corrects: it points at the one it takes units back from, and
    its `reason` says why. Rows recorded together share a `batch`; `content_key` finds again what came from a
    spreadsheet.
    """

    __tablename__ = "disposition"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    asset_id: Mapped[int | None] = mapped_column(ForeignKey(Asset.id))
    category_code: Mapped[str] = mapped_column(ForeignKey(Category.code))
    quantity: Mapped[int]
    kind: Mapped[DispositionKind] = mapped_column(Code(DispositionKind))
    on: Mapped[date] = mapped_column(Date)
    weight_g: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(1000), default="")
    recorded_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    recorded_at: Mapped[datetime]
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("disposition.id"))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    batch: Mapped[str | None] = mapped_column(String(32))
    content_key: Mapped[str | None] = mapped_column(String(32))

    __table_args__ = (
        CheckConstraint("quantity <> 0", name="quantity_not_zero"),
        CheckConstraint("(quantity > 0) = (reverses_id is null)", name="correction_takes_back"),
        UniqueConstraint("municipality_number", "content_key"),
        Index("ix_disposition_municipality_number_on", "municipality_number", "on"),
        Index("ix_disposition_asset_id", "asset_id"),
        Index("ix_disposition_reverses_id", "reverses_id"),
        Index("ix_disposition_batch", "batch"),
    )


class Loan(Base):
    """Units of a claim that are away on loan, or were. They stay in the owner's inventory and never in the ledger.

    `left_quantity` is still away. `due_on` is the last day; a borrower may put it off once (`extended_by_borrower`).
    """

    __tablename__ = "loan"

    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(ForeignKey(Claim.id), unique=True)
    quantity: Mapped[int]
    returned_quantity: Mapped[int] = mapped_column(default=0)
    lent_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    extended_by_borrower: Mapped[bool] = mapped_column(default=False)
    reminded_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    recorded_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    recorded_at: Mapped[datetime]
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)

    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        CheckConstraint("returned_quantity between 0 and quantity", name="returned_in_range"),
        CheckConstraint("due_on >= lent_on", name="days_in_order"),
        Index("ix_loan_ended_at_due_on", "ended_at", "due_on"),
    )

    @property
    def left_quantity(self) -> int:
        """How many are still away."""
        return self.quantity - self.returned_quantity

    def is_overdue(self, today: date) -> bool:
        """Whether the last day has passed and some are still away."""
        return self.ended_at is None and self.due_on < today


class TransferNote(Base):
    """What both sides keep of a hand-over, as it was when it was made. `code` is printed on it and finds it again.

    `pictures` are the keys of copies of the listing's photos; None until they are made.
    """

    __tablename__ = "transfer_note"

    transfer_id: Mapped[int] = mapped_column(ForeignKey(Transfer.id), primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    pictures: Mapped[list[str] | None] = mapped_column(JSON)
    made_at: Mapped[datetime]


class Objection(Base):
    """The other side says that a hand-over is not as it was recorded.

    It changes no figure; only a row that takes back does. Open until `outcome` says how it was resolved; not agreed on
    in time, it is laid before somebody else (`raised_at`).
    """

    __tablename__ = "objection"

    id: Mapped[Id]
    transfer_id: Mapped[int] = mapped_column(ForeignKey(Transfer.id), index=True)
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    made_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    made_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(1000))
    outcome: Mapped[ObjectionOutcome | None] = mapped_column(Code(ObjectionOutcome))
    answer: Mapped[str] = mapped_column(String(1000), default="")
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    resolved_at: Mapped[datetime | None]
    correction_id: Mapped[int | None] = mapped_column(ForeignKey(Transfer.id))
    raised_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(outcome is null) = (resolved_at is null)", name="resolved_with_outcome"),
        CheckConstraint("(correction_id is null) = (outcome is null or outcome <> 'taken_back')", name="taken_back"),
    )
