"""Who is told what of a claim."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from marketplace.claims import appointing, service
from marketplace.claims.states import Otherwise
from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.foundation.outbox import Delivery
from marketplace.listings import service as listings
from marketplace.notifications.kinds import Kind, Pace
from marketplace.notifications.service import choose_paces
from marketplace.organisations import people
from marketplace.organisations.models import RoleAssignment
from marketplace.organisations.queries import operator_actor
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.transfers import service as transfers
from tests import builders
from tests.builders import ASKER, GJOVIK, RINGERIKE
from tests.conftest import NOW


class Scene:
    """Three chairs of Asker's, their owner, and people in Gjøvik and Ringerike who want some, all told at once."""

    def __init__(self, mailbox):
        self.mailbox = mailbox
        owner, asker, third = (
            builders.a_person("facility_manager", ASKER, name="Eier Olsen", email="eier@asker.example"),
            builders.a_person("requester", GJOVIK, name="Spør Hansen", email="spor@gjovik.example"),
            builders.a_person("requester", RINGERIKE, name="Tredje Dahl", email="tredje@ringerike.example"),
        )
        listing = builders.a_listing(quantity=3, created_by=owner.id, title="Kontorstol")
        self.listing_id = listing.id
        self.owner, self.asker, self.third = (builders.actor_of(person) for person in (owner, asker, third))
        for actor in (self.owner, self.asker, self.third):
            choose_paces(actor, dict.fromkeys(Kind, Pace.AT_ONCE))

    def ask(self, actor=None, quantity=2, message=""):
        claim = service.request_claim(
            actor or self.asker, self.listing_id, quantity=quantity, otherwise=Otherwise.BUY_NEW, message=message
        )
        return claim.id

    def told(self):
        """The letters since last asked: to whom, on what occasion."""
        outbox.deliver_all()
        letters = [(letter.to, letter.identity.partition("-")[0]) for letter in self.mailbox.sent]
        self.texts = {letter.to: letter.text for letter in self.mailbox.sent}
        self.files = {letter.to: letter.attachments[0] for letter in self.mailbox.sent if letter.attachments}
        self.mailbox.clear()
        return letters

    def approved(self, quantity=None):
        claim_id = self.ask()
        service.approve_claim(self.owner, claim_id, quantity)
        self.told()
        return claim_id


@pytest.fixture
def scene(app, mailbox):
    return Scene(mailbox)


def test_the_owner_is_told_of_a_request(scene):
    claim_id = scene.ask(message="Vi kan hente fredag.")
    assert scene.told() == [("eier@asker.example", "claim_requested")]
    text = scene.texts["eier@asker.example"]
    assert "Spør Hansen i Gjøvik ber om 2 stk. av «Kontorstol»" in text
    assert "Vi kan hente fredag." in text
    assert f"http://ombruk.example/foresporsler/{claim_id}" in text


def test_the_owner_is_told_of_a_request_in_the_queue(scene):
    scene.ask(quantity=3)
    scene.told()
    scene.ask(scene.third)
    assert scene.told() == [("eier@asker.example", "claim_queued")]


def test_whoever_waited_and_the_owner_are_told_when_it_is_their_turn(scene):
    first, second = scene.ask(quantity=3), scene.ask(scene.third)
    scene.told()
    service.cancel_claim(scene.asker, first)
    assert sorted(scene.told()) == [
        ("eier@asker.example", "claim_cancelled"),
        ("eier@asker.example", "claim_requested"),
        ("tredje@ringerike.example", "claim_advanced"),
    ]
    assert f"/foresporsler/{second}" in scene.texts["tredje@ringerike.example"]


def test_whoever_asked_is_told_how_many_they_get(scene):
    claim_id = scene.ask()
    scene.told()
    service.approve_claim(scene.owner, claim_id, 1)
    assert scene.told() == [("spor@gjovik.example", "claim_approved")]
    assert "1 av 2 stk." in scene.texts["spor@gjovik.example"]


def test_whoever_asked_is_told_no_and_why(scene):
    claim_id = scene.ask()
    scene.told()
    service.decline_claim(scene.owner, claim_id, "Vi trenger dem selv.")
    assert scene.told() == [("spor@gjovik.example", "claim_declined")]
    assert "Vi trenger dem selv." in scene.texts["spor@gjovik.example"]


def test_a_withdrawn_listing_is_told_in_words(scene):
    scene.ask(scene.third)
    scene.told()
    listings.withdraw_listing(scene.owner, scene.listing_id)
    assert scene.told() == [("tredje@ringerike.example", "claim_declined")]
    assert "Eieren har trukket annonsen." in scene.texts["tredje@ringerike.example"]


def test_a_message_reaches_the_other_side_only(scene):
    claim_id = scene.ask()
    scene.told()
    service.send_message(scene.asker, claim_id, "Passer fredag?\nHilsen oss")
    assert scene.told() == [("eier@asker.example", "claim_message")]
    assert "Passer fredag? Hilsen oss" in scene.texts["eier@asker.example"]
    service.send_message(scene.owner, claim_id, "Ja")
    assert scene.told() == [("spor@gjovik.example", "claim_message")]


READERS = ("eier@asker.example", "spor@gjovik.example")


def agree(scene, claim_id, actor=None, days=1):
    at = NOW + timedelta(days=days)
    appointing.make_appointment(
        actor or scene.owner, claim_id, place="Rampen", from_at=at, until_at=at + timedelta(hours=2)
    )


def test_an_appointment_is_told_to_both_sides_whoever_made_it(scene):
    claim_id = scene.approved()
    for actor in (scene.asker, scene.owner):
        agree(scene, claim_id, actor)
        assert sorted(scene.told()) == [(reader, "claim_appointment") for reader in READERS]
        for reader in READERS:
            assert "16.06.2026 kl. 12.00" in scene.texts[reader]
            assert "Rampen" in scene.texts[reader]


