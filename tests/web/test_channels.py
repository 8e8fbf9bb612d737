"""A municipality's channels in Teams, on pages."""

import pytest
from sqlalchemy import select

from marketplace.foundation import ports
from marketplace.foundation.database import db
from marketplace.notifications.kinds import CHANNEL_DEFAULTS, Kind, Pace
from marketplace.notifications.models import Card, Channel
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.web import visiting
from tests.web.acting import count, fetch, only
from tests.web.pages import Page

WORKFLOW = "https://prod-01.westeurope.logic.azure.com:443/workflows/abc/triggers/manual/paths/invoke?sig=hemmelig"
CHOSEN = {kind.value: pace.value for kind, pace in CHANNEL_DEFAULTS.items()}
NEW = "/kommune/kanaler/ny"


@pytest.fixture
def admin(client, sign_in):
    return sign_in(client, builders.a_person("municipality_admin"))


def send(client, where, status=302, /, **values):
    return visiting.send(client, where, status, **values)


def made(admin, **values):
    send(admin, NEW, **(CHOSEN | {"name": "Eiendom", "address": WORKFLOW, "unit_id": ""} | values))
    return only(Channel)


@pytest.mark.parametrize("role", ["observer", "requester", "facility_manager", "project_lead"])
def test_only_administrators_set_up_channels(client, sign_in, role):
    sign_in(client, builders.a_person(role))
    fetch(client, NEW, status=403)
    assert client.post(NEW, data=CHOSEN | {"name": "x", "address": WORKFLOW}).status_code == 403
    assert count(Channel) == 0


def test_a_channel_is_set_up_and_gets_a_first_card(admin, deliver):
    channel = made(admin)
    assert (channel.name, channel.municipality_number, channel.paces) == ("Eiendom", ASKER, CHANNEL_DEFAULTS)
    place = f"/kommune/kanaler/{channel.id}"
    deliver()
    ((address, card),) = ports.poster().posted
    assert address == WORKFLOW
    assert "Kanalen virker" in str(card)
    html = fetch(admin, place)
    assert "Siste kort kom fram" in html
    assert "hemmelig" not in html
    assert Page(fetch(admin, "/kommune")).all("a", href=place)


def test_a_channel_is_changed_without_writing_its_address_again(admin):
    channel = made(admin)
    seen = Page(fetch(admin, f"/kommune/kanaler/{channel.id}")).all("input", name="seen")[0]["value"]
    unit = builders.a_unit()
    values = CHOSEN | {"name": "Bygg", "address": "", "unit_id": str(unit.id), "request": "daily", "seen": seen}
    send(admin, f"/kommune/kanaler/{channel.id}", **values)
    channel = only(Channel)
    assert (channel.name, channel.address, channel.unit_id) == ("Bygg", WORKFLOW, unit.id)
    assert channel.paces[Kind.REQUEST] is Pace.DAILY
    assert unit.name in fetch(admin, "/kommune")
    again = send(admin, f"/kommune/kanaler/{channel.id}", 409, **values)
    assert "Noen andre har endret" in again.text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://prod-01.westeurope.logic.azure.com/workflows/x",
        "https://127.0.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://localhost/x",
        "https://logic.azure.com.ondt.example/x",
        "https://ondt.example/?https://prod.logic.azure.com/",
        "https://prod.logic.azure.com@ondt.example/x",
        "https://prod.logic.azure.com:8443/x",
        "https://a b.logic.azure.com/x",
        "ftp://prod.logic.azure.com/x",
        "https://prod.logic.azure.com/" + "x" * 2000,
        "rubbish",
    ],
)
def test_an_address_that_is_no_workflow_is_refused_and_nothing_is_kept(admin, address):
    values = CHOSEN | {"name": "Eiendom", "address": address, "unit_id": ""}
    html = send(admin, NEW, 422, **values).text
    assert "arbeidsflyten i Teams viser" in html or "Fyll ut feltet." in html
    assert count(Channel) == count(Card) == 0


def test_a_name_is_used_once_and_a_units_channel_needs_its_own_unit(admin):
    made(admin)
    taken = CHOSEN | {"name": "eiendom", "address": WORKFLOW, "unit_id": ""}
    assert "Det finnes allerede noe med navnet" in send(admin, NEW, 422, **taken).text
    foreign = CHOSEN | {"name": "Annen", "address": WORKFLOW, "unit_id": str(builders.a_unit(GJOVIK).id)}
    send(admin, NEW, 404, **foreign)
    assert count(Channel) == 1


def test_a_card_to_try_it_is_sent_when_asked_for(admin, deliver):
    channel = made(admin)
    send(admin, f"/kommune/kanaler/{channel.id}/prov")
    deliver()
    assert len(ports.poster().posted) == 2


def test_a_channel_that_is_removed_is_forgotten_with_its_address_and_what_waits(admin, deliver):
    channel = made(admin)
    send(admin, f"/kommune/kanaler/{channel.id}/fjern")
    deliver()
    assert ports.poster().posted == []
    assert count(Channel) == count(Card) == 0


def test_another_municipalitys_channel_is_not_there(client, sign_in, admin):
    channel = made(admin)
    stranger = sign_in(client, builders.a_person("municipality_admin", GJOVIK))
    fetch(stranger, f"/kommune/kanaler/{channel.id}", status=404)
    for deed in ("", "/prov", "/fjern"):
        assert stranger.post(f"/kommune/kanaler/{channel.id}{deed}", data=CHOSEN | {"name": "x"}).status_code == 404
    db.session.rollback()
    assert db.session.scalars(select(Channel.name)).all() == ["Eiendom"]


def test_an_operator_helps_any_municipality(client, sign_in):
    operator = sign_in(client, builders.a_person("operator"))
    values = CHOSEN | {"name": "Eiendom", "address": WORKFLOW, "unit_id": ""}
    send(operator, f"{NEW}?kommune={GJOVIK}", **values)
    assert only(Channel).municipality_number == GJOVIK


def test_there_is_an_end_to_channels(admin):
    for number in range(20):
        send(admin, NEW, **(CHOSEN | {"name": f"Kanal {number}", "address": WORKFLOW, "unit_id": ""}))
    more = CHOSEN | {"name": "En til", "address": WORKFLOW, "unit_id": ""}
    assert "Kommunen har allerede 20 kanaler" in send(admin, NEW, 409, **more).text
