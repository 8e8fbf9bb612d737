"""What a hand-over saves, as tables: nothing unknown is ever zero, and what is taken back nets to nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.claims.states import Otherwise
from marketplace.impact.reckoning import FactorValue, Origin, Repair, Repaired, Transport, reckon, share

CHAIR = FactorValue(id=1, version=3, co2e_g=72_000, per_kilogram=False, weight_g=16_000)
RANGED = FactorValue(1, 3, 72_000, per_kilogram=False, weight_g=16_000, low_g=36_000, high_g=165_000)
VAN = Transport(version=1, co2e_g_per_km=250, road_percent=130)
PER_KG = FactorValue(id=9, version=1, co2e_g=2_250, per_kilogram=True, weight_g=None)


def effect(**changes):
    given = {
        "quantity": 4,
        "own_weight_g": None,
        "own_co2e_g": None,
        "factor": CHAIR,
        "furniture_per_kg": PER_KG,
        "is_furniture": True,
        "otherwise": Otherwise.BUY_NEW,
        "distance_km": 0.0,
        "transport": VAN,
        "own_replacement_nok": None,
        "category_replacement_nok": None,
        "price_nok": 0,
    }
    return reckon(**given | changes)


def test_gross_is_multiplied_by_the_units():
    found = effect()
    assert (found.co2e_gross_g, found.weight_g) == (288_000, 64_000)
    assert (found.factor_origin, found.weight_origin) == (Origin.CATEGORY, Origin.CATEGORY)
    assert (found.factor_id, found.factor_version, found.factor_co2e_g) == (1, 3, 72_000)


@pytest.mark.parametrize(
    ("otherwise", "percent", "cautious"),
    [
        (Otherwise.BUY_NEW, 100, 288_000),
        (Otherwise.BUY_USED, 50, 144_000),
        (Otherwise.DO_WITHOUT, 0, 0),
        (Otherwise.UNKNOWN, 50, 144_000),
    ],
)
def test_cautious_follows_the_claimants_answer(otherwise, percent, cautious):
    found = effect(otherwise=otherwise)
    assert (found.displacement_percent, found.co2e_cautious_g) == (percent, cautious)
    assert found.co2e_gross_g == 288_000


def test_transport_is_counted_once_for_the_whole_hand_over():
    found = effect(distance_km=100.0)
    assert found.transport_co2e_g == 32_500  # 100 km x 1.3 x 250 g
    assert found.co2e_cautious_g == 288_000 - 32_500
    assert effect(distance_km=100.0, otherwise=Otherwise.DO_WITHOUT).co2e_cautious_g == -32_500


def test_an_own_value_goes_before_the_category_and_names_no_factor():
    found = effect(own_co2e_g=50_000, own_weight_g=9_000)
    assert (found.co2e_gross_g, found.factor_origin, found.factor_id) == (200_000, Origin.OWN, None)
    assert (found.weight_g, found.weight_origin) == (36_000, Origin.OWN)


def test_furniture_without_a_factor_is_reckoned_by_its_own_weight():
    found = effect(factor=None, own_weight_g=10_000)
    assert (found.factor_co2e_g, found.co2e_gross_g, found.factor_id) == (22_500, 90_000, 9)


@pytest.mark.parametrize("changes", [{"own_weight_g": None}, {"own_weight_g": 10_000, "is_furniture": False}])
def test_what_is_not_known_is_none_and_not_zero(changes):
    found = effect(factor=None, **changes)
    assert (found.co2e_gross_g, found.co2e_cautious_g, found.factor_origin) == (None, None, Origin.NONE)


def test_money_saved_is_the_new_price_less_what_was_paid():
    found = effect(own_replacement_nok=6_500, price_nok=500)
    assert (found.replacement_nok, found.value_saved_nok, found.price_origin) == (26_000, 24_000, Origin.OWN)
    assert effect().value_saved_nok is None


@given(amount=st.integers(-(10**12), 10**12), parts=st.lists(st.integers(1, 50), min_size=1, max_size=12))
def test_the_shares_of_all_units_add_up_to_the_amount(amount, parts):
    whole, already, found = sum(parts), 0, 0
    for part in parts:
        found += share(amount, part, whole, already)
        already += part
    assert found == amount


def test_a_share_of_what_is_not_known_is_not_known():
    assert share(None, 1, 2, 0) is None


def test_a_range_gives_every_amount_its_ends():
    found = effect(factor=RANGED, otherwise=Otherwise.BUY_USED, distance_km=100.0)
    assert (found.factor_low_g, found.factor_high_g) == (36_000, 165_000)
    assert (found.co2e_gross_low_g, found.co2e_gross_high_g) == (144_000, 660_000)
    assert (found.co2e_cautious_low_g, found.co2e_cautious_high_g) == (72_000 - 32_500, 330_000 - 32_500)


def test_the_dearest_transport_goes_with_the_lowest_end():
    van = Transport(2, 250, 130, low_g_per_km=200, high_g_per_km=400)
    found = effect(factor=RANGED, distance_km=100.0, transport=van)
    assert (found.transport_co2e_g, found.transport_low_g, found.transport_high_g) == (32_500, 26_000, 52_000)
    assert (found.co2e_cautious_low_g, found.co2e_cautious_high_g) == (144_000 - 52_000, 660_000 - 26_000)
    assert (found.transport_version, found.transport_g_per_km, found.road_percent) == (2, 250, 130)
    assert found.distance_m == 100_000


@pytest.mark.parametrize("changes", [{"factor": CHAIR}, {"factor": RANGED, "own_co2e_g": 9}, {"factor": None}])
def test_what_has_no_range_has_no_ends(changes):
    found = effect(**changes)
    ends = (found.co2e_gross_low_g, found.co2e_gross_high_g, found.co2e_cautious_low_g, found.co2e_cautious_high_g)
    assert ends == (None,) * 4


def test_a_range_per_kilogram_follows_the_weight():
    per_kg = FactorValue(9, 1, 2_250, per_kilogram=True, weight_g=None, low_g=510, high_g=4_200)
    found = effect(factor=None, furniture_per_kg=per_kg, own_weight_g=10_000)
    assert (found.factor_low_g, found.factor_co2e_g, found.factor_high_g) == (5_100, 22_500, 42_000)


@given(
    ends=st.lists(st.integers(0, 10**8), min_size=3, max_size=3).map(sorted),
    van=st.lists(st.integers(0, 10**4), min_size=3, max_size=3).map(sorted),
    quantity=st.integers(1, 10**5),
    otherwise=st.sampled_from(Otherwise),
    distance=st.floats(0, 3_000),
)
def test_every_amount_lies_between_its_ends(ends, van, quantity, otherwise, distance):
    factor = FactorValue(1, 1, ends[1], per_kilogram=False, weight_g=None, low_g=ends[0], high_g=ends[2])
    transport = Transport(1, van[1], 130, low_g_per_km=van[0], high_g_per_km=van[2])
    found = effect(factor=factor, transport=transport, quantity=quantity, otherwise=otherwise, distance_km=distance)
    assert found.co2e_gross_low_g <= found.co2e_gross_g <= found.co2e_gross_high_g
    assert found.co2e_cautious_low_g <= found.co2e_cautious_g <= found.co2e_cautious_high_g


@pytest.mark.parametrize(
    ("ore", "share_percent", "nok"),
    [(530, 100, 689), (530, 50, 345), (530, 34, 234), (0, 100, 0), (None, 100, 0), (1, 100, 1), (1, 37, 0)],
)
def test_transport_costs_the_road_by_the_km_once_for_the_whole_hand_over(ore, share_percent, nok):
    van = Transport(2, 250, 130, cost_ore_per_km=ore, share_percent=share_percent)
    found = effect(distance_km=100.0, transport=van, own_replacement_nok=6_500, price_nok=500)
    assert (found.transport_nok, found.transport_ore_per_km) == (nok, ore)
    assert found.value_saved_nok == 26_000 - 2_000 - nok
    assert effect(transport=van, own_replacement_nok=6_500).transport_nok == 0
    assert effect(distance_km=100.0, transport=van).value_saved_nok is None


def test_what_is_fetched_for_more_than_it_is_worth_saves_less_than_nothing():
    van = Transport(2, 250, 130, cost_ore_per_km=530)
    assert effect(quantity=1, distance_km=100.0, transport=van, own_replacement_nok=100).value_saved_nok == 100 - 689


def test_repair_is_taken_from_what_is_saved():
    mending = Repair(version=2, co2e_g_per_nok=20, low_g_per_nok=10, high_g_per_nok=40)
    repaired = Repaired(cost_nok=1_500, spend_nok=1_000, own_co2e_g=3_000, factor=mending)
    found = effect(repaired=repaired, factor=RANGED, own_replacement_nok=1_000, price_nok=100)
    assert (found.repair_low_g, found.repair_co2e_g, found.repair_high_g) == (13_000, 23_000, 43_000)
    assert found.co2e_cautious_g == 288_000 - 23_000
    assert (found.co2e_cautious_low_g, found.co2e_cautious_high_g) == (4 * 36_000 - 43_000, 4 * 165_000 - 13_000)
    assert (found.repair_version, found.repair_g_per_nok, found.value_saved_nok) == (2, 20, 4_000 - 400 - 1_500)


def test_what_was_not_repaired_bears_nothing():
    found = effect()
    assert (found.repair_nok, found.repair_co2e_g, found.repair_version) == (0, 0, None)
