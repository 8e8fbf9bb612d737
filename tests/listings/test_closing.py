"""What the ledger tells a listing."""

from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.foundation.outbox import Delivery
from marketplace.foundation.transaction import transaction
from marketplace.listings import closing, queries
from marketplace.listings.states import ListingState
from tests import builders
from tests.conftest import NOW


def told(listing_id, verb, remaining):
    with transaction():
        verb(queries.get_for_update(listing_id), remaining)
    return queries.get_for_update(listing_id)


def events():
    return set(db.session.scalars(select(Delivery.event)))


def test_some_handed_over_leaves_it_open(app):
    listing = told(builders.a_listing(quantity=5).id, closing.close_if_empty, 2)
    assert (listing.state, listing.left_quantity) == (ListingState.PUBLISHED, 2)
    assert events() == set()


def test_all_handed_over_closes_it(app):
    listing = told(builders.a_listing(quantity=5).id, closing.close_if_empty, 0)
    assert (listing.state, listing.closed_at, listing.left_quantity) == (ListingState.CLOSED, NOW, 0)
    assert events() == {"ListingClosed"}


def test_a_return_opens_it_again(app):
    listing = builders.a_listing(quantity=5)
    told(listing.id, closing.close_if_empty, 0)
    again = told(listing.id, closing.reopen, 2)
    assert (again.state, again.closed_at, again.left_quantity) == (ListingState.PUBLISHED, None, 2)
    assert events() == {"ListingClosed", "ListingReopened"}


def test_a_withdrawn_listing_stays_withdrawn_while_its_promises_are_kept(app):
    listing = builders.a_listing(quantity=5, state=ListingState.WITHDRAWN)
    assert told(listing.id, closing.close_if_empty, 0).state == ListingState.WITHDRAWN
    assert told(listing.id, closing.reopen, 5).state == ListingState.WITHDRAWN
    assert events() == set()
