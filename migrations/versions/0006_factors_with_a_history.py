"""Who changed a factor and why; the factor of transport; ranges and distance on the ledger's rows."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FROZEN = (
    "factor_low_g",
    "factor_high_g",
    "co2e_gross_low_g",
    "co2e_gross_high_g",
    "co2e_cautious_low_g",
    "co2e_cautious_high_g",
    "transport_low_g",
    "transport_high_g",
    "transport_version",
    "transport_g_per_km",
    "road_percent",
    "distance_m",
)


def upgrade() -> None:
    op.add_column("emission_factor", sa.Column("road_percent", BIG, nullable=True))
    op.create_table(
        "emission_factor_change",
        sa.Column("factor_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["factor_id"], ["emission_factor.id"], name=op.f("fk_emission_factor_change_factor_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_emission_factor_change_person_id")),
        sa.PrimaryKeyConstraint("factor_id", name=op.f("pk_emission_factor_change")),
    )
    for name in FROZEN:
        op.add_column("transfer", sa.Column(name, BIG, nullable=True))
    op.create_index("ix_claim_ended_at", "claim", ["ended_at"])


def downgrade() -> None:
    op.drop_index("ix_claim_ended_at", table_name="claim")
    for name in reversed(FROZEN):
        op.drop_column("transfer", name)
    op.drop_table("emission_factor_change")
    op.drop_column("emission_factor", "road_percent")
