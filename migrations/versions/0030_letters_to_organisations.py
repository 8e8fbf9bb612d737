"""Voluntary organisations that want no more letters."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("voluntary_organisation", sa.Column("letters_stopped_at", Time(), nullable=True))


def downgrade() -> None:
    op.drop_column("voluntary_organisation", "letters_stopped_at")
