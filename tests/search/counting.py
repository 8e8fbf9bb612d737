"""What engines answer, counted; and two engines on one index."""

from marketplace.search.engine import EVERYBODY, SearchRequest
from tests.search.samples import a_document


def total(engine, q=""):
    """How many documents a question finds among all."""
    return engine.search(SearchRequest(q=q, audience=EVERYBODY)).total


def see_each_other(engine, other):
    """Whether both, on one empty index, know at once what either changed."""
    assert total(other) == 0
    engine.refresh([a_document("Stol", id=1)])
    assert total(other, "stol") == 1
    other.refresh([a_document("Bord", id=1)])
    assert (total(engine, "stol"), total(engine, "bord")) == (0, 1)
    engine.rebuild([a_document("Sofa", id=2), a_document("Skap", id=3)])
    assert total(other) == 2
    other.refresh([], removed=[2])
    assert total(engine) == 1
