"""Release stages: each municipality's rules and voluntary organisations, when listings open, who waits for them."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DAYS = ("opens_to_municipality_on", "opens_to_network_on", "opens_to_voluntary_on")
# Written out, since a column with a constraint of its own is added to SQLite's table only so.
RESERVED = (
    "ALTER TABLE listing ADD COLUMN reserved_for VARCHAR(4)"
    " CONSTRAINT fk_listing_reserved_for REFERENCES municipality (number)"
)
GIVEN_AWAY = (
    "ALTER TABLE listing ADD COLUMN given_away_quantity {integer} DEFAULT 0 NOT NULL"
    " CONSTRAINT ck_listing_given_away_in_range CHECK (given_away_quantity between 0 and handed_over_quantity)"
)


def upgrade() -> None:
    op.add_column("listing", sa.Column("follows_rules", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("listing", sa.Column("shown_ahead", sa.Boolean(), nullable=True))
    for name in DAYS:
        op.add_column("listing", sa.Column(name, sa.Date(), nullable=True))
        op.create_index(f"ix_listing_{name}", "listing", [name])
    op.execute(RESERVED)
    op.execute(GIVEN_AWAY.format(integer="INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"))
    _add_rules()
    _add_watches()


def _add_rules() -> None:
    op.create_table(
        "release_rules",
        sa.Column("municipality_number", sa.String(4), nullable=False),
        *(sa.Column(name, BIG, nullable=False) for name in ("unit_days", "municipality_days", "network_days")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("shown_ahead", "gives_to_voluntary")),
        sa.Column("changed_by", BIG, nullable=False),
        sa.Column("changed_at", Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_release_rules_municipality_number")
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_release_rules_changed_by")),
        sa.PrimaryKeyConstraint("municipality_number", name=op.f("pk_release_rules")),
    )
    op.create_table(
        "voluntary_organisation",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("organisation_number", sa.String(9), nullable=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("link_key", sa.String(32), nullable=False),
        sa.Column("added_at", Time(), nullable=False),
        sa.Column("closed_at", Time(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_voluntary_organisation_municipality_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voluntary_organisation")),
        sa.UniqueConstraint(
            "municipality_number", "name", name=op.f("uq_voluntary_organisation_municipality_number_name")
        ),
    )


def _add_watches() -> None:
    op.create_table(
        "listing_watch",
        sa.Column("id", BIG, nullable=False),
        sa.Column("listing_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("asked_at", Time(), nullable=False),
        sa.Column("told_at", Time(), nullable=True),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_listing_watch_listing_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_listing_watch_person_id")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_listing_watch_municipality_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_watch")),
        sa.UniqueConstraint("listing_id", "person_id", name=op.f("uq_listing_watch_listing_id_person_id")),
    )
    op.create_index(op.f("ix_listing_watch_person_id"), "listing_watch", ["person_id"])


def downgrade() -> None:
    op.drop_table("listing_watch")
    op.drop_table("voluntary_organisation")
    op.drop_table("release_rules")
    for name in ("given_away_quantity", "reserved_for"):
        op.execute(f"ALTER TABLE listing DROP COLUMN {name}")
    for name in DAYS:
        op.drop_index(f"ix_listing_{name}", table_name="listing")
        op.drop_column("listing", name)
    op.drop_column("listing", "shown_ahead")
    op.drop_column("listing", "follows_rules")
