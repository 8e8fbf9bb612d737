"""What the rows of a spreadsheet are taken for."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("asset_import", sa.Column("purpose", sa.String(24), nullable=False, server_default="assets"))
    with op.batch_alter_table("asset_import") as batch:
        batch.alter_column("purpose", server_default=None)


def downgrade() -> None:
    op.execute("delete from import_problem where import_id in (select id from asset_import where purpose <> 'assets')")
    op.execute("delete from asset_import where purpose <> 'assets'")
    op.drop_column("asset_import", "purpose")
