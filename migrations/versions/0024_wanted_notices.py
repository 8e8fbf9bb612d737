"""Wanted notices, what met them, and from when an asset is not needed any more."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("asset", sa.Column("surplus_from", sa.Date(), nullable=True))
    op.create_table(
        "wanted_notice",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("made_by", BIG, nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("description", sa.String(1000), nullable=False),
        sa.Column("category_code", sa.String(24), nullable=True),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("must_match", sa.Boolean(), nullable=False),
        sa.Column("max_width_cm", BIG, nullable=True),
        sa.Column("max_depth_cm", BIG, nullable=True),
        sa.Column("max_height_cm", BIG, nullable=True),
        sa.Column("by_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("made_at", Time(), nullable=False),
        sa.Column("changed_at", Time(), nullable=False),
        sa.Column("ended_at", Time(), nullable=True),
        sa.Column("mark", BIG, nullable=False),
        sa.Column("submission_key", sa.String(64), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_wanted_notice_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_wanted_notice_municipality_number")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_wanted_notice_unit_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_wanted_notice_made_by")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_wanted_notice_category_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted_notice")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_wanted_notice_submission_key")),
    )
    op.create_index(op.f("ix_wanted_notice_municipality_number"), "wanted_notice", ["municipality_number"])
    op.create_index("ix_wanted_notice_state_closes_on", "wanted_notice", ["state", "closes_on"])
    op.create_table(
        "wanted_match",
        sa.Column("id", BIG, nullable=False),
        sa.Column("notice_id", BIG, nullable=False),
        sa.Column("listing_id", BIG, nullable=True),
        sa.Column("asset_id", BIG, nullable=True),
        sa.Column("found_at", Time(), nullable=False),
        sa.Column("answered_by", BIG, nullable=True),
        sa.Column("answered_at", Time(), nullable=True),
        sa.Column("note", sa.String(500), nullable=False),
        sa.CheckConstraint("(listing_id is null) <> (asset_id is null)", name=op.f("ck_wanted_match_one_thing")),
        sa.ForeignKeyConstraint(["notice_id"], ["wanted_notice.id"], name=op.f("fk_wanted_match_notice_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_wanted_match_listing_id")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_wanted_match_asset_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_wanted_match_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted_match")),
        sa.UniqueConstraint("notice_id", "listing_id", name=op.f("uq_wanted_match_notice_id_listing_id")),
        sa.UniqueConstraint("notice_id", "asset_id", name=op.f("uq_wanted_match_notice_id_asset_id")),
    )
    op.create_index(op.f("ix_wanted_match_listing_id"), "wanted_match", ["listing_id"])
    op.create_index(op.f("ix_wanted_match_asset_id"), "wanted_match", ["asset_id"])


def downgrade() -> None:
    op.drop_table("wanted_match")
    op.drop_table("wanted_notice")
    op.drop_column("asset", "surplus_from")
