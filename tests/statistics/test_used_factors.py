"""Which factors of transport and repairs stand behind a period."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.impact.models import REPAIR_VARIANT, TRANSPORT_VARIANT, EmissionFactor
from marketplace.statistics.periods import period
from marketplace.statistics.reports.used_factors import used_others
from tests import builders
from tests.builders import ASKER, GJOVIK

YEAR = period(date(2026, 1, 1), date(2026, 12, 31))
BEFORE = period(date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def reckoned_with(app):
    """A hand-over to Gjøvik with the first versions of both."""
    claim = builders.a_claim(builders.a_listing(ASKER, quantity=1), GJOVIK, quantity=1, state="handed_over")
    return builders.a_transfer(claim, 1, on=date(2026, 3, 1), transport_version=1, repair_version=1)


def versions(*of):
    return [(factor.variant, factor.version) for factor in used_others(*of)]


def test_versions_are_told_that_a_hand_over_of_the_period_was_reckoned_with(reckoned_with):
    known = {tuple(row) for row in db.session.execute(select(EmissionFactor.variant, EmissionFactor.version))}
    assert {(TRANSPORT_VARIANT, 1), (REPAIR_VARIANT, 1)} <= known
    assert versions(YEAR, None) == [(TRANSPORT_VARIANT, 1), (REPAIR_VARIANT, 1)]
    assert versions(YEAR, GJOVIK) == versions(YEAR, None)


def test_versions_of_other_periods_municipalities_and_categories_are_not(reckoned_with):
    assert versions(BEFORE, None) == versions(YEAR, ASKER) == versions(YEAR, None, "IKT") == []
    assert versions(YEAR, None, "KON") == versions(YEAR, None)
