"""The server is killed without a word while it works; what it had accepted is there when it is started again."""

import httpx
import psutil
import pytest

from marketplace.foundation.database import db
from tests.builders import GJOVIK, RINGERIKE, a_person, a_token
from tests.journeys.server import Installation, until

LISTING = {"title": "Høvelbenk i bøk", "category": "SKO.SPES", "condition": "good", "quantity": 2}
AMOUNT = 25


@pytest.fixture
def callers(app):
    """Who publishes and who searches."""
    manager = {"Authorization": f"Bearer {a_token(a_person('facility_manager', RINGERIKE))}"}
    seeker = {"Authorization": f"Bearer {a_token(a_person('requester', GJOVIK))}"}
    db.session.remove()
    db.engine.dispose()
    return manager, seeker


def kill_everything_served():
    """All processes of the server at once, as when a machine goes."""
    serving = [each for each in psutil.Process().children(recursive=True) if "serve" in each.cmdline()]
    assert len(serving) >= 2
    for process in serving:
        process.kill()
    psutil.wait_procs(serving, timeout=30)


def publish_until_killed(address, headers):
    """The listings of which the server said that they are published, the last just before it was killed."""
    published = set()
    with httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=60) as client:
        for number in range(AMOUNT):
            listing_id = client.post("/listings", json=LISTING | {"title": f"Høvelbenk nr. {number}"}).json()["id"]
            assert client.post(f"/listings/{listing_id}/publish").json()["state"] == "published"
            published.add(listing_id)
        kill_everything_served()
    return published


def found(address, headers):
    asked = {"q": "høvelbenk", "per_page": 100}
    answer = httpx.get(f"{address}/api/v1/listings", params=asked, headers=headers, timeout=60).json()
    return {item["id"] for item in answer["items"]}


def test_what_was_published_before_the_server_was_killed_is_found_after_it_is_started_again(
    callers, database, tmp_path
):
    manager, seeker = callers
    installation = Installation(tmp_path, database.url)
    with installation.served(workers=2, threads=2) as address:
        published = publish_until_killed(address, manager)
    with installation.served() as address:
        until(lambda: found(address, seeker) == published)
