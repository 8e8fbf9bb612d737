"""Who gets it and by when: allocation of listings, draws, deadlines of claims, each municipality's rules."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENTS = {"listing": ("draw_at", "drawn_at"), "claim": ("answer_by", "collect_by", "remind_at", "extended_at")}
DAYS = ("offer_days", "remind_days", "collect_days", "extend_days")
INDEXED = {"listing": ("draw_at",), "claim": ("answer_by", "collect_by", "remind_at")}


def upgrade() -> None:
    op.add_column("listing", sa.Column("allocation", sa.String(24), nullable=False, server_default="owner"))
    op.add_column("listing", sa.Column("draw_seed", sa.String(64), nullable=True))
    op.add_column("claim", sa.Column("queue_rank", BIG, nullable=False, server_default="0"))
    for table, names in MOMENTS.items():
        for name in names:
            op.add_column(table, sa.Column(name, Time(), nullable=True))
    for table, names in INDEXED.items():
        for name in names:
            op.create_index(f"ix_{table}_{name}", table, [name])
    op.create_table(
        "claim_rules",
        sa.Column("municipality_number", sa.String(4), nullable=False),
        *(sa.Column(name, BIG, nullable=False) for name in DAYS),
        sa.Column("set_by", BIG, nullable=False),
        sa.Column("set_at", Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_claim_rules_municipality_number")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_claim_rules_set_by")),
        sa.PrimaryKeyConstraint("municipality_number", name=op.f("pk_claim_rules")),
    )
    op.create_table(
        "draw",
        sa.Column("id", BIG, nullable=False),
        sa.Column("listing_id", BIG, nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("draw_at", Time(), nullable=False),
        sa.Column("drawn_at", Time(), nullable=False),
        sa.Column("units", BIG, nullable=False),
        sa.Column("claim_ids", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_draw_listing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
    )
    op.create_index(op.f("ix_draw_listing_id"), "draw", ["listing_id"])
    _give_time()


def _give_time() -> None:
    """What was granted before there were deadlines gets two weeks from now, and a reminder before."""
    claim = sa.table("claim", sa.column("state"), sa.column("collect_by", Time()), sa.column("remind_at", Time()))
    today = datetime.now(UTC).replace(hour=20, minute=0, second=0, microsecond=0)
    given = claim.update().where(claim.c.state == "approved")
    op.execute(given.values(collect_by=today + timedelta(days=14), remind_at=today + timedelta(days=11)))


def downgrade() -> None:
    op.drop_table("draw")
    op.drop_table("claim_rules")
    for table, names in INDEXED.items():
        for name in names:
            op.drop_index(f"ix_{table}_{name}", table_name=table)
    for table, names in MOMENTS.items():
        for name in names:
            op.drop_column(table, name)
    op.drop_column("claim", "queue_rank")
    op.drop_column("listing", "draw_seed")
    op.drop_column("listing", "allocation")
