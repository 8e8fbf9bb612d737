"""Who is in the network, and when."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from marketplace.organisations import memberships, queries, reference
from marketplace.organisations.models import Membership, Municipality
from tests import builders
from tests.builders import ASKER, HAMAR

TODAY = date(2026, 6, 15)
NETWORK = [
    "Asker",
    "Aurskog-Høland",
    "Bærum",
    "Drammen",
    "Eidsvoll",
    "Flå",
    "Gjøvik",
    "Gol",
    "Hemsedal",
    "Hol",
    "Hole",
    "Jevnaker",
    "Krødsherad",
    "Lier",
    "Lillestrøm",
    "Lunner",
    "Lørenskog",
    "Modum",
    "Nesbyen",
    "Nittedal",
    "Ringerike",
    "Rælingen",
    "Ullensaker",
    "Ål",
]


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def days_of(number):
    rows = [row for row in queries.list_memberships() if row.municipality_number == number]
    return sorted((row.from_on, row.to_on or date.max) for row in rows)


def test_all_of_norways_municipalities_are_known(app):
    assert count(Municipality) == 357
    names = [municipality.name for municipality in queries.list_municipalities()]
    assert names[0] == "Alstahaug"
    assert names[-4:] == ["Årdal", "Ås", "Åseral", "Åsnes"]
    assert names.count("Herøy") == names.count("Våler") == 2


def test_the_networks_members_are_those_published(app):
    assert [municipality.name for municipality in queries.list_members(TODAY)] == NETWORK
    former = {m.name for m in queries.list_members(date(2024, 6, 1))} - set(NETWORK)
    assert former == {"Gjerdrum", "Gran", "Hurdal", "Nannestad", "Nes", "Vestre Toten"}
    assert queries.list_members(date(2019, 12, 31)) == []


def test_loading_again_changes_nothing_and_keeps_what_was_corrected(app):
    operator = builders.an_actor("operator")
    row = next(row for row in queries.list_memberships() if row.municipality_number == ASKER)
    memberships.change_membership(operator, row.id, date(2016, 3, 1), None)
    before = (count(Municipality), count(Membership))
    reference.load()
    reference.load()
    assert (count(Municipality), count(Membership)) == before
    assert days_of(ASKER) == [(date(2016, 3, 1), date.max)]


def test_loading_mends_what_is_wrong_about_a_municipality(app):
    db.session.get(Municipality, ASKER).name = "Askr"
    db.session.commit()
    reference.load()
    assert queries.get_municipality(ASKER).name == "Asker"


@pytest.mark.parametrize(
    ("on", "expected"), [("2026-06-14", False), ("2026-06-15", True), ("2026-12-31", True), ("2027-01-01", False)]
)
def test_both_days_of_a_membership_are_within(app, on, expected):
    memberships.begin_membership(builders.an_actor("operator"), HAMAR, TODAY, date(2026, 12, 31))
    day = date.fromisoformat(on)
    assert queries.is_member(HAMAR, day) is expected
    assert (HAMAR in {m.number for m in queries.list_members(day)}) is expected
    assert queries.actor_of(builders.a_person(of=HAMAR), on=day).is_member is expected


@pytest.mark.parametrize("role", ["municipality_admin", "project_lead", "facility_manager"])
def test_only_an_operator_changes_memberships(app, role):
    actor, row = builders.an_actor(role), queries.list_memberships()[0]
    before = days_of(row.municipality_number)
    with pytest.raises(Forbidden, match="members-need-operator"):
        memberships.begin_membership(actor, HAMAR, TODAY)
    with pytest.raises(Forbidden, match="members-need-operator"):
        memberships.change_membership(actor, row.id, TODAY, None)
    assert days_of(row.municipality_number) == before
    assert not queries.is_member(HAMAR, TODAY)


@pytest.mark.parametrize(
    ("number", "first", "last", "code"),
    [
        (HAMAR, date(2009, 12, 31), None, "invalid-input"),
        (HAMAR, date(9999, 1, 1), None, "invalid-input"),
        (HAMAR, TODAY, TODAY - timedelta(days=1), "invalid-input"),
        (HAMAR, TODAY, date(2101, 1, 1), "invalid-input"),
        ("9999", TODAY, None, "municipality-not-found"),
        ("", TODAY, None, "municipality-not-found"),
        (ASKER, TODAY, None, "membership-overlaps"),
        (ASKER, date(2016, 1, 1), date(2024, 1, 1), "membership-overlaps"),
        (HAMAR, date(2023, 12, 31), None, "membership-overlaps"),
    ],
)
def test_what_cannot_be_a_membership_is_refused(app, number, first, last, code):
    before = count(Membership)
    with pytest.raises(Refusal, match=code):
        memberships.begin_membership(builders.an_actor("operator"), number, first, last)
    assert count(Membership) == before


def test_a_municipality_leaves_and_comes_back(app):
    operator = builders.an_actor("operator")
    row = next(row for row in queries.list_memberships() if row.municipality_number == ASKER)
    memberships.change_membership(operator, row.id, row.from_on, date(2026, 6, 30))
    memberships.begin_membership(operator, ASKER, date(2027, 1, 1))
    assert [queries.is_member(ASKER, day) for day in (date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1))] == [
        True,
        False,
        True,
    ]
    with pytest.raises(Conflict, match="membership-overlaps"):
        memberships.change_membership(operator, row.id, row.from_on, None)


def test_a_stale_form_changes_no_membership(app):
    operator, row = builders.an_actor("operator"), queries.list_memberships()[0]
    seen, row_id, number = row.mark, row.id, row.municipality_number
    memberships.change_membership(operator, row_id, date(2020, 1, 1), None, seen=seen)
    with pytest.raises(Conflict, match="stale-form"):
        memberships.change_membership(operator, row_id, date(2021, 1, 1), None, seen=seen)
    assert days_of(number)[-1] == (date(2020, 1, 1), date.max)


def test_what_is_no_membership_is_unknown(app):
    with pytest.raises(NotFound, match="membership-not-found"):
        memberships.change_membership(builders.an_actor("operator"), 10**12, TODAY, None)


def test_a_wrong_day_is_named(app):
    with pytest.raises(Invalid) as refusal:
        memberships.begin_membership(builders.an_actor("operator"), HAMAR, TODAY, TODAY - timedelta(days=1))
    assert [(error.field, error.code) for error in refusal.value.fields] == [("to_on", "membership-ends-before-start")]
