"""What every test may ask for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import event

from marketplace.accounts.models import Person
from marketplace.app import create_app
from marketplace.cli.database import bring_up_to_date
from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.database import db
from marketplace.foundation.mail.memory import MemoryMailer
from marketplace.foundation.storage.memory import MemoryStorage
from marketplace.search import engines
from marketplace.search.lexicon import synonyms
from marketplace.settings import Settings
from tests import builders
from tests.clients import look_at_every_page
from tests.databases import PostgresDatabase, SqliteDatabase, TestDatabase

NOW = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


class Client(FlaskClient):
    """A client whose every request has a context of its own, as in the server: nobody's `g`, nobody's session."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgres"], default="sqlite")


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestDatabase]:
    folder, worker = (
        tmp_path_factory.mktemp("database"),
        getattr(request.config, "workerinput", {}).get("workerid", "one"),
    )
    if request.config.getoption("--database") == "postgres":
        found: TestDatabase = PostgresDatabase(folder, worker)
    else:
        found = SqliteDatabase(folder)
    template = create_app(Settings(database_url=found.template_url, testing=True, uploads_url="memory://"))
    with template.app_context():
        bring_up_to_date()
        db.session.remove()
        db.engine.dispose()
    yield found
    found.close()


@pytest.fixture(scope="session")
def application(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> APIFlask:
    index = tmp_path_factory.mktemp("index")
    made = create_app(Settings(database_url=database.url, search_index=index, uploads_url="memory://", testing=True))
    look_at_every_page(made)
    return made


@pytest.fixture
def app(application: APIFlask, database: TestDatabase, tmp_path: Path) -> Iterator[APIFlask]:
    """The application on a fresh database, its context pushed and the clock standing still."""
    application.test_client_class = Client
    with application.app_context():
        db.engine.dispose()
        database.reset()
        ports.use(ports.Ports(MemoryStorage(), MemoryMailer(), "http://ombruk.example", "a key for tests only"))
        engines.use(engines.from_settings(Settings(search_index=tmp_path / "index")))
        synonyms.use(synonyms.shipped())
        with clock.standing_still(NOW):
            yield application
        synonyms.use(synonyms.shipped())  # what tests without a database read with, too
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in() -> Callable[[FlaskClient, Person], FlaskClient]:
    """Sign a person in without the form."""

    def enter(client: FlaskClient, person: Person) -> FlaskClient:
        with client.session_transaction() as session:
            session["_user_id"] = f"{person.id}.{person.session_key}"
            session["_fresh"] = True
        return client

    return enter


@pytest.fixture
def api(app: APIFlask) -> Callable[[Person], FlaskClient]:
    """A client that speaks for a person with a bearer token."""

    def speak_for(person: Person) -> FlaskClient:
        client = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {builders.a_token(person)}"
        return client

    return speak_for


@pytest.fixture
def mailbox(app: APIFlask) -> MemoryMailer:
    mailer = ports.mailer()
    assert isinstance(mailer, MemoryMailer)
    return mailer


@pytest.fixture
def deliver(app: APIFlask) -> Callable[[], None]:
    """Let everything follow that follows."""
    return outbox.deliver_all


@pytest.fixture
def count_queries(app: APIFlask) -> Callable[[], "contextmanager[list[str]]"]:
    """`with count_queries() as queries:` collects the statements sent."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        yield statements
        event.remove(db.engine, "before_cursor_execute", note)

    return counting
