"""What repairs cost and give off, and what of it is frozen on the ledger's rows."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_A_REPAIR = ("cost_nok", "co2e_g")
FROZEN = (
    "repair_nok",
    "repair_spend_nok",
    "repair_co2e_g",
    "repair_low_g",
    "repair_high_g",
    "repair_version",
    "repair_g_per_nok",
)


def upgrade() -> None:
    for name in OF_A_REPAIR:
        op.add_column("asset_entry", sa.Column(name, BIG, nullable=True))
    for name in FROZEN:
        op.add_column("transfer", sa.Column(name, BIG, nullable=True))


def downgrade() -> None:
    for name in reversed(FROZEN):
        op.drop_column("transfer", name)
    for name in reversed(OF_A_REPAIR):
        op.drop_column("asset_entry", name)