def test_each_side_gets_its_own_calendar_file_with_the_letter(scene):
    claim_id = scene.approved()
    agree(scene, claim_id)
    scene.told()
    summaries = {to: str(event(file)["summary"]) for to, file in scene.files.items()}
    assert summaries == {
        "eier@asker.example": "Gjøvik henter 2 stk. Kontorstol",
        "spor@gjovik.example": "Hent 2 stk. Kontorstol hos Asker",
    }
    assert {(file.name, file.mimetype, file.method) for file in scene.files.values()} == {
        (f"henting-{claim_id}.ics", "text/calendar", "PUBLISH")
    }


def test_a_changed_and_a_cancelled_time_replace_the_first_in_the_calendar(scene):
    claim_id = scene.approved()
    seen = []
    for change in (
        lambda: agree(scene, claim_id),
        lambda: agree(scene, claim_id, days=2),
        lambda: appointing.cancel_appointment(scene.asker, claim_id),
        lambda: agree(scene, claim_id, days=3),
    ):
        change()
        told = scene.told()
        file = scene.files["spor@gjovik.example"]
        seen.append((told[0][1], file.method, event(file)["sequence"], str(event(file)["status"])))
        assert str(event(file)["uid"]) == f"claim-{claim_id}@ombruk.example"
    assert seen == [
        ("claim_appointment", "PUBLISH", 0, "CONFIRMED"),
        ("claim_appointment", "PUBLISH", 1, "CONFIRMED"),
        ("claim_unappointed", "CANCEL", 2, "CANCELLED"),
        ("claim_appointment", "PUBLISH", 3, "CONFIRMED"),
    ]


@pytest.mark.parametrize("ending", ["cancel", "decline"])
def test_a_claim_that_ends_takes_its_appointment_out_of_both_calendars(scene, ending):
    claim_id = scene.approved()
    agree(scene, claim_id)
    scene.told()
    if ending == "cancel":
        service.cancel_claim(scene.asker, claim_id)
    else:
        service.decline_claim(scene.owner, claim_id, "Brukes likevel.")
    told = scene.told()
    assert [(reader, "claim_unappointed") for reader in READERS] == sorted(
        one for one in told if one[1] == "claim_unappointed"
    )
    for reader in READERS:
        assert scene.files[reader].method == "CANCEL"
        assert event(scene.files[reader])["sequence"] == 1


def event(file):
    return Calendar.from_ical(file.content).walk("VEVENT")[0]


def test_a_hand_over_and_its_reversal_are_told_to_whoever_did_not_record_them(scene):
    claim_id = scene.approved()
    transfer_id = transfers.hand_over(scene.asker, claim_id).id
    assert ("eier@asker.example", "claim_handed_over") in scene.told()
    lead = builders.an_actor("municipality_admin", ASKER)
    transfers.take_back(lead, transfer_id, quantity=1, reason="Talte feil")
    told = scene.told()
    assert {("eier@asker.example", "claim_reversed"), ("spor@gjovik.example", "claim_reversed")} <= set(told)
    assert "1 stk. av «Kontorstol» er" in scene.texts["eier@asker.example"]
    assert "Talte feil" in scene.texts["eier@asker.example"]


def test_when_whoever_made_the_listing_is_gone_the_colleague_who_took_over_is_told(scene):
    for number in (1, 2):
        builders.a_person("facility_manager", ASKER, email=f"annen{number}@asker.example")
    builders.a_person("requester", ASKER, email="ansatt@asker.example")
    role = db.session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == scene.owner.person_id)).one()
    people.take_role(operator_actor(ASKER), role.id)
    scene.ask()
    assert sorted(scene.told()) == [
        ("annen1@asker.example", "claim_requested"),
        ("annen1@asker.example", "tasks_handed_on"),
    ]


def test_when_whoever_asked_is_gone_their_colleagues_are_told(scene):
    claim_id = scene.ask()
    scene.told()
    builders.a_person("requester", GJOVIK, email="kollega@gjovik.example")
    people.deactivate_person(operator_actor(GJOVIK), scene.asker.person_id)
    service.approve_claim(scene.owner, claim_id)
    assert sorted(scene.told()) == [
        ("kollega@gjovik.example", "claim_approved"),
        ("kollega@gjovik.example", "tasks_handed_on"),
    ]


def test_every_handler_bears_being_called_twice(scene):
    """Everything of a whole journey delivered again sends no letter again."""
    claim_id = scene.approved()
    service.send_message(scene.asker, claim_id, "Hei")
    transfers.hand_over(scene.owner, claim_id)
    waiting = list(db.session.scalars(select(Delivery)))
    events = [(row.event, row.facts, row.handler) for row in waiting]
    assert scene.told()
    for event, facts, handler in events:
        now = NOW
        db.session.add(Delivery(event=event, facts=facts, handler=handler, recorded_at=now, due_at=now, attempts=0))
    db.session.commit()
    assert scene.told() == []
    assert outbox.state().given_up == outbox.state().waiting == 0


def test_whatever_happens_to_a_claim_is_told_to_somebody():
    told = {
        event.__name__
        for event, handlers in SUBSCRIPTIONS.items()
        if any(handler.__module__.endswith("notify_claims") for handler in handlers)
    }
    assert told == {
        "AppointmentCancelled",
        "AppointmentMade",
        "ClaimAdvanced",
        "ClaimApproved",
        "ClaimCancelled",
        "ClaimDeclined",
        "ClaimQueued",
        "ClaimRequested",
        "HandedOver",
        "MessageSent",
        "TransferReversed",
    }
