"""Twelve days of a small network, workers killed at random: nothing oversold, stuck, lost or told twice."""

import pytest

from benchmarks.simulated_year import HOURS, begin
from benchmarks.year_of_checks import SETTLED, broken
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.foundation.database import db
from marketplace.foundation.outbox import subscribe
from marketplace.listings.models import Listing
from marketplace.subscriptions import SUBSCRIPTIONS
from tests.builders import a_claim, a_listing

DAYS, MUNICIPALITIES, LISTINGS_A_DAY = 12, 3, 2.5


@pytest.fixture(autouse=True)
def whole(app):
    """Handlers as they ship, whatever became of a test."""
    yield
    subscribe(SUBSCRIPTIONS)


def test_nothing_is_lost_in_twelve_days_of_which_every_moment_is_checked():
    year = begin(MUNICIPALITIES, LISTINGS_A_DAY, seed=1, killed=0.02)
    year.live(DAYS)
    assert year.checks == len(HOURS) * DAYS
    assert year.strikes.count > 0
    assert year.acting.done["handed over"] > 0
    assert year.post.sent


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ({"state": "handed_over", "quantity": 4}, "4 held"),
        ({"state": "handed_over", "quantity": 1}, "the ledger says 0"),
        ({"state": "approved", "collect_by": None}, "without a day to fetch by"),
        ({"state": "queued"}, "waits in the queue for what is free"),
        ({"state": "on_loan", "approved_quantity": 1}, "its loan differ"),
    ],
)
def test_the_checks_find_what_is_wrong(claim, words):
    a_claim(a_listing(quantity=3), **claim)
    assert any(words in sentence for sentence in broken(*SETTLED))


def test_a_claim_that_waits_for_a_listing_that_was_withdrawn_is_found():
    claim = a_claim(a_listing(quantity=3))
    db.session.get_one(Listing, claim.listing_id).state = "withdrawn"
    db.session.commit()
    assert db.session.get_one(Claim, claim.id).state == ClaimState.REQUESTED
    assert any("gives nothing" in sentence for sentence in broken(*SETTLED))
