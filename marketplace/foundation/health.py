"""What is wrong with what the service stands on."""

from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import SQLAlchemyError

from marketplace.foundation import migrating, outbox, ports
from marketplace.foundation.database import db


def troubles() -> list[str]:
    """One English sentence for each thing that does not answer; none when all is well."""
    return [*_database_troubles(), *_storage_troubles()]


def troubles_before_serving() -> list[str]:
    """As `troubles`, leaving no connection open that processes to come would share."""
    try:
        return troubles()
    finally:
        db.session.remove()
        db.engine.dispose()


def _database_troubles() -> list[str]:
    try:
        revision = MigrationContext.configure(db.session.connection()).get_current_revision()
    except SQLAlchemyError:
        return ["The database does not answer."]
    newest = migrating.newest_revision()
    if revision != newest:
        return [f"The database is at migration {revision}, the program at {newest}: run ombruk db upgrade."]
    return []


def _storage_troubles() -> list[str]:
    try:
        ports.storage().exists("health")
    except Exception as error:
        return [f"The file storage does not answer: {type(error).__name__}."]
    return []


def deliveries() -> outbox.OutboxState:
    """What the outbox holds."""
    return outbox.state()


def retry_deliveries() -> int:
    """Take up again all that was given up, and answer how many."""
    given_up = outbox.given_up()
    outbox.try_again(given_up)
    return len(given_up)
