"""A workbook may be ordered of one category."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLE, NAME = "ordered_file", "fk_ordered_file_category_code"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("category_code", sa.String(24), nullable=True))
        batch.create_foreign_key(op.f(NAME), "category", ["category_code"], ["code"])


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(NAME), type_="foreignkey")
        batch.drop_column("category_code")
