"""Giving, changing and taking roles; closing accounts and opening them again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from marketplace.accounts import queries as accounts
from marketplace.accounts import service as account_service
from marketplace.accounts.models import Person
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from marketplace.organisations import administration, people, queries
from marketplace.organisations.models import RoleAssignment
from marketplace.organisations.roles import Role
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK, PASSWORD
from tests.conftest import NOW


def roles(person):
    return [(role.municipality_number, role.role, role.unit_id) for role in queries.roles_of(person.id)]


def role_of(person):
    return db.session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == person.id)).first()


def test_an_administrator_gives_a_role_in_their_municipality(app):
    admin, newcomer = builders.an_actor("municipality_admin"), builders.a_person(of=GJOVIK)
    unit = builders.a_unit()
    people.give_role(admin, newcomer.id, ASKER, Role.REQUESTER, unit.id)
    people.give_role(admin, newcomer.id, ASKER, Role.REQUESTER, unit.id)
    assert roles(newcomer) == [(GJOVIK, Role.FACILITY_MANAGER, None), (ASKER, Role.REQUESTER, unit.id)]


@pytest.mark.parametrize(
    ("actor", "to", "role", "code"),
    [
        ("municipality_admin", GJOVIK, Role.REQUESTER, "people-not-yours"),
        ("municipality_admin", ASKER, Role.OPERATOR, "role-needs-operator"),
        ("facility_manager", ASKER, Role.REQUESTER, "people-not-yours"),
        ("operator", "9999", Role.REQUESTER, "municipality-not-found"),
        ("operator", "\0", Role.REQUESTER, "municipality-not-found"),
    ],
)
def test_a_role_that_is_not_theirs_to_give_is_refused(app, actor, to, role, code):
    giver, newcomer = builders.an_actor(actor), builders.a_person(of=BAERUM)
    before = roles(newcomer)
    with pytest.raises(Refusal, match=code):
        people.give_role(giver, newcomer.id, to, role)
    assert roles(newcomer) == before


def test_a_unit_of_another_municipality_or_closed_is_unknown(app):
    admin, newcomer = builders.an_actor("municipality_admin"), builders.a_person(of=GJOVIK)
    closed = builders.a_unit()
    closed.closed_at = NOW
    db.session.commit()
    for unit_id in (builders.a_unit(of=GJOVIK).id, closed.id, 10**12):
        with pytest.raises(NotFound, match="unit-not-found"):
            people.give_role(admin, newcomer.id, ASKER, Role.REQUESTER, unit_id)
    assert len(roles(newcomer)) == 1


def test_a_person_holds_one_of_a_municipalitys_own_roles(app):
    admin, member = builders.an_actor("municipality_admin"), builders.a_person("requester")
    with pytest.raises(Conflict, match="person-has-role-here"):
        people.give_role(admin, member.id, ASKER, Role.OBSERVER)
    people.give_role(builders.an_actor("operator"), member.id, ASKER, Role.PROJECT_LEAD)
    assert [role for _, role, _ in roles(member)] == [Role.REQUESTER, Role.PROJECT_LEAD]


def test_a_role_is_changed(app):
    admin, member, unit = builders.an_actor("municipality_admin"), builders.a_person("requester"), builders.a_unit()
    people.change_role(admin, role_of(member).id, Role.FACILITY_MANAGER, unit.id)
    assert roles(member) == [(ASKER, Role.FACILITY_MANAGER, unit.id)]


def test_a_stale_form_changes_no_role(app):
    admin, member = builders.an_actor("municipality_admin"), builders.a_person("requester")
    held = role_of(member)
    seen, role_id = held.mark, held.id
    people.change_role(admin, role_id, Role.OBSERVER, seen=seen)
    with pytest.raises(Conflict, match="stale-form"):
        people.change_role(admin, role_id, Role.MUNICIPALITY_ADMIN, seen=seen)
    assert roles(member) == [(ASKER, Role.OBSERVER, None)]


@pytest.mark.parametrize("of", [GJOVIK, BAERUM])
def test_a_role_in_another_municipality_is_unknown(app, of):
    admin, stranger = builders.an_actor("municipality_admin"), builders.a_person("requester", of)
    role_id = role_of(stranger).id
    for act in (
        lambda: people.change_role(admin, role_id, Role.OBSERVER),
        lambda: people.take_role(admin, role_id),
        lambda: people.take_role(admin, 10**12),
    ):
        with pytest.raises(NotFound, match="role-not-found"):
            act()
    with pytest.raises(NotFound, match="person-not-found"):
        people.deactivate_person(admin, stranger.id)
    assert roles(stranger) == [(of, Role.REQUESTER, None)]


def test_the_last_administrator_stays(app):
    admin = builders.a_person("municipality_admin")
    builders.a_person("municipality_admin", GJOVIK)
    builders.a_person("municipality_admin", deactivated_at=NOW)
    actor, role_id = builders.actor_of(admin), role_of(admin).id
    with pytest.raises(Conflict, match="last-admin-stays"):
        people.take_role(actor, role_id)
    with pytest.raises(Conflict, match="last-admin-stays"):
        people.change_role(actor, role_id, Role.OBSERVER)
    assert roles(admin) == [(ASKER, Role.MUNICIPALITY_ADMIN, None)]
    people.take_role(builders.an_actor("operator"), role_id)
    assert roles(admin) == []


def test_two_administrators_cannot_remove_each_other_at_once(app):
    first, second = builders.a_person("municipality_admin"), builders.a_person("municipality_admin")
    pairs = [(builders.actor_of(first), role_of(second).id), (builders.actor_of(second), role_of(first).id)]

    def remove(pair):
        with app.app_context():
            try:
                people.take_role(*pair)
            except Conflict as refusal:
                return refusal.code
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(map(str, threads.map(remove, pairs))) == ["None", "last-admin-stays"]
    db.session.rollback()
    assert len(roles(first)) + len(roles(second)) == 1


def test_a_closed_account_cannot_sign_in_and_its_session_and_token_end(app):
    admin, member = builders.an_actor("municipality_admin"), builders.a_person("requester")
    token, key = builders.a_token(member), member.session_key
    people.deactivate_person(admin, member.id)
    kept = accounts.get_person(member.id)
    assert kept.deactivated_at == NOW
    assert kept.session_key != key
    assert queries.find_actor_of_token(token, on=NOW.date()) is None
    with pytest.raises(Forbidden):
        account_service.sign_in(member.email, PASSWORD, "192.0.2.1")
    people.reactivate_person(admin, member.id)
    assert account_service.sign_in(member.email, PASSWORD, "192.0.2.1")
    assert queries.find_actor_of_token(token, on=NOW.date()) is not None


def test_an_account_with_roles_elsewhere_is_not_an_administrators_to_close(app):
    admin, member = builders.an_actor("municipality_admin"), builders.a_person("requester")
    people.give_role(builders.an_actor("operator"), member.id, GJOVIK, Role.OBSERVER)
    with pytest.raises(Forbidden, match="person-has-roles-elsewhere"):
        people.deactivate_person(admin, member.id)
    assert accounts.get_person(member.id).deactivated_at is None
    people.deactivate_person(builders.an_actor("operator"), member.id)
    assert accounts.get_person(member.id).deactivated_at is not None


def test_somebody_is_registered_with_a_role_in_one_go(app):
    operator = queries.operator_actor(GJOVIK)
    given = {"name": "Kari", "language": "nb", "municipality_number": GJOVIK, "role": Role.REQUESTER}
    person = people.register_with_role(operator, email="kari@gjovik.example", password=None, **given)
    assert roles(person) == [(GJOVIK, Role.REQUESTER, None)]
    again = people.register_with_role(operator, email="Kari@gjovik.example", password=PASSWORD, **given)
    assert again.id == person.id
    assert account_service.sign_in("kari@gjovik.example", PASSWORD, "192.0.2.1")
    before = db.session.scalar(select(func.count(Person.id)))
    with pytest.raises(NotFound, match="municipality-not-found"):
        people.register_with_role(
            operator, email="ola@gjovik.example", password=None, **given | {"municipality_number": "9999"}
        )
    with pytest.raises(Invalid):
        people.register_with_role(operator, email="ola", password=None, **given)
    assert db.session.scalar(select(func.count(Person.id))) == before


def test_administrators_see_everybody_in_a_fixed_number_of_queries(app, count_queries):
    asked = []
    for _ in range(2):
        for _ in range(3):
            builders.a_person("requester", unit_id=builders.a_unit().id)
        db.session.expunge_all()
        with count_queries() as statements:
            listed = administration.people_of(ASKER)
        asked.append(len(statements))
    assert asked[0] == asked[1]
    assert len(listed) == 6
    assert all(row.unit_name for row in listed)
