"""Every filling of the search port, one after the other."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from marketplace.search.engine import EVERYBODY, SearchRequest
from marketplace.search.memory.engine import MemoryEngine
from marketplace.search.postgres.engine import PostgresEngine
from marketplace.search.whoosh.engine import WhooshEngine
from tests.databases import PostgresDatabase
from tests.search.samples import a_document


@pytest.fixture(scope="session")
def postgres_url(request, tmp_path_factory):
    """A database for the engine inside PostgreSQL, whatever database the run is on; started when it is first needed."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "one")
    return PostgresDatabase(tmp_path_factory.mktemp("postgres"), f"search_{worker}").template_url


@pytest.fixture
def postgres(postgres_url):
    """The database of the engine inside PostgreSQL, without the engine."""
    made = create_engine(postgres_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with made.connect() as connection:
        yield connection
    made.dispose()


@pytest.fixture(scope="module")
def make_engine(request, tmp_path_factory):
    """`make_engine("whoosh")`: an empty filling of the port."""
    made = []

    def make(name):
        if name == "postgres":
            engine = PostgresEngine(request.getfixturevalue("postgres_url"))
        else:
            engine = WhooshEngine(tmp_path_factory.mktemp("whoosh") / "index") if name == "whoosh" else MemoryEngine()
        made.append(engine)
        engine.rebuild([])
        return engine

    yield make
    for engine in made:
        engine.close()


@pytest.fixture(params=["memory", "whoosh", "postgres"])
def engine(request, make_engine):
    made = make_engine(request.param)
    yield made
    made.close()


@pytest.fixture
def found(engine):
    """The titles that a question finds, in order."""

    def ask(q="", audience=EVERYBODY, **asked):
        titles = {document.id: document.title for document in ask.documents}
        answer = engine.search(SearchRequest(q=q, audience=audience, **asked))
        ask.answer = answer
        return [titles[hit.id] for hit in answer.hits]

    def publish(*documents):
        ask.documents = [document if not isinstance(document, str) else a_document(document) for document in documents]
        engine.refresh(ask.documents)
        return ask.documents

    ask.publish = publish
    return ask
