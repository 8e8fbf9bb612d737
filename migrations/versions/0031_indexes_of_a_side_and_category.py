"""Indexes that find what a municipality gave or received of a category among all hand-overs."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

SIDES = ("from", "to")


def upgrade() -> None:
    for side in SIDES:
        columns = [f"{side}_municipality_number", "category_code", "on"]
        op.create_index(f"ix_transfer_{side}_municipality_number_category_code_on", "transfer", columns)


def downgrade() -> None:
    for side in SIDES:
        op.drop_index(f"ix_transfer_{side}_municipality_number_category_code_on", table_name="transfer")
