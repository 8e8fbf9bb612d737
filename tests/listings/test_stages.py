"""Listings that open by themselves: as the rules say, on the day, once, and told of."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid
from marketplace.foundation.outbox import Delivery
from marketplace.foundation.transaction import transaction
from marketplace.listings import service, stages
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations import releasing
from marketplace.organisations.fields import ReleaseFields
from tests import builders
from tests.builders import ASKER, GJOVIK, HAMAR
from tests.conftest import NOW
from tests.listings.test_at_once import together
from tests.search.networks import leave_network

DAY = timedelta(days=1)
TODAY = date(2026, 6, 15)
RULES = ReleaseFields(unit_days=7, municipality_days=14, network_days=30, shown_ahead=True, gives_to_voluntary=True)
COMING = {Stage.MUNICIPALITY: TODAY + 7 * DAY, Stage.NETWORK: TODAY + 21 * DAY, Stage.VOLUNTARY: TODAY + 51 * DAY}


def rules(of=ASKER, **said):
    releasing.set_rules(builders.an_actor("municipality_admin", of), of, ReleaseFields(**said))


def full_rules(of=ASKER):
    releasing.set_rules(builders.an_actor("municipality_admin", of), of, RULES)


def put_out(of=ASKER, stage=None, **said):
    """A listing of a unit of the municipality, out now."""
    unit = builders.a_unit(of)
    actor = builders.an_actor(of=of, unit_id=unit.id)
    draft = service.create_draft(actor, ListingFields(**{"title": "Kontorstol"} | said))
    return actor, service.publish_listing(actor, draft.id, stage)


def stage_of(listing):
    db.session.rollback()
    return db.session.scalar(select(Listing.stage).where(Listing.id == listing.id))


def opened():
    db.session.rollback()
    told = select(Delivery.facts).where(Delivery.event == "ListingOpened", Delivery.handler.endswith("tell_watchers"))
    return list(db.session.scalars(told))


def test_a_municipality_without_rules_puts_out_to_the_network_at_once(app):
    _, listing = put_out()
    assert (listing.stage, listing.openings) == (Stage.NETWORK, ())


def test_a_listing_begins_as_the_rules_say_and_shows_its_days(app):
    full_rules()
    _, listing = put_out()
    assert (listing.stage, listing.shown_ahead) == (Stage.UNIT, True)
    assert {opening.stage: opening.on for opening in listing.openings} == COMING


def test_a_stage_chosen_by_hand_stays_until_it_is_changed(app):
    full_rules()
    actor, listing = put_out(stage=Stage.MUNICIPALITY)
    assert (listing.stage, listing.openings) == (Stage.MUNICIPALITY, ())
    wider = service.amend_listing(actor, listing.id, {"stage": Stage.NETWORK})
    assert wider.stage == Stage.NETWORK
    assert len(opened()) == 1


def test_the_days_of_one_listing_can_be_others_than_the_rules(app):
    full_rules()
    actor, listing = put_out(opens_to_network_on=TODAY + 3 * DAY)
    assert listing.opens == {Stage.NETWORK: TODAY + 3 * DAY, Stage.VOLUNTARY: TODAY + 33 * DAY}
    later = service.amend_listing(actor, listing.id, {"opens_to_network_on": TODAY + 5 * DAY})
    assert later.opens[Stage.NETWORK] == TODAY + 5 * DAY
    never = service.amend_listing(actor, listing.id, {"opens_to_network_on": None, "opens_to_voluntary_on": None})
    assert (never.stage, never.opens) == (Stage.UNIT, {})


def test_rules_that_change_move_no_promised_day(app):
    full_rules()
    _, listing = put_out()
    rules(unit_days=1)
    assert db.session.get_one(Listing, listing.id).opens == COMING


@pytest.mark.parametrize(
    ("at", "stage"),
    [
        (datetime(2026, 6, 21, 21, 59, tzinfo=UTC), Stage.UNIT),
        (datetime(2026, 6, 21, 22, 0, tzinfo=UTC), Stage.MUNICIPALITY),
        (datetime(2026, 7, 6, 12, 0, tzinfo=UTC), Stage.NETWORK),
        (datetime(2026, 8, 5, 12, 0, tzinfo=UTC), Stage.VOLUNTARY),
    ],
)
def test_a_stage_opens_at_the_beginning_of_its_norwegian_day(app, at, stage):
    full_rules()
    _, listing = put_out()
    with clock.standing_still(at):
        assert stages.open_due() == (stage != Stage.UNIT)
        assert stages.open_due() == 0
    assert stage_of(listing) == stage


@pytest.mark.parametrize(("published", "opens"), [("2026-03-28", "2026-03-29"), ("2026-10-24", "2026-10-25")])
def test_nights_of_summer_and_winter_time_make_no_stage_longer_or_shorter(app, published, opens):
    oslo = ZoneInfo("Europe/Oslo")
    rules(municipality_days=1)
    with clock.standing_still(datetime.fromisoformat(f"{published}T23:59").replace(tzinfo=oslo)):
        _, listing = put_out()
        assert stages.open_due() == 0
    with clock.standing_still(datetime.fromisoformat(f"{opens}T00:00").replace(tzinfo=oslo)):
        assert stages.open_due() == 1
    assert stage_of(listing) == Stage.NETWORK


def test_after_an_outage_of_weeks_it_opens_as_far_as_it_should_be_and_is_told_of_once(app):
    full_rules()
    _, listing = put_out()
    with clock.standing_still(NOW + 30 * DAY):
        assert stages.open_due() == 1
    assert stage_of(listing) == Stage.NETWORK
    assert len(opened()) == 1
    assert db.session.get_one(Listing, listing.id).opens == {Stage.VOLUNTARY: COMING[Stage.VOLUNTARY]}


def test_what_the_rules_no_longer_allow_is_not_opened_and_does_not_come_up_again(app):
    full_rules()
    _, listing = put_out()
    rules(unit_days=7)
    with clock.standing_still(NOW + 60 * DAY):
        assert stages.open_due() == 1
        assert stages.open_due() == 0
    assert stage_of(listing) == Stage.NETWORK
    assert db.session.get_one(Listing, listing.id).opens == {}


def test_two_workers_at_once_open_it_once(app):
    full_rules()
    listings = [put_out()[1] for _ in range(3)]
    with clock.standing_still(NOW + 8 * DAY):
        assert sum(together(app, lambda _: stages.open_due(), range(4))) == len(listings)
    assert len(set(opened())) == len(opened()) == len(listings)


def test_what_closed_before_its_day_never_opens(app):
    full_rules()
    _, listing = put_out(closes_at=NOW + 10 * DAY)
    assert listing.opens == {Stage.MUNICIPALITY: COMING[Stage.MUNICIPALITY]}
    with clock.standing_still(NOW + 11 * DAY):
        assert stages.open_due() == 0
        service.expire_due()
        assert stages.open_due() == 0
    assert stage_of(listing) == Stage.UNIT


def test_outside_the_network_it_opens_in_its_own_municipality_only_and_goes_on_when_it_is_back(app):
    full_rules()
    _, listing = put_out()
    with clock.standing_still(NOW + 22 * DAY):
        leave_network(ASKER)
        assert stages.open_due() == 1
        assert stage_of(listing) == Stage.MUNICIPALITY
        assert stages.open_due() == 0
        _come_back(ASKER)
        assert stages.open_due() == 1
    assert stage_of(listing) == Stage.NETWORK


def _come_back(number):
    with transaction() as session:
        session.execute(db.text("update membership set to_on = null where municipality_number = :n"), {"n": number})


def test_days_from_which_it_can_be_fetched_move_no_stage(app):
    full_rules()
    _, listing = put_out(available_from=TODAY + 40 * DAY)
    assert listing.opens == COMING


def test_what_is_withdrawn_does_not_open_and_keeps_its_days_when_it_is_out_again(app):
    full_rules()
    actor, listing = put_out()
    service.withdraw_listing(actor, listing.id)
    with clock.standing_still(NOW + 8 * DAY):
        assert stages.open_due() == 0
        again = service.publish_listing(actor, listing.id)
    assert (again.stage, again.opens[Stage.NETWORK]) == (Stage.MUNICIPALITY, COMING[Stage.NETWORK])


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"opens_to_network_on": TODAY - DAY}, "opens_to_network_on", "listing-opening-in-past"),
        (
            {"opens_to_network_on": TODAY + 5 * DAY, "closes_at": NOW + 3 * DAY},
            "opens_to_network_on",
            "listing-opens-after-closing",
        ),
        (
            {"opens_to_municipality_on": TODAY + 5 * DAY, "opens_to_network_on": TODAY + 3 * DAY},
            "opens_to_network_on",
            "listing-openings-in-order",
        ),
        ({"opens_to_voluntary_on": TODAY + 5 * DAY}, "opens_to_voluntary_on", "listing-voluntary-not-allowed"),
        ({"reserved_for": ASKER}, "reserved_for", "listing-receiver-unknown"),
        ({"reserved_for": HAMAR}, "reserved_for", "listing-receiver-unknown"),
    ],
)
def test_days_and_receivers_that_cannot_be_are_refused_and_nothing_is_kept(app, said, field, code):
    rules(unit_days=30)
    actor, listing = put_out()
    before = listing.opens
    with pytest.raises(Invalid) as refused:
        service.amend_listing(actor, listing.id, said)
    assert [(error.field, error.code) for error in refused.value.fields] == [(field, code)]
    db.session.rollback()
    now = db.session.get_one(Listing, listing.id)
    assert (now.opens, now.reserved_for, now.closes_at) == (before, None, None)


def test_it_never_opens_to_voluntary_organisations_where_the_rules_do_not_allow_it(app):
    actor, listing = put_out(stage=Stage.MUNICIPALITY)
    with pytest.raises(Conflict, match="listing-voluntary-not-allowed"):
        service.amend_listing(actor, listing.id, {"stage": Stage.VOLUNTARY})
    assert stage_of(listing) == Stage.MUNICIPALITY


def test_it_is_never_open_to_fewer_while_it_is_out(app):
    rules(municipality_days=5)
    actor, listing = put_out()
    with pytest.raises(Invalid):
        service.amend_listing(actor, listing.id, {"stage": Stage.UNIT})
    assert stage_of(listing) == Stage.MUNICIPALITY


# --- the rules ------------------------------------------------------------------------------------------------------


def test_only_administrators_set_the_rules(app):
    for actor in (builders.an_actor(), builders.an_actor("municipality_admin", GJOVIK)):
        with pytest.raises(Forbidden, match="release-rules-not-yours"):
            releasing.set_rules(actor, ASKER, RULES)
    assert releasing.rules_of(ASKER) == ReleaseFields()


def test_rules_that_somebody_else_changed_meanwhile_or_that_cannot_be_are_refused(app):
    admin = builders.an_actor("municipality_admin")
    seen = releasing.rules_of(ASKER).mark
    releasing.set_rules(admin, ASKER, RULES, seen=seen)
    with pytest.raises(Conflict, match="stale-form"):
        releasing.set_rules(admin, ASKER, ReleaseFields(), seen=seen)
    with pytest.raises(Invalid):
        releasing.set_rules(admin, ASKER, ReleaseFields(unit_days=366))
    assert releasing.rules_of(ASKER) == RULES


def test_a_draft_stays_a_draft_when_it_cannot_be_put_out(app):
    actor = builders.an_actor(of=HAMAR)
    draft = service.create_draft(actor, ListingFields(title="Stol"))
    with pytest.raises(Conflict, match="listing-needs-membership"):
        service.publish_listing(actor, draft.id)
    db.session.rollback()
    assert db.session.get_one(Listing, draft.id).state == ListingState.DRAFT
