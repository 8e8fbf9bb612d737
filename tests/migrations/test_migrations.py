"""The models and the migrations describe the same schema, and every migration can be taken back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from marketplace.foundation import migrating
from marketplace.foundation.database import Base, db
from marketplace.foundation.transaction import transaction
from marketplace.transfers.models import Transfer
from tests import builders


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
