"""Who keeps every state of the open figures and subtracts any two learns of nothing about fewer than five units."""

import threading
from datetime import UTC, date, datetime
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace.cli.database import bring_up_to_date
from marketplace.foundation import archive, clock
from marketplace.foundation.database import db
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.models import OpenMonth
from marketplace.statistics.public import dataset, describing, opening, telling
from marketplace.statistics.public.steps import (
    KEYS,
    RUNNING,
    Reading,
    Told,
    keys_to_tell,
    months_of,
    parts_of,
    whole_of,
)
from marketplace.statistics.public.suppression import FEWEST
from marketplace.statistics.sums import Known, Sums, total
from marketplace.transfers.kinds import TransferKind
from tests.builders import ASKER, BAERUM, GJOVIK, RINGERIKE, a_claim, a_listing, a_transfer

FIRST_YEAR = 2025
YEARS = (FIRST_YEAR, FIRST_YEAR + 1)
MONTHS = [date(year, month, 1) for year in YEARS for month in range(1, 13)]
PLACES, CATEGORIES = (ASKER, BAERUM, GJOVIK, RINGERIKE), ("KON", "SKO", "IKT")
UNIT_G = 1000
"""Each unit weighs, saves and costs the same, so that every amount tells how many units it is about."""


@st.composite
def happening(draw):
    """Some units from one to another, of a category, in what month they were registered: taken back if negative."""
    units = draw(st.one_of(st.integers(1, 4), st.integers(-9, 9), st.integers(5, 30)))
    return (
        draw(st.integers(0, len(MONTHS) - 1)),
        draw(st.sampled_from(PLACES)),
        draw(st.sampled_from(PLACES)),
        draw(st.sampled_from(CATEGORIES)),
        units,
        draw(st.booleans()),
    )


def sums_of(units, *, given, received, elsewhere, weighed):
    found = Sums()
    if given:
        found.units_handed_over = units
        found.units_to_other_municipality = units if elsewhere else 0
        found.units_closed, found.units_handed_over_of_closed = abs(units), max(units, 0)
    if received:
        found.units_received = units
        found.factor, found.price = Known(category=units), Known(own=units)
        found.weight = Known(own=units) if weighed else Known(none=units)
        found.weight_g = units * UNIT_G if weighed else 0
        found.value_saved_nok = units
        for name in ("gross", "gross_low", "gross_high", "cautious", "cautious_low", "cautious_high"):
            setattr(found, f"co2e_{name}_g", units * UNIT_G)
    return found


def readings(happened):
    """What all that was registered by the end of each month adds up to, whatever day it was registered for."""
    places = {place: Sums() for place in PLACES}
    categories = {category: Sums() for category in CATEGORIES}
    for place, month in enumerate(MONTHS):
        for _, giver, taker, category, units, weighed in (each for each in happened if each[0] == place):
            elsewhere = giver != taker
            for each in {giver, taker}:
                more = sums_of(units, given=each == giver, received=each == taker, elsewhere=elsewhere, weighed=weighed)
                places[each] = total([places[each], more])
            both = sums_of(units, given=True, received=True, elsewhere=elsewhere, weighed=weighed)
            categories[category] = total([categories[category], both])
        parts = {GroupBy.MUNICIPALITY: dict(places), GroupBy.CATEGORY: dict(categories)}
        yield Reading(month, total(list(places.values())), parts)


def tell_all(happened):
    """Every state that was ever told, one after each month: all cells by year, split, row and figure."""
    told, states = [], []
    for reading in readings(happened):
        told = [*told, Told(reading, keys_to_tell(reading, told))]
        states.append(cells_of(told))
    return told, states


def cells_of(told):
    cells = {}
    for year in YEARS:
        if told[-1].month.year < year:
            continue
        up_to = [each for each in told if each.month.year <= year]
        lines = [("network", whole_of(year, up_to)[0])]
        lines += [("month", line) for line in months_of(year, up_to)]
        lines += [(by, line) for by, rows in parts_of(year, up_to).items() for line in rows]
        for split, line in lines:
            shown = {key: value or 0 for key, value in line.values.items() if key not in line.hidden}
            cells |= {(year, split, line.key, key): value for key, value in shown.items()}
    return cells


histories = st.lists(happening(), max_size=60)


@settings(max_examples=25, deadline=None)
@given(histories)
def test_no_two_states_differ_by_fewer_than_five_units_in_any_cell(happened):
    _, states = tell_all(happened)
    for then, now in combinations(states, 2):
        for cell in then.keys() & now.keys():
            if cell[-1] in RUNNING:
                assert now[cell] == then[cell] or abs(now[cell] - then[cell]) >= FEWEST
            else:
                assert now[cell] == then[cell]  # a share is told once
        for cell in now.keys() - then.keys():
            assert cell[-1] not in RUNNING or now[cell] == 0 or abs(now[cell]) >= FEWEST


@settings(max_examples=25, deadline=None)
@given(histories)
def test_no_sum_of_years_or_months_differs_by_fewer_than_five_units_either(happened):
    _, states = tell_all(happened)
    for then, now in combinations(states, 2):
        for key in RUNNING:
            for split in ("network", "month"):
                step = summed(now, split, key) - summed(then, split, key)
                assert step == 0 or abs(step) >= FEWEST


