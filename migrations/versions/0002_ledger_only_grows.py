"""The ledger only grows: the database itself refuses to change or delete its rows."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SENTENCE = "the ledger only grows"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"create trigger transfer_no_{verb} before {verb} on transfer "
                f"begin select raise(abort, '{SENTENCE}'); end"
            )
        return
    op.execute(
        "create function refuse_ledger_change() returns trigger language plpgsql as "
        f"$$ begin raise exception '{SENTENCE}' using errcode = 'restrict_violation'; end $$"
    )
    op.execute(
        "create trigger transfer_no_change before update or delete on transfer "
        "for each row execute function refuse_ledger_change()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"drop trigger transfer_no_{verb}")
        return
    op.execute("drop trigger transfer_no_change on transfer")
    op.execute("drop function refuse_ledger_change()")
