"""Dated factors, from the shipped file."""

from datetime import date

import pytest
from sqlalchemy import func, select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.impact import queries, reference
from marketplace.impact.models import Basis, EmissionFactor
from tests import builders

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
