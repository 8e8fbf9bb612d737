"""What municipalities own, each thing's life story, and imports of their spreadsheets."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import Person
from marketplace.catalogue.conditions import Condition
from marketplace.catalogue.models import Category
from marketplace.foundation.database import Base, Code, Id
from marketplace.foundation.states import follow
from marketplace.inventory.states import (
    ASSET_TRANSITIONS,
    IMPORT_TRANSITIONS,
    AssetAction,
    AssetState,
    EntryKind,
    ImportAction,
    ImportPurpose,
    ImportState,
    Severity,
)
from marketplace.organisations.models import Municipality, Site, Unit


class Asset(Base):
    """A number of equal things that a municipality owns.

    `quantity` is what is left here; from `surplus_from`, if that is known, it is not needed there any more.
    `origin_asset_id` is the asset in another municipality or unit it came from.
    `imported` holds the values last read for it from a spreadsheet, so that the same file changes nothing;
    `content_key` finds again what came from a row without an inventory number, or from a form that is sent twice.
    """

    __tablename__ = "asset"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    site_id: Mapped[int | None] = mapped_column(ForeignKey(Site.id))
    inventory_number: Mapped[str | None] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    category_code: Mapped[str] = mapped_column(ForeignKey(Category.code))
    brand: Mapped[str] = mapped_column(String(80), default="")
    model: Mapped[str] = mapped_column(String(80), default="")
    width_cm: Mapped[int | None]
    depth_cm: Mapped[int | None]
    height_cm: Mapped[int | None]
    weight_g: Mapped[int | None]
    colour: Mapped[str] = mapped_column(String(60), default="")
    material: Mapped[str] = mapped_column(String(60), default="")
    quantity: Mapped[int]
    condition: Mapped[Condition] = mapped_column(Code(Condition))
    building: Mapped[str] = mapped_column(String(120), default="")
    room: Mapped[str] = mapped_column(String(80), default="")
    acquired_year: Mapped[int | None]
    acquired_price_nok: Mapped[int | None]
    co2e_g: Mapped[int | None]
    notes: Mapped[str] = mapped_column(String(4000), default="")
    surplus_from: Mapped[date | None] = mapped_column(Date)
    state: Mapped[AssetState] = mapped_column(Code(AssetState), default=AssetState.IN_USE)
    origin_asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    imported: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    content_key: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
    __table_args__ = (
        UniqueConstraint("municipality_number", "inventory_number"),
        UniqueConstraint("municipality_number", "content_key"),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        Index("ix_asset_municipality_number_state", "municipality_number", "state"),
        Index("ix_asset_origin_asset_id", "origin_asset_id"),
    )

    def apply(self, action: AssetAction) -> None:
        """Move along the table, or raise `Conflict`."""
        self.state = follow(ASSET_TRANSITIONS, self.state, action, "asset-wrong-state")


class AssetEntry(Base):
    """One line of an asset's life story; never changed.

    `quantity` is what the line tells of: units that came or went, else how many there were. `change` is how many more
    (fewer, below zero) there were after it.
    `cost_nok` and `co2e_g` are what a repair of all its units cost and gave off, where known.
    """

    __tablename__ = "asset_entry"

    id: Mapped[Id]
    asset_id: Mapped[int] = mapped_column(ForeignKey(Asset.id), index=True)
    kind: Mapped[EntryKind] = mapped_column(Code(EntryKind))
    on: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime]
    quantity: Mapped[int]
    change: Mapped[int] = mapped_column(default=0)
    counterpart_number: Mapped[str | None] = mapped_column(ForeignKey(Municipality.number))
    note: Mapped[str] = mapped_column(String(1000), default="")
    cost_nok: Mapped[int | None]
    co2e_g: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))


class AssetImport(Base):
    """A spreadsheet on its way in.

    `mapping` is column position (as text) to field name; `wanted` what somebody decided by hand, keyed by title,
    letters or position. `round` counts the looks, so that a late one is not taken for the last. `unit_id` is the only
    unit that the uploader registers for. `rows_done` tells how far a look or a keeping has come. `summary` counts the
    problems by code: `{code: {"severity": …, "count": …}}`.
    """

    __tablename__ = "asset_import"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    kept_by: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    filename: Mapped[str] = mapped_column(String(200))
    file_key: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[ImportPurpose] = mapped_column(Code(ImportPurpose), default=ImportPurpose.ASSETS)
    state: Mapped[ImportState] = mapped_column(Code(ImportState), default=ImportState.UPLOADED)
    round: Mapped[int] = mapped_column(default=1)
    wanted: Mapped[dict[str, str] | None] = mapped_column(JSON)
    header_row: Mapped[int | None]
    columns: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    mapping: Mapped[dict[str, str] | None] = mapped_column(JSON)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_ok: Mapped[int] = mapped_column(default=0)
    rows_failed: Mapped[int] = mapped_column(default=0)
    rows_new: Mapped[int] = mapped_column(default=0)
    rows_changed: Mapped[int] = mapped_column(default=0)
    rows_unchanged: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(String(80))
    failure_facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    uploaded_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]

    def apply(self, action: ImportAction) -> None:
        """Move along the table, or raise `Conflict`."""
        self.state = follow(IMPORT_TRANSITIONS, self.state, action, "import-wrong-state")


class ImportProblem(Base):
    """What is wrong with one cell, in the row and column that the reader sees in the spreadsheet."""

    __tablename__ = "import_problem"

    id: Mapped[Id]
    import_id: Mapped[int] = mapped_column(ForeignKey(AssetImport.id, ondelete="CASCADE"), index=True)
    row: Mapped[int]
    column: Mapped[str] = mapped_column(String(120))
    severity: Mapped[Severity] = mapped_column(Code(Severity))
    code: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class RememberedMapping(Base):
    """How a municipality last mapped a spreadsheet with these headers."""

    __tablename__ = "remembered_mapping"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    headers_hash: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)

    __table_args__ = (UniqueConstraint("municipality_number", "headers_hash"),)
