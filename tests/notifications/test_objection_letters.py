"""Who is told of an objection, and of how it was resolved."""

from datetime import timedelta

import pytest

from marketplace.foundation import clock, outbox
from marketplace.notifications.kinds import Kind, Pace
from marketplace.notifications.service import choose_paces
from marketplace.transfers import objections, settling
from marketplace.transfers import service as ledger
from tests.builders import GJOVIK, HAMAR, a_claim, a_listing, a_person, actor_of, an_actor
from tests.conftest import NOW


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
    _, asker, transfer_id = scene
    objection_id = objections.make_objection(asker, transfer_id, "Vi fikk fire.").id
    ((to, occasion, text),) = told(mailbox)
    assert (to, occasion) == ("eier@asker.example", "objection_made")
    for wanted in ("Spør Hansen, Gjøvik", "Vi fikk fire.", f"/overforinger/{transfer_id}/innvending"):
        assert wanted in text
    settling.settle_objection(asker, objection_id, "Den femte sto i gangen.")
    ((to, occasion, text),) = told(mailbox)
    assert (to, occasion) == ("eier@asker.example", "objection_resolved")
    assert "Den femte sto i gangen." in text


def test_both_are_told_that_it_was_taken_back(scene, mailbox):
    _, asker, transfer_id = scene
    objections.make_objection(asker, transfer_id, "Vi fikk fire.")
    told(mailbox)
    ledger.take_back(an_actor("municipality_admin"), transfer_id, quantity=5, reason="Talte feil")
    resolved = [(to, text) for to, occasion, text in told(mailbox) if occasion == "objection_resolved"]
    assert sorted(to for to, _ in resolved) == ["eier@asker.example", "spor@gjovik.example"]
    assert all("er ført tilbake etter innvendingen" in text for _, text in resolved)


def test_the_side_that_objected_is_asked_whether_a_correction_is_right(scene, mailbox):
    _, asker, transfer_id = scene
    objections.make_objection(asker, transfer_id, "Vi fikk fire.")
    told(mailbox)
    ledger.take_back(an_actor("municipality_admin"), transfer_id, quantity=1, reason="Talte feil")
    found = {(to, occasion): text for to, occasion, text in told(mailbox)}
    text = found.pop(("spor@gjovik.example", "objection_corrected"))
    assert "Asker har ført tilbake 1 stk." in text
    assert "Innvendingen står åpen til dere har sagt at overleveringen nå stemmer." in text
    assert {occasion for _, occasion in found} == {"claim_reversed"}


def test_both_sides_and_the_project_lead_are_told_when_it_is_laid_before_the_lead(scene, mailbox):
    _, asker, transfer_id = scene
    lead = a_person("project_lead", HAMAR, email="leder@nettverk.example")
    choose_paces(actor_of(lead), dict.fromkeys(Kind, Pace.AT_ONCE))
    objections.make_objection(asker, transfer_id, "Vi fikk fire.")
    told(mailbox)
    with clock.standing_still(NOW + timedelta(days=15)):
        for _ in range(2):
            settling.raise_due()
        letters = told(mailbox)
    assert sorted(to for to, _, _ in letters) == ["eier@asker.example", "leder@nettverk.example", "spor@gjovik.example"]
    assert all("Fra nå av kan også prosjektlederen i nettverket avklare den." in text for _, _, text in letters)
