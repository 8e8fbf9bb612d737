"""Targets: who sets them, what is refused, what is kept, and how they are held against the ledger."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from marketplace.statistics import targets
from marketplace.statistics.following import follow_targets
from marketplace.statistics.models import Target
from marketplace.statistics.progress import Standing
from marketplace.statistics.scales import FIGURES
from marketplace.statistics.targets import TargetFields
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history

HALF = TargetFields(Decimal("0.5"), 2025, None, "Vedtatt i kommunestyret.")
MANY = replace(HALF, value=Decimal(100))


@pytest.fixture
def admin(app):
    return builders.an_actor("municipality_admin", ASKER)


def count():
    return db.session.scalar(select(func.count(Target.id)))


def held(actor, number=ASKER, year=2026):
    histories = targets.list_histories(year, number)
    return {
        history.newest.figure: found
        for history in histories
        for found in [targets.hold_against(actor, number, year, histories).get(history.id)]
    }


def test_a_target_is_set_changed_and_withdrawn_and_all_of_it_is_kept(admin):
    first = targets.set_target(admin, ASKER, 2026, "turnover_rate", HALF)
    targets.set_target(admin, ASKER, 2026, "turnover_rate", replace(HALF, value=Decimal("0.65")), seen=1)
    targets.withdraw_target(admin, first.id, "Ble for vanskelig.", seen=2)
    history = targets.get_history(first.id)
    assert [version.target.value for version in history.versions] == [5000, 6500, None]
    assert [version.target.reason for version in history.versions][-1] == "Ble for vanskelig."
    assert all(version.set_by.startswith("Person") for version in history.versions)
    assert (history.value, history.id) == (None, first.id)
    with pytest.raises(Conflict, match="target-withdrawn"):
        targets.withdraw_target(admin, first.id, "Igjen", seen=3)
    targets.set_target(admin, ASKER, 2026, "turnover_rate", HALF, seen=3)
    assert targets.get_history(first.id).value == Decimal("0.5")


def test_a_target_is_held_against_the_year_so_far_and_the_year_before(admin):
    targets.set_target(admin, ASKER, 2026, "units_handed_over", MANY)
    for units, days in ((10, 300), (30, 5)):
        listing = builders.a_listing(ASKER, quantity=units)
        claim = builders.a_claim(listing, GJOVIK, units, "handed_over")
        on = clock.today() - timedelta(days=days)
        builders.a_transfer(claim, units, on=on, listed_on=on)
    found = held(admin)["units_handed_over"]
    assert (found.value, found.baseline) == (30, 10)
    assert found.way == Decimal(20) / Decimal(90)
    assert found.takes.missing == 70


def test_a_typed_baseline_goes_before_the_figures(admin):
    targets.set_target(admin, ASKER, 2026, "units_handed_over", replace(MANY, baseline=Decimal(40), baseline_year=2019))
    assert held(admin)["units_handed_over"].baseline == 40


def test_a_municipality_with_nothing_has_no_forecast_and_no_baseline(admin):
    for figure in FIGURES:
        targets.set_target(admin, ASKER, 2026, figure, replace(HALF, value=Decimal(1)))
    for figure, found in held(admin).items():
        assert (found.forecast, found.baseline, found.way) == (None, None, None), figure
        assert found.standing in (Standing.UNKNOWN, Standing.MISSED), figure


def test_every_figure_is_held_against_a_real_history(admin):
    a_history(3, hand_overs=12)
    for figure in FIGURES:
        targets.set_target(admin, ASKER, 2026, figure, replace(HALF, value=Decimal(1)))
    found = held(admin)
    assert set(found) == set(FIGURES)
    assert found["units_listed"].forecast.low <= found["units_listed"].forecast.high
    assert found["units_listed"].standing == Standing.REACHED


def test_a_year_that_is_over_is_final_and_one_to_come_is_drawn_whole(admin):
    a_history(3, hand_overs=12)
    targets.set_target(admin, ASKER, 2026, "units_listed", MANY)
    targets.set_target(admin, ASKER, 2027, "units_listed", replace(MANY, baseline_year=2026))
    coming = held(admin, year=2027)["units_listed"]
    assert coming.value == 0
    assert coming.forecast.high > 0
    with clock.standing_still(datetime(2027, 1, 1, 12, tzinfo=UTC)):
        over = held(admin)["units_listed"]
        assert (over.forecast, over.takes) == (None, None)
        assert over.standing in (Standing.REACHED, Standing.MISSED)


def test_targets_are_asked_for_in_a_fixed_number_of_queries(admin, count_queries):
    a_history(1, hand_overs=3)
    targets.set_target(admin, ASKER, 2026, "units_listed", MANY)
    with count_queries() as few:
        held_once(admin)
    for figure in FIGURES:
        if figure != "units_listed":
            targets.set_target(admin, ASKER, 2026, figure, replace(HALF, value=Decimal(1)))
    a_history(2, hand_overs=10)
    with count_queries() as many:
        held_once(admin)
    assert len(many) == len(few)


def held_once(actor):
    targets.hold_against(actor, ASKER, 2026, targets.list_histories(2026, ASKER))


def test_the_targets_of_all_are_as_far_as_each_by_itself(admin, count_queries):
    a_history(5, hand_overs=12)
    for figure in ("units_handed_over", "turnover_rate", "claims_lapsed"):
        targets.set_target(admin, ASKER, 2026, figure, replace(HALF, value=Decimal(1)))
    lead = builders.an_actor("project_lead", GJOVIK)
    follow_targets(lead, 2026)  # names of places are read once
    db.session.rollback()
    with count_queries() as few:
        followed = follow_targets(lead, 2026)
    assert [each.name for each in followed] == ["Asker"]
    by_itself = targets.hold_against(admin, ASKER, 2026, followed[0].targets)
    for target, so_far in followed[0].progress.items():
        assert (so_far.value, so_far.base) == (by_itself[target].value, by_itself[target].base)
        assert so_far.forecast is None
    targets.set_target(lead, GJOVIK, 2026, "units_handed_over", HALF)
    db.session.rollback()
    with count_queries() as many:
        assert [each.municipality_number for each in follow_targets(lead, 2026)] == [ASKER, GJOVIK]
    assert len(many) == len(few)
    targets.withdraw_target(lead, follow_targets(lead, 2026)[1].targets[0].id, "Utgår.", seen=1)
    assert [each.name for each in follow_targets(lead, 2026)] == ["Asker"]


@pytest.mark.parametrize(
    ("year", "figure", "changes", "field", "code"),
    [
        (2025, "turnover_rate", {}, "year", "target-year-out-of-range"),
        (2037, "turnover_rate", {}, "year", "target-year-out-of-range"),
        (2026, "co2e_gross_low_kg", {}, "figure", "field-not-a-choice"),
        (2026, "happiness", {}, "figure", "field-not-a-choice"),
        (2026, "turnover_rate", {"value": Decimal("1.01")}, "value", "target-out-of-range"),
        (2026, "turnover_rate", {"value": Decimal(0)}, "value", "target-out-of-range"),
        (2026, "turnover_rate", {"value": Decimal("0.00001")}, "value", "target-out-of-range"),
        (2026, "turnover_rate", {"value": Decimal("NaN")}, "value", "field-not-a-number"),
        (2026, "turnover_rate", {"value": Decimal("Infinity")}, "value", "field-not-a-number"),
        (2026, "units_listed", {"value": Decimal(-1)}, "value", "target-out-of-range"),
        (2026, "units_listed", {"value": Decimal(10**15)}, "value", "target-out-of-range"),
        (2026, "turnover_rate", {"baseline": Decimal(2)}, "baseline", "target-out-of-range"),
        (2026, "turnover_rate", {"baseline_year": 2026}, "baseline_year", "field-out-of-range"),
        (2026, "turnover_rate", {"baseline_year": 1999}, "baseline_year", "field-out-of-range"),
        (2026, "turnover_rate", {"reason": "  "}, "reason", "field-required"),
        (2026, "turnover_rate", {"reason": "x" * 1001}, "reason", "field-too-long"),
    ],
)
def test_an_impossible_target_is_refused_by_its_field(admin, year, figure, changes, field, code):
    with pytest.raises(Invalid) as refusal:
        targets.set_target(admin, ASKER, year, figure, replace(HALF, **changes))
    assert (field, code) in [(error.field, error.code) for error in refusal.value.fields]
    assert count() == 0


def test_nothing_lapsed_is_a_target_one_can_have(admin):
    targets.set_target(admin, ASKER, 2026, "claims_lapsed", replace(HALF, value=Decimal(0)))
    assert targets.list_histories(2026, ASKER)[0].value == 0


@pytest.mark.parametrize(
    ("role", "of", "may"),
    [
        ("observer", ASKER, False),
        ("requester", ASKER, False),
        ("facility_manager", ASKER, False),
        ("municipality_admin", ASKER, True),
        ("municipality_admin", GJOVIK, False),
        ("project_lead", GJOVIK, True),
        ("operator", ASKER, False),
    ],
)
def test_own_administrators_and_project_leads_set_targets(app, role, of, may):
    actor = builders.an_actor(role, of)
    if may:
        targets.set_target(actor, ASKER, 2026, "turnover_rate", HALF)
    else:
        with pytest.raises(Forbidden, match="target-not-yours"):
            targets.set_target(actor, ASKER, 2026, "turnover_rate", HALF)
    assert count() == int(may)


def test_an_unknown_municipality_or_target_is_not_found(admin):
    with pytest.raises(NotFound):
        targets.set_target(admin, "9999", 2026, "turnover_rate", HALF)
    with pytest.raises(NotFound, match="target-not-found"):
        targets.get_history(10**9)


def test_of_several_at_once_one_is_taken(admin, app):
    def act(_number):
        with app.app_context():
            try:
                targets.set_target(admin, ASKER, 2026, "turnover_rate", HALF)
            except Refusal as refusal:
                return refusal.code
            finally:
                db.session.remove()
        return "set"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(act, range(4)))
    assert answers == ["set", *["target-changed-meanwhile"] * 3]
    db.session.rollback()
    assert count() == 1


def test_a_leap_day_is_a_day_like_others(admin):
    with clock.standing_still(datetime(2028, 2, 29, 12, tzinfo=UTC)):
        targets.set_target(admin, ASKER, 2028, "units_listed", replace(MANY, baseline_year=2027))
        builders.a_listing(ASKER, quantity=4, published_at=clock.now())
        assert held(admin, year=2028)["units_listed"].value == 4
