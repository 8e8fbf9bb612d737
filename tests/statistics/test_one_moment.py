"""What is recorded while a file is made is in none of its parts, or in all."""

import dataclasses
import io
import json
import threading
from datetime import date

import openpyxl
import pytest

from marketplace.foundation.database import db
from marketplace.statistics import ordering
from marketplace.statistics.export import Format, export
from marketplace.statistics.klimasats import gathering
from marketplace.statistics.klimasats.assumptions import Assumptions
from marketplace.statistics.periods import Period
from marketplace.statistics.workbook import write_workbook
from tests import builders
from tests.builders import ASKER, GJOVIK

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def lead(app):
    hand_over(7)
    return builders.an_actor("project_lead", ASKER)


def hand_over(units):
    claim = builders.a_claim(builders.a_listing(ASKER, quantity=units), GJOVIK, units, "handed_over")
    builders.a_transfer(claim, units, from_municipality_number=ASKER)


@pytest.fixture
def others(application):
    """Record a hand-over as another process would."""

    def record(units):
        def act():
            with application.app_context():
                hand_over(units)
                db.session.remove()

        thread = threading.Thread(target=act)
        thread.start()
        thread.join()

    return record


def test_the_figures_and_rows_of_a_file_are_of_the_same_moment(lead, others):
    pieces = export(lead, YEAR, None, Format.JSON)
    others(5)
    told = json.loads(b"".join(pieces))
    assert told["figures"]["units_handed_over"] == sum(row["quantity"] for row in told["rows"]) == 7
    again = json.loads(b"".join(export(lead, YEAR, None, Format.JSON)))
    assert again["figures"]["units_handed_over"] == sum(row["quantity"] for row in again["rows"]) == 12


def test_the_sheets_of_an_ordered_workbook_are_of_the_same_moment(lead, others, deliver, monkeypatch):
    def written(scope, rows, stamp, target):
        others(5)
        write_workbook(scope, rows, stamp, target)

    file_id = ordering.order_file(lead, YEAR, None).id
    monkeypatch.setattr(ordering, "write_workbook", written)
    deliver()
    book = openpyxl.load_workbook(io.BytesIO(b"".join(ordering.open_file(lead, file_id))))
    rows = list(book["Rader"].iter_rows(values_only=True))
    place = rows[0].index("quantity")
    assert {row[1] for row in book["Sammendrag"].iter_rows(values_only=True)} & {7, 12} == {7}
    assert sum(row[place] for row in rows[1:]) == 7


def test_the_years_and_the_whole_of_the_report_to_klimasats_are_of_the_same_moment(lead, others, monkeypatch):
    ask = gathering.get_statistics

    def asked(*args, **kwargs):
        found = ask(*args, **kwargs)
        others(5)
        return found

    monkeypatch.setattr(gathering, "get_statistics", asked)
    material = gathering.gather(dataclasses.replace(lead), Assumptions(YEAR, None, 2035))
    assert material.whole.units_handed_over == sum(sums.units_handed_over for _, sums in material.years) == 7
