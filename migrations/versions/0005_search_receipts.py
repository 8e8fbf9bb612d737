"""Receipts: searches kept with their answers."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_receipt",
        sa.Column("id", BIG, nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.Column("made_at", Time(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("total", BIG, nullable=False),
        sa.Column("hits", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("submission_key", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_search_receipt_municipality_number")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_search_receipt_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_receipt")),
        sa.UniqueConstraint("code", name=op.f("uq_search_receipt_code")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_search_receipt_submission_key")),
    )
    op.create_index(
        "ix_search_receipt_municipality_number_made_at", "search_receipt", ["municipality_number", "made_at"]
    )


def downgrade() -> None:
    op.drop_table("search_receipt")
