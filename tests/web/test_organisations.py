"""A municipality's people, units, sites and pick-up places, and the network's members, over HTTP."""

import pytest

from marketplace.accounts import queries as accounts
from marketplace.foundation.database import db
from marketplace.foundation.translation import text
from marketplace.organisations import administration
from marketplace.organisations.models import Invitation, RoleAssignment
from marketplace.organisations.roles import Role
from marketplace.wording.refusals import SENTENCES
from tests import builders
from tests.builders import ASKER, GJOVIK, RINGERIKE
from tests.web.pages import Page
from tests.web.visiting import fetch, send

HTML = '<img src=x onerror="alert(1)">'


@pytest.fixture
def admin(client, sign_in):
    person = builders.a_person("municipality_admin", name="Inger Admin")
    sign_in(client, person)
    return person


@pytest.fixture
def operator(client, sign_in):
    person = builders.a_person("operator", GJOVIK)
    sign_in(client, person)
    return person


def role_of(person):
    return db.session.query(RoleAssignment).filter_by(person_id=person.id).one()


@pytest.mark.parametrize("role", ["observer", "requester", "facility_manager"])
@pytest.mark.parametrize(
    "address", ["/kommune", "/kommune/inviter", "/kommune/enheter/ny", "/kommune/medlemmer", "/kommune/roller/1"]
)
def test_others_have_no_such_page(client, sign_in, role, address):
    sign_in(client, builders.a_person(role))
    assert SENTENCES["permission-needed"] in fetch(client, address, 403)


def test_an_administrator_sees_who_is_there_and_who_is_invited(client, admin):
    builders.a_person("requester", name=HTML)
    builders.a_person("requester", GJOVIK, name="Fremmed Person")
    send(client, "/kommune/inviter", 302, email="ny@asker.example", role="requester", unit_id="", language="nb")
    html = fetch(client, "/kommune")
    assert "Inger Admin" in html
    assert "ny@asker.example" in html
    assert "Fremmed Person" not in html
    assert HTML not in html


def test_an_empty_municipality_says_what_to_do_next(client, operator):
    html = fetch(client, f"/kommune?kommune={RINGERIKE}")
    assert "Ringerike" in html
    assert Page(html).all("a", href=f"/kommune/inviter?kommune={RINGERIKE}")
    assert "Ingen folk ennå" in html


@pytest.mark.parametrize("number", [GJOVIK, "9999", "%00", "../../etc", "32030"])
def test_another_municipality_is_unknown_to_an_administrator(client, admin, number):
    for address in ("/kommune", "/kommune/inviter", "/kommune/enheter/ny"):
        fetch(client, f"{address}?kommune={number}", 404)
    send(client, f"/kommune/inviter?kommune={number}", 404, email="ny@x.example", role="requester", language="nb")
    assert db.session.query(Invitation).count() == 0


@pytest.mark.parametrize("number", ["9999", "%00", "x" * 500])
def test_an_operator_is_told_of_a_municipality_that_is_none(client, operator, number):
    fetch(client, f"/kommune?kommune={number}", 404)


def test_an_invitation_shows_the_link_to_copy_and_the_letter_has_the_same(client, admin, deliver, mailbox):
    answer = send(
        client, "/kommune/inviter", 302, email="Ny@Asker.example", role="facility_manager", unit_id="", language="nn"
    )
    (field,) = Page(fetch(client, answer.location)).all("input", id="invitation-link")
    deliver()
    (letter,) = mailbox.sent
    assert field["value"] in letter.text
    assert (letter.to, letter.language) == ("ny@asker.example", "nn")
    other = client.application.test_client()
    assert other.get(field["value"].removeprefix("http://ombruk.example")).status_code == 200


def test_an_invitation_sent_twice_is_one(client, admin, deliver, mailbox):
    values = {"email": "ny@asker.example", "role": "requester", "unit_id": "", "language": "nb"}
    first, second = (send(client, "/kommune/inviter", 302, **values).location for _ in range(2))
    assert first == second
    deliver()
    assert len(mailbox.sent) == db.session.query(Invitation).count() == 1


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize(
    ("values", "status", "code", "facts"),
    [
        ({"email": "ny"}, 422, "email-wrong", {}),
        ({"role": "king"}, 422, "field-not-a-choice", {}),
        ({"language": "sv"}, 422, "language-unknown", {}),
        ({"role": "municipality_admin", "unit_id": "1"}, 409, "role-covers-municipality", {}),
    ],
)
def test_a_wrong_invitation_is_told_in_the_readers_words(client, admin, language, values, status, code, facts):
    admin.language = language
    db.session.commit()
    given = {"email": "ny@asker.example", "role": "requester", "unit_id": "", "language": "nb"}
    answer = send(client, "/kommune/inviter", status, **given | values)
    assert text(language, SENTENCES[code], **facts) in answer.text
    assert db.session.query(Invitation).count() == 0


