"""Open figures as they were told, month by month."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_month",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("told_at", Time(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("whole", sa.JSON(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_open_month")),
    )


def downgrade() -> None:
    op.drop_table("open_month")
