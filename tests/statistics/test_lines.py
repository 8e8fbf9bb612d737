"""CSV a column at a time: the same bytes as row by row, in memory that does not grow."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.foundation.errors import Forbidden
from marketplace.foundation.tabular.csv_writing import write_csv
from marketplace.statistics import lines
from marketplace.statistics.lines import csv_pieces
from marketplace.statistics.periods import period
from marketplace.statistics.rows import COLUMNS, Scope, count_rows, stream
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history

YEAR = period(date(2026, 1, 1), date(2026, 12, 31))
TITLES = ('"Hei"; sa stolen', "=1+1", "Første\nandre", "Blå stol", "  ", "\x01=1")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_the_lines_are_those_that_are_written_row_by_row(app, seed):
    a_history(seed, hand_overs=8)
    for title in TITLES:
        listing = builders.a_listing(quantity=1)
        builders.a_transfer(builders.a_claim(listing, quantity=1, state="handed_over"), 1, title=title)
    for role, number in (("project_lead", None), ("facility_manager", ASKER), ("facility_manager", GJOVIK)):
        scope = Scope(builders.an_actor(role, number or ASKER), YEAR, number)
        assert b"".join(csv_pieces(scope)) == b"".join(write_csv(stream(scope), COLUMNS))


@pytest.mark.parametrize("amount", [0, 1, -1, 10, 999, 1000, 1001, -1500, 1_200_000, 123_456_789])
def test_thousandths_are_told_with_every_digit_and_no_more(amount):
    told = lines._thousandths(amount)
    assert round(float(told.replace(",", ".")) * 1000) == amount
    assert not (told.endswith("0") and "," in told)


def test_rows_come_in_pieces_and_one_question_asks_for_them_all(app, count_queries, monkeypatch):
    a_history(5, hand_overs=20)
    monkeypatch.setattr(lines, "ROWS_AT_A_TIME", 4)
    monkeypatch.setattr(lines, "MOST_REMEMBERED", 3)
    scope = Scope(builders.an_actor(of=ASKER), YEAR, ASKER)
    with count_queries() as asked:
        pieces = list(csv_pieces(scope))
    assert b"".join(pieces) == b"".join(write_csv(stream(scope), COLUMNS))
    assert max(piece.count(b"transfer;") for piece in pieces) <= 4
    assert len([query for query in asked if "FROM transfer" in query]) == 1
    assert all(a.endswith(b"\r\n") for a, _ in pairwise(pieces))


def test_lines_of_others_are_refused(app):
    with pytest.raises(Forbidden, match="export-other-municipality"):
        csv_pieces(Scope(builders.an_actor(of=ASKER), YEAR, GJOVIK))


@pytest.mark.parametrize(
    ("role", "of", "number"),
    [
        ("project_lead", ASKER, None),
        ("project_lead", ASKER, GJOVIK),
        ("facility_manager", ASKER, ASKER),
        ("facility_manager", GJOVIK, GJOVIK),
    ],
)
def test_as_many_rows_are_counted_as_are_told(app, role, of, number):
    a_history(7, hand_overs=20)
    scope = Scope(builders.an_actor(role, of), YEAR, number)
    told = sum(record["row"] == "transfer" for record in stream(scope))
    assert count_rows(scope) == told > 3
    assert [count_rows(scope, most) for most in (1, told - 1, told, told + 1)] == [1, told - 1, told, told]


def test_counting_up_to_a_number_asks_no_further(app, count_queries):
    a_history(7, hand_overs=20)
    scope = Scope(builders.an_actor(of=ASKER), YEAR, ASKER)
    with count_queries() as few:
        assert count_rows(scope, 1) == 1
    with count_queries() as all_of_them:
        count_rows(scope)
    assert (len(few), len(all_of_them)) == (1, 2)
