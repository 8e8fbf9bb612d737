"""What one process is told of words, all know within seconds; what each counts, all adds up."""

import httpx
import pytest
from sqlalchemy import func, select

from marketplace.foundation.database import db
from marketplace.search.searches.models import CountedSearch
from tests.builders import GJOVIK, a_listing, a_person, a_token
from tests.journeys.server import Installation, until

ASKED = 40
WORKERS = 3


@pytest.fixture
def installation(app, database, tmp_path):
    return Installation(tmp_path, database.url)


def headers_of(role):
    return {"Authorization": f"Bearer {a_token(a_person(role, GJOVIK))}"}


def titles(address, headers, question):
    """As a new connection is answered, by whichever process takes it."""
    answer = httpx.get(f"{address}/api/v1/listings", params={"q": question}, headers=headers, timeout=60)
    return [item["title"] for item in answer.json()["items"]]


def counted(words):
    db.session.rollback()
    asked = select(func.sum(CountedSearch.times)).where(CountedSearch.words == words)
    return int(db.session.scalar(asked) or 0)


def test_a_synonym_is_in_force_in_every_process_and_their_counts_add_up(installation):
    a_listing(title="Sprellvogn")
    lead, seeker = headers_of("project_lead"), headers_of("requester")
    db.session.remove()
    db.engine.dispose()
    installation.do("search", "rebuild")
    with installation.served(workers=WORKERS, threads=2) as address:
        assert {len(titles(address, seeker, "dingsekasse")) for _ in range(ASKED)} == {0}
        pair = {"word": "dingsekasse", "other": "sprellvogn"}
        assert httpx.post(f"{address}/api/v1/synonyms", json=pair, headers=lead, timeout=60).status_code == 201
        until(lambda: all(titles(address, seeker, "dingsekasser") for _ in range(20)))
        until(lambda: counted("dingsekasse") == ASKED)
        for _ in range(ASKED):
            titles(address, seeker, "sprellvogn")
    assert counted("sprellvogn") == ASKED
