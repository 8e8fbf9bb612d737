"""Who may administer what: tables without a database."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from marketplace.foundation.actor import NOBODY, Actor
from marketplace.organisations import policies
from marketplace.organisations.models import ApiToken, Invitation, RoleAssignment
from marketplace.organisations.queries import scope_of
from marketplace.organisations.roles import NETWORK_PERMISSIONS, PERMISSIONS, Role
from tests.builders import ASKER, GJOVIK

NOW = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


def acting(role, of=ASKER, unit_id=None, person_id=1):
    return Actor(
        person_id=person_id,
        municipality_number=of,
        unit_id=unit_id,
        permissions=PERMISSIONS[role],
        network_permissions=NETWORK_PERMISSIONS.get(role, frozenset()),
        is_member=True,
    )


def held(role, of=ASKER, person_id=2):
    return RoleAssignment(id=7, person_id=person_id, municipality_number=of, unit_id=None, role=role)


def outcome(decision):
    return decision.refusal.code if decision.refusal else "allowed"


ADMIN, MANAGER, LEAD, OPERATOR = (
    acting(Role.MUNICIPALITY_ADMIN),
    acting(Role.FACILITY_MANAGER),
    acting(Role.PROJECT_LEAD),
    acting(Role.OPERATOR, of=GJOVIK),
)


@pytest.mark.parametrize(
    ("actor", "people", "sites"),
    [
        (NOBODY, "people-not-yours", "sites-not-yours"),
        (acting(Role.OBSERVER), "people-not-yours", "sites-not-yours"),
        (acting(Role.REQUESTER), "people-not-yours", "sites-not-yours"),
        (MANAGER, "people-not-yours", "sites-not-yours"),
        (ADMIN, "allowed", "allowed"),
        (acting(Role.MUNICIPALITY_ADMIN, of=GJOVIK), "people-not-yours", "sites-not-yours"),
        (LEAD, "people-not-yours", "sites-not-yours"),
        (OPERATOR, "allowed", "allowed"),
    ],
)
def test_a_municipality_is_run_by_its_administrators_and_by_operators(actor, people, sites):
    assert outcome(policies.may_manage_people(actor, ASKER)) == people
    assert outcome(policies.may_manage_sites(actor, ASKER)) == sites


@pytest.mark.parametrize(
    ("actor", "see", "manage"),
    [
        (ADMIN, "members-not-yours", "members-need-operator"),
        (LEAD, "allowed", "members-need-operator"),
        (OPERATOR, "allowed", "allowed"),
    ],
)
def test_only_an_operator_changes_who_is_in_the_network(actor, see, manage):
    assert outcome(policies.may_see_members(actor)) == see
    assert outcome(policies.may_manage_members(actor)) == manage


@pytest.mark.parametrize(
    ("actor", "role", "unit_id", "expected"),
    [
        (ADMIN, Role.OBSERVER, None, "allowed"),
        (ADMIN, Role.FACILITY_MANAGER, 3, "allowed"),
        (ADMIN, Role.MUNICIPALITY_ADMIN, None, "allowed"),
        (ADMIN, Role.MUNICIPALITY_ADMIN, 3, "role-covers-municipality"),
        (ADMIN, Role.PROJECT_LEAD, None, "role-needs-operator"),
        (ADMIN, Role.OPERATOR, None, "role-needs-operator"),
        (MANAGER, Role.OBSERVER, None, "people-not-yours"),
        (LEAD, Role.PROJECT_LEAD, None, "people-not-yours"),
        (OPERATOR, Role.OPERATOR, None, "allowed"),
        (OPERATOR, Role.PROJECT_LEAD, 3, "role-covers-municipality"),
    ],
)
def test_roles_of_the_network_are_given_by_operators_only(actor, role, unit_id, expected):
    assert outcome(policies.may_give_role(actor, ASKER, role, unit_id)) == expected


@pytest.mark.parametrize(
    ("actor", "role", "other_admins", "expected"),
    [
        (ADMIN, Role.OBSERVER, 0, "allowed"),
        (ADMIN, Role.MUNICIPALITY_ADMIN, 1, "allowed"),
        (ADMIN, Role.MUNICIPALITY_ADMIN, 0, "last-admin-stays"),
        (OPERATOR, Role.MUNICIPALITY_ADMIN, 0, "allowed"),
        (ADMIN, Role.OPERATOR, 1, "role-needs-operator"),
        (MANAGER, Role.OBSERVER, 1, "people-not-yours"),
    ],
)
def test_an_administrator_leaves_one_administrator(actor, role, other_admins, expected):
    assert outcome(policies.may_take_role(actor, held(role), other_admins)) == expected


@pytest.mark.parametrize(
    ("actor", "was", "to", "other_admins", "expected"),
    [
        (ADMIN, Role.OBSERVER, Role.FACILITY_MANAGER, 0, "allowed"),
        (ADMIN, Role.MUNICIPALITY_ADMIN, Role.OBSERVER, 0, "last-admin-stays"),
        (ADMIN, Role.MUNICIPALITY_ADMIN, Role.MUNICIPALITY_ADMIN, 0, "allowed"),
        (ADMIN, Role.MUNICIPALITY_ADMIN, Role.OBSERVER, 1, "allowed"),
        (ADMIN, Role.OBSERVER, Role.OPERATOR, 1, "role-needs-operator"),
        (OPERATOR, Role.OBSERVER, Role.OPERATOR, 1, "role-of-other-kind"),
        (OPERATOR, Role.PROJECT_LEAD, Role.OPERATOR, 1, "allowed"),
        (MANAGER, Role.OBSERVER, Role.REQUESTER, 1, "people-not-yours"),
    ],
)
def test_a_role_is_changed_as_it_is_taken_and_given(actor, was, to, other_admins, expected):
    assert outcome(policies.may_change_role(actor, held(was), to, None, other_admins)) == expected


@pytest.mark.parametrize(
    ("actor", "roles", "leaves_no_admin", "expected"),
    [
        (ADMIN, [held(Role.REQUESTER)], False, "allowed"),
        (ADMIN, [held(Role.REQUESTER), held(Role.OBSERVER, GJOVIK)], False, "person-has-roles-elsewhere"),
        (ADMIN, [held(Role.OPERATOR)], False, "person-has-roles-elsewhere"),
        (ADMIN, [], False, "person-has-roles-elsewhere"),
        (ADMIN, [held(Role.MUNICIPALITY_ADMIN)], True, "last-admin-stays"),
        (OPERATOR, [held(Role.MUNICIPALITY_ADMIN)], True, "allowed"),
        (OPERATOR, [held(Role.REQUESTER), held(Role.OBSERVER, GJOVIK)], False, "allowed"),
        (MANAGER, [held(Role.REQUESTER)], False, "person-has-roles-elsewhere"),
    ],
)
def test_an_account_is_closed_by_whoever_gives_all_its_roles(actor, roles, leaves_no_admin, expected):
    assert outcome(policies.may_deactivate(actor, 2, roles, leaves_no_admin)) == expected


def test_nobody_closes_their_own_account():
    for actor in (ADMIN, OPERATOR):
        assert outcome(policies.may_deactivate(actor, 1, [held(Role.REQUESTER)], False)) == "person-is-yourself"


@pytest.mark.parametrize(
    ("answered", "answer", "withdraw"),
    [
        ({}, "allowed", "allowed"),
        ({"accepted_at": NOW}, "invitation-already-accepted", "invitation-already-accepted"),
        ({"withdrawn_at": NOW}, "invitation-withdrawn", "invitation-withdrawn"),
        ({"expires_at": NOW}, "invitation-expired", "allowed"),
    ],
)
def test_an_invitation_is_answered_once_and_in_time(answered, answer, withdraw):
    given = {"municipality_number": ASKER, "role": Role.REQUESTER, "expires_at": NOW + timedelta(days=1)}
    invitation = Invitation(**given | answered)
    assert outcome(policies.may_answer_invitation(invitation, NOW)) == answer
    assert outcome(policies.may_withdraw_invitation(ADMIN, invitation)) == withdraw
    assert outcome(policies.may_withdraw_invitation(MANAGER, invitation)) == "people-not-yours"


def test_a_token_is_made_with_a_role_and_revoked_by_its_owner():
    assert outcome(policies.may_create_token(MANAGER)) == "allowed"
    assert outcome(policies.may_create_token(NOBODY)) == "token-needs-role"
    assert outcome(policies.may_create_token(Actor(person_id=1))) == "token-needs-role"
    assert outcome(policies.may_revoke_token(ADMIN, ApiToken(person_id=1))) == "allowed"
    assert outcome(policies.may_revoke_token(ADMIN, ApiToken(person_id=2))) == "token-not-yours"


@pytest.mark.parametrize(
    ("roles", "unit_id", "of"),
    [
        ([], None, []),
        ([(Role.REQUESTER, None)], None, [Role.REQUESTER]),
        ([(Role.REQUESTER, 3)], 3, [Role.REQUESTER]),
        ([(Role.FACILITY_MANAGER, 3), (Role.OBSERVER, None)], 3, [Role.FACILITY_MANAGER]),
        ([(Role.OBSERVER, 3), (Role.FACILITY_MANAGER, None)], None, [Role.FACILITY_MANAGER]),
        ([(Role.REQUESTER, 3), (Role.PROJECT_LEAD, None)], 3, [Role.REQUESTER, Role.PROJECT_LEAD]),
        ([(Role.MUNICIPALITY_ADMIN, None), (Role.PROJECT_LEAD, None)], None, [Role.MUNICIPALITY_ADMIN]),
    ],
)
def test_several_roles_never_come_to_more_than_one_of_them_says(roles, unit_id, of):
    assert scope_of(roles) == (unit_id, frozenset().union(*(PERMISSIONS[role] for role in of)))


def test_what_a_role_may_grows_from_observer_to_administrator():
    ladder = [PERMISSIONS[role] for role in Role][:4]
    assert all(less < more for less, more in pairwise(ladder))
