"""The year before beside each month, similar municipalities, and the rows behind a number for each role."""

from datetime import date

import pytest

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Forbidden
from marketplace.organisations.models import Membership, Municipality
from marketplace.organisations.queries import get_municipality, list_members
from marketplace.statistics import dashboard, summaries
from marketplace.statistics.periods import period
from marketplace.statistics.queries import get_statistics, list_behind
from marketplace.transfers.queries import TransferFilters
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK

YEAR = period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def lead(app):
    return builders.an_actor("project_lead", ASKER)


def a_hand_over(giver, taker, units, **values):
    listing = builders.a_listing(giver, quantity=units)
    claim = builders.a_claim(listing, taker, units, "handed_over")
    return builders.a_transfer(claim, units, from_municipality_number=giver, **values)


def test_each_month_stands_beside_the_same_days_a_year_earlier(lead):
    a_hand_over(ASKER, GJOVIK, 3, on=date(2026, 3, 20))
    a_hand_over(ASKER, GJOVIK, 2, on=date(2025, 3, 20))
    a_hand_over(ASKER, GJOVIK, 7, on=date(2025, 3, 25))
    shown = dashboard.get_dashboard(lead, period(date(2026, 2, 10), date(2026, 3, 22)))
    units = [(month.now.units_handed_over, month.before.units_handed_over) for month in shown.months]
    assert units == [(0, 0), (3, 2)]


def test_a_leap_day_is_beside_the_last_of_february(lead):
    a_hand_over(ASKER, GJOVIK, 3, on=date(2024, 2, 29), listed_on=date(2024, 2, 1))
    a_hand_over(ASKER, GJOVIK, 2, on=date(2023, 2, 28), listed_on=date(2023, 2, 1))
    for _ in range(2):
        shown = dashboard.get_dashboard(lead, period(date(2024, 2, 29), date(2024, 2, 29)))
        assert [(month.now.units_handed_over, month.before.units_handed_over) for month in shown.months] == [(3, 2)]
        summaries.refresh()
        assert get_statistics(lead, period(date(2024, 2, 1), date(2024, 2, 29))).whole.units_handed_over == 3


def test_similar_are_the_five_members_with_the_nearest_population(lead):
    alike = dashboard.similar_to(ASKER, list_members(clock.today()))
    assert len(alike) == dashboard.ALIKE
    assert ASKER not in {each.number for each in alike}
    own = get_municipality(ASKER).population
    far = max(max(each.population / own, own / each.population) for each in alike)
    others = [each for each in list_members(clock.today()) if each.number != ASKER and each not in alike]
    assert all(max(each.population / own, own / each.population) >= far for each in others)


def test_counts_are_compared_by_population_and_rates_as_they_are(lead):
    a_hand_over(ASKER, GJOVIK, 30)
    shown = dashboard.get_dashboard(lead, YEAR, municipality_number=ASKER)
    found = dashboard.compare(lead, YEAR, ASKER, shown)
    rows = {row.figure: row for row in found.rows}
    population = get_municipality(ASKER).population
    assert float(rows["units_handed_over"].own) == pytest.approx(30_000 / population, abs=0.05)
    assert (rows["units_handed_over"].before, rows["units_handed_over"].alike) == (0, 0)
    assert rows["network_share"].own == 1


def test_a_network_of_few_compares_nobody(lead):
    db.session.query(Membership).filter(Membership.municipality_number != ASKER).delete()
    db.session.commit()
    shown = dashboard.get_dashboard(lead, YEAR, municipality_number=ASKER)
    assert dashboard.compare(lead, YEAR, ASKER, shown) is None


def test_a_municipality_that_left_keeps_its_figures_in_the_network(lead):
    a_hand_over(BAERUM, GJOVIK, 4, on=date(2026, 2, 3))
    before = get_statistics(lead, YEAR).whole
    db.session.query(Membership).filter_by(municipality_number=BAERUM).update({"to_on": date(2026, 3, 31)})
    db.session.commit()
    for _ in range(2):
        assert get_statistics(lead, YEAR).whole == before
        assert get_statistics(lead, YEAR, municipality_number=BAERUM).whole.units_handed_over == 4
        summaries.refresh()


def test_a_municipality_with_nothing_has_empty_figures(lead):
    nobody = db.session.query(Municipality).filter(Municipality.number == "1101").one().number
    shown = dashboard.get_dashboard(lead, YEAR, municipality_number=nobody)
    assert shown.now.whole == shown.before.whole
    assert len(shown.months) == 12


BETWEEN, WITHIN_ASKER, WITHIN_GJOVIK = 3, 5, 7


@pytest.mark.parametrize(
    ("role", "of", "seen"),
    [
        ("observer", ASKER, BETWEEN + WITHIN_ASKER),
        ("observer", GJOVIK, BETWEEN + WITHIN_GJOVIK),
        ("municipality_admin", BAERUM, 0),
        ("project_lead", BAERUM, BETWEEN),
        ("project_lead", ASKER, BETWEEN + WITHIN_ASKER),
    ],
)
@pytest.mark.parametrize("refreshed", [False, True])
def test_who_sees_which_rows_behind_a_number(app, role, of, seen, refreshed):
    a_hand_over(ASKER, GJOVIK, BETWEEN)
    a_hand_over(ASKER, ASKER, WITHIN_ASKER)
    a_hand_over(GJOVIK, GJOVIK, WITHIN_GJOVIK)
    if refreshed:
        summaries.refresh()
    actor = builders.an_actor(role, of)
    found = list_behind(actor, TransferFilters(YEAR.first, YEAR.last))
    assert (found.units, found.units_seen) == (BETWEEN + WITHIN_ASKER + WITHIN_GJOVIK, seen)
    assert sum(row.quantity for row in found.page.items) == seen
    given = list_behind(actor, TransferFilters(YEAR.first, YEAR.last, giver=GJOVIK))
    assert given.units == WITHIN_GJOVIK
    assert list_behind(actor, TransferFilters(YEAR.first, YEAR.last, receiver=GJOVIK)).units == BETWEEN + WITHIN_GJOVIK


def test_who_may_not_see_statistics_sees_no_rows_behind_them(app):
    a_hand_over(ASKER, GJOVIK, BETWEEN)
    with pytest.raises(Forbidden):
        list_behind(builders.an_actor("operator", ASKER), TransferFilters(YEAR.first, YEAR.last))


def test_the_rows_behind_add_up_to_the_figure_after_a_return(lead):
    row = a_hand_over(ASKER, GJOVIK, 5)
    builders.a_transfer(
        builders.a_claim(builders.a_listing(ASKER, quantity=1), GJOVIK, 1, "handed_over"),
        -2,
        reverses_id=row.id,
        from_municipality_number=ASKER,
    )
    found = list_behind(lead, TransferFilters(YEAR.first, YEAR.last, giver=ASKER))
    assert (found.units, found.units_seen, found.page.total) == (3, 3, 2)


def test_the_rows_behind_a_number_and_their_units_are_counted_at_once(lead, count_queries):
    a_hand_over(ASKER, GJOVIK, BETWEEN)
    with count_queries() as asked:
        assert list_behind(lead, TransferFilters(YEAR.first, YEAR.last)).units_seen == BETWEEN
    assert len([query for query in asked if "count(" in query and "FROM transfer" in query]) == 1
