"""The summaries say what the ledger says: after any history, whoever wrote it, and whatever was killed meanwhile."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text

from marketplace.cli.database import bring_up_to_date
from marketplace.foundation import clock, timers
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.schedule import SCHEDULE
from marketplace.statistics import checking, summaries
from marketplace.statistics.figures import figures
from marketplace.statistics.grouping import GroupBy, LedgerBy
from marketplace.statistics.models import Summary, SummaryMark
from marketplace.statistics.periods import period
from marketplace.statistics.queries import get_statistics
from marketplace.statistics.reading import Question, from_ledger, sums_of
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import PLACES, a_history
from tests.statistics.naive import exported, naive

YEAR = period(date(2026, 1, 1), date(2026, 12, 31))
ODD = period(date(2026, 1, 17), date(2026, 5, 9))
WITHIN = period(date(2026, 3, 4), date(2026, 3, 20))
SPLITS = (None, *GroupBy, *LedgerBy)
SLOWLY = {
    "deadline": None,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}
CHAIRS = frozenset({"KON.STOL", "KON.SKRIV"})


def agree(number=None, codes=None):
    """Every split of every period, read and reckoned."""
    db.session.rollback()
    for by in SPLITS:
        for days in (YEAR, ODD, WITHIN):
            question = Question(days, number, by, codes)
            assert sums_of(question) == from_ledger(question), question


def later_changes(random):
    """What else happens: put out again, closed, claims given up, things thrown away."""
    person = builders.a_person()
    for listing in db.session.scalars(select(Listing).order_by(Listing.id)).all():
        chance = random.random()
        with transaction():
            mine = db.session.get(Listing, listing.id)
            if chance < 0.2:
                mine.published_at += timedelta(days=random.randint(1, 40))
            elif chance < 0.4:
                mine.state, mine.closed_at = ListingState.EXPIRED, clock.now() - timedelta(days=random.randint(0, 90))
            elif chance < 0.5:
                mine.state, mine.closed_at = ListingState.PUBLISHED, None
            elif chance < 0.6:
                mine.quantity += 5
    listing = builders.a_listing(random.choice(PLACES), created_by=person.id)
    granted = {"approved_quantity": 1, "ended_at": clock.now() - timedelta(days=random.randint(0, 90))}
    builders.a_claim(listing, state="cancelled", requested_by=person.id, **granted)
    a_disposition(random.choice(PLACES), person, random.choice(tuple(DispositionKind)))


def a_disposition(number, person, kind):
    given = {"category_code": "KON.STOL", "quantity": 2, "kind": kind, "on": date(2026, 2, 28)}
    recorded = {"recorded_by": person.id, "recorded_at": clock.now()}
    builders.stored(Disposition(municipality_number=number, **given, **recorded))


@given(seed=st.integers(0, 10_000), number=st.sampled_from((None, *PLACES)), chosen=st.booleans())
@settings(max_examples=12, **SLOWLY)
def test_summaries_equal_the_ledger_after_any_history(app, seed, number, chosen):
    random = Random(seed)
    codes = CHAIRS if chosen else None
    a_history(seed, random.randint(0, 12))
    agree(number, codes)
    summaries.refresh()
    agree(number, codes)
    assert summaries.marks(1) == []
    assert checking.differences() == []
    later_changes(random)
    agree(number, codes)
    assert checking.differences() == []
    with transaction():
        summaries._make(date(2026, random.randint(1, 6), 1), {random.choice(PLACES)})
    agree(number, codes)
    summaries.refresh()
    agree(number, codes)
    assert checking.differences() == []


@given(seed=st.integers(0, 10_000))
@settings(max_examples=6, **SLOWLY)
def test_the_summaries_figures_equal_a_naive_reckoning_of_the_exported_rows(app, seed):
    lead = builders.an_actor("project_lead", ASKER)
    a_history(seed)
    summaries.refresh()
    for days in (YEAR, ODD):
        file = exported(lead, days, None)
        told = figures(get_statistics(lead, days).whole)
        if all(row["row"] == "transfer" for row in file["rows"]):
            for key, value in naive(file["rows"], file["facts"], days, None).items():
                mine = getattr(told, key)
                assert mine == value or float(mine) == pytest.approx(float(value), abs=1e-4), key


def a_hand_over(giver=ASKER, taker=GJOVIK, **values):
    listing = builders.a_listing(giver, quantity=3)
    return builders.a_transfer(builders.a_claim(listing, taker, 3, "handed_over"), 3, **values)


def handed_over(days=YEAR):
    db.session.rollback()
    found = sums_of(Question(days))
    return found[""].units_handed_over if found else 0


def test_a_hand_over_counts_at_once_before_any_summary_knows_it(app):
    summaries.refresh()
    a_hand_over()
    assert handed_over() == 3
    assert summaries.marks(10) != []


def test_the_worker_brings_the_summaries_up_to_date(app):
    a_hand_over()
    timers.run_due({summaries.refresh: SCHEDULE[summaries.refresh]})
    assert summaries.marks(10) == []
    assert handed_over() == 3


def test_a_worker_killed_before_it_stored_the_summary_neither_loses_nor_doubles(app, monkeypatch):
    summaries.refresh()
    a_hand_over()
    before = summaries.marks(10)
    with monkeypatch.context() as patched:
        patched.setattr(summaries, "_make", _made_then_killed(summaries._make))
        with pytest.raises(KeyboardInterrupt):
            summaries.refresh()
    assert summaries.marks(10) == before
    assert handed_over() == 3
    summaries.refresh()
    summaries.refresh()
    assert handed_over() == 3
    assert checking.differences() == []


def _made_then_killed(make):
    def act(*args):
        make(*args)
        raise KeyboardInterrupt

    return act


def test_a_rebuild_killed_half_way_leaves_the_ledger_to_be_asked_and_is_begun_anew(app, monkeypatch):
    a_hand_over()
    with monkeypatch.context() as patched:
        patched.setattr(summaries, "_make", _made_then_killed(summaries._make))
        with pytest.raises(KeyboardInterrupt):
            summaries.rebuild()
    assert not summaries.is_whole()
    assert handed_over() == 3
    summaries.refresh()
    assert summaries.is_whole()
    assert handed_over() == 3


def test_a_rebuild_that_was_overtaken_by_another_leaves_the_end_to_it(app, monkeypatch):
    a_hand_over()
    make, begun = summaries._make, []

    def overtaken(month, numbers):
        if not begun:
            begun.append(True)
            db.session.execute(text("update summary_state set building = 'another'"))
        make(month, numbers)

    monkeypatch.setattr(summaries, "_make", overtaken)
    summaries.rebuild()
    assert not summaries.is_whole()


def test_rows_written_past_the_program_are_marked_by_the_database(app):
    a_hand_over()
    summaries.refresh()
    with transaction() as session:
        session.execute(text("update listing set quantity = quantity + 7"))
        session.execute(text("delete from claim where id not in (select claim_id from transfer)"))
    agree()
    assert {pair for mark in summaries.marks(10) for pair in mark.pairs} == {(ASKER, date(2026, 6, 1))}


def test_what_changes_nothing_that_counts_marks_nothing(app):
    a_hand_over()
    summaries.refresh()
    with transaction() as session:
        session.execute(text("update listing set title = 'Noe annet', version = version + 1"))
    assert summaries.marks(10) == []


def test_a_summary_that_is_wrong_is_told_and_mended_by_a_rebuild(app):
    a_hand_over()
    summaries.refresh()
    with transaction() as session:
        session.execute(delete(Summary).where(Summary.municipality_number == ASKER, Summary.split == "whole"))
    assert checking.differences() == [(ASKER, date(2026, 6, 1))]
    assert summaries.rebuild() == 1
    assert checking.differences() == []


def test_triggers_lost_with_their_table_are_made_anew_and_the_summaries_with_them(app):
    summaries.refresh()
    name = "mark_transfer_insert" if db.engine.dialect.name == "sqlite" else "mark_transfer on transfer"
    with transaction() as session:
        session.execute(text(f"drop trigger {name}"))
    a_hand_over()
    bring_up_to_date()
    assert not summaries.is_whole()
    assert handed_over() == 3
    summaries.refresh()
    agree()


def test_more_marks_than_are_worth_looking_at_let_the_ledger_be_asked(app, monkeypatch):
    summaries.refresh()
    monkeypatch.setattr(summaries, "MOST_MARKS", 1)
    monkeypatch.setattr("marketplace.statistics.reading.MOST_MARKS", 1)
    a_hand_over()
    assert handed_over() == 3
    assert summaries.refresh() == 1
    assert db.session.scalars(select(SummaryMark)).all() == []
    assert handed_over() == 3


def test_the_number_of_queries_does_not_depend_on_the_ledger_nor_on_how_much_is_marked(app, count_queries):
    lead = builders.an_actor("project_lead", ASKER)
    summaries.refresh()
    get_statistics(lead, ODD, group_by=GroupBy.CATEGORY)
    for seed in (1, 2):
        a_history(seed, 4 * seed)
        with count_queries() as queries:
            get_statistics(lead, ODD, group_by=GroupBy.CATEGORY)
        assert len([statement for statement in queries if statement.startswith("SELECT")]) == 12
    summaries.refresh()
    with count_queries() as queries:
        get_statistics(lead, YEAR, group_by=GroupBy.CATEGORY)
    assert len([statement for statement in queries if statement.startswith("SELECT")]) == 3


def test_dispositions_of_every_kind_are_marked(app):
    summaries.refresh()
    person = builders.a_person()
    for kind in DispositionKind:
        a_disposition(ASKER, person, kind)
    agree()
    summaries.refresh()
    agree()
