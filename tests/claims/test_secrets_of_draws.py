"""Who reads the database before a draw does not know how it ends; afterwards anybody can check it."""

from datetime import timedelta

import pytest

from marketplace.claims import drawing, draws, service
from marketplace.claims.states import Otherwise
from marketplace.foundation import clock, ports
from marketplace.foundation.database import db
from marketplace.listings import lots
from marketplace.listings import service as listings
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation
from tests.builders import GJOVIK, RINGERIKE, a_listing, an_actor
from tests.conftest import NOW

DAY = timedelta(days=1)


@pytest.fixture
def to_draw(app):
    """A listing with a draw to come and two claims: its id, theirs, and the commitment that was shown."""
    number = a_listing(quantity=1, published=False, allocation=Allocation.DRAW, draw_at=NOW + DAY).id
    owner = an_actor()
    listings.publish_listing(owner, number)
    asked = [
        service.request_claim(an_actor("requester", of), number, quantity=1, otherwise=Otherwise.UNKNOWN).id
        for of in (GJOVIK, RINGERIKE)
    ]
    return owner, number, asked, draws.get_draw(owner, number).commitment


def test_the_database_alone_does_not_tell_the_secret(to_draw, monkeypatch):
    owner, number, _, shown = to_draw
    kept = db.session.get_one(Listing, number).draw_seed
    assert lots.commitment(kept) != shown
    assert len(kept) <= 64
    monkeypatch.setattr(ports, "secret_key", lambda: "another key of another service")
    assert draws.get_draw(owner, number).commitment != shown


def test_what_was_bound_is_what_is_drawn_and_anybody_can_check_it(to_draw):
    owner, number, asked, shown = to_draw
    with clock.standing_still(NOW + DAY):
        assert drawing.draw_due() == 1
    made = draws.get_draw(owner, number)
    assert lots.commitment(made.seed) == made.commitment == shown
    assert [lot.claim_id for lot in made.lots] == sorted(asked, key=lambda one: draws.digest_of(made.seed, one))


def test_what_was_bound_before_the_key_took_part_is_drawn_as_it_was_bound(app):
    seed = "5eed" * 16
    listing = a_listing(quantity=1, allocation=Allocation.DRAW, draw_at=NOW + DAY, draw_seed=seed)
    assert lots.seed_of(listing) == seed
    assert draws.get_draw(an_actor(), listing.id).commitment == lots.commitment(seed)
