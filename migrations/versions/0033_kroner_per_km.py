"""What a km driven costs, and what of it is frozen on the ledger's rows. Rows that exist have none."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FROZEN = ("transport_nok", "transport_ore_per_km")


def upgrade() -> None:
    op.add_column("emission_factor", sa.Column("cost_ore", BIG, nullable=True))
    for name in FROZEN:
        op.add_column("transfer", sa.Column(name, BIG, nullable=True))


def downgrade() -> None:
    for name in reversed(FROZEN):
        op.drop_column("transfer", name)
    op.drop_column("emission_factor", "cost_ore")
