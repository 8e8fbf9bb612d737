"""What people add to the thesaurus and turn off in it, and what is searched for."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "synonym",
        sa.Column("id", BIG, nullable=False),
        sa.Column("word", sa.String(80), nullable=False),
        sa.Column("other", sa.String(80), nullable=False),
        sa.Column("nearness", sa.String(24), nullable=False),
        sa.Column("both_ways", sa.Boolean(), nullable=False),
        sa.Column("changed_by", BIG, nullable=False),
        sa.Column("changed_at", Time(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("word <> other", name=op.f("ck_synonym_words_differ")),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_synonym_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
        sa.UniqueConstraint("word", "other", name=op.f("uq_synonym_word_other")),
    )
    op.create_table(
        "synonym_switched_off",
        sa.Column("word", sa.String(80), nullable=False),
        sa.Column("other", sa.String(80), nullable=False),
        sa.Column("changed_by", BIG, nullable=False),
        sa.Column("changed_at", Time(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_synonym_switched_off_changed_by")),
        sa.PrimaryKeyConstraint("word", "other", name=op.f("pk_synonym_switched_off")),
    )
    op.create_table(
        "synonym_change",
        sa.Column("id", BIG, nullable=False),
        sa.Column("deed", sa.String(24), nullable=False),
        sa.Column("word", sa.String(80), nullable=False),
        sa.Column("other", sa.String(80), nullable=False),
        sa.Column("nearness", sa.String(24), nullable=False),
        sa.Column("both_ways", sa.Boolean(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("at", Time(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_synonym_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym_change")),
    )
    op.create_table(
        "counted_search",
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(60), nullable=False),
        sa.Column("hits", BIG, nullable=False),
        sa.Column("times", BIG, nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_counted_search_times_positive")),
        sa.PrimaryKeyConstraint("asked_on", "words", "hits", name=op.f("pk_counted_search")),
    )


def downgrade() -> None:
    for table in ("counted_search", "synonym_change", "synonym_switched_off", "synonym"):
        op.drop_table(table)
