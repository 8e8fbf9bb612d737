"""Saved searches, and what answered them."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("alert", sa.String(24), nullable=False),
        sa.Column("saved_at", Time(), nullable=False),
        sa.Column("since", Time(), nullable=False),
        sa.Column("mark", BIG, nullable=False),
        sa.Column("submission_key", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_search_person_id")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_saved_search_municipality_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_saved_search_submission_key")),
    )
    op.create_index(
        "ix_saved_search_person_id_municipality_number", "saved_search", ["person_id", "municipality_number"]
    )
    op.create_index("ix_saved_search_alert_mark", "saved_search", ["alert", "mark"])
    op.create_table(
        "saved_search_hit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("saved_search_id", BIG, nullable=False),
        sa.Column("listing_id", BIG, nullable=False),
        sa.Column("found_at", Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_search_id"],
            ["saved_search.id"],
            name=op.f("fk_saved_search_hit_saved_search_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_saved_search_hit_listing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search_hit")),
        sa.UniqueConstraint(
            "saved_search_id", "listing_id", name=op.f("uq_saved_search_hit_saved_search_id_listing_id")
        ),
    )
    op.create_index(op.f("ix_saved_search_hit_listing_id"), "saved_search_hit", ["listing_id"])


def downgrade() -> None:
    op.drop_table("saved_search_hit")
    op.drop_table("saved_search")
