"""Seen ahead, waited for, and told of the minute it opens."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.listings import queries, service, stages, watching
from marketplace.listings.events import ListingWithdrawn
from marketplace.listings.models import Listing
from marketplace.listings.states import Stage
from marketplace.notifications import notify_listings
from marketplace.notifications.kinds import KIND_OF
from marketplace.notifications.models import Card, Channel, Notification
from marketplace.transfers import service as ledger
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK
from tests.conftest import NOW
from tests.search.networks import leave_network

DAY = timedelta(days=1)


def coming(days=3, **values):
    """A listing of Asker's that is open to the network in some days, and shown till then."""
    day = clock.today() + days * DAY
    return builders.a_listing(**{"stage": Stage.MUNICIPALITY, "opens_to_network_on": day, "shown_ahead": True} | values)


def told(occasion="listing_opened"):
    db.session.rollback()
    found = db.session.scalars(select(Notification).where(Notification.occasion == occasion))
    return sorted(row.person_id for row in found)


def test_what_opens_later_is_seen_ahead_but_not_open(app):
    reader, listing = builders.an_actor("requester", GJOVIK), coming()
    assert listing.is_visible_to(reader)
    assert not listing.is_open_to(reader)
    page = queries.list_ahead(reader)
    assert [(card.id, card.opens_on) for card in page.items] == [(listing.id, clock.today() + 3 * DAY)]
    assert queries.newest_open(reader, 5) == []


@pytest.mark.parametrize(
    "values", [{"shown_ahead": False}, {"shown_ahead": None}, {"opens_to_network_on": None}, {"state": "draft"}]
)
def test_what_its_owner_does_not_show_is_not_there(app, values):
    reader, listing = builders.an_actor("requester", GJOVIK), coming(**values)
    assert not listing.is_visible_to(reader)
    assert queries.list_ahead(reader).total == 0
    with pytest.raises(NotFound):
        watching.watch_listing(reader, listing.id)
    assert watching.waiting_for(listing) == []


def test_what_is_open_or_has_no_day_is_not_waited_for(app):
    open_one, undated = builders.a_listing(), builders.a_listing(stage=Stage.MUNICIPALITY, shown_ahead=True)
    reader, lead = builders.an_actor("requester", GJOVIK), builders.an_actor("project_lead", BAERUM)
    for actor, listing, code in (
        (reader, open_one, "watch-already-open"),
        (lead, undated, "watch-opens-never"),
    ):
        with pytest.raises(Conflict, match=code):
            watching.watch_listing(actor, listing.id)
        assert watching.waiting_for(listing) == []


def test_who_waits_is_told_once_the_minute_it_opens(app, deliver):
    reader, number = builders.an_actor("requester", GJOVIK), coming().id
    assert watching.watch_listing(reader, number).id == watching.watch_listing(reader, number).id
    deliver()
    assert told() == []
    with clock.standing_still(NOW + 3 * DAY):
        stages.open_due()
        deliver()
        stages.open_due()
        deliver()
    assert told() == [reader.person_id]
    assert watching.watched_of(reader, [number]) == frozenset()


def test_who_has_stopped_waiting_is_not_told(app, deliver):
    reader, listing = builders.an_actor("requester", GJOVIK), coming()
    watching.watch_listing(reader, listing.id)
    watching.unwatch_listing(reader, listing.id)
    watching.unwatch_listing(reader, listing.id)
    with clock.standing_still(NOW + 3 * DAY):
        stages.open_due()
        deliver()
    assert told() == []


def test_who_it_is_not_open_to_yet_waits_on(app, deliver):
    unit = builders.a_unit()
    listing = coming(stage=Stage.UNIT, unit_id=unit.id, opens_to_municipality_on=clock.today() + DAY)
    neighbour = builders.a_person("requester", ASKER, builders.a_unit().id)
    other = builders.a_person("requester", GJOVIK)
    actors = [builders.actor_of(person) for person in (neighbour, other)]
    for actor in actors:
        watching.watch_listing(actor, listing.id)
    with clock.standing_still(NOW + DAY):
        stages.open_due()
        deliver()
        assert told() == [actors[0].person_id]
    with clock.standing_still(NOW + 3 * DAY):
        stages.open_due()
        deliver()
    assert told() == sorted(actor.person_id for actor in actors)


def test_who_has_left_the_network_is_not_told(app, deliver):
    reader, listing = builders.an_actor("requester", GJOVIK), coming()
    watching.watch_listing(reader, listing.id)
    with clock.standing_still(NOW + 3 * DAY):
        leave_network(GJOVIK)
        stages.open_due()
        deliver()
    assert told() == []


