"""Wanted notices: who may post, change and answer them, and how they end."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.listings import service as listings
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations.models import Membership
from marketplace.search import indexing
from marketplace.search.wanted import drafts, matching, policies, queries, service
from marketplace.search.wanted.fields import WantedFields
from tests.builders import ASKER, BAERUM, GJOVIK, an_actor
from tests.conftest import NOW
from tests.search.wanting import met, post, publish, refused

pytestmark = pytest.mark.usefixtures("app")

AUGUST = date(2026, 8, 15)


@pytest.fixture(autouse=True)
def _index(app):
    indexing.rebuild()


@pytest.fixture
def seeker():
    return an_actor("requester", GJOVIK)


def test_an_owner_answers_with_a_listing(seeker):
    notice_id, listing_id = post(seeker, title="Klappstoler"), publish()
    owner = an_actor("facility_manager", ASKER)
    service.answer_with_listing(owner, notice_id, listing_id, " Kan hentes nå ")
    shown = queries.list_met_by(seeker, queries.get_notice(seeker, notice_id))
    assert [(each.match.listing_id, each.match.note) for each in shown] == [(listing_id, "Kan hentes nå")]
    refused(
        Conflict,
        "wanted-answered-already",
        lambda: service.answer_with_listing(owner, notice_id, listing_id),
    )


def test_an_owner_answers_with_a_draft_that_is_filled_in(seeker):
    notice_id = post(seeker, category_code="SKO.STOL")
    draft = service.answer_with_draft(an_actor("facility_manager", ASKER), notice_id)
    assert (draft.title, draft.category_code, draft.quantity) == ("Stablestoler", "SKO.STOL", 120)
    assert (draft.state, draft.municipality_number) == (ListingState.DRAFT, ASKER)
    assert queries.list_met_by(seeker, queries.get_notice(seeker, notice_id)) == []


@pytest.mark.parametrize(
    ("role", "of", "code", "kind"),
    [
        ("requester", ASKER, "wanted-answer-needs-role", Forbidden),
        ("facility_manager", GJOVIK, "wanted-own", Conflict),
    ],
)
def test_who_may_not_answer(seeker, role, of, code, kind):
    notice_id = post(seeker)
    refused(kind, code, lambda: service.answer_with_draft(an_actor(role, of), notice_id))


def test_nobody_answers_with_another_s_listing_or_one_that_is_over(seeker):
    notice_id, listing_id = post(seeker), publish(of=BAERUM, stage=Stage.MUNICIPALITY)
    owner = an_actor("facility_manager", ASKER)
    refused(NotFound, "listing-not-found", lambda: service.answer_with_listing(owner, notice_id, listing_id))
    open_one = publish(of=BAERUM)
    refused(Forbidden, "listing-needs-permission", lambda: service.answer_with_listing(owner, notice_id, open_one))
    other = an_actor("facility_manager", BAERUM)
    listings.withdraw_listing(other, listing_id)
    refused(Invalid, "wanted-listing-not-open", lambda: service.answer_with_listing(other, notice_id, listing_id))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": " x "}, "wanted-title-missing"),
        ({"title": "x" * 121}, "field-too-long"),
        ({"description": "x" * 1001}, "field-too-long"),
        ({"quantity": 0}, "field-out-of-range"),
        ({"max_width_cm": 10_001}, "field-out-of-range"),
        ({"category_code": "NO"}, "field-not-a-choice"),
        ({"by_on": date(2026, 6, 14)}, "wanted-day-not-possible"),
        ({"closes_on": date(2029, 6, 14)}, "wanted-day-not-possible"),
    ],
)
def test_what_is_wrong_is_refused(seeker, fields, code):
    refused(Invalid, code, lambda: service.post_notice(seeker, WantedFields(**{"title": "Stoler"} | fields)))


def test_the_same_form_sent_twice_posts_one(seeker):
    fields = WantedFields(title="Stoler")
    assert service.post_notice(seeker, fields, "k").id == service.post_notice(seeker, fields, "k").id


@pytest.mark.parametrize(("by_on", "closes_on"), [(AUGUST, AUGUST), (None, date(2026, 9, 13))])
def test_it_is_shown_until_it_is_needed_or_for_ninety_days(seeker, by_on, closes_on):
    assert service.post_notice(seeker, WantedFields(title="Stoler", by_on=by_on)).closes_on == closes_on


def test_it_ends_by_itself_the_day_after_its_last_once(seeker):
    notice_id = post(seeker, closes_on=date(2026, 6, 16))
    for hours, expired, state in ((24, 0, "open"), (48, 1, "expired"), (48, 0, "expired")):
        with clock.standing_still(NOW + timedelta(hours=hours)):
            assert service.expire_due() == expired
            assert queries.get_notice(seeker, notice_id).state == state


@pytest.mark.parametrize("end", [service.withdraw_notice, service.fulfil_notice])
def test_what_ended_is_met_changed_answered_and_ended_no_more(seeker, end):
    notice_id = post(seeker)
    end(seeker, notice_id)
    publish()
    assert met(notice_id) == []
    owner = an_actor("facility_manager", ASKER)
    for act in (
        lambda: end(seeker, notice_id),
        lambda: service.change_notice(seeker, notice_id, {"quantity": 2}),
        lambda: service.answer_with_draft(owner, notice_id),
    ):
        refused(Conflict, "wanted-not-open", act)


def test_what_is_changed_is_met_anew(seeker):
    notice_id, listing_id = post(seeker, title="Sofa"), publish()
    version = queries.get_notice(seeker, notice_id).version
    service.change_notice(seeker, notice_id, {"title": "Stablestol"}, version)
    outbox.deliver_all()
    assert met(notice_id) == [(listing_id, None)]
    refused(
        Conflict, "wanted-changed-meanwhile", lambda: service.change_notice(seeker, notice_id, {"quantity": 2}, version)
    )


@pytest.mark.parametrize(
    ("role", "of", "sees", "may"),
    [
        ("observer", GJOVIK, True, []),
        ("requester", GJOVIK, True, ["change", "withdraw", "fulfil"]),
        ("requester", ASKER, True, []),
        ("facility_manager", ASKER, True, ["answer"]),
        ("project_lead", ASKER, True, []),
    ],
)
def test_who_sees_and_may_what(seeker, role, of, sees, may):
    notice = queries.get_notice(seeker, post(seeker))
    actor = an_actor(role, of)
    assert bool(policies.may_view(actor, notice)) is sees
    assert policies.actions(actor, notice) == may


def test_those_outside_the_network_neither_see_nor_list_it(seeker):
    notice_id = post(seeker)
    with transaction() as session:
        for membership in session.scalars(select(Membership).where(Membership.municipality_number == ASKER)):
            membership.to_on = clock.today() - timedelta(days=1)
    stranger = an_actor("facility_manager", ASKER)
    refused(NotFound, "wanted-not-found", lambda: queries.get_notice(stranger, notice_id))
    assert queries.list_notices(stranger).total == 0
    assert queries.list_notices(an_actor("observer", BAERUM)).total == 1
    assert queries.list_notices(seeker, own=True).total == 1


def test_who_wants_it_is_found_from_what_one_has(seeker):
    notice_id = post(seeker)
    listing = db.session.get_one(Listing, publish())
    owner = an_actor("facility_manager", ASKER)
    found = queries.list_wanting(owner, matching.wanting(matching_document(listing)))
    assert [notice.id for notice in found] == [notice_id]
    service.withdraw_notice(seeker, notice_id)
    assert queries.list_wanting(owner, matching.wanting(matching_document(listing))) == []


def matching_document(listing):
    return drafts.document_of_draft(listing)


def test_only_who_asks_for_a_municipality_may_post():
    refused(Forbidden, "wanted-needs-role", lambda: post(an_actor("observer", GJOVIK)))
