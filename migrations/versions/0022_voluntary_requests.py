"""What voluntary organisations would like of listings that are open to them."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "voluntary_request",
        sa.Column("id", BIG, nullable=False),
        sa.Column("listing_id", BIG, nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("message", sa.String(1000), nullable=False),
        sa.Column("asked_at", Time(), nullable=False),
        sa.Column("given_quantity", BIG, nullable=True),
        sa.Column("answered_at", Time(), nullable=True),
        sa.Column("answered_by", BIG, nullable=True),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_voluntary_request_quantity_positive")),
        sa.CheckConstraint(
            "(given_quantity is null) = (answered_at is null)", name=op.f("ck_voluntary_request_answer_is_whole")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_voluntary_request_listing_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["voluntary_organisation.id"], name=op.f("fk_voluntary_request_organisation_id")
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_voluntary_request_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voluntary_request")),
    )
    op.create_index(op.f("ix_voluntary_request_listing_id"), "voluntary_request", ["listing_id"])
    op.create_index(op.f("ix_voluntary_request_organisation_id"), "voluntary_request", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("voluntary_request")
