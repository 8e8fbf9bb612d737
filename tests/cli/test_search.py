"""`ombruk search rebuild`."""

import pytest
from click.testing import CliRunner

from marketplace.cli.context import Service
from marketplace.cli.group import ombruk
from marketplace.search import engines, queries
from marketplace.search.criteria import Criteria
from marketplace.search.engine import IndexBusy
from marketplace.search.whoosh.engine import WhooshEngine
from tests.builders import GJOVIK, a_listing, an_actor


@pytest.fixture
def rebuild(app):
    return lambda: CliRunner().invoke(ombruk, ("search", "rebuild"), obj=Service(lambda: app, {}))


def test_a_rebuild_makes_every_published_listing_searchable(rebuild):
    a_listing(title="Sofa")
    a_listing(title="Bord")
    a_listing(published=False)
    answer = rebuild()
    assert (answer.exit_code, answer.output) == (0, "2 listings are searchable.\n")
    assert queries.search_listings(an_actor("requester", GJOVIK), Criteria(q="sofaer")).page.total == 1
    assert rebuild().exit_code == 0


def test_a_rebuild_that_must_wait_too_long_ends_in_a_sentence(rebuild, monkeypatch):
    rebuild()

    def busy(*_):
        raise IndexBusy

    monkeypatch.setattr(WhooshEngine, "rebuild", busy)
    answer = rebuild()
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output
    assert engines.engine().document_count() == 0


def test_a_folder_that_cannot_be_made_ends_in_a_sentence(rebuild, tmp_path):
    (tmp_path / "file").write_text("in the way")
    engines.use(WhooshEngine(tmp_path / "file"))
    answer = rebuild()
    assert answer.exit_code == 1
    assert answer.output.count("\n") == 1
