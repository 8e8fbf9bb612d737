"""Whatever happens to who writes the index, in the end it holds what the database holds, document by document."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.foundation import clock, outbox, retrying
from marketplace.foundation.database import db
from marketplace.listings import service as listings
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.search import indexing, queries, reading
from marketplace.search.criteria import Criteria
from marketplace.search.whoosh import folder as folders
from marketplace.search.whoosh.engine import WhooshEngine
from tests.builders import ASKER, GJOVIK, a_listing, an_actor
from tests.search.wholeness import contents, killed_at

pytestmark = pytest.mark.once

POINTS = int(os.environ.get("POINTS_TO_KILL_AT", "12"))


@pytest.fixture
def path(app, tmp_path):
    """Of an index that is true."""
    for title in ("Kontorstol", "Skrivebord", "Sofa", "Bokhylle"):
        a_listing(title=title)
    indexing.rebuild()
    return tmp_path / "index"


def change_much():
    """Something published, withdrawn and rewritten, told to the outbox and not yet followed."""
    owner = an_actor("facility_manager", ASKER)
    oldest = select(Listing.id).where(Listing.state == ListingState.PUBLISHED).order_by(Listing.id).limit(2)
    withdrawn, rewritten = db.session.scalars(oldest)
    for _ in range(3):
        listings.publish_listing(owner, a_listing(title="Pult", published=False).id)
    listings.withdraw_listing(owner, withdrawn)
    listings.amend_listing(owner, rewritten, {"title": "Vitrineskap i eik"})


def titles(**criteria):
    found = queries.search_listings(an_actor("requester", GJOVIK), Criteria(**criteria))
    assert not found.is_plain
    return [item.card.title for item in found.page.items]


def as_in_the_database(tmp_path):
    """What an index would hold that is built now."""
    other = tmp_path / "built"
    WhooshEngine(other).rebuild(reading.all_documents())
    return contents(other)


def alone():
    """Let nothing be open that a copy of this process must not share."""
    db.session.remove()
    db.engine.dispose()


def test_a_worker_killed_anywhere_between_the_outbox_and_the_index_loses_nothing(path, tmp_path):
    change_much()
    alone()
    steps = killed_at(0, outbox.deliver_all)
    expected = as_in_the_database(tmp_path)
    assert contents(path) == expected
    now = clock.now()
    for round_, step in enumerate(sorted({1 + at * (steps - 1) // (POINTS - 1) for at in range(POINTS)})):
        with clock.standing_still(now + round_ * timedelta(minutes=2)):
            change_much()
            alone()
            killed_at(step, outbox.deliver_all)
        with clock.standing_still(now + round_ * timedelta(minutes=2) + outbox.LEASE + timedelta(seconds=5)):
            outbox.deliver_all()
            assert outbox.state() == outbox.OutboxState(0, 0, None), step
            assert contents(path) == as_in_the_database(tmp_path), step


def _no_room(path):
    """Nothing may be written: neither the lock nor anything else."""
    (path / folders.LOCK).unlink()
    (path / folders.LOCK).mkdir()


def _room(path):
    (path / folders.LOCK).rmdir()


def test_while_the_folder_cannot_be_written_search_goes_on_and_changes_wait(path, caplog):
    _no_room(path)
    listing_id = a_listing(title="Pult", published=False).id
    listings.publish_listing(an_actor("facility_manager", ASKER), listing_id)
    outbox.deliver_all()
    assert "indexing.refresh_listings failed" in caplog.text
    assert outbox.state().waiting == 1
    assert titles(q="sofa") == ["Sofa"]
    assert titles(q="pult", verbatim=True) == ["Skrivebord"]
    _room(path)
    with clock.standing_still(clock.now() + timedelta(seconds=3)):
        outbox.deliver_all()
        assert titles(q="pult") == ["Pult", "Skrivebord"]
    assert outbox.state().waiting == 0


def test_changes_that_were_given_up_are_made_good_when_the_index_can_be_written_again(path):
    _no_room(path)
    listings.publish_listing(an_actor("facility_manager", ASKER), a_listing(title="Pult", published=False).id)
    now = clock.now()
    for _ in range(retrying.MOST_ATTEMPTS + 1):
        with clock.standing_still(now):
            outbox.deliver_all()
        now += timedelta(hours=7)
    with clock.standing_still(now):
        assert outbox.state().given_up == 1
        with pytest.raises(OSError, match="directory"):
            indexing.mend()
        assert outbox.state().given_up == 1
        _room(path)
        indexing.mend()
        assert titles(q="pult") == ["Pult", "Skrivebord"]
        assert outbox.state() == outbox.OutboxState(0, 0, None)
