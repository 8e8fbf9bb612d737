"""Handing over: the ledger, the inventories and the listing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.claims import queries as claims
from marketplace.claims import service as claiming
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState, Otherwise
from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.impact.models import EmissionFactor
from marketplace.impact.reckoning import Origin
from marketplace.inventory import queries as inventory
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState, EntryKind
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.transfers import service
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Transfer
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_claim, a_listing, a_unit, an_actor, an_asset

pytestmark = pytest.mark.usefixtures("app")

TODAY = date(2026, 6, 15)


def approved(listing=None, quantity=5, **values):
    return a_claim(listing or a_listing(quantity=5), quantity=quantity, state="approved", **values)


def fresh(model, key):
    db.session.rollback()
    return db.session.get(model, key)


def refused(kind, code, actor, claim, **more):
    db.session.rollback()
    counts = [select(func.count(model.id)) for model in (Transfer, Asset, outbox.Delivery)]
    before = [db.session.scalar(count) for count in counts]
    with pytest.raises(kind) as caught:
        service.hand_over(actor, claim.id, **more)
    assert caught.value.code == code
    assert [db.session.scalar(count) for count in counts] == before
    assert fresh(Claim, claim.id).handed_over_quantity == claim.handed_over_quantity


@pytest.mark.parametrize("of", [ASKER, GJOVIK])
def test_either_side_hands_over_all_that_is_outstanding_today(of):
    claim = approved()
    transfer = service.hand_over(an_actor(of=of), claim.id)
    assert (transfer.kind, transfer.quantity, transfer.on) == (TransferKind.HAND_OVER, 5, TODAY)
    assert (transfer.from_municipality_number, transfer.to_municipality_number) == (ASKER, GJOVIK)
    assert transfer.recorded_for == of
    done = fresh(Claim, claim.id)
    assert (done.state, done.handed_over_quantity) == (ClaimState.HANDED_OVER, 5)


def test_the_requester_confirms_what_they_fetched():
    claim = approved()
    assert service.hand_over(an_actor("requester", GJOVIK), claim.id).quantity == 5


def test_part_is_handed_over_now_and_the_rest_later():
    listing = a_listing(quantity=8)
    claim = approved(listing, 5)
    service.hand_over(an_actor(), claim.id, quantity=2)
    part = fresh(Claim, claim.id)
    assert (part.state, part.handed_over_quantity, part.outstanding_quantity) == (ClaimState.APPROVED, 2, 3)
    assert claims.available_quantity(fresh(Listing, listing.id)) == 3
    service.hand_over(an_actor(of=GJOVIK), claim.id)
    assert fresh(Claim, claim.id).state == ClaimState.HANDED_OVER
    assert fresh(Listing, listing.id).handed_over_quantity == 5


def test_the_units_move_into_the_receivers_inventory_with_their_history():
    unit = a_unit(GJOVIK)
    asset = an_asset(quantity=9, weight_g=16_000, brand="Håg")
    claim = approved(a_listing(quantity=5, asset_id=asset.id), 4, unit_id=unit.id)
    transfer = service.hand_over(an_actor(), claim.id)
    received = fresh(Asset, transfer.to_asset_id)
    assert (received.municipality_number, received.unit_id, received.quantity) == (GJOVIK, unit.id, 4)
    assert (received.brand, received.weight_g, received.origin_asset_id) == ("Håg", 16_000, asset.id)
    assert fresh(Asset, asset.id).quantity == 5
    story = [(line.kind, line.municipality_name) for line in inventory.life_story(received.id)]
    assert (EntryKind.RECEIVED, "Gjøvik") in story


def test_the_last_units_leave_a_transferred_asset_and_a_closed_listing():
    listing = a_listing(quantity=5)
    service.hand_over(an_actor(), approved(listing).id)
    assert fresh(Asset, listing.asset_id).state == AssetState.TRANSFERRED
    assert fresh(Listing, listing.id).state == ListingState.CLOSED
    assert "ListingClosed" in db.session.scalars(select(outbox.Delivery.event)).all()


def test_what_stood_on_a_withdrawn_listing_is_handed_over_all_the_same():
    listing = a_listing(quantity=5, state=ListingState.WITHDRAWN)
    service.hand_over(an_actor(), approved(listing).id)
    assert fresh(Listing, listing.id).state == ListingState.WITHDRAWN


def test_the_row_freezes_factor_weight_displacement_transport_and_price():
    listing = a_listing(quantity=5, price_nok=100, replacement_price_nok=4_000)
    claim = approved(listing, otherwise=Otherwise.BUY_USED)
    row = service.hand_over(an_actor(), claim.id)
    factor = fresh(EmissionFactor, row.factor_id)
    assert (factor.category_code, row.factor_version, row.factor_co2e_g) == ("KON.STOL", 1, 72_000)
    assert (row.weight_g, row.weight_origin, row.factor_origin) == (5 * 16_000, Origin.CATEGORY, Origin.CATEGORY)
    assert (row.displacement_percent, row.co2e_gross_g) == (50, 360_000)
    assert row.transport_co2e_g > 0
    assert row.co2e_cautious_g == 180_000 - row.transport_co2e_g
    assert (row.transport_ore_per_km, (row.distance_m * 130 * 530 + 5 * 10**6) // 10**7) == (530, row.transport_nok)
    assert row.transport_nok > 500
    assert (row.price_nok, row.replacement_nok) == (500, 20_000)
    assert row.value_saved_nok == 20_000 - 500 - row.transport_nok


def test_the_things_own_values_go_before_the_categorys():
    asset = an_asset(quantity=5, weight_g=20_000, co2e_g=90_000)
    row = service.hand_over(an_actor(), approved(a_listing(quantity=5, asset_id=asset.id, weight_g=19_000)).id)
    assert (row.weight_g, row.weight_origin) == (95_000, Origin.OWN)
    assert (row.co2e_gross_g, row.factor_origin, row.factor_id) == (450_000, Origin.OWN, None)


def test_a_missing_factor_is_not_known_and_never_zero():
    row = service.hand_over(an_actor(), approved(a_listing(quantity=5, category_code="HEL.RULL")).id)
    assert (row.co2e_gross_g, row.co2e_cautious_g, row.factor_origin) == (None, None, Origin.NONE)
    assert (row.weight_g, row.value_saved_nok, row.price_origin) == (None, None, Origin.NONE)


def test_within_a_municipality_there_is_no_transport():
    school = a_unit()
    row = service.hand_over(an_actor(), approved(a_listing(quantity=5, unit_id=school.id), by=ASKER).id)
    assert (row.transport_co2e_g, row.from_unit_id, row.to_unit_id) == (0, school.id, None)
    assert (row.transport_nok, row.transport_ore_per_km) == (0, 530)


def test_a_form_sent_twice_hands_over_once():
    claim, actor = approved(quantity=4), an_actor()
    first = service.hand_over(actor, claim.id, quantity=2, submission_key="a form")
    assert service.hand_over(actor, claim.id, quantity=2, submission_key="a form").id == first.id
    assert fresh(Claim, claim.id).handed_over_quantity == 2


def test_a_form_key_is_not_used_for_another_claim():
    actor = an_actor()
    service.hand_over(actor, approved().id, submission_key="a form")
    refused(Conflict, "submission-key-used", actor, approved(), submission_key="a form")


def test_it_can_be_recorded_afterwards_with_its_day():
    published = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
    claim = approved(a_listing(quantity=5, published_at=published))
    refused(Invalid, "hand-over-before-listing", an_actor(), claim, on=date(2026, 6, 1))
    row = service.hand_over(an_actor(), claim.id, on=date(2026, 6, 2))
    assert (row.on, row.listed_on) == (date(2026, 6, 2), date(2026, 6, 2))


def test_it_cannot_have_happened_tomorrow():
    refused(Invalid, "date-in-future", an_actor(), approved(), on=TODAY + timedelta(days=1))


def test_today_is_the_norwegian_day():
    with clock.standing_still(datetime(2026, 6, 15, 22, 30, tzinfo=UTC)):
        assert service.hand_over(an_actor(), approved().id).on == date(2026, 6, 16)


@pytest.mark.parametrize("quantity", [0, -1, 6, 10**15])
def test_more_than_is_outstanding_is_not_handed_over(quantity):
    refused(Invalid, "hand-over-quantity-out-of-range", an_actor(), approved(), quantity=quantity)


@pytest.mark.parametrize(
    ("state", "code"),
    [("requested", "claim-wrong-state"), ("queued", "claim-wrong-state"), ("declined", "claim-ended")],
)
def test_only_what_is_approved_is_handed_over(state, code):
    refused(Conflict, code, an_actor(), a_claim(a_listing(), state=state))


def test_strangers_hand_over_nothing():
    refused(NotFound, "claim-not-found", an_actor(of=RINGERIKE), approved())
    refused(NotFound, "claim-not-found", an_actor("observer"), approved())


def test_an_asset_that_has_too_few_units_gives_none():
    listing = a_listing(quantity=5, asset_id=an_asset(quantity=2).id)
    refused(Conflict, "asset-too-few-left", an_actor(), approved(listing))


def test_the_rest_of_a_partly_handed_over_claim_can_be_given_up():
    listing = a_listing(quantity=5)
    claim = approved(listing)
    service.hand_over(an_actor(), claim.id, quantity=2)
    waiting = a_claim(listing, by=RINGERIKE, quantity=3, state="queued")
    claiming.cancel_claim(an_actor(of=GJOVIK), claim.id)
    ended = fresh(Claim, claim.id)
    assert (ended.state, ended.handed_over_quantity, ended.held_quantity) == (ClaimState.CANCELLED, 2, 2)
    assert fresh(Claim, waiting.id).state == ClaimState.REQUESTED


def test_a_claimant_without_leave_to_ask_hands_nothing_over():
    with pytest.raises((Forbidden, NotFound)):
        service.hand_over(an_actor("observer", GJOVIK), approved().id)
