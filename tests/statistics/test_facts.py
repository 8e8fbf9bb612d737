"""The second table of exported rows: listings, approved claims and what left otherwise."""

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime
from hashlib import sha256

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.foundation import clock
from marketplace.foundation.errors import Forbidden
from marketplace.statistics import facts
from marketplace.statistics.export import Format, Table, export
from marketplace.statistics.figures import figures
from marketplace.statistics.periods import period
from marketplace.statistics.queries import get_statistics
from marketplace.statistics.rows import Scope
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history
from tests.statistics.naive import exported, facts_of
from tests.statistics.test_reports import YEAR

SPRING = period(date(2026, 3, 1), date(2026, 5, 20))


@pytest.fixture
def lead(app):
    return builders.an_actor("project_lead", ASKER)


def added(rows):
    """Things, units and units handed over, by what happened and whether it counts as part."""
    found = Counter()
    for row in rows:
        for name in ("things", "quantity", "handed_over_quantity"):
            found[row["fact"], row["counts_as_part"], name] += row[name] or 0
    return +found


def csv_of(actor, number=None, table=Table.FACTS):
    return b"".join(export(actor, YEAR, number, Format.CSV, table=table))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_the_facts_told_are_those_stored(lead, seed):
    a_history(seed, hand_overs=8)
    for number in (None, ASKER, GJOVIK):
        for whole in (YEAR, SPRING):
            assert added(exported(lead, whole, number)["facts"]) == added(facts_of(whole, number))


@pytest.mark.parametrize("number", [None, ASKER, GJOVIK])
def test_facts_of_others_come_as_sums_that_name_nothing(lead, number):
    a_history(7, hand_overs=20)
    rows = list(facts.stream(Scope(lead, YEAR, number)))
    own = [row for row in rows if row["row"] == "single"]
    assert {row["municipality_number"] for row in own} == ({ASKER} if number != GJOVIK else set())
    assert all(row["id"] and row["on"] for row in own)
    others = [row for row in rows if row["row"] == "sum"]
    assert not any(row.get("id") or row.get("title") or row.get("on") for row in others)
    assert ASKER not in {row["municipality_number"] for row in others}


@pytest.mark.parametrize(("role", "number"), [("facility_manager", GJOVIK), ("observer", None), ("observer", GJOVIK)])
def test_facts_of_others_are_refused(app, role, number):
    actor = builders.an_actor(role, ASKER)
    for table in Table:
        with pytest.raises(Forbidden, match="export-other-municipality"):
            export(actor, YEAR, number, Format.CSV, table=table)


def test_the_file_of_facts_ends_with_a_stamp_that_counts_nothing(lead):
    a_history(7, hand_overs=20)
    content = csv_of(lead)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    told = figures(get_statistics(lead, YEAR).whole)
    assert sum(int(row["quantity"]) for row in rows if row["fact"] == "listed") == told.units_listed
    said = {name: value for name, value in rows[-1].items() if value}
    assert said.pop("title").startswith("made_at=")
    assert said == {"row": "stamp"} | dict.fromkeys(facts.ALWAYS_GIVEN, "0")
    before, _, last = content.rstrip(b"\r\n").rpartition(b"\r\n")
    assert "sha256=" + sha256(before + b"\r\n").hexdigest() in last.decode()
    with clock.standing_still(datetime(2026, 9, 1, 8, 30, tzinfo=UTC)):
        again = csv_of(lead)
    assert again != content
    assert again.rstrip(b"\r\n").rpartition(b"\r\n")[0] == before


def test_a_workbook_holds_the_facts_and_they_add_up_to_its_summary(lead):
    a_history(7, hand_overs=20)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(export(lead, YEAR, None, Format.XLSX))), read_only=True)
    titles, *rows = book["Grunnlag"].iter_rows(values_only=True)
    told = [dict(zip(titles, row, strict=True)) for row in rows]
    summary = {row[0]: row[1] for row in book["Sammendrag"].iter_rows(values_only=True)}
    assert sum(row["quantity"] for row in told if row["fact"] == "listed") == summary["Gjenstander lagt ut"]
    asked_for_by_nobody = (row for row in told if row["fact"] == "listed" and row["counts_as_part"] == "ja")
    assert sum(row["things"] for row in asked_for_by_nobody) == summary["Annonser uten forespørsel"]


def test_what_is_lent_is_no_fact_and_a_title_is_no_formula(lead):
    builders.a_listing(title="=1+1", published_at=clock.now())
    builders.a_listing(title="Lånes ut", published_at=clock.now(), loan_days=7)
    said = csv_of(lead, ASKER).decode("utf-8-sig")
    assert ";'=1+1;" in said
    assert "Lånes ut" not in said


def test_a_page_of_facts_has_its_own_rows_and_the_sums_of_others(lead):
    a_history(7, hand_overs=20)
    found = facts.list_facts(Scope(lead, YEAR, None), facts.Fact.LISTED, per_page=3)
    assert len(found.page.items) == 3 < found.page.total
    units = sum(row["quantity"] for row in found.sums)
    every = facts.list_facts(Scope(lead, YEAR, ASKER), facts.Fact.LISTED, per_page=100)
    own = sum(row["quantity"] for row in every.page.items)
    assert own + units == figures(get_statistics(lead, YEAR).whole).units_listed
    assert every.sums == []
