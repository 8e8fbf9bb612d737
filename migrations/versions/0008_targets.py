"""Targets of municipalities, with their history."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "target",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("year", BIG, nullable=False),
        sa.Column("figure", sa.String(40), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("value", BIG, nullable=True),
        sa.Column("baseline_year", BIG, nullable=False),
        sa.Column("baseline", BIG, nullable=True),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("set_by", BIG, nullable=False),
        sa.Column("set_at", Time(), nullable=False),
        sa.CheckConstraint("value is null or value >= 0", name=op.f("ck_target_value_not_negative")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_target_municipality_number")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_target_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint(
            "municipality_number",
            "year",
            "figure",
            "version",
            name=op.f("uq_target_municipality_number_year_figure_version"),
        ),
    )


def downgrade() -> None:
    op.drop_table("target")
