"""A municipality's units, sites and pick-up places, and the network's members, over HTTP."""

import pytest

from marketplace.foundation.database import db
from marketplace.foundation.translation import text
from marketplace.organisations import queries
from marketplace.organisations.models import Membership, Unit
from marketplace.wording.refusals import SENTENCES
from tests import builders
from tests.builders import ASKER, GJOVIK, HAMAR
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


PARTS = [
    ("enheter", queries.list_units, {"name": "Solvang skole"}),
    ("steder", queries.list_sites, {"name": "Bygg B", "address": "Skoleveien 1", "unit_id": ""}),
    ("hentesteder", queries.list_pickup_places, {"name": "Rampen", "address": "", "directions": HTML, "site_id": ""}),
]


@pytest.mark.parametrize(("kind", "listed", "values"), PARTS)
def test_a_part_is_added_changed_closed_and_opened_again(client, admin, kind, listed, values):
    fetch(client, f"/kommune/{kind}/ny")
    assert send(client, f"/kommune/{kind}/ny", 302, **values).location == f"/kommune?kommune={ASKER}"
    (part,) = listed(ASKER)
    address = f"/kommune/{kind}/{part.id}"
    assert HTML not in fetch(client, "/kommune")
    (seen,) = Page(fetch(client, address)).all("input", id="seen")
    send(client, address, 302, **values | {"name": "Nytt navn", "seen": seen["value"]})
    assert (
        SENTENCES["stale-form"]
        in send(client, address, 409, **values | {"name": "Enda et", "seen": seen["value"]}).text
    )
    assert [one.name for one in listed(ASKER)] == ["Nytt navn"]
    for _ in range(2):
        send(client, f"{address}/steng", 302)
    assert listed(ASKER) == []
    assert "Stengt" in fetch(client, address)
    send(client, f"{address}/apne", 302)
    assert len(listed(ASKER)) == 1


@pytest.mark.parametrize(("kind", "listed", "values"), PARTS)
@pytest.mark.parametrize(
    ("name", "code", "facts"),
    [
        ("", None, {}),
        ("x" * 121, "text-too-long", {"most": 120}),
        ("a\x07b", "text-has-control-characters", {}),
    ],
)
def test_a_wrong_name_is_told_and_nothing_added(client, admin, kind, listed, values, name, code, facts):
    answer = send(client, f"/kommune/{kind}/ny", 422, **values | {"name": name})
    assert (text("nb", SENTENCES[code], **facts) if code else "Fyll ut feltet.") in answer.text
    assert listed(ASKER) == []


@pytest.mark.parametrize(("kind", "listed", "values"), PARTS)
def test_a_form_sent_twice_adds_one(client, admin, kind, listed, values):
    send(client, f"/kommune/{kind}/ny", 302, **values)
    answer = send(client, f"/kommune/{kind}/ny", 422, **values)
    assert f"Det finnes allerede noe med navnet «{values['name']}»" in answer.text
    assert len(listed(ASKER)) == 1


@pytest.mark.parametrize(("kind", "listed", "values"), PARTS)
def test_a_part_of_another_municipality_is_unknown(client, admin, sign_in, kind, listed, values):
    send(client, f"/kommune/{kind}/ny", 302, **values)
    part_id = listed(ASKER)[0].id
    sign_in(client, builders.a_person("municipality_admin", GJOVIK))
    for number in (part_id, 10**14, 10**40):
        fetch(client, f"/kommune/{kind}/{number}", 404)
        send(client, f"/kommune/{kind}/{number}", 404, **values | {"name": "Stjålet"})
        send(client, f"/kommune/{kind}/{number}/steng", 404)
        send(client, f"/kommune/{kind}/{number}/apne", 404)
    assert [one.name for one in listed(ASKER)] == [values["name"]]


def test_a_directory_in_a_name_is_a_name(client, admin):
    send(client, "/kommune/enheter/ny", 302, name="../../etc/passwd")
    assert db.session.query(Unit).one().name == "../../etc/passwd"


def test_a_project_lead_sees_the_members_and_changes_none(client, sign_in):
    sign_in(client, builders.a_person("project_lead"))
    assert client.get("/kommune").location == "/kommune/medlemmer"
    html = fetch(client, "/kommune/medlemmer")
    assert "Ringerike" in html
    assert "01.01.2024" in html
    assert not Page(html).all("a", href="/kommune/medlemmer/ny")
    row = queries.list_memberships()[0]
    fetch(client, f"/kommune/medlemmer/{row.id}", 403)
    send(client, "/kommune/medlemmer/ny", 403, municipality=HAMAR, from_on="2026-01-01")