def test_an_administrator_is_not_offered_roles_of_the_network_and_cannot_give_them(client, admin):
    offered = {option.get("value") for option in Page(fetch(client, "/kommune/inviter")).all("option")}
    assert {"requester", "municipality_admin"} <= offered
    assert not {"operator", "project_lead"} & offered
    send(client, "/kommune/inviter", 403, email="ny@asker.example", role="operator", unit_id="", language="nb")
    assert db.session.query(Invitation).count() == 0


@pytest.mark.parametrize("unit_id", ["999999999999999", "9" * 40, "x", "-1", "1.5"])
def test_a_unit_that_is_none_is_unknown(client, admin, unit_id):
    values = {"email": "ny@asker.example", "role": "requester", "unit_id": unit_id, "language": "nb"}
    send(client, "/kommune/inviter", 404, **values)
    assert db.session.query(Invitation).count() == 0


def test_an_invitation_is_withdrawn_and_cannot_be_twice(client, admin, sign_in):
    values = {"email": "ny@asker.example", "role": "requester", "unit_id": "", "language": "nb"}
    address = send(client, "/kommune/inviter", 302, **values).location
    sign_in(client, builders.a_person("municipality_admin", GJOVIK))
    fetch(client, address, 404)
    send(client, f"{address}/trekk-tilbake", 404)
    sign_in(client, admin)
    assert send(client, f"{address}/trekk-tilbake", 302).location == f"/kommune?kommune={ASKER}"
    assert SENTENCES["invitation-withdrawn"] in send(client, f"{address}/trekk-tilbake", 409).text
    assert "Invitasjoner som venter" not in fetch(client, "/kommune")


def test_a_role_is_changed_and_a_stale_form_changes_nothing(client, admin):
    member, unit = builders.a_person("requester"), builders.a_unit(name="Solvang")
    address, unit_id = f"/kommune/roller/{role_of(member).id}", unit.id
    (seen,) = Page(fetch(client, address)).all("input", id="seen")
    values = {"seen": seen["value"], "role": "facility_manager", "unit_id": str(unit_id)}
    send(client, address, 302, **values)
    assert SENTENCES["stale-form"] in send(client, address, 409, **values | {"role": "municipality_admin"}).text
    db.session.expire_all()
    held = role_of(member)
    assert (held.role, held.unit_id) == (Role.FACILITY_MANAGER, unit_id)
    assert "Solvang" in fetch(client, "/kommune")


def test_the_last_administrator_is_told_why_not(client, admin):
    address = f"/kommune/roller/{role_of(admin).id}"
    html = fetch(client, address)
    assert SENTENCES["last-admin-stays"] in html
    assert "Du kan ikke stenge din egen konto" in html
    send(client, f"{address}/fjern", 409)
    send(client, address, 409, seen=role_of(admin).mark, role="observer", unit_id="")
    send(client, f"/kommune/folk/{admin.id}/steng", 409)
    db.session.expire_all()
    assert role_of(admin).role == Role.MUNICIPALITY_ADMIN
    assert accounts.get_person(admin.id).deactivated_at is None


def test_a_role_is_taken(client, admin):
    member = builders.a_person("requester")
    address = f"/kommune/roller/{role_of(member).id}"
    send(client, f"{address}/fjern", 302)
    send(client, f"{address}/fjern", 404)
    assert [row.name for row in administration.people_of(ASKER)] == ["Inger Admin"]


def test_an_account_is_closed_and_opened_again(client, admin):
    member = builders.a_person("requester", name="Ola")
    answer = send(client, f"/kommune/folk/{member.id}/steng", 302)
    html = fetch(client, answer.location)
    assert "Stengt" in html
    assert f'action="/kommune/folk/{member.id}/apne"' in html
    send(client, f"/kommune/folk/{member.id}/apne", 302)
    db.session.expire_all()
    assert accounts.get_person(member.id).deactivated_at is None


@pytest.mark.parametrize(
    "address", ["/kommune/roller/{role}", "/kommune/roller/{role}/fjern", "/kommune/folk/{person}/steng"]
)
def test_people_of_another_municipality_are_unknown(client, admin, address):
    stranger = builders.a_person("requester", GJOVIK)
    ids = {"role": role_of(stranger).id, "person": stranger.id}
    send(client, address.format(**ids), 404, role="observer", unit_id="")
    send(client, address.format(role=10**14, person=10**14), 404, role="observer", unit_id="")
    send(client, address.format(role=10**40, person=10**40), 404)
    db.session.expire_all()
    assert role_of(stranger).role == Role.REQUESTER
    assert accounts.get_person(stranger.id).deactivated_at is None


def test_the_municipalitys_page_costs_the_same_whatever_is_there(client, admin, count_queries):
    asked = []
    for _ in range(2):
        for _ in range(3):
            builders.a_person("requester", unit_id=builders.a_unit().id)
            builders.a_pickup_place()
        client.get("/kommune")
        with count_queries() as statements:
            client.get("/kommune")
        asked.append(len(statements))
    assert asked[0] == asked[1]
