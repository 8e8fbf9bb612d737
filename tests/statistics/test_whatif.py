"""The figures with other factors, beside the recorded ones and never instead."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace.claims.states import Otherwise
from marketplace.foundation.database import db
from marketplace.foundation.errors import Forbidden
from marketplace.impact import queries as impact
from marketplace.impact.models import EmissionFactor
from marketplace.impact.reckoning import Effect, Origin, reckon
from marketplace.statistics.figures import figures
from marketplace.statistics.periods import period
from marketplace.statistics.queries import get_statistics
from marketplace.statistics.whatif import what_if
from marketplace.transfers.models import Transfer
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history, a_version

YEAR = period(date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 6, 15)


@pytest.fixture
def lead(app):
    return builders.an_actor("project_lead", ASKER)


def a_row(units=4, code="KON.STOL", title="Kontorstol", **given):
    on = given.pop("on", TODAY)
    values = {"own_weight_g": None, "own_co2e_g": None, "otherwise": Otherwise.BUY_NEW, "distance_km": 100.0}
    values |= {"own_replacement_nok": None, "price_nok": 0}
    effect = reckon(
        quantity=units,
        factor=impact.find_factor(code, title, on),
        furniture_per_kg=impact.find_furniture_factor(on),
        is_furniture=code == "KON.REOL",
        transport=impact.get_transport(on),
        category_replacement_nok=None,
        **values | given,
    )
    claim = builders.a_claim(builders.a_listing(quantity=units), GJOVIK, units, "handed_over")
    frozen = {name: getattr(effect, name) for name in Effect.__slots__}
    return builders.a_transfer(claim, units, category_code=code, title=title, on=on, **frozen)


def version(code, variant="", number=1):
    rows = db.session.scalars(select(EmissionFactor).where(EmissionFactor.variant == variant)).all()
    return next(row for row in rows if row.category_code == code and row.version == number)


def test_with_the_factors_that_are_frozen_nothing_changes(lead):
    a_row()
    a_row(code="KON.REOL", own_weight_g=10_000, otherwise=Otherwise.BUY_USED)
    a_row(code="SKO.TAVLE")
    a_row(own_co2e_g=5_000)
    found = what_if(lead, YEAR, TODAY)
    assert asdict(found.recorded) == asdict(found.recalculated)
    assert (found.recorded.units, found.recorded.units_covered) == (16, 12)


def test_the_recorded_side_is_what_the_figures_say(lead):
    a_history(5)
    found, told = what_if(lead, YEAR, TODAY).recorded, figures(get_statistics(lead, YEAR).whole)
    gross, cautious = found.told("gross"), found.told("cautious")
    assert tuple(grams / 1000 for grams in gross) == (
        float(told.co2e_gross_kg), float(told.co2e_gross_low_kg), float(told.co2e_gross_high_kg)
    )  # fmt: skip
    assert tuple(grams / 1000 for grams in cautious) == (
        float(told.co2e_cautious_kg), float(told.co2e_cautious_low_kg), float(told.co2e_cautious_high_kg)
    )  # fmt: skip
    assert found.units == told.units_received


def test_a_newer_factor_changes_the_other_side_and_leaves_the_ledger(lead):
    a_row(units=4)
    a_version(version("KON.STOL"), TODAY, co2e_g=50_000, low_g=40_000, high_g=60_000)
    found = what_if(lead, YEAR, TODAY)
    assert found.recorded.gross == (288_000, 144_000, 660_000)
    assert found.recalculated.gross == (200_000, 160_000, 240_000)
    assert found.recalculated.cautious == (200_000 - 32_500, 160_000 - 32_500, 240_000 - 32_500)
    assert figures(get_statistics(lead, YEAR).whole).co2e_gross_kg == 288
    before = what_if(lead, YEAR, TODAY - timedelta(days=1))
    assert before.recalculated.gross == before.recorded.gross


def test_transport_follows_its_own_factor_where_the_distance_is_frozen(lead):
    a_row(units=1)
    row = a_row(units=1)
    a_version(version(None, "transport"), TODAY, co2e_g=100, road_percent=200)
    old = builders.a_claim(builders.a_listing(), GJOVIK, 1, "handed_over")
    builders.a_transfer(
        old, 1, transport_co2e_g=7_000, factor_origin=Origin.OWN, co2e_gross_g=9_000, co2e_cautious_g=2_000
    )
    found = what_if(lead, YEAR, TODAY)
    assert row.transport_co2e_g == 32_500
    assert found.recalculated.cautious[0] == 2 * (72_000 - 20_000) + 2_000


def test_kroner_saved_follow_what_a_km_costs(lead):
    a_row(units=2, own_replacement_nok=4_000, price_nok=100)
    a_row(units=1)
    claim = builders.a_claim(builders.a_listing(), GJOVIK, 1, "handed_over")
    builders.a_transfer(claim, 1, replacement_nok=500, price_origin=Origin.OWN, value_saved_nok=500)
    before = what_if(lead, YEAR, TODAY)
    assert before.recorded.saved_nok == before.recalculated.saved_nok == 7_800 - 689 + 500
    van = version(None, "transport")
    a_version(van, TODAY, cost_ore=1_000, road_percent=200)
    found = what_if(lead, YEAR, TODAY)
    assert (found.recorded.saved_nok, found.recalculated.saved_nok) == (7_800 - 689 + 500, 7_800 - 2_000 + 500)
    van = EmissionFactor(category_code=None, variant="transport", version=3, co2e_g=500, road_percent=130)
    assert what_if(lead, YEAR, TODAY, instead=van).recalculated.saved_nok == 7_800 + 500


def test_kroner_saved_are_the_same_where_a_km_costs_the_same(lead):
    for km in (9.9, 51.7, 73.755, 120.3):
        a_row(units=1, own_replacement_nok=1_000, distance_km=km)
    found = what_if(lead, YEAR, TODAY)
    assert found.recorded.saved_nok == found.recalculated.saved_nok < 4_000


def test_rows_from_before_a_km_had_a_cost_get_one_on_the_other_side_alone(lead):
    row = {
        "distance_m": 100_000,
        "road_percent": 130,
        "replacement_nok": 1_000,
        "price_origin": Origin.OWN,
        "value_saved_nok": 1_000,
    }
    builders.a_transfer(builders.a_claim(builders.a_listing(), GJOVIK, 1, "handed_over"), 1, **row)
    found = what_if(lead, YEAR, TODAY)
    assert (found.recorded.saved_nok, found.recalculated.saved_nok) == (1_000, 1_000 - 689)


def test_what_had_no_factor_is_covered_by_one_of_today(lead):
    a_row(units=3, code="SKO.TAVLE", title="Whiteboard")
    a_version(version("KON.STOL"), TODAY, category_code="SKO.TAVLE", version=1, co2e_g=10_000, low_g=None, high_g=None)
    found = what_if(lead, YEAR, TODAY)
    assert (found.recorded.units_covered, found.recalculated.units_covered) == (0, 3)
    assert found.recalculated.cautious[0] == 30_000 - 32_500


def test_a_variant_is_told_by_the_title(lead):
    a_row(units=1, code="KON.SKRIV", title="Hev/senk-pult")
    a_row(units=1, code="KON.SKRIV", title="Pult")
    a_version(version("KON.SKRIV", "hevsenk"), TODAY, co2e_g=150_000, high_g=200_000)
    assert what_if(lead, YEAR, TODAY).recalculated.gross[0] == 150_000 + 35_000


def test_one_factor_can_be_tried_in_place_of_its_like(lead):
    a_row(units=1)
    tried = EmissionFactor(category_code="KON.STOL", variant="", version=2, basis="unit", co2e_g=1_000)
    assert what_if(lead, YEAR, TODAY, instead=tried).recalculated.gross[0] == 1_000
    van = EmissionFactor(category_code=None, variant="transport", version=2, co2e_g=500, road_percent=130)
    assert what_if(lead, YEAR, TODAY, instead=van).recalculated.cautious[0] == 72_000 - 65_000
    assert len(impact.list_factors()) == len({(row.category_code, row.variant) for row in impact.list_factors()})


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_a_naive_recalculation_row_by_row_differs_by_less_than_a_gram_a_row(lead, seed):
    a_history(seed, hand_overs=8)
    for number in (None, ASKER):
        found = what_if(lead, YEAR, TODAY, municipality_number=number).recalculated
        rows = [row for row in db.session.scalars(select(Transfer)) if number in (None, row.to_municipality_number)]
        again = [row_by_row(row) for row in rows if YEAR.first <= row.on <= YEAR.last]
        known = [amounts for amounts in again if amounts is not None]
        assert found.gross[0] == pytest.approx(sum(gross for gross, _ in known), abs=len(rows) + 1)
        assert found.cautious[0] == pytest.approx(sum(cautious for _, cautious in known), abs=2 * len(rows) + 1)
        saved = [kroner_again(row) for row in rows if YEAR.first <= row.on <= YEAR.last and row.replacement_nok]
        assert (found.saved_nok or 0) == pytest.approx(sum(saved), abs=len(rows) + 1)


def row_by_row(row):
    """Gross and cautious grams of a row with the factors of today; None where there is none."""
    factor, van = impact.find_factor(row.category_code, row.title, TODAY), impact.get_transport(TODAY)
    if row.factor_origin == Origin.OWN:
        gross = row.co2e_gross_g
    elif factor is not None:
        gross = factor.co2e_g * row.quantity
    elif row.category_code == "KON.REOL" and row.weight_origin == Origin.OWN:
        gross = impact.find_furniture_factor(TODAY).co2e_g * row.weight_g / 1000
    else:
        return None
    driven = row.distance_m * van.co2e_g_per_km * van.road_percent / 100_000
    mended = row.repair_co2e_g or 0
    if row.repair_spend_nok:
        mended += row.repair_spend_nok * (impact.get_repair(TODAY).co2e_g_per_nok - row.repair_g_per_nok)
    return gross, gross * row.displacement_percent / 100 - driven - mended


def kroner_again(row):
    """Kroner saved by a row with what a km costs today."""
    van = impact.get_transport(TODAY)
    driven = row.distance_m * van.road_percent * (van.cost_ore_per_km or 0) / 10_000_000
    return row.replacement_nok - row.price_nok - (row.repair_nok or 0) - driven


def test_it_costs_three_queries_however_long_the_ledger(lead, count_queries):
    a_history(1, hand_overs=20)
    with count_queries() as queries:
        what_if(lead, YEAR, TODAY)
    assert len([query for query in queries if query.lstrip().upper().startswith("SELECT")]) == 3


def test_it_is_for_those_who_see_figures(app):
    with pytest.raises(Forbidden, match="statistics-needs-permission"):
        what_if(builders.an_actor("operator"), YEAR, TODAY)