def test_an_operator_lets_a_municipality_in_and_out(client, operator):
    fetch(client, "/kommune/medlemmer/ny")
    values = {"municipality": HAMAR, "from_on": "15.06.2026", "to_on": ""}
    assert send(client, "/kommune/medlemmer/ny", 302, **values).location == "/kommune/medlemmer"
    assert SENTENCES["membership-overlaps"] in send(client, "/kommune/medlemmer/ny", 409, **values).text
    row = next(one for one in queries.list_memberships() if one.municipality_number == HAMAR and one.to_on is None)
    address = f"/kommune/medlemmer/{row.id}"
    (seen,) = Page(fetch(client, address)).all("input", id="seen")
    change = {"from_on": "2026-06-15", "to_on": "2026-12-31", "seen": seen["value"]}
    send(client, address, 302, **change)
    assert SENTENCES["stale-form"] in send(client, address, 409, **change | {"to_on": ""}).text
    assert "31.12.2026" in fetch(client, "/kommune/medlemmer")


@pytest.mark.parametrize(
    ("values", "status", "sentence"),
    [
        ({"from_on": ""}, 422, "Fyll ut feltet."),
        ({"from_on": "i går"}, 422, None),
        ({"from_on": "31.02.2026"}, 422, None),
        ({"from_on": "1.1.2001"}, 422, "Velg en dato fra 2010 til 2100."),
        ({"to_on": "01.01.2025"}, 422, SENTENCES["membership-ends-before-start"]),
        ({"municipality": "9999"}, 404, None),
        ({"municipality": "\0"}, 404, None),
    ],
)
def test_a_wrong_membership_is_told_and_changes_nothing(client, operator, values, status, sentence):
    before = db.session.query(Membership).count()
    given = {"municipality": HAMAR, "from_on": "15.06.2026", "to_on": ""}
    answer = send(client, "/kommune/medlemmer/ny", status, **given | values)
    assert sentence is None or sentence in answer.text
    assert db.session.query(Membership).count() == before


def test_the_organisation_number_is_written_down_and_taken_away(client, admin):
    fetch(client, "/kommune/organisasjonsnummer")
    send(client, "/kommune/organisasjonsnummer", 302, organisation_number="920 125 298", seen="")
    assert "920125298" in fetch(client, "/kommune")
    send(client, "/kommune/organisasjonsnummer", 409, organisation_number="", seen="")
    send(client, "/kommune/organisasjonsnummer", 302, organisation_number="", seen="920125298")
    assert queries.get_municipality(ASKER).organisation_number is None


@pytest.mark.parametrize(
    "wrong", ["920125297", "92012529", "9201252980", "ni siffer", "\N{ARABIC-INDIC DIGIT NINE}20125298"]
)
def test_what_is_no_organisation_number_is_refused(client, admin, wrong):
    answer = send(client, "/kommune/organisasjonsnummer", 422, organisation_number=wrong, seen="")
    assert text("nb", SENTENCES["organisation-number-wrong"]) in answer.text
    assert queries.get_municipality(ASKER).organisation_number is None


def test_only_the_municipalitys_administrators_write_its_number(client, sign_in):
    sign_in(client, builders.a_person("facility_manager"))
    assert client.post("/kommune/organisasjonsnummer", data={"organisation_number": "920125298"}).status_code == 403


def test_a_site_may_have_a_position_and_a_wrong_one_is_told(client, admin):
    send(client, "/kommune/steder/ny", 422, name="Bygg B", address="", unit_id="", position="midt i byen")
    assert queries.list_sites(ASKER) == []
    send(client, "/kommune/steder/ny", 302, name="Bygg B", address="", unit_id="", position=" 59.8331,10.4392 ")
    (site,) = queries.list_sites(ASKER)
    assert (site.latitude, site.longitude) == (59.8331, 10.4392)
    address = f"/kommune/steder/{site.id}"
    (field,) = Page(fetch(client, address)).all("input", id="position")
    assert field["value"] == "59.8331, 10.4392"
    (seen,) = Page(fetch(client, address)).all("input", id="seen")
    send(client, address, 302, name="Bygg B", address="", unit_id="", position="", seen=seen["value"])
    assert queries.list_sites(ASKER)[0].latitude is None
