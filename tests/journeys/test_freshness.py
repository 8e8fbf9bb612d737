"""What one process does, the others know: a listing is found soon after it is published, however the service is run."""

import httpx
import pytest

from marketplace.foundation.database import db
from tests.builders import GJOVIK, RINGERIKE, a_person, a_token
from tests.journeys.server import Installation, until

ALONE = {"INLINE_WORKER": "0"}
LISTING = {"title": "Høvelbenk i bøk", "category": "SKO.SPES", "condition": "good", "quantity": 2}


@pytest.fixture
def installation(app, database, tmp_path):
    """On the test's database, whose tokens are those of `manager` and `seeker`."""
    return Installation(tmp_path, database.url)


@pytest.fixture
def manager(app):
    return {"Authorization": f"Bearer {a_token(a_person('facility_manager', RINGERIKE))}"}


@pytest.fixture
def seeker(app):
    found = {"Authorization": f"Bearer {a_token(a_person('requester', GJOVIK))}"}
    db.session.remove()
    db.engine.dispose()
    return found


def publish(address, headers, **values):
    with httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=60) as client:
        made = client.post("/listings", json=LISTING | values).json()
        assert client.post(f"/listings/{made['id']}/publish").json()["state"] == "published"
        return made["id"]


def found(address, headers, question="høvelbenk"):
    """The hits, by id, with what is left of each."""
    answer = httpx.get(f"{address}/api/v1/listings", params={"q": question}, headers=headers, timeout=60)
    return {item["id"]: item["available_quantity"] for item in answer.json()["items"]}


def test_the_servers_own_thread_makes_a_listing_searchable(installation, manager, seeker):
    with installation.served() as address:
        listing_id = publish(address, manager)
        assert until(lambda: found(address, seeker)) == {listing_id: 2}
        body = {"quantity": 1, "otherwise": "unknown"}
        httpx.post(f"{address}/api/v1/listings/{listing_id}/claims", json=body, headers=seeker)
        until(lambda: found(address, seeker) == {listing_id: 1})
        httpx.post(f"{address}/api/v1/listings/{listing_id}/withdraw", headers=manager)
        until(lambda: found(address, seeker) == {})


def test_a_worker_beside_the_server_makes_a_listing_searchable(installation, manager, seeker):
    installation.do("search", "rebuild")
    with installation.served(**ALONE) as address:
        listing_id = publish(address, manager)
        with installation.working(**ALONE):
            assert until(lambda: found(address, seeker)) == {listing_id: 2}


def test_without_any_worker_what_follows_waits_and_is_not_lost(installation, manager, seeker):
    installation.do("search", "rebuild")
    with installation.served(**ALONE) as address:
        listing_id = publish(address, manager)
        assert found(address, seeker) == {}
    with installation.served() as address:
        assert until(lambda: found(address, seeker)) == {listing_id: 2}


def test_processes_of_one_server_see_each_others_changes(installation, manager, seeker):
    """Two processes, each with its own thread and its own open index: whichever answers, it answers the same."""
    with installation.served(workers=2, threads=2) as address:
        listings = {publish(address, manager, title=f"Høvelbenk nr. {number}"): 2 for number in range(4)}
        until(lambda: all(found(address, seeker) == listings for _ in range(6)))
        gone = listings.popitem()[0]
        httpx.post(f"{address}/api/v1/listings/{gone}/withdraw", headers=manager)
        until(lambda: all(found(address, seeker) == listings for _ in range(6)))
