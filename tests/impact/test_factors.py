"""Dated factors, from the shipped file."""

from datetime import date

import pytest
from sqlalchemy import func, select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.impact import queries, reference
from marketplace.impact.models import Basis, EmissionFactor
from tests import builders
from tests.statistics.histories import a_version

TODAY = date(2026, 6, 15)


def test_every_row_of_the_file_is_recorded_with_its_source(app):
    rows = reference.read_factors()
    assert db.session.scalar(select(func.count(EmissionFactor.id))) == len(rows) + 2 > 20
    chair = db.session.scalar(select(EmissionFactor).where(EmissionFactor.category_code == "KON.STOL"))
    assert (chair.co2e_g, chair.low_g, chair.high_g, chair.weight_g) == (72_000, 36_000, 165_000, 16_000)
    assert chair.source.startswith("FIRA benchmark 2011")
    assert (chair.version, chair.confidence, chair.source_year) == (1, "B", 2011)


def test_loading_again_changes_nothing(app):
    before = db.session.scalar(select(func.count(EmissionFactor.id)))
    reference.load()
    assert db.session.scalar(select(func.count(EmissionFactor.id))) == before


def test_transport_ships_with_what_a_km_costs(app):
    assert queries.get_transport(TODAY).cost_ore_per_km == 530


def shipped_before():
    """The factor of transport as it stands where it was set up before a km had a cost."""
    van = db.session.scalar(select(EmissionFactor).where(EmissionFactor.variant == "transport"))
    with transaction():
        van.cost_ore, van.source, van.road_percent = None, "as it was", 125
    return van


def transport():
    db.session.rollback()
    rows = select(EmissionFactor).where(EmissionFactor.variant == "transport").order_by(EmissionFactor.version)
    return db.session.scalars(rows).all()


def test_where_transport_was_never_revised_it_gets_a_version_with_a_cost_once(app):
    shipped_before()
    reference.load()
    reference.load()
    first, second = transport()
    assert (first.version, first.cost_ore, first.source) == (1, None, "as it was")
    assert (second.version, second.cost_ore, second.valid_from, second.co2e_g) == (2, 530, TODAY, 250)
    assert queries.get_transport(date(2026, 6, 14)).cost_ore_per_km is None
    assert queries.get_transport(TODAY).cost_ore_per_km == 530


def test_where_leads_have_revised_transport_the_cost_is_theirs_to_set(app):
    van = shipped_before()
    a_version(van, TODAY, co2e_g=199)
    reference.load()
    assert [(row.version, row.cost_ore) for row in transport()] == [(1, None), (2, None)]


@pytest.mark.parametrize(
    ("title", "co2e_g"),
    [
        ("Skrivebord i bjørk", 35_000),
        ("Hev/senk-skrivebord 160x80", 110_000),
        ("Elektrisk hevsenk", 110_000),
        ("Heve- og senkepult", 110_000),
        ("Hev-senk bord", 110_000),
        ("Heves ikke", 35_000),
    ],
)
def test_a_sit_stand_desk_has_its_own_factor(app, title, co2e_g):
    assert queries.find_factor("KON.SKRIV", title, TODAY).co2e_g == co2e_g


def test_what_has_no_factor_has_none(app):
    assert queries.find_factor("SKO.TAVLE", "Whiteboard", TODAY) is None


def test_the_factor_of_the_day_counts_not_a_later_one(app):
    builders.stored(
        EmissionFactor(
            category_code="KON.STOL",
            version=2,
            basis=Basis.UNIT,
            co2e_g=60_000,
            described_as="Kontorstol",
            source="ny kilde",
            source_year=2027,
            confidence="A",
            valid_from=date(2027, 1, 1),
            recorded_at=clock.now(),
        )
    )
    assert queries.find_factor("KON.STOL", "Kontorstol", TODAY).version == 1
    assert queries.find_factor("KON.STOL", "Kontorstol", date(2027, 1, 1)).version == 2


def test_furniture_is_reckoned_per_kilogram_where_nothing_better_is_known(app):
    factor = queries.find_furniture_factor(TODAY)
    assert (factor.co2e_g, factor.per_kilogram) == (2_250, True)
