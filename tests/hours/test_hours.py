"""Hours: recorded for one's municipality, taken back by oneself, summed by year, seen by those who lead."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.hours import export, policies, queries, service
from marketplace.hours.kinds import HoursKind
from marketplace.hours.models import HoursEntry
from marketplace.hours.queries import HoursFilters
from marketplace.hours.service import HoursFields
from tests import builders
from tests.builders import ASKER, GJOVIK

TODAY = date(2026, 6, 15)


def fields(**changed):
    given = {"on": TODAY, "hours": Decimal("1.5"), "kind": HoursKind.EXCHANGE, "activity": "Møte om lager"}
    return HoursFields(**given | changed)


@pytest.fixture
def actor(app):
    return builders.an_actor("observer", ASKER)


def test_hours_are_recorded_for_the_municipality_and_summed_by_year(actor):
    service.record_hours(actor, fields())
    service.record_hours(actor, fields(on=TODAY - timedelta(days=365), hours=Decimal(7)))
    service.record_hours(builders.an_actor(of=GJOVIK), fields(hours=Decimal(2)))
    assert queries.hours_by_year(ASKER) == {2025: Decimal("7.00"), 2026: Decimal("1.50")}
    assert queries.hours_by_year(None) == {2025: Decimal("7.00"), 2026: Decimal("3.50")}
    assert queries.hours_by_year(None, person_id=actor.person_id)[2026] == Decimal("1.50")
    assert queries.list_hours(actor, HoursFilters()).total == 2


def test_the_same_form_sent_twice_records_once(actor):
    first = service.record_hours(actor, fields(), "a-key").id
    assert service.record_hours(actor, fields(), "a-key").id == first
    assert queries.list_hours(actor, HoursFilters()).total == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2001, 1, 1)}, "on"),
        ({"hours": Decimal(0)}, "hours"),
        ({"hours": Decimal("24.5")}, "hours"),
        ({"hours": Decimal(-1)}, "hours"),
        ({"hours": Decimal("NaN")}, "hours"),
        ({"activity": "  "}, "activity"),
        ({"activity": "x" * 201}, "activity"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_recorded(actor, changed, field):
    with pytest.raises(Invalid) as refusal:
        service.record_hours(actor, fields(**changed))
    assert [error.field for error in refusal.value.fields] == [field]
    assert db.session.query(HoursEntry).count() == 0


def test_what_was_wrong_is_taken_back_and_counts_nothing(actor):
    entry_id = service.record_hours(actor, fields()).id
    service.remove_hours(actor, entry_id)
    assert (queries.list_hours(actor, HoursFilters()).total, queries.hours_by_year(ASKER)) == (0, {})
    with pytest.raises(Conflict, match="hours-removed"):
        service.remove_hours(actor, entry_id)
    with pytest.raises(NotFound, match="hours-not-found"):
        service.remove_hours(actor, entry_id + 1)


def test_nobody_takes_back_the_hours_of_others(actor):
    entry_id = service.record_hours(actor, fields()).id
    with pytest.raises(Forbidden, match="hours-not-yours"):
        service.remove_hours(builders.an_actor("municipality_admin", ASKER), entry_id)
    assert queries.list_hours(actor, HoursFilters()).total == 1


@pytest.mark.parametrize(
    ("role", "of", "own", "network"),
    [
        ("observer", ASKER, False, False),
        ("facility_manager", ASKER, False, False),
        ("municipality_admin", ASKER, True, False),
        ("municipality_admin", GJOVIK, False, False),
        ("project_lead", GJOVIK, True, True),
        ("operator", ASKER, False, False),
    ],
)
def test_a_municipalitys_are_for_its_administrators_and_the_networks_for_whoever_leads(app, role, of, own, network):
    reader = builders.an_actor(role, of)
    assert (bool(policies.may_see_all_hours(reader, ASKER)), bool(policies.may_see_all_hours(reader, None))) == (
        own,
        network,
    )
    if not own:
        with pytest.raises(Forbidden, match="hours-of-others"):
            queries.rows_of(reader, HoursFilters(everybody=True, municipality_number=ASKER))


def test_who_belongs_to_no_municipality_records_none(app):
    with pytest.raises(Forbidden, match="hours-need-municipality"):
        service.record_hours(builders.an_actor("operator"), fields())
    assert db.session.query(HoursEntry).count() == 0


def test_the_files_hold_each_entry_with_typed_cells_and_no_formulas(actor):
    service.record_hours(actor, fields(activity="=1+1"))
    rows = queries.rows_of(actor, HoursFilters())
    content = export.file_of(rows, export.HoursFormat.CSV, "nb").decode("utf-8-sig")
    [told] = csv.DictReader(io.StringIO(content), delimiter=";")
    assert (told["Timer"], told["Hva timene gikk til"], told["Kommune"]) == ("1,50", "'=1+1", "Asker")
    sheet = openpyxl.load_workbook(io.BytesIO(export.file_of(rows, export.HoursFormat.XLSX, "nb"))).active
    assert sheet["B2"].value == 1.5
    assert sheet["A2"].value.date() == clock.today()
