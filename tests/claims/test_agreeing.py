"""Messages and appointments."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select

from marketplace.claims import appointing, queries, service
from marketplace.claims.models import Appointment, Message
from marketplace.claims.states import StepKind
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from tests.builders import GJOVIK, RINGERIKE, a_claim, a_listing, a_unit, an_actor

pytestmark = pytest.mark.usefixtures("app")

TOMORROW = datetime(2026, 6, 16, 8, 0, tzinfo=UTC)


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count(model.id)))


def agree(actor, claim, place="Port 3", from_at=TOMORROW, until_at=TOMORROW + timedelta(hours=2)):
    return appointing.make_appointment(actor, claim.id, place=place, from_at=from_at, until_at=until_at)


def test_both_sides_write_and_read_the_same_thread():
    claim = a_claim(a_listing())
    owner, claimant = an_actor(), an_actor(of=GJOVIK)
    service.send_message(claimant, claim.id, "Kan vi hente torsdag?\r\nMed varebil.")
    service.send_message(owner, claim.id, "Ja")
    seen = [(m.text, m.municipality, m.is_mine) for m in queries.get_detail(owner, claim.id).messages]
    assert seen == [("Kan vi hente torsdag?\nMed varebil.", "Gjøvik", False), ("Ja", "Asker", True)]
    colleague = queries.get_detail(an_actor(), claim.id).messages
    assert [message.is_mine for message in colleague] == [False, True]


def test_who_wrote_is_told_apart_within_one_municipality():
    unit = a_unit()
    claim = a_claim(a_listing(unit_id=unit.id), by="3203", requested_by=an_actor("requester").person_id)
    both = an_actor()
    assert service.send_message(both, claim.id, "Hei").from_owner
    claim = a_claim(a_listing(unit_id=unit.id), by="3203", requested_by=both.person_id)
    assert not service.send_message(both, claim.id, "Hei").from_owner


def test_a_message_sent_twice_is_one():
    claim, actor = a_claim(a_listing()), an_actor()
    first = service.send_message(actor, claim.id, "Hei", "a form")
    assert service.send_message(actor, claim.id, "Hei", "a form").id == first.id
    assert count(Message) == 1
    with pytest.raises(Conflict):
        service.send_message(actor, a_claim(a_listing()).id, "Hei", "a form")


@pytest.mark.parametrize("text", ["", " \n ", "\x00\x01", "a" * 2001])
def test_an_empty_or_overlong_message_is_refused(text):
    with pytest.raises(Invalid) as caught:
        service.send_message(an_actor(), a_claim(a_listing()).id, text)
    assert caught.value.fields[0].field == "text"
    assert count(Message) == 0


def test_strangers_neither_read_nor_write():
    claim = a_claim(a_listing())
    stranger = an_actor(of=RINGERIKE)
    with pytest.raises(NotFound):
        service.send_message(stranger, claim.id, "Hei")
    with pytest.raises(NotFound):
        queries.get_detail(stranger, claim.id)
    assert count(Message) == 0


@pytest.mark.parametrize("of", ["3203", GJOVIK])
def test_either_side_sets_the_appointment_and_the_newest_counts(of):
    claim, actor = a_claim(a_listing(), state="approved"), an_actor(of=of)
    agree(actor, claim)
    agree(actor, claim, " Port 4 ", TOMORROW + timedelta(days=1), TOMORROW + timedelta(days=1, hours=1))
    shown = queries.get_detail(actor, claim.id)
    assert (shown.row.appointment.place, shown.row.appointment.from_at) == ("Port 4", TOMORROW + timedelta(days=1))
    assert [step.kind for step in shown.steps] == [StepKind.APPOINTED] * 2


@pytest.mark.parametrize("state", ["requested", "queued", "handed_over", "cancelled"])
def test_only_what_is_approved_is_fetched(state):
    with pytest.raises(Conflict):
        agree(an_actor(), a_claim(a_listing(), state=state))
    assert count(Appointment) == 0


@pytest.mark.parametrize(
    ("place", "from_at", "until_at", "field"),
    [
        ("", TOMORROW, TOMORROW + timedelta(hours=1), "place"),
        ("a" * 301, TOMORROW, TOMORROW + timedelta(hours=1), "place"),
        ("Port", TOMORROW, TOMORROW, "until"),
        ("Port", TOMORROW, TOMORROW - timedelta(hours=1), "until"),
        ("Port", TOMORROW - timedelta(days=9), TOMORROW - timedelta(days=8), "until"),
        ("Port", TOMORROW, TOMORROW + timedelta(days=731), "until"),
        ("Port", TOMORROW, datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=5))), "until"),
        ("Port", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))), TOMORROW, "from"),
        ("Port", TOMORROW.replace(tzinfo=None), TOMORROW, "from"),
    ],
)
def test_a_time_or_place_that_cannot_be_is_refused(place, from_at, until_at, field):
    with pytest.raises(Invalid) as caught:
        agree(an_actor(), a_claim(a_listing(), state="approved"), place, from_at, until_at)
    assert caught.value.fields[0].field == field
    assert count(Appointment) == 0


def test_no_address_is_shown_before_the_owner_said_yes():
    claim = a_claim(a_listing())
    owner, claimant = an_actor(), an_actor(of=GJOVIK)
    for actor in (owner, claimant):
        detail = queries.get_detail(actor, claim.id)
        assert detail.contacts == ()
        assert "@" not in repr(detail)
    service.approve_claim(owner, claim.id)
    assert [contact.municipality for contact in queries.get_detail(claimant, claim.id).contacts] == ["Gjøvik", "Asker"]
    assert all("@" in contact.email for contact in queries.get_detail(owner, claim.id).contacts)


def test_an_observer_is_on_neither_side():
    with pytest.raises((Forbidden, NotFound)):
        service.send_message(an_actor("observer"), a_claim(a_listing()).id, "Hei")
