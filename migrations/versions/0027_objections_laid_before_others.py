"""Objections that are laid before somebody else."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("objection", sa.Column("raised_at", Time(), nullable=True))


def downgrade() -> None:
    op.drop_column("objection", "raised_at")
