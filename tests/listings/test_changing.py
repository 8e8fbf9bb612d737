"""What can still be said otherwise, and what others rely on."""

import pytest
from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.foundation.outbox import Delivery
from marketplace.listings import queries, service
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage
from tests import builders
from tests.builders import GJOVIK


def told():
    return set(db.session.scalars(select(Delivery.event)))


def codes(refused):
    return [(error.field, error.code) for error in refused.value.fields]


def said(listing_id, *names):
    listing = db.session.scalar(select(Listing).where(Listing.id == listing_id))
    return tuple(getattr(listing, name) for name in names)


def test_a_published_listing_can_be_described_anew(app):
    listing = builders.a_listing()
    service.amend_listing(builders.an_actor(), listing.id, {"title": "Stol, rød", "weight_g": 9000})
    assert said(listing.id, "title", "weight_g", "version") == ("Stol, rød", 9000, 2)
    assert told() == {"ListingChanged"}


def test_a_change_to_the_same_changes_nothing(app):
    listing = builders.a_listing()
    service.amend_listing(builders.an_actor(), listing.id, {"title": listing.title})
    assert said(listing.id, "version", "updated_at") == (1, listing.updated_at)
    assert told() == set()


def test_a_form_opened_before_somebody_else_changed_it_is_refused(app):
    listing = builders.a_listing()
    service.amend_listing(builders.an_actor(), listing.id, {"title": "Først"}, version=1)
    with pytest.raises(Conflict, match="listing-changed-meanwhile"):
        service.amend_listing(builders.an_actor(), listing.id, {"title": "Sist"}, version=1)
    assert said(listing.id, "title") == ("Først",)
    service.amend_listing(builders.an_actor(), listing.id, {"title": "Sist"}, version=2)
    assert said(listing.id, "title") == ("Sist",)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": "x" * 121}, "title", "field-too-long"),
        ({"category_code": "NO.SUCH"}, "category_code", "listing-category-unknown"),
        ({"pickup_place_id": 77}, "pickup_place_id", "listing-pickup-place-unknown"),
        ({"title": "  \x00 "}, "title", "listing-title-missing"),
        ({"price_nok": 200}, "price_nok", "listing-price-raised"),
        ({"indivisible": True}, "indivisible", "listing-indivisible-fixed"),
        ({"stage": Stage.UNIT}, "stage", "listing-stage-narrowed"),
        ({"unit_id": 1}, "unit_id", "listing-unit-of-asset"),
    ],
)
def test_a_change_that_cannot_be_leaves_a_published_listing_as_it_was(app, changes, field, code):
    listing, _ = builders.a_listing(price_nok=100), builders.a_unit()
    with pytest.raises(Invalid) as refused:
        service.amend_listing(builders.an_actor(), listing.id, changes)
    assert codes(refused) == [(field, code)]
    kept = ("title", "category_code", "price_nok", "indivisible", "stage", "version")
    assert said(listing.id, *kept) == (listing.title, "KON.STOL", 100, False, Stage.NETWORK, 1)
    assert told() == set()


def test_a_published_listing_can_be_shown_to_more_and_cost_less(app):
    listing = builders.a_listing(price_nok=100, stage=Stage.MUNICIPALITY)
    service.amend_listing(builders.an_actor(), listing.id, {"price_nok": 0, "stage": Stage.NETWORK})
    assert said(listing.id, "price_nok", "stage") == (0, Stage.NETWORK)


def test_the_quantity_never_falls_below_what_claims_hold(app):
    listing = builders.a_listing(quantity=10)
    builders.a_claim(listing, quantity=3)
    builders.a_claim(listing, quantity=2, state="approved")
    with pytest.raises(Invalid) as refused:
        service.amend_listing(builders.an_actor(), listing.id, {"quantity": 4})
    assert refused.value.fields[0].facts == {"held": 5}
    assert said(listing.id, "quantity") == (10,)
    service.amend_listing(builders.an_actor(), listing.id, {"quantity": 5})
    assert said(listing.id, "quantity") == (5,)


def test_the_quantity_never_rises_above_what_the_asset_has(app):
    asset = builders.an_asset(quantity=10)
    builders.a_listing(quantity=4, asset_id=asset.id)
    listing = builders.a_listing(quantity=5, asset_id=asset.id)
    with pytest.raises(Invalid) as refused:
        service.amend_listing(builders.an_actor(), listing.id, {"quantity": 7})
    assert codes(refused) == [("quantity", "listing-asset-too-few")]
    assert said(listing.id, "quantity") == (5,)
    service.amend_listing(builders.an_actor(), listing.id, {"quantity": 6})
    assert said(listing.id, "quantity") == (6,)


def test_a_listing_lowered_to_what_is_handed_over_closes(app):
    listing = builders.a_listing(quantity=10, handed_over_quantity=6)
    builders.a_claim(listing, quantity=6, state="handed_over")
    service.amend_listing(builders.an_actor(), listing.id, {"quantity": 6})
    assert said(listing.id, "state") == (ListingState.CLOSED,)


@pytest.mark.parametrize(
    ("role", "of", "refusal"),
    [("facility_manager", GJOVIK, Forbidden), ("requester", builders.ASKER, Forbidden)],
)
def test_others_change_nothing(app, role, of, refusal):
    listing = builders.a_listing()
    with pytest.raises(refusal):
        service.amend_listing(builders.an_actor(role, of), listing.id, {"title": "Vår nå"})
    with pytest.raises(NotFound):
        service.amend_listing(builders.an_actor("facility_manager", GJOVIK), listing.id + 1, {"title": "Vår nå"})
    assert said(listing.id, "title") == (listing.title,)


def test_a_person_of_one_unit_cannot_give_a_draft_away(app):
    unit, other = builders.a_unit(), builders.a_unit()
    actor = builders.an_actor(unit_id=unit.id)
    draft = service.create_draft(actor, ListingFields(title="Stol"))
    with pytest.raises(Forbidden, match="listing-other-unit"):
        service.amend_listing(actor, draft.id, {"unit_id": other.id})
    assert said(draft.id, "unit_id") == (unit.id,)


def test_a_closed_listing_stays_as_it_was(app):
    listing = builders.a_listing(state=ListingState.CLOSED)
    with pytest.raises(Conflict, match="listing-closed"):
        service.amend_listing(builders.an_actor(), listing.id, {"title": "Ny"})
    assert queries.get_listing(builders.an_actor(), listing.id).title == listing.title
