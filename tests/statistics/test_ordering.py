"""Large workbooks: made beside the request, once, with progress, for their own reader, and swept."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import delete

from marketplace.accounts import queries as accounts
from marketplace.foundation import clock, ports
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, NotFound
from marketplace.organisations.models import RoleAssignment
from marketplace.organisations.roles import Role
from marketplace.statistics import facts, ordering
from marketplace.statistics.dictionary import as_csv, dictionary
from marketplace.statistics.events import FileOrdered
from marketplace.statistics.models import FileState, OrderedFile
from marketplace.statistics.periods import period
from marketplace.statistics.rows import COLUMNS
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history

YEAR = period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def actor(app):
    return builders.actor_of(builders.a_person(of=ASKER))


def ordered(actor, number=ASKER):
    return ordering.order_file(actor, YEAR, number).id


def test_an_ordered_workbook_is_made_in_the_background_and_holds_all_rows(actor, deliver):
    a_history(4, hand_overs=15)
    found = ordered(actor)
    with pytest.raises(Conflict, match="ordered-file-not-ready"):
        ordering.open_file(actor, found)
    deliver()
    db.session.expire_all()
    made = ordering.get_file(actor, found)
    assert (made.state, made.rows_done, made.made_at) == (FileState.READY, made.rows_total, clock.now())
    content = b"".join(ordering.open_file(actor, found))
    assert len(content) == made.bytes
    rows = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Rader"].iter_rows(values_only=True)
    assert len(list(rows)) - 1 == made.rows_total > 0


def test_a_file_is_made_once_however_often_it_is_delivered(actor, deliver):
    found = ordered(actor)
    deliver()
    key = db.session.get(OrderedFile, found).file_key
    ordering.make_file(FileOrdered(found))
    db.session.expire_all()
    assert db.session.get(OrderedFile, found).file_key == key
    assert list(ports.storage().list("exports/")) == [key]


def test_progress_is_told_while_the_rows_are_written(actor, monkeypatch):
    a_history(4, hand_overs=15)
    found = ordered(actor)
    ordering._tell(found, 7)
    db.session.expire_all()
    assert db.session.get(OrderedFile, found).rows_done == 7


def test_whoever_has_lost_the_right_meanwhile_gets_no_file(app, deliver):
    person = builders.a_person(of=ASKER)
    found = ordered(builders.actor_of(person))
    db.session.get(type(person), person.id).deactivated_at = clock.now()
    db.session.commit()
    deliver()
    db.session.expire_all()
    ended = db.session.get(OrderedFile, found)
    assert (ended.state, ended.failure, ended.file_key) == (FileState.FAILED, "statistics-needs-permission", None)


@pytest.mark.parametrize("role", ["observer", "project_lead"])
def test_whoever_has_left_the_municipality_leaves_its_finished_files(app, deliver, role):
    person = builders.a_person(of=ASKER)
    found, person_id = ordered(builders.actor_of(person)), person.id
    deliver()
    db.session.execute(delete(RoleAssignment).where(RoleAssignment.person_id == person_id))
    db.session.commit()
    given = {"municipality_number": GJOVIK, "role": Role(role), "given_at": clock.now()}
    builders.stored(RoleAssignment(person_id=person_id, **given))
    with pytest.raises(Forbidden, match="export-other-municipality"):
        ordering.open_file(builders.actor_of(accounts.get_person(person_id)), found)
    assert db.session.get(OrderedFile, found).state == FileState.READY


def test_nobody_sees_the_files_of_others(actor, deliver):
    found = ordered(actor)
    deliver()
    other = builders.actor_of(builders.a_person(of=ASKER))
    with pytest.raises(NotFound, match="ordered-file-not-found"):
        ordering.open_file(other, found)
    assert ordering.list_files(other).items == []


@pytest.mark.parametrize("number", [None, GJOVIK])
def test_rows_of_others_cannot_be_ordered(actor, number):
    with pytest.raises(Forbidden, match="export-other-municipality"):
        ordered(actor, number)
    assert db.session.query(OrderedFile).count() == 0


def test_files_are_swept_after_a_week(actor, deliver):
    ordered(actor)
    deliver()
    with clock.standing_still(clock.now() + ordering.KEEP_FOR - timedelta(minutes=1)):
        assert ordering.forget_old() == 0
    with clock.standing_still(clock.now() + ordering.KEEP_FOR + timedelta(days=1)):
        assert ordering.forget_old() == 1
    assert list(ports.storage().list("exports/")) == []


def test_only_many_rows_are_worth_a_wait(actor, monkeypatch):
    a_history(4, hand_overs=15)
    assert not ordering.is_large(actor, YEAR, ASKER)
    monkeypatch.setattr(ordering, "MOST_AT_ONCE", 1)
    assert ordering.is_large(actor, YEAR, ASKER)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_each_column_stands_in_the_dictionary_with_what_it_means(app, language):
    entries = dictionary(language)
    names = [("transfers", column.key) for column in COLUMNS] + [("facts", column.key) for column in facts.COLUMNS]
    assert [(entry.table, entry.name) for entry in entries] == names
    assert all(entry.description and entry.kind for entry in entries)
    assert len(b"".join(as_csv(language)).splitlines()) == len(names) + 1
    units = {entry.name: entry.unit for entry in dictionary("nb")}
    assert (units["weight_kg"], units["transport_kg_per_km"], units["repair_kg_per_nok"]) == (
        "kg",
        "kg/km",
        "kg/kroner",
    )
    assert (units["days_to_hand_over"], units["title"]) == ("dager", "")
