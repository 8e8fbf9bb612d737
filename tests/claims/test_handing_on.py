"""Somebody leaves with open tasks: colleagues go on with them, and know it."""

from typing import NamedTuple

import pytest
from sqlalchemy import select

from marketplace.claims import handing_on, queries, service
from marketplace.claims.states import StepKind
from marketplace.foundation.database import db
from marketplace.notifications.models import Notification
from marketplace.organisations import people
from marketplace.organisations.events import PersonLeft
from marketplace.organisations.models import RoleAssignment
from marketplace.organisations.queries import operator_actor
from marketplace.organisations.roles import Role
from tests import builders
from tests.builders import ASKER, GJOVIK

pytestmark = pytest.mark.usefixtures("app")


class Kept(NamedTuple):
    """A row by its kind and number, which outlive the session."""

    model: type
    id: int


def kept(thing):
    return Kept(type(thing), thing.id)


def a_person(*given, **values):
    return kept(builders.a_person(*given, **values))


def a_listing(*given, **values):
    return kept(builders.a_listing(*given, **values))


def a_claim(listing, *given, **values):
    return kept(builders.a_claim(again(listing), *given, **values))


def a_unit(*given):
    return kept(builders.a_unit(*given))


def roles_of(person):
    return db.session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == person.id)).all()


def take_role(person, of=ASKER):
    people.take_role(operator_actor(of), roles_of(person)[0].id)


def told(person):
    db.session.rollback()
    own = select(Notification).where(Notification.person_id == person.id, Notification.occasion == "tasks_handed_on")
    return [(row.facts["claims"], row.facts["listings"]) for row in db.session.scalars(own)]


def again(thing):
    db.session.rollback()
    return db.session.get(*thing)


def test_what_stands_open_on_both_sides_goes_to_a_colleague_who_is_told_once(deliver):
    leaver, colleague = a_person(), a_person()
    draft, offer = a_listing(published=False, created_by=leaver.id), a_listing(created_by=leaver.id)
    decided = a_claim(offer, state="approved", decided_by=leaver.id)
    asked = a_claim(a_listing(of=GJOVIK), by=ASKER, requested_by=leaver.id)
    take_role(leaver)
    deliver()
    assert (again(draft).created_by, again(offer).created_by) == (colleague.id, colleague.id)
    assert (again(decided).decided_by, again(asked).requested_by) == (colleague.id, colleague.id)
    assert [step.kind for step in queries.list_steps(asked.id)] == [StepKind.HANDED_ON]
    assert queries.list_steps(asked.id)[0].person_id == colleague.id
    handing_on.hand_on_tasks(PersonLeft(leaver.id, ASKER))
    deliver()
    assert told(colleague) == [(2, 2)]


def test_what_has_ended_stays_with_whoever_did_it(deliver):
    leaver, _colleague = a_person(), a_person()
    gone = a_listing(created_by=leaver.id, state="closed")
    done = a_claim(gone, by=ASKER, state="handed_over", requested_by=leaver.id, decided_by=leaver.id)
    take_role(leaver)
    deliver()
    assert (again(gone).created_by, again(done).requested_by) == (leaver.id, leaver.id)
    assert queries.list_steps(done.id) == []


def test_a_colleague_of_the_same_unit_comes_first_and_of_those_whoever_has_least_open(deliver):
    unit = a_unit()
    leaver, busy, free = (a_person(unit_id=unit.id) for _ in range(3))
    a_person("municipality_admin")
    a_claim(a_listing(), state="approved", decided_by=busy.id)
    offers = [a_listing(created_by=leaver.id, unit_id=unit.id) for _ in range(3)]
    people.deactivate_person(operator_actor(ASKER), leaver.id)
    deliver()
    assert sorted(again(offer).created_by for offer in offers) == sorted([free.id, free.id, busy.id])


def test_a_role_that_can_no_longer_decide_hands_on_only_what_it_cannot_do(deliver):
    leaver, colleague = a_person(), a_person()
    decided = a_claim(a_listing(), state="approved", decided_by=leaver.id)
    asked = a_claim(a_listing(of=GJOVIK), by=ASKER, requested_by=leaver.id)
    people.change_role(operator_actor(ASKER), roles_of(leaver)[0].id, Role.REQUESTER)
    deliver()
    assert (again(decided).decided_by, again(asked).requested_by) == (colleague.id, leaver.id)
    assert told(colleague) == [(1, 0)]


def test_with_nobody_to_take_over_it_waits_until_there_is_somebody(deliver):
    leaver = a_person()
    offer = a_listing(created_by=leaver.id)
    asked = a_claim(a_listing(of=GJOVIK), by=ASKER, requested_by=leaver.id)
    take_role(leaver)
    deliver()
    assert (again(offer).created_by, again(asked).requested_by) == (leaver.id, leaver.id)
    successor = a_person("municipality_admin")
    assert handing_on.hand_on_forgotten() == 1
    deliver()
    assert (again(offer).created_by, again(asked).requested_by) == (successor.id, successor.id)
    assert handing_on.hand_on_forgotten() == 0
    assert told(successor) == [(1, 1)]


def test_tasks_in_another_municipality_stay(deliver):
    person, _colleague = a_person(), a_person()
    people.give_role(operator_actor(GJOVIK), person.id, GJOVIK, Role.FACILITY_MANAGER)
    here, there = a_listing(created_by=person.id), a_listing(of=GJOVIK, created_by=person.id)
    take_role(person)
    deliver()
    assert again(here).created_by != person.id
    assert again(there).created_by == person.id


def test_the_colleague_can_go_on_where_the_other_left(deliver):
    unit = a_unit(GJOVIK)
    leaver, colleague = (a_person("requester", GJOVIK, unit.id) for _ in range(2))
    claim = a_claim(a_listing(), unit_id=unit.id, requested_by=leaver.id)
    people.deactivate_person(operator_actor(GJOVIK), leaver.id)
    deliver()
    service.cancel_claim(builders.actor_of(again(colleague)), claim.id)
    assert again(claim).requested_by == colleague.id
