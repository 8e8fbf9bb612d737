"""Never oversold, and never refused while some remains: many at once at two server processes of one database."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import select

from marketplace.claims import queries
from marketplace.claims.models import Claim
from marketplace.foundation.database import db
from marketplace.listings.models import Listing
from marketplace.transfers.models import Transfer
from tests.builders import ASKER, GJOVIK, a_claim, a_listing, a_person, a_token
from tests.claims.servers import servers


@pytest.fixture
def two_servers(app, database, tmp_path):
    db.session.remove()
    with servers(database.url, tmp_path, 2) as addresses:
        yield addresses


def send_at_once(addresses, token, path, body, times):
    def send(number):
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.post(addresses[number % 2] + "/api/v1" + path, json=body, headers=headers, timeout=60)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))


def test_two_servers_hold_five_chairs_for_five_of_fifty(two_servers):
    listing, token = a_listing(quantity=5), a_token(a_person("requester", GJOVIK))
    body = {"quantity": 1, "otherwise": "buy_new"}
    answers = send_at_once(two_servers, token, f"/listings/{listing.id}/claims", body, 50)
    assert {answer.status_code for answer in answers} == {201}
    assert Counter(answer.json()["state"] for answer in answers) == {"requested": 5, "queued": 45}
    positions = [answer.json()["queue_position"] for answer in answers if answer.json()["state"] == "queued"]
    assert sorted(positions) == list(range(1, 46))
    db.session.rollback()
    assert queries.available_quantity(db.session.get(Listing, listing.id)) == 0


def test_two_servers_approve_once_and_hand_over_once(two_servers):
    claim, token = a_claim(a_listing(quantity=5), quantity=4), a_token(a_person("facility_manager", ASKER))
    approvals = send_at_once(two_servers, token, f"/claims/{claim.id}/approve", {"quantity": 3}, 8)
    assert Counter(answer.status_code for answer in approvals) == {200: 1, 409: 7}
    hand_overs = send_at_once(two_servers, token, f"/claims/{claim.id}/hand-over", {}, 8)
    assert Counter(answer.status_code for answer in hand_overs) == {201: 1, 409: 7}
    db.session.rollback()
    assert db.session.scalars(select(Transfer.quantity)).all() == [3]
    assert db.session.get(Claim, claim.id).handed_over_quantity == 3
