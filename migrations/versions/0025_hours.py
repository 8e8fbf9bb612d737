"""Hours that people spend."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "hours_entry",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("minutes", BIG, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("activity", sa.String(200), nullable=False),
        sa.Column("recorded_at", Time(), nullable=False),
        sa.Column("removed_at", Time(), nullable=True),
        sa.Column("submission_key", sa.String(64), nullable=True),
        sa.CheckConstraint("minutes between 1 and 1440", name=op.f("ck_hours_entry_minutes_in_a_day")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_hours_entry_municipality_number")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hours_entry_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_entry")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_hours_entry_submission_key")),
    )
    op.create_index("ix_hours_entry_person_id", "hours_entry", ["person_id"])
    op.create_index("ix_hours_entry_municipality_number_for_day", "hours_entry", ["municipality_number", "for_day"])


def downgrade() -> None:
    op.drop_table("hours_entry")
