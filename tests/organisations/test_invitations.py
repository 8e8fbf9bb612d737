"""Inviting somebody, and answering."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.accounts import queries as accounts
from marketplace.accounts import service as account_service
from marketplace.accounts.models import Person
from marketplace.foundation import clock
from marketplace.foundation.actor import NOBODY
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from marketplace.organisations import administration, invitations, queries
from marketplace.organisations.models import Invitation
from marketplace.organisations.roles import Role
from tests import builders
from tests.builders import ASKER, GJOVIK, PASSWORD
from tests.conftest import NOW

EMAIL = "ny@kommune.example"
MYSELF = {"name": "Ny Person", "password": PASSWORD, "language": "nn"}


def invite(actor=None, **values):
    given = {"email": EMAIL, "municipality_number": ASKER, "role": Role.REQUESTER}
    return invitations.invite_person(actor or builders.an_actor("municipality_admin"), **given | values)


def link_of(invitation):
    return invitations.path_of(invitation.id).removeprefix("/invitasjon/")


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def roles(person):
    return [(role.municipality_number, role.role, role.unit_id) for role in queries.roles_of(person.id)]


def test_an_invited_person_chooses_name_and_password_and_signs_in(app):
    unit = builders.a_unit()
    invitation = invite(unit_id=unit.id)
    person = invitations.accept_as_new(link_of(invitation), **MYSELF)
    assert (person.email, person.name, person.language) == (EMAIL, "Ny Person", "nn")
    assert roles(person) == [(ASKER, Role.REQUESTER, unit.id)]
    assert account_service.sign_in(EMAIL, PASSWORD, "192.0.2.1").id == person.id


def test_the_same_offer_made_twice_is_one(app, deliver, mailbox):
    admin = builders.an_actor("municipality_admin")
    assert invite(admin).id == invite(admin, email=EMAIL.upper()).id
    deliver()
    assert count(Invitation) == len(mailbox.sent) == 1


@pytest.mark.parametrize(
    ("who", "values", "code"),
    [
        ("facility_manager", {}, "people-not-yours"),
        ("municipality_admin", {"municipality_number": GJOVIK}, "people-not-yours"),
        ("municipality_admin", {"role": Role.PROJECT_LEAD}, "role-needs-operator"),
        ("municipality_admin", {"role": Role.MUNICIPALITY_ADMIN, "unit_id": 1}, "role-covers-municipality"),
        ("municipality_admin", {"unit_id": 10**12}, "unit-not-found"),
        ("operator", {"municipality_number": "0000"}, "municipality-not-found"),
    ],
)
def test_what_is_not_theirs_to_offer_is_refused(app, who, values, code):
    with pytest.raises(Refusal, match=code):
        invite(builders.an_actor(who), **values)
    assert count(Invitation) == 0


@pytest.mark.parametrize(
    ("values", "code"), [({"email": "ny"}, "email-wrong"), ({"language": "sv"}, "language-unknown")]
)
def test_a_wrong_field_of_an_invitation_is_named(app, values, code):
    with pytest.raises(Invalid) as refusal:
        invite(**values)
    assert refusal.value.fields[0].code == code
    assert count(Invitation) == 0


def test_another_role_waits_until_the_first_offer_is_withdrawn(app):
    admin = builders.an_actor("municipality_admin")
    first = invite(admin)
    with pytest.raises(Conflict, match="invitation-waiting"):
        invite(admin, role=Role.OBSERVER)
    invitations.withdraw_invitation(admin, first.id)
    assert invite(admin, role=Role.OBSERVER).id != first.id


def test_somebody_with_a_role_here_is_not_invited_to_another(app):
    member = builders.a_person("requester")
    with pytest.raises(Conflict, match="person-has-role-here"):
        invite(email=member.email)
    assert count(Invitation) == 0


def test_somebody_known_gains_the_role_and_keeps_the_rest(app):
    known = builders.a_person("facility_manager", GJOVIK)
    link = link_of(invite(email=known.email))
    invitations.accept_as_oneself(builders.actor_of(known), link)
    assert roles(known) == [(GJOVIK, Role.FACILITY_MANAGER, None), (ASKER, Role.REQUESTER, None)]
    assert accounts.get_person(known.id).password_hash == known.password_hash


def test_nobody_takes_over_an_account_with_an_invitation_to_its_address(app):
    known = builders.a_person("operator", GJOVIK, password_hash=None)
    link = link_of(invite(email=known.email))
    with pytest.raises(Conflict, match="person-already-registered"):
        invitations.accept_as_new(link, **MYSELF)
    for other in (NOBODY, builders.an_actor("requester")):
        with pytest.raises(Forbidden, match="invitation-for-another"):
            invitations.accept_as_oneself(other, link)
    assert roles(known) == [(GJOVIK, Role.OPERATOR, None)]
    assert accounts.get_person(known.id).password_hash is None


def test_an_invitation_is_answered_once(app):
    link = link_of(invite())
    invitations.accept_as_new(link, **MYSELF)
    people = count(Person)
    with pytest.raises(Conflict, match="invitation-already-accepted"):
        invitations.accept_as_new(link, **MYSELF)
    assert count(Person) == people


def test_an_invitation_expires(app):
    invitation = invite()
    with (
        clock.standing_still(NOW + invitations.LASTS),
        pytest.raises(Conflict, match="invitation-expired"),
    ):
        invitations.accept_as_new(link_of(invitation), **MYSELF)
    assert accounts.find_person_by_email(EMAIL) is None


def test_after_expiry_one_is_invited_anew(app):
    admin = builders.an_actor("municipality_admin")
    first = invite(admin)
    with clock.standing_still(NOW + invitations.LASTS):
        assert invite(admin).id != first.id
        assert len(administration.list_waiting_invitations(ASKER, clock.now())) == 2
    with clock.standing_still(NOW + timedelta(days=60)):
        assert administration.list_waiting_invitations(ASKER, clock.now()) == []


def test_a_withdrawn_invitation_says_so(app):
    admin = builders.an_actor("municipality_admin")
    invitation = invite(admin)
    invitations.withdraw_invitation(admin, invitation.id)
    with pytest.raises(Conflict, match="invitation-withdrawn"):
        invitations.accept_as_new(link_of(invitation), **MYSELF)
    with pytest.raises(Conflict, match="invitation-withdrawn"):
        invitations.withdraw_invitation(admin, invitation.id)
    assert accounts.find_person_by_email(EMAIL) is None


def test_an_invitation_of_another_municipality_is_unknown(app):
    invitation = invite()
    with pytest.raises(NotFound, match="invitation-not-found"):
        invitations.withdraw_invitation(builders.an_actor("municipality_admin", GJOVIK), invitation.id)
    assert administration.find_invitation(invitation.id).withdrawn_at is None


@pytest.mark.parametrize("change", [lambda link: link[:-1], lambda link: "x" + link, lambda _: "", lambda _: "1"])
def test_an_altered_link_is_none(app, change):
    link = link_of(invite())
    with pytest.raises(NotFound, match="invitation-not-found"):
        invitations.accept_as_new(change(link), **MYSELF)
    assert accounts.find_person_by_email(EMAIL) is None


def test_a_link_to_set_a_password_is_no_invitation(app):
    invite()
    link = account_service.password_link(builders.a_person().id)
    with pytest.raises(NotFound, match="invitation-not-found"):
        invitations.invitation_of_link(link)


@pytest.mark.parametrize(
    ("values", "field"), [({"name": ""}, "name"), ({"password": "kort"}, "password"), ({"language": "sv"}, "language")]
)
def test_a_wrong_answer_leaves_the_invitation_open(app, values, field):
    link = link_of(invite())
    with pytest.raises(Invalid) as refusal:
        invitations.accept_as_new(link, **MYSELF | values)
    assert refusal.value.fields[0].field == field
    assert invitations.invitation_of_link(link).accepted_at is None
    assert accounts.find_person_by_email(EMAIL) is None
