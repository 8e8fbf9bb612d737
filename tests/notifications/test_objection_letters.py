"""Who is told of an objection, and of how it was resolved."""

import pytest

from marketplace.foundation import outbox
from marketplace.notifications.kinds import Kind, Pace
from marketplace.notifications.service import choose_paces
from marketplace.transfers import objections
from marketplace.transfers import service as ledger
from tests.builders import GJOVIK, a_claim, a_listing, a_person, actor_of, an_actor


@pytest.fixture
def scene(app, mailbox):
    owner = a_person("facility_manager", email="eier@asker.example")
    asker = a_person("requester", GJOVIK, email="spor@gjovik.example", name="Spør Hansen")
    listing = a_listing(quantity=5, created_by=owner.id, title="Kontorstol")
    claim = a_claim(listing, by=GJOVIK, quantity=5, state="approved", requested_by=asker.id)
    actors = [actor_of(person) for person in (owner, asker)]
    for actor in actors:
        choose_paces(actor, dict.fromkeys(Kind, Pace.AT_ONCE))
    transfer_id = ledger.hand_over(actors[0], claim.id).id
    outbox.deliver_all()
    mailbox.clear()
    return (*actors, transfer_id)


def told(mailbox):
    outbox.deliver_all()
    letters = [(letter.to, letter.identity.partition("-")[0], letter.text) for letter in mailbox.sent]
    mailbox.clear()
    return letters


def test_the_side_that_recorded_it_is_told_and_then_the_one_that_objected(scene, mailbox):
    owner, asker, transfer_id = scene
    objection_id = objections.make_objection(asker, transfer_id, "Vi fikk fire.").id
    ((to, occasion, text),) = told(mailbox)
    assert (to, occasion) == ("eier@asker.example", "objection_made")
    for wanted in ("Spør Hansen, Gjøvik", "Vi fikk fire.", f"/overforinger/{transfer_id}/innvending"):
        assert wanted in text
    objections.settle_objection(owner, objection_id, "Den femte sto i gangen.")
    ((to, occasion, text),) = told(mailbox)
    assert (to, occasion) == ("spor@gjovik.example", "objection_resolved")
    assert "Den femte sto i gangen." in text


def test_both_are_told_that_it_was_taken_back(scene, mailbox):
    _, asker, transfer_id = scene
    objections.make_objection(asker, transfer_id, "Vi fikk fire.")
    told(mailbox)
    ledger.take_back(an_actor("municipality_admin"), transfer_id, quantity=1, reason="Talte feil")
    resolved = [(to, text) for to, occasion, text in told(mailbox) if occasion == "objection_resolved"]
    assert sorted(to for to, _ in resolved) == ["eier@asker.example", "spor@gjovik.example"]
    assert all("er ført tilbake etter innvendingen" in text for _, text in resolved)
