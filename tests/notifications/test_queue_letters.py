"""Both sides are told of what the queue does by itself, each thing once."""

from datetime import timedelta

import pytest

from marketplace.accounts.models import Person
from marketplace.claims import service
from marketplace.claims.states import Otherwise
from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.listings.states import Allocation
from marketplace.notifications.kinds import Kind, Pace
from marketplace.notifications.service import choose_paces
from tests import builders
from tests.builders import ASKER, GJOVIK, RINGERIKE
from tests.claims.passing import until
from tests.conftest import NOW

DAY = timedelta(days=1)
OWNER, FIRST, SECOND = "eier@asker.example", "forst@gjovik.example", "nest@ringerike.example"


class Scene:
    """One chair of Asker's, and somebody in Gjøvik and in Ringerike who want it, all told at once."""

    def __init__(self, mailbox, **terms):
        self.mailbox = mailbox
        people = [
            builders.a_person("facility_manager", ASKER, email=OWNER),
            builders.a_person("requester", GJOVIK, email=FIRST),
            builders.a_person("requester", RINGERIKE, email=SECOND),
        ]
        self.owner, self.first, self.second = (builders.actor_of(person) for person in people)
        for actor in (self.owner, self.first, self.second):
            choose_paces(actor, dict.fromkeys(Kind, Pace.AT_ONCE))
        self.listing_id = builders.a_listing(quantity=1, created_by=people[0].id, title="Kontorstol", **terms).id

    def ask(self, actor):
        return service.request_claim(actor, self.listing_id, quantity=1, otherwise=Otherwise.BUY_NEW).id

    def told(self):
        """The letters since last asked: to whom, on what occasion."""
        outbox.deliver_all()
        letters = [(letter.to, letter.identity.partition("-")[0]) for letter in self.mailbox.sent]
        self.texts = {letter.identity.partition("-")[0]: letter.text for letter in self.mailbox.sent}
        self.mailbox.clear()
        return sorted(letters)

    def pass_days(self, first, last):
        until(NOW + first * DAY, NOW + last * DAY, timedelta(hours=2))
        return self.told()


@pytest.fixture
def first_come(app, mailbox):
    return Scene(mailbox, allocation=Allocation.FIRST_COME)


def test_both_sides_are_told_who_comes_first(first_come):
    first_come.ask(first_come.first)
    assert first_come.told() == [(OWNER, "claim_allocated"), (FIRST, "claim_approved")]
    assert "innen 29.06.2026" in first_come.texts["claim_approved"]


def test_an_offer_its_reminder_and_its_lapse_are_told_to_both_sides_once_each(first_come):
    claim = first_come.ask(first_come.first)
    first_come.ask(first_come.second)
    first_come.told()
    service.decline_claim(first_come.owner, claim, "Vannskade")
    assert first_come.told() == [
        (OWNER, "claim_offered"),
        (FIRST, "claim_declined"),
        (SECOND, "claim_advanced"),
    ]
    assert "Si ja innen 18.06.2026" in first_come.texts["claim_advanced"]
    assert first_come.pass_days(0, 10) == [
        (OWNER, "claim_lapsed_here"),
        (OWNER, "claim_reminded"),
        (SECOND, "claim_answer_due"),
        (SECOND, "claim_lapsed"),
    ]
    assert "Tilbudet ble ikke besvart innen fristen." in first_come.texts["claim_lapsed"]


def test_what_is_not_fetched_is_told_of_once_each_however_often_the_worker_comes_by(first_come):
    claim = first_come.ask(first_come.first)
    first_come.told()
    service.extend_claim(first_come.first, claim)
    assert first_come.told() == [(OWNER, "claim_extended")]
    assert first_come.pass_days(0, 30) == [
        (OWNER, "claim_lapsed_here"),
        (OWNER, "claim_reminded"),
        (FIRST, "claim_collect_due"),
        (FIRST, "claim_lapsed"),
    ]


def test_what_lapses_twice_is_told_of_twice(first_come):
    claim = first_come.ask(first_come.first)
    first_come.pass_days(0, 20)
    with clock.standing_still(NOW + 20 * DAY):
        service.restore_claim(first_come.owner, claim)
        assert first_come.told() == [(FIRST, "claim_restored")]
    assert "Dere må hente innen 19.07.2026" in first_come.texts["claim_restored"]
    assert (FIRST, "claim_lapsed") in first_come.pass_days(20, 40)


def test_a_week_of_outage_tells_each_thing_once(first_come):
    first_come.ask(first_come.first)
    first_come.told()
    assert first_come.pass_days(21, 21) == [(OWNER, "claim_reminded"), (FIRST, "claim_collect_due")]


def test_an_owner_who_chooses_is_told_who_still_wants_it_and_the_other_that_it_waits(app, mailbox):
    scene = Scene(mailbox)
    first, second = scene.ask(scene.first), scene.ask(scene.second)
    scene.told()
    service.approve_claim(scene.owner, second)
    assert scene.told() == [(FIRST, "claim_sent_back"), (SECOND, "claim_approved")]
    service.cancel_claim(scene.second, second)
    scene.told()
    service.accept_offer(scene.first, first)
    assert scene.told() == [(OWNER, "claim_accepted")]


def test_an_owner_who_does_not_answer_is_reminded_and_the_other_side_knows(app, mailbox):
    scene = Scene(mailbox)
    scene.ask(scene.first)
    scene.told()
    assert scene.pass_days(0, 30) == [(OWNER, "claim_unanswered"), (FIRST, "claim_reminded")]


def test_everybody_is_told_of_a_draw(app, mailbox):
    scene = Scene(mailbox, allocation=Allocation.DRAW, draw_at=NOW + DAY, draw_seed="5eed")
    scene.ask(scene.first)
    scene.ask(scene.second)
    assert scene.told() == [(OWNER, "claim_queued"), (OWNER, "claim_queued")]
    told = scene.pass_days(1, 1)
    assert sorted(occasion for _, occasion in told) == [
        "claim_allocated",
        "claim_approved",
        "claim_drawn",
        "listing_drawn",
    ]
    assert {to for to, _ in told} == {OWNER, FIRST, SECOND}
    assert f"/annonser/{scene.listing_id}/trekning" in scene.texts["listing_drawn"]


def test_no_letter_before_a_yes_holds_an_address_of_a_person(app, mailbox):
    scene = Scene(mailbox)
    claim = scene.ask(scene.first)
    scene.ask(scene.second)
    service.send_message(scene.first, claim, "Kan vi komme og se?")
    service.decline_claim(scene.owner, claim, "Nei")
    outbox.deliver_all()
    addresses = {person.email for person in db.session.query(Person)}
    assert len(mailbox.sent) >= 4
    for letter in mailbox.sent:
        assert not [address for address in addresses if address in letter.text + letter.html]
