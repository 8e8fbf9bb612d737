"""What both sides of a wanted notice are told."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.inventory import service as inventory
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.states import AssetState
from marketplace.listings import service as listings
from marketplace.listings.events import ListingPublished
from marketplace.listings.fields import ListingFields
from marketplace.notifications import notify_wanted
from marketplace.notifications.models import Card, Channel
from marketplace.organisations.models import RoleAssignment
from marketplace.search import indexing
from marketplace.search.wanted import matching, service
from marketplace.search.wanted.events import WantedMatched, WantedPosted
from marketplace.search.wanted.fields import WantedFields
from marketplace.search.wanted.models import WantedMatch
from tests.builders import ASKER, GJOVIK, a_person, a_unit, actor_of, stored
from tests.conftest import NOW

SEEKER, OWNER = "soker@gjovik.example", "eier@asker.example"


class Scene:
    """Gjøvik wants chairs; Asker may have them."""

    def __init__(self, mailbox):
        self.mailbox = mailbox
        self.seeker = actor_of(a_person("requester", GJOVIK, email=SEEKER))
        self.owner = actor_of(a_person("facility_manager", ASKER, email=OWNER))
        indexing.rebuild()

    def post(self, **more):
        return service.post_notice(self.seeker, WantedFields(title="Stablestoler", quantity=120, **more)).id

    def draft(self, quantity=60):
        return listings.create_draft(self.owner, ListingFields(title="Stablestol, blå", quantity=quantity)).id

    def publish(self, **more):
        number = self.draft(**more)
        listings.publish_listing(self.owner, number)
        return number

    def told(self):
        """The letters since last asked: to whom, on what occasion."""
        outbox.deliver_all()
        letters = sorted((letter.to, letter.identity.partition("-")[0]) for letter in self.mailbox.sent)
        self.letters = {letter.to: letter for letter in self.mailbox.sent}
        self.mailbox.clear()
        return letters


@pytest.fixture
def scene(app, mailbox):
    return Scene(mailbox)


def test_both_sides_are_told_of_what_comes(scene):
    notice_id = scene.post()
    assert scene.told() == []
    listing_id = scene.publish()
    assert scene.told() == [(OWNER, "wanted_here"), (SEEKER, "wanted_found")]
    assert "Asker har 60 stk. «Stablestol, blå». Dere ønsker 120 stk." in scene.letters[SEEKER].text
    assert f"/annonser/{listing_id}" in scene.letters[SEEKER].text
    assert "Gjøvik ønsker 120 stk. «Stablestoler»" in scene.letters[OWNER].text
    assert f"/onskes/{notice_id}" in scene.letters[OWNER].text
    assert "/varsler/avmeld/" in scene.letters[OWNER].unsubscribe


def test_of_what_was_there_only_the_owner_is_told_since_the_page_shows_it(scene):
    scene.publish()
    scene.told()
    scene.post()
    assert scene.told() == [(OWNER, "wanted_here")]


def test_of_what_is_not_listed_only_its_owner_is_told(scene):
    scene.post()
    inventory.register_asset(
        scene.owner, AssetFields(name="Stablestol", category_code="SKO.STOL", quantity=40, state=AssetState.SURPLUS)
    )
    assert scene.told() == [(OWNER, "wanted_here")]
    assert "De ser det ikke før dere legger det ut eller svarer." in scene.letters[OWNER].text


def test_of_their_own_municipality_s_surplus_both_are_told(scene):
    scene.post()
    scene.told()
    colleague = actor_of(a_person("facility_manager", GJOVIK, unit_id=a_unit(GJOVIK).id, email="drift@gjovik.example"))
    inventory.register_asset(
        colleague, AssetFields(name="Stablestol", category_code="SKO.STOL", quantity=40, surplus_from=NOW.date())
    )
    assert (SEEKER, "wanted_found") in scene.told()
    assert "blir til overs 15.06.2026" in scene.letters[SEEKER].text


def test_an_answer_is_told_with_its_note_and_only_once(scene):
    notice_id, listing_id = scene.post(), scene.draft()
    service.answer_with_listing(scene.owner, notice_id, listing_id, "Kan hentes i juli")
    assert scene.told() == []
    listings.publish_listing(scene.owner, listing_id)
    assert (SEEKER, "wanted_answered") in scene.told()
    assert "De skriver: Kan hentes i juli" in scene.letters[SEEKER].text
    listings.amend_listing(scene.owner, listing_id, {"description": "Hele"})
    assert scene.told() == []


def test_what_is_told_twice_is_told_once(scene):
    scene.post()
    listing_id = scene.publish()
    scene.told()
    matching.find_notices(ListingPublished(listing_id))
    notify_wanted.tell_of_match(WantedMatched(db.session.scalar(select(WantedMatch.id)), True))
    assert scene.told() == []


def test_who_left_is_not_told_but_those_who_may_ask_now(scene):
    scene.post()
    with transaction() as session:
        gone = select(RoleAssignment).where(RoleAssignment.person_id == scene.seeker.person_id)
        session.delete(session.scalars(gone).one())
    a_person("requester", GJOVIK, email="ny@gjovik.example")
    scene.publish()
    assert SEEKER not in dict(scene.told())


def test_the_team_s_channel_is_told_too(scene):
    given = {"name": "Eiendom", "address": "https://x.example", "chosen": {}}
    stored(Channel(municipality_number=GJOVIK, created_at=clock.now(), **given))
    scene.post()
    scene.told()
    scene.publish()
    assert (SEEKER, "wanted_found") in scene.told()
    assert db.session.scalar(select(func.count(Card.id)).where(Card.occasion == "wanted_found")) == 1


def test_who_wanted_it_is_told_when_its_day_has_passed_and_not_when_they_end_it(scene):
    notice_id = scene.post(closes_on=NOW.date())
    other = scene.post()
    service.withdraw_notice(scene.seeker, other)
    assert scene.told() == []
    with clock.standing_still(NOW.replace(day=17)):
        service.expire_due()
        assert scene.told() == [(SEEKER, "wanted_ended")]
    assert f"/onskes/{notice_id}" in scene.letters[SEEKER].text


def test_what_comes_after_a_notice_is_told_of_though_the_notice_is_seen_to_late(scene):
    """A worker that was away finds both at once."""
    scene.post()
    with clock.standing_still(NOW + timedelta(minutes=1)):
        scene.publish()
        indexing.rebuild()
        assert scene.told() == [(OWNER, "wanted_here"), (SEEKER, "wanted_found")]
        assert scene.told() == []


def test_what_was_taken_back_before_it_was_told_is_told_when_it_is_put_out_again(scene):
    scene.post()
    assert scene.told() == []
    listing_id = scene.publish()
    matching.find_notices(ListingPublished(listing_id))
    listings.withdraw_listing(scene.owner, listing_id)
    assert SEEKER not in dict(scene.told())
    for told in ([(SEEKER, "wanted_found")], []):
        listings.publish_listing(scene.owner, listing_id)
        assert scene.told() == told
        listings.withdraw_listing(scene.owner, listing_id)
        assert scene.told() == []


def test_what_was_there_and_taken_back_before_a_notice_saw_it_is_news_when_it_is_put_out_again(scene):
    listing_id = scene.publish()
    scene.told()
    matching.find_things(WantedPosted(scene.post()))
    listings.withdraw_listing(scene.owner, listing_id)
    assert SEEKER not in dict(scene.told())
    listings.publish_listing(scene.owner, listing_id)
    assert scene.told() == [(SEEKER, "wanted_found")]
