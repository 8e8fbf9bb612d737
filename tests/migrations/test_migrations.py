"""The models and the migrations describe the same schema, and every migration can be taken back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from marketplace.cli.database import bring_up_to_date
from marketplace.foundation import migrating
from marketplace.foundation.database import Base, db
from marketplace.foundation.transaction import transaction
from marketplace.transfers.models import Transfer
from tests import builders

AS_IT_SHIPPED = (
    "insert into emission_factor (variant, version, basis, co2e_g, road_percent, described_as, source, source_year, "
    "confidence, note, valid_from, recorded_at) values ('transport', 1, 'kilometre', 250, 130, 'Transport', "
    "'as shipped', 2024, 'C', '', '2024-01-01', '2024-01-01 00:00:00')"
)


def differences():
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)


def test_models_and_migrations_give_the_same_schema(app):
    assert differences() == []


def test_down_and_up_again_gives_the_same_schema(app):
    db.session.remove()
    migrating.downgrade("base")
    with db.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    migrating.upgrade()
    assert differences() == []


def test_each_migration_can_be_taken_back_and_made_again(app):
    db.session.remove()
    numbers = [script.revision for script in ScriptDirectory(str(migrating.FOLDER)).walk_revisions()]
    for revision in [*numbers[1:], "base"]:
        migrating.downgrade(revision)
    for revision in reversed(numbers):
        migrating.upgrade(revision)
    assert differences() == []


def test_migrations_are_numbered_in_order():
    scripts = list(ScriptDirectory(str(migrating.FOLDER)).walk_revisions())
    assert [script.revision for script in reversed(scripts)] == [f"{n:04}" for n in range(1, len(scripts) + 1)]


@pytest.mark.parametrize("statement", ["update transfer set quantity = 99", "delete from transfer"])
def test_the_database_itself_refuses_to_change_the_ledger(app, statement):
    listing = builders.a_listing()
    claim = builders.a_claim(listing, state="handed_over")
    transfer_id = builders.a_transfer(claim).id
    with pytest.raises(DBAPIError, match="the ledger only grows"), transaction() as session:
        session.execute(text(statement))
    assert db.session.get(Transfer, transfer_id).quantity == 1


def test_what_a_row_saved_before_a_km_had_a_cost_stays_as_it_is(app):
    claim = builders.a_claim(builders.a_listing(), state="handed_over")
    frozen = {"replacement_nok": 900, "value_saved_nok": 900, "distance_m": 50_000, "road_percent": 130}
    transfer_id = builders.a_transfer(claim, **frozen, transport_nok=345, transport_ore_per_km=530).id
    with transaction() as session:
        session.execute(text("delete from emission_factor where variant = 'transport'"))
    db.session.remove()
    migrating.downgrade("0031")
    with db.engine.begin() as connection:
        connection.execute(text(AS_IT_SHIPPED))
    bring_up_to_date()
    row = db.session.get(Transfer, transfer_id)
    assert {name: getattr(row, name) for name in frozen} == frozen
    assert (row.transport_nok, row.transport_ore_per_km) == (None, None)
    factors = db.session.execute(text("select version, cost_ore from emission_factor where variant = 'transport'"))
    assert sorted(map(tuple, factors)) == [(1, None), (2, 530)]
    with pytest.raises(DBAPIError, match="the ledger only grows"), transaction() as session:
        session.execute(text("update transfer set transport_nok = 1"))
