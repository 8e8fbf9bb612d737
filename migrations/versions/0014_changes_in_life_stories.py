"""By how much each line of a life story changed the number of units: one of the books to hold against each other."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT_ONCE = 1_000
ENTRY = sa.table(
    "asset_entry",
    *(sa.column(name) for name in ("id", "asset_id", "kind", "quantity", "counterpart_number", "change")),
)
COMES, GOES, LEVEL = ("registered", "received"), ("handed_over", "disposed"), ("imported", "changed")


def upgrade() -> None:
    op.add_column("asset_entry", sa.Column("change", BIG, nullable=False, server_default="0"))
    _fill_in()
    with op.batch_alter_table("asset_entry") as batch:
        batch.alter_column("change", server_default=None)


def downgrade() -> None:
    op.drop_column("asset_entry", "change")


def _fill_in() -> None:
    connection = op.get_bind()
    columns = (ENTRY.c.id, ENTRY.c.asset_id, ENTRY.c.kind, ENTRY.c.quantity, ENTRY.c.counterpart_number)
    rows = connection.execute(sa.select(*columns).order_by(ENTRY.c.asset_id, ENTRY.c.id)).all()
    statement = sa.update(ENTRY).where(ENTRY.c.id == sa.bindparam("the_id")).values(change=sa.bindparam("the_change"))
    changes = [change for _, story in groupby(rows, lambda row: row.asset_id) for change in _replay(list(story))]
    for start in range(0, len(changes), AT_ONCE):
        connection.execute(statement, changes[start : start + AT_ONCE])


def _replay(story: Sequence[Any]) -> Iterator[dict[str, int]]:
    """An asset's lines told anew. What was returned came back if the other had it, else it went back."""
    there = 0
    with_others: defaultdict[str | None, int] = defaultdict(int)
    for line in story:
        if line.kind in COMES:
            change = line.quantity
        elif line.kind in GOES:
            change = -line.quantity
            with_others[line.counterpart_number] += line.quantity if line.kind == "handed_over" else 0
        elif line.kind in LEVEL:
            change = line.quantity - there
        elif line.kind == "restored":
            change = line.quantity
        elif line.kind == "returned":
            came_back = with_others[line.counterpart_number] >= line.quantity
            with_others[line.counterpart_number] -= line.quantity if came_back else 0
            change = line.quantity if came_back else -line.quantity
        else:
            change = 0
        there += change
        if change:
            yield {"the_id": line.id, "the_change": change}
