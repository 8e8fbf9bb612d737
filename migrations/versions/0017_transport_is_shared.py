"""What a shared run leaves of the transport, frozen on the ledger's rows."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("transfer", sa.Column("transport_share_percent", BIG, nullable=True))


def downgrade() -> None:
    op.drop_column("transfer", "transport_share_percent")
