"""Windows that owners hand out in, shared runs, and appointments that fall away."""

import sqlalchemy as sa
from alembic import op

from marketplace.foundation.database import Time

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pickup_window",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("listing_id", BIG, nullable=True),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("from_at", Time(), nullable=False),
        sa.Column("until_at", Time(), nullable=False),
        sa.Column("capacity", BIG, nullable=False),
        sa.Column("opened_by", BIG, nullable=False),
        sa.Column("opened_at", Time(), nullable=False),
        sa.Column("closed_at", Time(), nullable=True),
        sa.CheckConstraint("until_at > from_at", name=op.f("ck_pickup_window_times_in_order")),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_pickup_window_capacity_positive")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_pickup_window_municipality_number")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_pickup_window_unit_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_pickup_window_listing_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_pickup_window_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_window")),
    )
    op.create_index("ix_pickup_window_municipality_number_from_at", "pickup_window", ["municipality_number", "from_at"])
    op.create_table(
        "shared_run",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(4), nullable=False),
        sa.Column("separate_m", BIG, nullable=False),
        sa.Column("shared_m", BIG, nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.Column("made_at", Time(), nullable=False),
        sa.CheckConstraint("shared_m >= 0 and shared_m <= separate_m", name=op.f("ck_shared_run_shorter_together")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_shared_run_municipality_number")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_shared_run_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_run")),
    )
    with op.batch_alter_table("appointment") as table:
        table.add_column(sa.Column("window_id", BIG, nullable=True))
        table.add_column(sa.Column("run_id", BIG, nullable=True))
        table.add_column(sa.Column("ended_at", Time(), nullable=True))
        table.create_foreign_key(op.f("fk_appointment_window_id"), "pickup_window", ["window_id"], ["id"])
        table.create_foreign_key(op.f("fk_appointment_run_id"), "shared_run", ["run_id"], ["id"])
    op.create_index(op.f("ix_appointment_window_id"), "appointment", ["window_id"])
    op.create_index(op.f("ix_appointment_run_id"), "appointment", ["run_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_appointment_run_id"), table_name="appointment")
    op.drop_index(op.f("ix_appointment_window_id"), table_name="appointment")
    with op.batch_alter_table("appointment") as table:
        table.drop_constraint(op.f("fk_appointment_run_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_appointment_window_id"), type_="foreignkey")
        table.drop_column("ended_at")
        table.drop_column("run_id")
        table.drop_column("window_id")
    op.drop_table("shared_run")
    op.drop_index("ix_pickup_window_municipality_number_from_at", table_name="pickup_window")
    op.drop_table("pickup_window")
