"""Summaries of the ledger, marks of what they do not know yet, and the site that a thing left from."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MARKING = ("transfer", "listing", "claim", "disposition")


def upgrade() -> None:
    op.create_table(
        "summary",
        sa.Column("split", sa.String(12), nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("key", sa.String(20), nullable=False),
        sa.Column("sums", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("split", "municipality_number", "month", "key", name=op.f("pk_summary")),
    )
    op.create_table(
        "summary_mark",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=True),
        sa.Column("listing_id", BIG, nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("at", Time(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_mark")),
    )
    op.create_table(
        "summary_state",
        sa.Column("id", BIG, nullable=False),
        sa.Column("layout", sa.String(32), nullable=False),
        sa.Column("building", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_state")),
    )
    op.execute("insert into summary_state (id, layout, building) values (1, '', '')")
    number = "integer" if op.get_bind().dialect.name == "sqlite" else "bigint"
    op.execute(
        f"alter table transfer add column from_site_id {number} constraint fk_transfer_from_site_id references site(id)"
    )
    op.create_index("ix_listing_municipality_number_published_at", "listing", ["municipality_number", "published_at"])


def downgrade() -> None:
    for table in MARKING:
        _forget_marking(table)
    op.drop_index("ix_listing_municipality_number_published_at", table_name="listing")
    op.drop_column("transfer", "from_site_id")
    op.drop_table("summary_state")
    op.drop_table("summary_mark")
    op.drop_table("summary")


def _forget_marking(table: str) -> None:
    """The program makes these triggers itself, so they may be there or not."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("insert", "update", "delete"):
            op.execute(f"drop trigger if exists mark_{table}_{verb}")
    else:
        op.execute(f"drop trigger if exists mark_{table} on {table}")
        op.execute(f"drop function if exists mark_{table}()")
