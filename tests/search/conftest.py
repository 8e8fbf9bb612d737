"""Every filling of the search port, one after the other."""

import pytest

from marketplace.search.engine import EVERYBODY, SearchRequest
from marketplace.search.memory.engine import MemoryEngine
from marketplace.search.whoosh.engine import WhooshEngine
from tests.search.samples import a_document


@pytest.fixture(params=["memory", "whoosh"])
def engine(request, tmp_path):
    made = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index")
    made.rebuild([])
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
