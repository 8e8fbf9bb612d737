"""New versions of factors: who may, what is refused, and what stays as it was."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from marketplace.impact import queries, service
from marketplace.impact.fields import FactorFields
from marketplace.impact.models import EmissionFactor
from marketplace.transfers import service as transfers
from tests import builders
from tests.builders import ASKER, GJOVIK

TODAY = date(2026, 6, 15)
CHAIR = FactorFields(
    described_as="Kontorstol",
    co2e_g=60_000,
    low_g=40_000,
    high_g=80_000,
    weight_g=15_000,
    road_percent=None,
    source="Ny EPD",
    source_year=2026,
    confidence="A",
    note="",
    valid_from=TODAY,
    reason="Produsenten har målt på nytt.",
)


@pytest.fixture
def lead(app):
    return builders.an_actor("project_lead", ASKER)


def chair():
    return next(series for series in queries.list_series() if series.key == ("KON.STOL", ""))


def transport():
    return next(series for series in queries.list_series() if series.key == (None, "transport"))


def count():
    return db.session.scalar(select(func.count(EmissionFactor.id)))


def test_a_new_version_has_its_maker_its_reason_and_its_day(lead):
    service.revise_factor(lead, chair().id, replace(CHAIR, valid_from=TODAY + timedelta(days=10)), seen=1)
    shipped, newest = chair().versions
    assert (shipped.made_by, shipped.reason, shipped.factor.co2e_g) == ("", "", 72_000)
    assert newest.made_by.startswith("Person")
    assert (newest.reason, newest.factor.version) == ("Produsenten har målt på nytt.", 2)
    assert chair().current(TODAY) is shipped.factor
    assert queries.find_factor("KON.STOL", "Stol", TODAY).version == 1
    assert queries.find_factor("KON.STOL", "Stol", TODAY + timedelta(days=10)).version == 2


def test_any_version_leads_to_the_whole_factor(lead):
    newest = service.revise_factor(lead, chair().id, CHAIR, seen=1)
    assert queries.get_series(newest.id).id == chair().id
    with pytest.raises(NotFound, match="factor-not-found"):
        queries.get_series(10**9)


def test_a_version_of_the_same_day_replaces_the_one_before(lead):
    service.revise_factor(lead, chair().id, CHAIR, seen=1)
    service.revise_factor(lead, chair().id, replace(CHAIR, co2e_g=61_000), seen=2)
    assert queries.find_factor("KON.STOL", "Stol", TODAY).co2e_g == 61_000


def test_transport_is_a_dated_factor_too(lead):
    van = replace(
        CHAIR, co2e_g=200, low_g=150, high_g=300, weight_g=None, road_percent=140, valid_from=TODAY + timedelta(days=1)
    )
    van = replace(van, cost_ore=610)
    service.revise_factor(lead, transport().id, van, seen=1)
    before, after = queries.get_transport(TODAY), queries.get_transport(TODAY + timedelta(days=1))
    assert (before.co2e_g_per_km, before.road_percent, before.version) == (250, 130, 1)
    assert (after.co2e_g_per_km, after.road_percent, after.version) == (200, 140, 2)
    assert (before.cost_ore_per_km, after.cost_ore_per_km) == (530, 610)
    assert queries.get_transport(date(2020, 1, 1)) == before
    assert queries.factors_on(TODAY).transport == before


def test_a_hand_over_is_reckoned_with_the_version_of_its_day_and_stays_so(lead):
    manager = builders.an_actor("facility_manager", ASKER)
    listed = clock.now() - timedelta(days=9)
    listing = builders.a_listing(ASKER, quantity=4, category_code="KON.STOL", published_at=listed)
    claim = builders.a_claim(listing, GJOVIK, 4, "approved")
    service.revise_factor(lead, chair().id, CHAIR, seen=1)
    earlier = transfers.hand_over(manager, claim.id, quantity=1, on=TODAY - timedelta(days=1))
    now = transfers.hand_over(manager, claim.id, quantity=1, on=TODAY)
    assert (earlier.factor_version, earlier.factor_co2e_g, earlier.factor_low_g) == (1, 72_000, 36_000)
    assert (now.factor_version, now.factor_co2e_g, now.factor_high_g) == (2, 60_000, 80_000)
    assert (now.co2e_gross_low_g, now.co2e_gross_g, now.co2e_gross_high_g) == (40_000, 60_000, 80_000)
    assert (now.transport_version, now.transport_g_per_km, now.road_percent) == (1, 250, 130)
    assert now.distance_m > 50_000
    service.revise_factor(lead, chair().id, replace(CHAIR, co2e_g=50_000), seen=2)
    db.session.refresh(now)
    assert now.factor_co2e_g == 60_000


def test_what_is_taken_back_takes_the_ends_back_too(app):
    manager = builders.an_actor("facility_manager", ASKER)
    listing = builders.a_listing(ASKER, quantity=3, category_code="KON.STOL")
    row = transfers.hand_over(manager, builders.a_claim(listing, GJOVIK, 3, "approved").id)
    backs = [transfers.take_back(manager, row.id, quantity=n, reason="Feil", kind="return") for n in (1, 2)]
    for name in ("co2e_gross_low_g", "co2e_cautious_high_g", "co2e_cautious_low_g", "transport_high_g", "distance_m"):
        assert getattr(row, name) + sum(getattr(back, name) for back in backs) == 0
    assert {back.factor_low_g for back in backs} == {36_000}


def test_a_category_without_a_factor_gets_its_first(lead):
    made = service.begin_factor(lead, "SKO.TAVLE", CHAIR)
    assert (made.version, made.variant) == (1, "")
    assert queries.find_factor("SKO.TAVLE", "Tavle", TODAY).co2e_g == 60_000
    with pytest.raises(Conflict, match="factor-exists"):
        service.begin_factor(lead, "SKO.TAVLE", CHAIR)
    with pytest.raises(Invalid, match="factor-of-group"):
        service.begin_factor(lead, "SKO", CHAIR)
    with pytest.raises(NotFound):
        service.begin_factor(lead, "SKO.NOE", CHAIR)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"co2e_g": 0}, "co2e_kg", "factor-value-out-of-range"),
        ({"co2e_g": -5, "low_g": None, "high_g": None}, "co2e_kg", "factor-value-out-of-range"),
        ({"co2e_g": 10**12, "high_g": 10**12}, "co2e_kg", "factor-value-out-of-range"),
        ({"low_g": 90_000}, "low_kg", "factor-range-reversed"),
        ({"low_g": 70_000}, "low_kg", "factor-outside-its-range"),
        ({"low_g": -1}, "low_kg", "factor-outside-its-range"),
        ({"low_g": None}, "low_kg", "factor-range-half"),
        ({"high_g": None}, "high_kg", "factor-range-half"),
        ({"weight_g": 0}, "weight_kg", "factor-weight-out-of-range"),
        ({"road_percent": 130}, "road_factor", "factor-road-not-of-this"),
        ({"cost_ore": 530}, "cost_nok_per_km", "factor-cost-not-of-this"),
        ({"confidence": "D"}, "confidence", "field-not-a-choice"),
        ({"reason": " "}, "reason", "field-required"),
        ({"source": ""}, "source", "field-required"),
        ({"source": "x" * 401}, "source", "field-too-long"),
        ({"source_year": 2027}, "source_year", "field-out-of-range"),
        ({"valid_from": date(2023, 12, 31)}, "valid_from", "factor-before-earlier-version"),
        ({"valid_from": TODAY - timedelta(days=1)}, "valid_from", "factor-in-the-past"),
        ({"valid_from": date(2028, 1, 1)}, "valid_from", "factor-too-far-ahead"),
    ],
)
def test_a_wrong_version_is_refused_by_its_field_and_nothing_is_recorded(lead, changes, field, code):
    before = count()
    with pytest.raises(Invalid) as refusal:
        service.revise_factor(lead, chair().id, replace(CHAIR, **changes), seen=1)
    assert (field, code) in [(error.field, error.code) for error in refusal.value.fields]
    assert count() == before


@pytest.mark.parametrize("road", [None, 99, 301])
def test_transport_needs_a_road_factor_within_reason(lead, road):
    with pytest.raises(Invalid) as refusal:
        van = replace(CHAIR, co2e_g=200, low_g=None, high_g=None, weight_g=None, road_percent=road)
        service.revise_factor(lead, transport().id, van, seen=1)
    assert [error.code for error in refusal.value.fields] == ["factor-road-out-of-range"]


@pytest.mark.parametrize("cost_ore", [-1, 10_001])
def test_what_a_km_costs_is_within_reason_and_a_refusal_records_nothing(lead, cost_ore):
    van = replace(CHAIR, co2e_g=200, low_g=None, high_g=None, weight_g=None, road_percent=130, cost_ore=cost_ore)
    before = count()
    with pytest.raises(Invalid) as refusal:
        service.revise_factor(lead, transport().id, van, seen=1)
    found = [(error.field, error.code, error.facts) for error in refusal.value.fields]
    assert found == [("cost_nok_per_km", "factor-cost-out-of-range", {"most": 100})]
    assert count() == before


def test_without_a_cost_transport_takes_nothing_from_what_is_saved(lead):
    van = replace(CHAIR, co2e_g=200, low_g=None, high_g=None, weight_g=None, road_percent=130)
    service.revise_factor(lead, transport().id, van, seen=1)
    listing = builders.a_listing(ASKER, quantity=1, replacement_price_nok=4_000)
    row = transfers.hand_over(builders.an_actor(), builders.a_claim(listing, GJOVIK, 1, "approved").id)
    assert (row.transport_version, row.transport_ore_per_km, row.transport_nok) == (2, None, 0)
    assert (row.transport_co2e_g > 0, row.value_saved_nok) == (True, 4_000)


@pytest.mark.parametrize("role", ["observer", "facility_manager", "municipality_admin", "operator"])
def test_only_project_leads_change_factors(app, role):
    actor, before = builders.an_actor(role), count()
    with pytest.raises(Forbidden, match="factors-need-lead"):
        service.revise_factor(actor, chair().id, CHAIR, seen=1)
    with pytest.raises(Forbidden, match="factors-need-lead"):
        service.begin_factor(actor, "SKO.TAVLE", CHAIR)
    assert count() == before


def test_who_did_not_see_the_newest_version_is_told(lead):
    service.revise_factor(lead, chair().id, CHAIR, seen=1)
    with pytest.raises(Conflict, match="factor-revised-meanwhile"):
        service.revise_factor(lead, chair().id, CHAIR, seen=1)
    assert len(chair().versions) == 2


@pytest.mark.parametrize("first", [True, False])
def test_of_two_leads_at_once_one_is_told_to_look_again(lead, app, first):
    """Both for a category's first factor and for a further version of transport, which has no category."""
    van = replace(CHAIR, co2e_g=200, low_g=None, high_g=None, weight_g=None, road_percent=130)
    factor_id = transport().id

    def act(_number):
        with app.app_context():
            try:
                if first:
                    service.begin_factor(lead, "SKO.TAVLE", CHAIR)
                else:
                    service.revise_factor(lead, factor_id, van, seen=1)
            except Refusal as refusal:
                return refusal.code
            finally:
                db.session.remove()
        return "recorded"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(act, range(4)))
    assert answers == [("factor-exists" if first else "factor-revised-meanwhile")] * 3 + ["recorded"]
