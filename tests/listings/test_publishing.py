"""Published, withdrawn, published again, expired."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.foundation.outbox import Delivery
from marketplace.inventory import queries as inventory
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState
from marketplace.listings import queries, service
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.conftest import NOW


def state_of(listing_id):
    return db.session.scalar(select(Listing.state).where(Listing.id == listing_id))


def events():
    return list(db.session.scalars(select(Delivery.event).distinct()))


def a_draft(actor, **said):
    return service.create_draft(actor, ListingFields(**{"title": "Kontorstol"} | said))


def test_a_listing_from_nothing_is_in_the_inventory_once_it_is_published(app):
    actor = builders.an_actor()
    draft = a_draft(actor, quantity=8, weight_g=14_000, brand="Håg")
    published = service.publish_listing(actor, draft.id)
    assert (published.state, published.published_at, published.closed_at) == (ListingState.PUBLISHED, NOW, None)
    asset = inventory.get_asset(actor, published.asset_id)
    assert (asset.name, asset.quantity, asset.weight_g, asset.brand) == ("Kontorstol", 8, 14_000, "Håg")
    assert (asset.municipality_number, asset.state) == (ASKER, AssetState.SURPLUS)
    assert events() == ["ListingPublished"]


def test_an_asset_that_is_offered_whole_becomes_surplus_and_in_part_stays_in_use(app):
    actor = builders.an_actor()
    asset = builders.an_asset(quantity=10, state=AssetState.IN_USE)
    service.publish_listing(actor, a_draft(actor, quantity=4, asset_id=asset.id).id)
    assert inventory.get_asset(actor, asset.id).state == AssetState.IN_USE
    service.publish_listing(actor, a_draft(actor, quantity=6, asset_id=asset.id).id)
    assert inventory.get_asset(actor, asset.id).state == AssetState.SURPLUS


def test_open_listings_of_an_asset_never_offer_more_than_it_has(app):
    actor, asset = builders.an_actor(), builders.an_asset(quantity=10)
    first, second = (a_draft(actor, quantity=6, asset_id=asset.id) for _ in range(2))
    service.publish_listing(actor, first.id)
    with pytest.raises(Invalid, match="listing-asset-too-few") as refused:
        service.publish_listing(actor, second.id)
    assert refused.value.facts == {"free": 4}
    assert state_of(second.id) == ListingState.DRAFT
    service.withdraw_listing(actor, first.id)
    assert service.publish_listing(actor, second.id).state == ListingState.PUBLISHED


def test_what_was_promised_on_a_withdrawn_listing_is_not_offered_again(app):
    actor, asset = builders.an_actor(), builders.an_asset(quantity=10)
    withdrawn = builders.a_listing(quantity=10, asset_id=asset.id)
    builders.a_claim(withdrawn, quantity=7, state="approved")
    service.withdraw_listing(actor, withdrawn.id)
    draft = a_draft(actor, quantity=4, asset_id=asset.id)
    with pytest.raises(Invalid, match="listing-asset-too-few") as refused:
        service.publish_listing(actor, draft.id)
    assert refused.value.facts == {"free": 3}
    assert service.publish_listing(actor, withdrawn.id).state == ListingState.PUBLISHED


def test_what_is_handed_over_counts_no_more(app):
    actor, asset = builders.an_actor(), builders.an_asset(quantity=6)
    builders.a_listing(quantity=10, handed_over_quantity=6, asset_id=asset.id)
    draft = a_draft(actor, quantity=2, asset_id=asset.id)
    assert service.publish_listing(actor, draft.id).state == ListingState.PUBLISHED


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"title": ""}, "title", "listing-title-missing"),
        ({"closes_at": NOW - timedelta(minutes=1)}, "closes_at", "listing-closes-in-past"),
    ],
)
def test_a_draft_that_lacks_something_is_not_published(app, said, field, code):
    actor = builders.an_actor()
    draft = a_draft(actor, **said)
    with pytest.raises(Invalid) as refused:
        service.publish_listing(actor, draft.id)
    assert [(error.field, error.code) for error in refused.value.fields] == [(field, code)]
    assert state_of(draft.id) == ListingState.DRAFT
    assert db.session.scalar(select(func.count()).select_from(Asset)) == 0
    assert events() == []


def test_publishing_twice_publishes_once(app):
    actor = builders.an_actor()
    draft = a_draft(actor)
    service.publish_listing(actor, draft.id)
    with pytest.raises(Conflict, match="listing-already-published"):
        service.publish_listing(actor, draft.id)
    assert db.session.scalar(select(func.count()).select_from(Asset)) == 1


def test_others_neither_publish_nor_withdraw_it(app):
    listing, draft = builders.a_listing(), builders.a_listing(published=False)
    unit = builders.a_unit()
    for actor, refusal in [
        (builders.an_actor(of=GJOVIK), NotFound),
        (builders.an_actor("requester"), Forbidden),
        (builders.an_actor(unit_id=unit.id), Forbidden),
    ]:
        with pytest.raises(refusal):
            service.publish_listing(actor, draft.id)
    with pytest.raises(Forbidden, match="listing-needs-permission"):
        service.withdraw_listing(builders.an_actor(of=GJOVIK), listing.id)
    with pytest.raises(NotFound, match="listing-not-found"):
        service.publish_listing(builders.an_actor(), 99_999)
    assert (state_of(draft.id), state_of(listing.id)) == (ListingState.DRAFT, ListingState.PUBLISHED)


def test_a_withdrawn_listing_can_be_published_again(app):
    actor, listing = builders.an_actor(), builders.a_listing()
    withdrawn = service.withdraw_listing(actor, listing.id)
    assert (withdrawn.state, withdrawn.closed_at) == (ListingState.WITHDRAWN, NOW)
    with clock.standing_still(NOW + timedelta(days=2)):
        again = service.publish_listing(actor, listing.id, Stage.MUNICIPALITY)
    assert (again.state, again.stage, again.closed_at) == (ListingState.PUBLISHED, Stage.MUNICIPALITY, None)
    assert again.published_at == NOW + timedelta(days=2)
    assert sorted(events()) == ["ListingPublished", "ListingWithdrawn"]


def test_withdrawing_twice_is_refused_and_a_discarded_draft_never_counts_as_closed(app):
    actor, draft = builders.an_actor(), builders.a_listing(published=False)
    discarded = service.withdraw_listing(actor, draft.id)
    assert (discarded.state, discarded.closed_at) == (ListingState.WITHDRAWN, None)
    assert events() == []
    with pytest.raises(Conflict, match="listing-already-withdrawn"):
        service.withdraw_listing(actor, draft.id)


def test_a_listing_closes_itself_when_its_time_is_over(app):
    actor = builders.an_actor()
    listing = builders.a_listing(closes_at=NOW + timedelta(days=1))
    lasting = builders.a_listing()
    assert service.expire_due() == 0
    later = NOW + timedelta(days=1)
    with clock.standing_still(later):
        assert service.expire_due() == 1
        assert service.expire_due() == 0
        expired = queries.get_listing(actor, listing.id)
        assert (expired.state, expired.closed_at) == (ListingState.EXPIRED, later)
        with pytest.raises(Invalid):
            service.publish_listing(actor, listing.id)
        service.amend_listing(actor, listing.id, {"closes_at": None})
        assert service.publish_listing(actor, listing.id).state == ListingState.PUBLISHED
    assert state_of(lasting.id) == ListingState.PUBLISHED


def test_a_municipality_that_has_left_publishes_to_itself_only(app):
    actor = builders.an_actor(of=builders.HAMAR)
    draft = a_draft(actor)
    with pytest.raises(Conflict, match="listing-needs-membership"):
        service.publish_listing(actor, draft.id)
    assert service.publish_listing(actor, draft.id, Stage.MUNICIPALITY).stage == Stage.MUNICIPALITY
