"""Wanted notices: what meets them, and who sees it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from marketplace.catalogue.conditions import Condition
from marketplace.claims import service as claims
from marketplace.claims.states import Otherwise
from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.inventory import service as inventory
from marketplace.inventory.events import AssetsImported
from marketplace.inventory.models import Asset, AssetImport
from marketplace.inventory.states import AssetState, ImportState
from marketplace.listings import service as listings
from marketplace.listings.events import ListingPublished
from marketplace.listings.models import Listing
from marketplace.listings.states import Stage
from marketplace.notifications.models import Notification
from marketplace.organisations import people
from marketplace.organisations.queries import operator_actor
from marketplace.search import indexing
from marketplace.search.wanted import handing_on, matching, queries, service
from marketplace.search.wanted.models import WantedNotice
from tests.builders import ASKER, BAERUM, GJOVIK, a_person, a_unit, actor_of, an_actor, stored
from tests.conftest import NOW
from tests.search.wanting import met, post, publish, register

pytestmark = pytest.mark.usefixtures("app")

AUGUST = date(2026, 8, 15)
STAGES = (Stage.UNIT, Stage.MUNICIPALITY, Stage.NETWORK)


@pytest.fixture(autouse=True)
def _index(app):
    indexing.rebuild()


@pytest.fixture
def seeker():
    return an_actor("requester", GJOVIK)


def test_a_notice_meets_what_comes_and_what_was_there(seeker):
    earlier = publish()
    publish(title="Sofa")
    notice_id = post(seeker)
    later = publish(of=BAERUM)
    publish(of=BAERUM, title="Konferansebord")
    assert met(notice_id) == [(earlier, None), (later, None)]


def test_nothing_meets_a_notice_twice(seeker):
    notice_id, listing_id = post(seeker), publish()
    matching.find_notices(ListingPublished(listing_id))
    service.change_notice(seeker, notice_id, {"description": "Til kantina"})
    outbox.deliver_all()
    assert met(notice_id) == [(listing_id, None)]


@pytest.mark.parametrize(
    ("wanted", "offered", "meets"),
    [
        ({}, {"quantity": 4}, True),
        ({"must_match": True}, {"quantity": 119}, False),
        ({"must_match": True}, {"quantity": 120}, True),
        ({"max_width_cm": 50}, {"width_cm": 60}, False),
        ({"max_width_cm": 60}, {"width_cm": 60}, True),
        ({"max_width_cm": 60}, {}, False),
        ({"by_on": AUGUST}, {"available_from": AUGUST + timedelta(days=1)}, False),
        ({"by_on": AUGUST}, {"available_from": AUGUST}, True),
        ({"category_code": "KON.STOL"}, {}, False),
        ({"category_code": "SKO"}, {}, True),
        ({}, {"loan_days": 14}, False),
    ],
)
def test_what_is_asked_for_besides_the_words_must_be_met(seeker, wanted, offered, meets):
    before = post(seeker, **wanted)
    listing_id = publish(**offered)
    after = post(seeker, **wanted)
    expected = [(listing_id, None)] if meets else []
    assert met(before) == met(after) == expected


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_not_open_to_who_wants_it_does_not_meet_it(seeker, stage):
    notice_id = post(seeker)
    publish(stage=stage)
    assert bool(met(notice_id)) is (stage is Stage.NETWORK)
    assert bool(met(post(seeker))) is (stage is Stage.NETWORK)


def test_what_opens_later_meets_it_then(seeker):
    notice_id, listing_id = post(seeker), publish(stage=Stage.MUNICIPALITY)
    with transaction() as session:
        session.execute(update(Listing).where(Listing.id == listing_id).values(stage=Stage.NETWORK))
    matching.find_notices(ListingPublished(listing_id))
    assert met(notice_id) == [(listing_id, None)]


def test_one_s_own_things_are_no_news_but_another_unit_s_are(app):
    unit_id, other_id = a_unit(GJOVIK).id, a_unit(GJOVIK).id
    notice_id = post(an_actor("facility_manager", GJOVIK, unit_id))
    publish(of=GJOVIK, unit_id=unit_id)
    assert met(notice_id) == []
    there = publish(of=GJOVIK, unit_id=other_id)
    assert met(notice_id) == [(there, None)]


def test_surplus_that_nobody_listed_meets_it_whichever_came_first(seeker):
    earlier = register()
    notice_id = post(seeker)
    later = register(of=BAERUM)
    register(state=AssetState.IN_USE)
    planned = register(state=AssetState.IN_USE, surplus_from=AUGUST)
    assert met(notice_id) == [(None, earlier), (None, later), (None, planned)]
    assert met(post(seeker)) == [(None, earlier), (None, later), (None, planned)]


def test_what_is_to_be_surplus_too_late_does_not_meet_it(seeker):
    notice_id = post(seeker, by_on=AUGUST)
    register(state=AssetState.IN_USE, surplus_from=AUGUST + timedelta(days=1))
    assert met(notice_id) == []


def test_an_asset_meets_it_when_it_becomes_surplus(seeker):
    notice_id, asset_id = post(seeker), register(state=AssetState.IN_USE)
    asset = db.session.get_one(Asset, asset_id)
    inventory.change_state(an_actor(), asset_id, AssetState.SURPLUS, asset.version)
    outbox.deliver_all()
    assert met(notice_id) == [(None, asset_id)]


def test_what_a_spreadsheet_says_is_surplus_meets_it(seeker):
    notice_id = post(seeker)
    values = {"name": "Stablestol", "category_code": "SKO.STOL", "quantity": 9, "condition": Condition.GOOD}
    times = {"created_at": NOW, "updated_at": NOW}
    asset = stored(Asset(municipality_number=ASKER, state=AssetState.SURPLUS, **values, **times))
    kept = AssetImport(municipality_number=ASKER, filename="a.csv", file_key="a", uploaded_at=NOW, kept_at=NOW)
    kept.state = ImportState.KEPT
    matching.find_notices_for_import(AssetsImported(stored(kept).id))
    assert met(notice_id) == [(None, asset.id)]


def test_nobody_else_sees_what_is_not_listed(seeker):
    register()
    notice_id = post(seeker)
    notice = queries.get_notice(seeker, notice_id)
    assert queries.list_met_by(seeker, notice) == []
    owner, third = an_actor("facility_manager", ASKER), an_actor("facility_manager", BAERUM)
    assert [each.asset.name for each in queries.list_met_by(owner, notice)] == ["Stablestol"]
    assert queries.list_met_by(third, notice) == []


def test_what_is_withdrawn_or_closed_to_the_reader_is_not_shown(seeker):
    notice_id, listing_id = post(seeker), publish()
    notice = queries.get_notice(seeker, notice_id)
    assert len(queries.list_met_by(seeker, notice)) == 1
    owner = an_actor("facility_manager", ASKER)
    listings.withdraw_listing(owner, listing_id)
    assert queries.list_met_by(seeker, queries.get_notice(seeker, notice_id)) == []


def test_progress_counts_what_is_promised_and_what_there_is_to_ask_for(seeker):
    notice_id, listing_id = post(seeker), publish(quantity=60)
    publish(of=BAERUM, quantity=30)
    claim = claims.request_claim(seeker, listing_id, quantity=40, otherwise=Otherwise.BUY_NEW)
    claims.approve_claim(an_actor("facility_manager", ASKER), claim.id)
    notice = queries.get_notice(seeker, notice_id)
    progress = queries.progress_of(notice, queries.list_met_by(seeker, notice))
    assert (progress.wanted, progress.secured, progress.offered, progress.found) == (120, 40, 50, 90)


def test_what_meets_it_costs_the_same_however_much_it_is(seeker, count_queries):
    notice_id, costs = post(seeker), []
    for _ in range(2):
        for _ in range(3):
            publish()
        db.session.rollback()
        with count_queries() as sent:
            notice = queries.get_notice(seeker, notice_id)
            queries.progress_of(notice, queries.list_met_by(seeker, notice))
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_a_wish_of_somebody_who_left_goes_to_a_colleague_and_still_meets_what_comes(deliver):
    leaver, colleague = a_person("requester", GJOVIK), a_person("requester", GJOVIK)
    leaver_id, colleague_id = leaver.id, colleague.id
    notice_id = post(actor_of(leaver), quantity=20)
    people.deactivate_person(operator_actor(GJOVIK), leaver_id)
    deliver()
    listing_id = publish()
    assert met(notice_id) == [(listing_id, None)]
    assert db.session.get_one(WantedNotice, notice_id).made_by == colleague_id
    told = select(Notification.facts).where(Notification.occasion == "tasks_handed_on")
    assert [facts["wanted"] for facts in db.session.scalars(told)] == [1]


def test_a_wish_that_nobody_could_take_over_waits_for_somebody(deliver):
    leaver_id = (leaver := a_person("requester", GJOVIK)).id
    notice_id = post(actor_of(leaver), quantity=20)
    people.deactivate_person(operator_actor(GJOVIK), leaver_id)
    deliver()
    successor_id = a_person("requester", GJOVIK).id
    assert (handing_on.hand_on_forgotten(), handing_on.hand_on_forgotten()) == (1, 0)
    db.session.rollback()
    assert db.session.get_one(WantedNotice, notice_id).made_by == successor_id
