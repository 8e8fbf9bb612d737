"""Objections to hand-overs."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "objection",
        sa.Column("id", BIG, nullable=False),
        sa.Column("transfer_id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.Column("made_at", Time(), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=True),
        sa.Column("answer", sa.String(1000), nullable=False),
        sa.Column("resolved_by", BIG, nullable=True),
        sa.Column("resolved_at", Time(), nullable=True),
        sa.Column("correction_id", BIG, nullable=True),
        sa.CheckConstraint(
            "(outcome is null) = (resolved_at is null)", name=op.f("ck_objection_resolved_with_outcome")
        ),
        sa.CheckConstraint(
            "(correction_id is null) = (outcome is null or outcome <> 'taken_back')",
            name=op.f("ck_objection_taken_back"),
        ),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name=op.f("fk_objection_transfer_id")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_objection_municipality_number")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_objection_made_by")),
        sa.ForeignKeyConstraint(["resolved_by"], ["person.id"], name=op.f("fk_objection_resolved_by")),
        sa.ForeignKeyConstraint(["correction_id"], ["transfer.id"], name=op.f("fk_objection_correction_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    op.create_index(op.f("ix_objection_transfer_id"), "objection", ["transfer_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_objection_transfer_id"), table_name="objection")
    op.drop_table("objection")
