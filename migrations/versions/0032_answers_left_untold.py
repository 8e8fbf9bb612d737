"""What answered a search or met a notice, and was not open any more when it was to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLES = ("saved_search_hit", "wanted_match")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("is_untold", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_column(table, "is_untold")
