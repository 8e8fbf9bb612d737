"""Loans, and for how many days a listing is lent."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("listing", sa.Column("loan_days", BIG, nullable=True))
    op.create_table(
        "loan",
        sa.Column("id", BIG, nullable=False),
        sa.Column("claim_id", BIG, nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("returned_quantity", BIG, nullable=False),
        sa.Column("lent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extended_by_borrower", sa.Boolean(), nullable=False),
        sa.Column("reminded_at", Time(), nullable=True),
        sa.Column("overdue_told_at", Time(), nullable=True),
        sa.Column("ended_at", Time(), nullable=True),
        sa.Column("recorded_by", BIG, nullable=False),
        sa.Column("recorded_at", Time(), nullable=False),
        sa.Column("submission_key", sa.String(64), nullable=True),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_loan_quantity_positive")),
        sa.CheckConstraint("returned_quantity between 0 and quantity", name=op.f("ck_loan_returned_in_range")),
        sa.CheckConstraint("due_on >= lent_on", name=op.f("ck_loan_days_in_order")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_loan_claim_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_loan_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_loan_claim_id")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_loan_submission_key")),
    )
    op.create_index("ix_loan_ended_at_due_on", "loan", ["ended_at", "due_on"])


def downgrade() -> None:
    op.drop_table("loan")
    op.drop_column("listing", "loan_days")
