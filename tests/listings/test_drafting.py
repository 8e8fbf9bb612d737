"""Drafts: from nothing and from the inventory, each once."""

import pytest
from sqlalchemy import func, select

from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.inventory.states import AssetState
from marketplace.listings import queries, service
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage
from tests import builders
from tests.builders import ASKER, GJOVIK


def count_listings():
    return db.session.scalar(select(func.count()).select_from(Listing))


def codes(refused):
    return [(error.field, error.code) for error in refused.value.fields]


def test_a_draft_from_nothing_keeps_what_was_said(app):
    actor = builders.an_actor()
    place = builders.a_pickup_place()
    fields = ListingFields(
        title="Kontorstol Håg", category_code="KON.STOL", quantity=8, weight_g=12_500, pickup_place_id=place.id
    )
    made = service.create_draft(actor, fields)
    kept = queries.get_listing(actor, made.id)
    assert (kept.title, kept.quantity, kept.weight_g, kept.pickup_place_id) == ("Kontorstol Håg", 8, 12_500, place.id)
    assert (kept.state, kept.stage, kept.published_at) == (ListingState.DRAFT, Stage.NETWORK, None)
    assert (kept.municipality_number, kept.created_by, kept.asset_id) == (ASKER, actor.person_id, None)


@pytest.mark.parametrize(
    ("title", "category"), [("Kontorstoler, svarte", "KON.STOL"), ("Elevpult", "SKO.PULT"), ("Qwrtz", "ANN.DIV")]
)
def test_a_category_not_chosen_is_proposed_from_the_title(app, title, category):
    assert service.create_draft(builders.an_actor(), ListingFields(title=title)).category_code == category


def test_the_same_form_sent_twice_makes_one_draft(app):
    actor = builders.an_actor()
    first = service.create_draft(actor, ListingFields(title="Stol"), "a-form")
    second = service.create_draft(actor, ListingFields(title="Stol igjen"), "a-form")
    assert (first.id, count_listings()) == (second.id, 1)
    assert second.title == "Stol"


def test_two_people_with_the_same_key_make_two_drafts(app):
    first = service.create_draft(builders.an_actor(), ListingFields(title="Stol"), "1")
    second = service.create_draft(builders.an_actor(), ListingFields(title="Bord"), "1")
    assert first.id != second.id


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"category_code": "NO.SUCH"}, "category_code", "listing-category-unknown"),
        ({"pickup_place_id": 999}, "pickup_place_id", "listing-pickup-place-unknown"),
        ({"unit_id": 999}, "unit_id", "listing-unit-unknown"),
        ({"quantity": 0}, "quantity", "field-out-of-range"),
    ],
)
def test_a_wrong_value_makes_no_draft(app, wrong, field, code):
    with pytest.raises(Invalid) as refused:
        service.create_draft(builders.an_actor(), ListingFields(title="Stol", **wrong))
    assert codes(refused) == [(field, code)]
    assert count_listings() == 0


def test_another_municipalitys_pickup_place_and_unit_are_unknown_here(app):
    place, unit = builders.a_pickup_place(GJOVIK), builders.a_unit(GJOVIK)
    with pytest.raises(Invalid) as refused:
        service.create_draft(
            builders.an_actor(), ListingFields(title="Stol", pickup_place_id=place.id, unit_id=unit.id)
        )
    assert [field for field, _ in codes(refused)] == ["pickup_place_id", "unit_id"]
    assert count_listings() == 0


@pytest.mark.parametrize("role", ["observer", "requester", "project_lead", "operator"])
def test_who_may_not_list_makes_no_draft(app, role):
    with pytest.raises(Forbidden, match="listing-needs-permission"):
        service.create_draft(builders.an_actor(role), ListingFields(title="Stol"))
    assert count_listings() == 0


def test_a_person_of_one_unit_offers_that_units_things_only(app):
    school, other = builders.a_unit(), builders.a_unit()
    actor = builders.an_actor(unit_id=school.id)
    assert service.create_draft(actor, ListingFields(title="Stol")).unit_id == school.id
    with pytest.raises(Forbidden, match="listing-other-unit"):
        service.create_draft(actor, ListingFields(title="Stol", unit_id=other.id))
    assert count_listings() == 1


