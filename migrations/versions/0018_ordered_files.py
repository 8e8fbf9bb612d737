"""Files that people have ordered, made beside the request."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ordered_file",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("acting_for", sa.String(4), nullable=True),
        sa.Column("municipality_number", sa.String(4), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("rows_total", BIG, nullable=False),
        sa.Column("rows_done", BIG, nullable=False),
        sa.Column("bytes", BIG, nullable=True),
        sa.Column("file_key", sa.String(80), nullable=True),
        sa.Column("failure", sa.String(80), nullable=True),
        sa.Column("ordered_at", Time(), nullable=False),
        sa.Column("made_at", Time(), nullable=True),
        sa.ForeignKeyConstraint(["acting_for"], ["municipality.number"], name=op.f("fk_ordered_file_acting_for")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_ordered_file_municipality_number")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ordered_file_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ordered_file")),
    )
    op.create_index("ix_ordered_file_person_id", "ordered_file", ["person_id"])


def downgrade() -> None:
    op.drop_table("ordered_file")