@settings(max_examples=25, deadline=None)
@given(histories)
def test_what_is_hidden_in_a_year_that_is_over_is_of_none_or_of_five_units_and_two_rows(happened):
    told, states = tell_all(happened)
    for year in YEARS:
        for by, rows in parts_of(year, [each for each in told if each.month.year <= year]).items():
            for key in RUNNING:
                whole = states[-1].get((year, "network", "", key))
                seen = [states[-1][year, by, row.key, key] for row in rows if key not in row.hidden]
                unseen = len(rows) - len(seen)
                rest = None if whole is None else whole - sum(seen)
                assert all(value >= FEWEST for value in seen)
                assert not seen or rest == 0 or (rest >= FEWEST and unseen >= 2)


@settings(max_examples=25, deadline=None)
@given(histories)
def test_what_has_been_told_is_never_told_anew(happened):
    _, states = tell_all(happened)
    for then, now in combinations(states, 2):
        kept = [cell for cell in then if cell[1] != "network"]
        assert all(now.get(cell) == then[cell] for cell in kept)


def summed(state, split, key):
    return sum(value for cell, value in state.items() if cell[1] == split and cell[-1] == key)


def moved(units, giver=ASKER, taker=GJOVIK, on=date(2026, 1, 20), **values):
    claim = a_claim(a_listing(of=giver, quantity=abs(units)), by=taker, quantity=abs(units))
    return a_transfer(claim, units, from_municipality_number=giver, on=on, **values)


def told_on(year, month, day):
    with clock.standing_still(datetime(year, month, day, 10, tzinfo=UTC)):
        telling.tell_due()
    return dataset.as_csv(dataset.rows("nb")), describing.describe("https://ombruk.example")


def units(year=2026):
    return opening.open_year(year, "nb").whole.values["units_handed_over"]


@pytest.mark.usefixtures("app")
def test_what_is_registered_late_comes_with_a_later_month_and_enough_others():
    moved(20)
    first = told_on(2026, 2, 10)
    moved(3)  # in January, registered in February
    assert told_on(2026, 2, 27) == first
    assert told_on(2026, 3, 10)[0] != first[0]  # a month more, in which nothing moved
    assert units() == 20
    moved(4, on=date(2026, 3, 2))
    told_on(2026, 4, 10)
    assert units() == 27
    months = {row.key: row.values["units_handed_over"] for row in opening.open_year(2026, "nb").parts[GroupBy.MONTH]}
    assert months == {"2026-01": 20, "2026-02": None, "2026-03": 7}


@pytest.mark.usefixtures("app")
def test_a_return_of_a_few_waits_until_it_is_made_up_for():
    row = moved(20)
    told_on(2026, 2, 10)
    moved(-2, kind=TransferKind.RETURN, reverses_id=row.id, reason="Passet ikke.", on=date(2026, 2, 2))
    told_on(2026, 3, 10)
    assert units() == 20
    moved(9, on=date(2026, 3, 3))
    told_on(2026, 4, 10)
    assert units() == 27


@pytest.mark.usefixtures("app")
def test_a_great_mistake_is_put_right_with_the_next_month():
    row = moved(500)
    moved(30)
    told_on(2026, 2, 10)
    moved(-490, kind=TransferKind.CORRECTION, reverses_id=row.id, reason="Feil antall.", on=date(2026, 2, 2))
    told_on(2026, 3, 10)
    assert units() == 40


@pytest.mark.usefixtures("app")
def test_a_small_municipality_that_joins_changes_nothing_until_the_year_is_over():
    moved(40, giver=ASKER)
    moved(30, giver=BAERUM)
    told_on(2026, 2, 10)
    moved(3, giver=RINGERIKE, on=date(2026, 2, 20))
    told_on(2026, 3, 10)
    assert units() == 70
    moved(20, giver=ASKER, on=date(2026, 12, 20))
    told_on(2027, 1, 10)
    rows = opening.open_year(2026, "nb").parts[GroupBy.MUNICIPALITY]
    shown = {row.key: row.values["units_handed_over"] for row in rows if "units_handed_over" not in row.hidden}
    assert (units(), shown) == (93, {ASKER: 60})


@pytest.mark.usefixtures("app")
def test_a_month_is_told_on_the_tenth_once_and_caught_up_after_an_outage():
    moved(20)
    assert [telling.due_month(date(2026, 2, day)) for day in (9, 10)] == [date(2025, 12, 1), date(2026, 1, 1)]
    told_on(2026, 2, 9)
    assert opening.years() == []
    told_on(2026, 5, 10)
    kept = [(row.month, row.keys) for row in db.session.scalars(select(OpenMonth).order_by(OpenMonth.month))]
    assert [month.month for month, _ in kept] == [1, 2, 3, 4]
    assert all(set(keys) == set(RUNNING) for _, keys in kept)
    assert told_on(2026, 5, 28) == told_on(2026, 6, 9)
    assert set(KEYS) > set(RUNNING)


def test_a_month_is_told_once_by_workers_that_come_at_the_same_time(app, application):
    moved(20)
    errors = []

    def tell():
        try:
            with application.app_context():
                telling.tell_due()
        except Exception as error:
            errors.append(error)

    with clock.standing_still(datetime(2026, 6, 15, 10, tzinfo=UTC)):
        threads = [threading.Thread(target=tell) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        telling.tell_due()
    assert errors == []
    assert [row.month.month for row in db.session.scalars(select(OpenMonth).order_by(OpenMonth.month))] == [
        1,
        2,
        3,
        4,
        5,
    ]


def test_what_was_told_outlives_a_backup(app, tmp_path):
    moved(20)
    first = told_on(2026, 2, 10)
    moved(3)
    archive.write(tmp_path / "whole.tar.gz")
    archive.read(tmp_path / "whole.tar.gz", replace=True)
    bring_up_to_date()
    assert told_on(2026, 2, 12) == first
