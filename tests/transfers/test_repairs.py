"""Repairs are borne by the units that leave: each krone and gram once."""

from datetime import timedelta

import pytest

from marketplace.claims.states import Otherwise
from marketplace.foundation import clock
from marketplace.foundation.errors import Invalid
from marketplace.inventory import service as inventory
from marketplace.inventory.queries import life_story
from marketplace.transfers import service
from marketplace.transfers.kinds import TransferKind
from tests.builders import ASKER, a_claim, a_listing, an_actor, an_asset

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def manager():
    return an_actor()


@pytest.fixture
def admin():
    return an_actor("municipality_admin")


def chairs(quantity=10, listed=10):
    asset = an_asset(ASKER, quantity=quantity)
    return asset, a_listing(ASKER, quantity=listed, asset_id=asset.id, replacement_price_nok=1_000)


def hand_over(actor, listing, quantity):
    claim = a_claim(listing, quantity=quantity, state="approved", otherwise=Otherwise.BUY_NEW)
    return service.hand_over(actor, claim.id)


def test_each_unit_bears_its_share_and_all_of_it_is_borne(manager):
    asset, listing = chairs(quantity=10)
    inventory.record_repair(manager, asset.id, "Nye hjul", clock.today(), cost_nok=1_001)
    inventory.record_repair(manager, asset.id, "Nytt trekk", clock.today(), cost_nok=500, co2e_g=7_003)
    rows = [hand_over(manager, listing, quantity) for quantity in (3, 6, 1)]
    assert [row.repair_nok for row in rows] == [450, 900, 151]
    assert sum(row.repair_spend_nok for row in rows) == 1_001
    assert sum(row.repair_co2e_g for row in rows) == 1_001 * rows[0].repair_g_per_nok + 7_003
    for row in rows:
        assert row.co2e_cautious_g == row.co2e_gross_g - row.transport_co2e_g - row.repair_co2e_g
        assert row.value_saved_nok == 1_000 * row.quantity - row.transport_nok - row.repair_nok


def test_units_that_stay_keep_their_share(manager):
    asset, listing = chairs(quantity=30, listed=10)
    inventory.record_repair(manager, asset.id, "Lakkert", clock.today(), cost_nok=3_000)
    assert hand_over(manager, listing, 10).repair_nok == 1_000


def test_what_comes_back_brings_its_share_back(manager, admin):
    asset, listing = chairs(quantity=4, listed=4)
    inventory.record_repair(manager, asset.id, "Limt", clock.today(), cost_nok=400)
    row = hand_over(manager, listing, 4)
    back = service.take_back(admin, row.id, quantity=4, reason="Passet ikke", kind=TransferKind.CORRECTION)
    assert (back.repair_nok, back.repair_co2e_g) == (-400, -row.repair_co2e_g)
    assert hand_over(manager, listing, 2).repair_nok == 200


def test_repairs_from_long_before_the_listing_were_for_the_givers_own_use(manager):
    asset, listing = chairs()
    listed_on = clock.local_date(listing.published_at)
    for days, cost in ((366, 5_000), (365, 70)):
        inventory.record_repair(manager, asset.id, "Smurt", listed_on - timedelta(days=days), cost_nok=cost)
    assert hand_over(manager, listing, 10).repair_nok == 70


def test_a_repair_without_an_amount_takes_nothing(manager):
    asset, listing = chairs()
    inventory.record_repair(manager, asset.id, "Strammet skruer", clock.today())
    row = hand_over(manager, listing, 10)
    assert (row.repair_nok, row.repair_version) == (0, None)


@pytest.mark.parametrize("amounts", [{"cost_nok": -1}, {"cost_nok": 10_000_001}, {"co2e_g": -1}, {"co2e_g": 10**9 + 1}])
def test_an_amount_that_cannot_be_is_refused_and_nothing_is_noted(manager, amounts):
    asset, _ = chairs()
    before = life_story(asset.id)
    with pytest.raises(Invalid) as caught:
        inventory.record_repair(manager, asset.id, "Limt", clock.today(), **amounts)
    assert [(field.field, field.code) for field in caught.value.fields] == [(*amounts, "asset-repair-out-of-range")]
    assert life_story(asset.id) == before