def test_what_is_opened_by_hand_is_told_of_too(app, deliver):
    reader, listing = builders.an_actor("requester", GJOVIK), coming()
    watching.watch_listing(reader, listing.id)
    service.amend_listing(builders.an_actor(), listing.id, {"stage": Stage.NETWORK})
    deliver()
    assert told() == [reader.person_id]


def test_those_whom_something_is_given_to_are_told_and_nobody_else(app, deliver):
    receivers = [builders.a_person("requester", GJOVIK).id, builders.a_person(of=GJOVIK).id]
    builders.a_person("observer", GJOVIK)
    builders.a_person("requester", BAERUM)
    actor = builders.an_actor()
    number = builders.a_listing(published=False, reserved_for=GJOVIK, quantity=2).id
    service.publish_listing(actor, number)
    deliver()
    assert told("listing_given") == receivers
    assert db.session.get_one(Listing, number).stage == Stage.UNIT


def links():
    db.session.rollback()
    return db.session.execute(
        select(Notification.person_id, Notification.link, Notification.facts["why"].as_string()).where(
            Notification.occasion == "listing_ended"
        )
    ).all()


def ends_by_withdrawal(listing_id):
    service.withdraw_listing(builders.an_actor(), listing_id)


def ends_by_time(listing_id):
    with clock.standing_still(NOW + 2 * DAY):
        assert service.expire_due() == 1


def ends_by_hand_over(listing_id):
    claim = builders.a_claim(db.session.get_one(Listing, listing_id), by=ASKER, quantity=5, state="approved")
    ledger.hand_over(builders.an_actor(), claim.id)


def ends_by_gift(listing_id):
    actor = builders.an_actor()
    service.withdraw_listing(actor, listing_id)
    service.amend_listing(actor, listing_id, {"reserved_for": BAERUM})
    service.publish_listing(actor, listing_id)


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (ends_by_withdrawal, "withdrawn"),
        (ends_by_time, "expired"),
        (ends_by_hand_over, "taken"),
        (ends_by_gift, "given"),
    ],
)
def test_who_waits_is_told_once_that_it_ended_before_it_opened(app, deliver, end, why):
    reader, gone = builders.an_actor("requester", GJOVIK), builders.a_person("requester", GJOVIK)
    number = coming(quantity=5, closes_at=NOW + 2 * DAY).id
    watching.watch_listing(reader, number)
    watching.watch_listing(builders.actor_of(gone), number)
    with transaction() as session:
        session.get_one(Person, gone.id).deactivated_at = NOW
    end(number)
    deliver()
    notify_listings.tell_watchers_of_end(ListingWithdrawn(number))
    assert links() == [(reader.person_id, "/sok?category=KON.STOL", why)]
    assert told() == []


def test_what_it_was_given_to_is_told_that_it_is_theirs_and_not_that_it_ended(app, deliver):
    reader, number = builders.an_actor("requester", BAERUM), coming().id
    watching.watch_listing(reader, number)
    ends_by_gift(number)
    deliver()
    assert (links(), told()) == ([], [reader.person_id])


def test_who_was_told_of_the_opening_is_not_told_of_the_end(app, deliver):
    reader, number = builders.an_actor("requester", GJOVIK), coming().id
    watching.watch_listing(reader, number)
    with clock.standing_still(NOW + 3 * DAY):
        stages.open_due()
        deliver()
        ends_by_withdrawal(number)
        deliver()
    assert (links(), told()) == ([], [reader.person_id])


def test_what_is_put_out_again_is_told_of_when_it_opens(app, deliver):
    reader, number = builders.an_actor("requester", GJOVIK), coming().id
    watching.watch_listing(reader, number)
    ends_by_withdrawal(number)
    service.publish_listing(builders.an_actor(), number)
    deliver()
    assert links() == []
    with clock.standing_still(NOW + 3 * DAY):
        stages.open_due()
        deliver()
    assert told() == [reader.person_id]


def test_what_was_taken_back_before_it_was_told_reaches_no_channel_of_whom_it_is_given_to(app, deliver):
    chosen = {KIND_OF["listing_given"].value: "at_once"}
    builders.stored(
        Channel(
            municipality_number=GJOVIK, created_at=clock.now(), name="Drift", address="https://x.example", chosen=chosen
        )
    )
    actor, number = builders.an_actor(), builders.a_listing(published=False, reserved_for=GJOVIK).id
    for cards in (0, 1):
        service.publish_listing(actor, number)
        if not cards:
            service.withdraw_listing(actor, number)
        deliver()
        assert len(db.session.scalars(select(Card)).all()) == cards
