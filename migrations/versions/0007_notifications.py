"""What people and teams are told, what of it has left, and what they chose."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("begun_at", Time(), nullable=True),
        sa.Column("sent_at", Time(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("person_id", "for_day", name=op.f("uq_digest_person_id_for_day")),
    )
    op.create_table(
        "notification_choice",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("pace", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notification_choice_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_notification_choice")),
    )
    op.create_table(
        "channel",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("address", sa.String(2000), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("created_at", Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_channel_municipality_number")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_channel_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("municipality_number", "name", name=op.f("uq_channel_municipality_number_name")),
    )
    op.create_index(op.f("ix_channel_municipality_number"), "channel", ["municipality_number"])
    op.create_table(
        "notification",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("read_at", Time(), nullable=True),
        sa.Column("digest_id", BIG, nullable=True),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("occasion", sa.String(40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(200), nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.Column("pace", sa.String(24), nullable=False),
        sa.Column("begun_at", Time(), nullable=True),
        sa.Column("sent_at", Time(), nullable=True),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_notification_digest_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notification_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("key", name=op.f("uq_notification_key")),
    )
    op.create_index("ix_notification_at", "notification", ["at"])
    op.create_index("ix_notification_digest_id", "notification", ["digest_id"])
    op.create_index("ix_notification_person_id_at", "notification", ["person_id", "at"])
    op.create_index(
        "ix_notification_unread",
        "notification",
        ["person_id"],
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "card",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("channel_id", BIG, nullable=True),
        sa.Column("digest_id", BIG, nullable=True),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("occasion", sa.String(40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(200), nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.Column("pace", sa.String(24), nullable=False),
        sa.Column("begun_at", Time(), nullable=True),
        sa.Column("sent_at", Time(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_card_channel_id")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_card_municipality_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("key", name=op.f("uq_card_key")),
    )
    op.create_index("ix_card_at", "card", ["at"])
    op.create_index("ix_card_channel_id_at", "card", ["channel_id", "at"])
    op.create_index("ix_card_digest_id", "card", ["digest_id"])


def downgrade() -> None:
    for table in ("card", "notification", "channel", "notification_choice", "digest"):
        op.drop_table(table)
