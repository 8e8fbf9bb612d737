"""Dispositions are corrected by rows that point back, and only grow; what was recorded together is known."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SENTENCE = "dispositions only grow"


def upgrade() -> None:
    with op.batch_alter_table("disposition") as batch:
        batch.add_column(sa.Column("reverses_id", BIG, nullable=True))
        batch.add_column(sa.Column("reason", sa.String(1000), nullable=False, server_default=""))
        batch.add_column(sa.Column("batch", sa.String(32), nullable=True))
        batch.add_column(sa.Column("content_key", sa.String(32), nullable=True))
        batch.create_foreign_key(op.f("fk_disposition_reverses_id"), "disposition", ["reverses_id"], ["id"])
        batch.drop_constraint(op.f("ck_disposition_quantity_positive"), type_="check")
        batch.create_check_constraint(op.f("ck_disposition_quantity_not_zero"), "quantity <> 0")
        batch.create_check_constraint(
            op.f("ck_disposition_correction_takes_back"), "(quantity > 0) = (reverses_id is null)"
        )
        batch.create_unique_constraint(
            op.f("uq_disposition_municipality_number_content_key"), ["municipality_number", "content_key"]
        )
    with op.batch_alter_table("disposition") as batch:
        batch.alter_column("reason", server_default=None)
    for column in ("asset_id", "reverses_id", "batch"):
        op.create_index(f"ix_disposition_{column}", "disposition", [column])
    _let_only_grow()


def downgrade() -> None:
    _let_change()
    op.execute("delete from disposition where quantity < 0")
    for column in ("batch", "reverses_id", "asset_id"):
        op.drop_index(f"ix_disposition_{column}", table_name="disposition")
    with op.batch_alter_table("disposition") as batch:
        batch.drop_constraint(op.f("uq_disposition_municipality_number_content_key"), type_="unique")
        batch.drop_constraint(op.f("ck_disposition_correction_takes_back"), type_="check")
        batch.drop_constraint(op.f("ck_disposition_quantity_not_zero"), type_="check")
        batch.drop_constraint(op.f("fk_disposition_reverses_id"), type_="foreignkey")
        batch.create_check_constraint(op.f("ck_disposition_quantity_positive"), "quantity >= 1")
        for column in ("content_key", "batch", "reason", "reverses_id"):
            batch.drop_column(column)


def _let_only_grow() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"create trigger disposition_no_{verb} before {verb} on disposition "
                f"begin select raise(abort, '{SENTENCE}'); end"
            )
        return
    op.execute(
        "create function refuse_disposition_change() returns trigger language plpgsql as "
        f"$$ begin raise exception '{SENTENCE}' using errcode = 'restrict_violation'; end $$"
    )
    op.execute(
        "create trigger disposition_no_change before update or delete on disposition "
        "for each row execute function refuse_disposition_change()"
    )


def _let_change() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"drop trigger disposition_no_{verb}")
        return
    op.execute("drop trigger disposition_no_change on disposition")
    op.execute("drop function refuse_disposition_change()")