def test_a_draft_of_an_asset_belongs_to_the_assets_unit(app):
    unit = builders.a_unit()
    asset = builders.an_asset(quantity=10, unit_id=unit.id)
    made = service.create_draft(builders.an_actor(), ListingFields(title="Stol", quantity=4, asset_id=asset.id))
    assert (made.asset_id, made.unit_id, made.quantity) == (asset.id, unit.id, 4)


def test_a_draft_offers_no_more_than_its_asset_has(app):
    asset = builders.an_asset(quantity=3)
    with pytest.raises(Invalid) as refused:
        service.create_draft(builders.an_actor(), ListingFields(title="Stol", quantity=4, asset_id=asset.id))
    assert codes(refused) == [("quantity", "listing-more-than-asset")]
    assert count_listings() == 0


def test_another_municipalitys_asset_is_not_found(app):
    asset = builders.an_asset(of=GJOVIK)
    with pytest.raises(NotFound, match="asset-not-found"):
        service.create_draft(builders.an_actor(), ListingFields(title="Stol", asset_id=asset.id))
    with pytest.raises(NotFound, match="asset-not-found"):
        service.draft_from_assets(builders.an_actor(), [asset.id])
    assert count_listings() == 0


def test_many_assets_become_as_many_drafts_with_what_the_inventory_knows(app):
    chair = builders.an_asset(quantity=8, brand="Håg", weight_g=14_000, acquired_year=2016, acquired_price_nok=6500)
    table = builders.an_asset(quantity=1, name="Møtebord", category_code="KON.MOTE")
    drafts = service.draft_from_assets(builders.an_actor(), [table.id, chair.id, chair.id])
    assert [(draft.asset_id, draft.title, draft.quantity) for draft in drafts] == [
        (chair.id, "Kontorstol", 8),
        (table.id, "Møtebord", 1),
    ]
    assert (drafts[0].brand, drafts[0].weight_g, drafts[0].acquired_year) == ("Håg", 14_000, 2016)
    assert drafts[0].replacement_price_nok == 6500
    assert {draft.state for draft in drafts} == {ListingState.DRAFT}


def test_choosing_the_same_assets_twice_makes_no_second_drafts(app):
    actor, asset = builders.an_actor(), builders.an_asset()
    first = service.draft_from_assets(actor, [asset.id])
    assert [draft.id for draft in service.draft_from_assets(actor, [asset.id])] == [draft.id for draft in first]
    assert count_listings() == 1


def test_a_draft_from_an_asset_leaves_out_what_is_offered_already(app):
    asset = builders.an_asset(quantity=10)
    builders.a_listing(quantity=6, asset_id=asset.id)
    assert service.draft_from_assets(builders.an_actor(), [asset.id])[0].quantity == 4


def test_an_asset_that_is_all_offered_is_left_out_and_alone_it_is_refused(app):
    free, taken = builders.an_asset(name="Ledig"), builders.an_asset(name="Opptatt", quantity=2)
    builders.a_listing(quantity=2, asset_id=taken.id)
    with pytest.raises(Conflict, match="listing-asset-all-offered") as refused:
        service.draft_from_assets(builders.an_actor(), [taken.id])
    assert refused.value.facts == {"name": "Opptatt"}
    assert count_listings() == 1
    assert [draft.asset_id for draft in service.draft_from_assets(builders.an_actor(), [free.id, taken.id])] == [
        free.id
    ]


def test_an_asset_that_has_left_is_not_listed(app):
    asset = builders.an_asset(quantity=0, state=AssetState.TRANSFERRED)
    with pytest.raises(Conflict, match="listing-asset-has-left"):
        service.draft_from_assets(builders.an_actor(), [asset.id])


def test_no_assets_and_too_many_are_refused(app):
    for chosen in ([], range(1, 300)):
        with pytest.raises(Invalid, match="listing-choose-assets"):
            service.draft_from_assets(builders.an_actor(), chosen)


def test_a_hundred_assets_cost_no_more_questions_than_ten(app, count_queries):
    actor = builders.an_actor()

    def asked(many):
        ids = [builders.an_asset().id for _ in range(many)]
        with count_queries() as queries_sent:
            service.draft_from_assets(actor, ids)
        return len([sent for sent in queries_sent if not sent.lstrip().upper().startswith("INSERT")])

    assert asked(100) == asked(10)
