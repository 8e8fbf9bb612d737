"""Transfer notes, and the organisation number that they name a municipality by."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("municipality", sa.Column("organisation_number", sa.String(9), nullable=True))
    op.create_table(
        "transfer_note",
        sa.Column("transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=True),
        sa.Column("made_at", Time(), nullable=False),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name=op.f("fk_transfer_note_transfer_id_transfer")),
        sa.PrimaryKeyConstraint("transfer_id", name=op.f("pk_transfer_note")),
        sa.UniqueConstraint("code", name=op.f("uq_transfer_note_code")),
    )


def downgrade() -> None:
    op.drop_table("transfer_note")
    op.drop_column("municipality", "organisation_number")
