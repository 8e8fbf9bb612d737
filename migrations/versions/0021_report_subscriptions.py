"""Reports that are sent when a period is over."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "report_subscription",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("acting_for", sa.String(4), nullable=True),
        sa.Column("municipality_number", sa.String(4), nullable=True),
        sa.Column("rhythm", sa.String(24), nullable=False),
        sa.Column("format", sa.String(8), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("next_first_on", sa.Date(), nullable=False),
        sa.Column("made_at", Time(), nullable=False),
        sa.Column("ended_at", Time(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acting_for"], ["municipality.number"], name=op.f("fk_report_subscription_acting_for")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_report_subscription_municipality_number")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_subscription_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_subscription")),
    )
    op.create_index("ix_report_subscription_person_id", "report_subscription", ["person_id"])


def downgrade() -> None:
    op.drop_table("report_subscription")
