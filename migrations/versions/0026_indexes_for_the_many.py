"""Indexes that find the open claims among all that ever were, and a category's hand-overs."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_claim_state", "claim", ["state"])
    op.create_index("ix_transfer_category_code_on", "transfer", ["category_code", "on"])


def downgrade() -> None:
    op.drop_index("ix_transfer_category_code_on", table_name="transfer")
    op.drop_index("ix_claim_state", table_name="claim")
