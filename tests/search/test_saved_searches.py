"""Saved searches: kept by whom, told of what, once each."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.listings import service as listings
from marketplace.listings.events import ListingPublished
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.states import Stage
from marketplace.organisations.models import Membership, RoleAssignment
from marketplace.search import indexing
from marketplace.search.criteria import Criteria
from marketplace.search.lexicon import synonyms
from marketplace.search.lexicon.thesaurus import Term, Thesaurus
from marketplace.search.saved import matching, policies, queries, service
from marketplace.search.saved.alerts import Alert
from marketplace.search.saved.models import SavedSearch, SavedSearchHit
from tests.builders import ASKER, BAERUM, GJOVIK, HAMAR, a_listing, a_person, a_unit, actor_of, an_actor, an_asset

pytestmark = pytest.mark.usefixtures("app")

CHAIRS = Criteria(q="stol", categories=("KON",), min_quantity=2)


@pytest.fixture
def seeker():
    return an_actor("requester", GJOVIK)


def save(actor, criteria=CHAIRS, alert=Alert.AT_ONCE, **more):
    saved = service.save_search(actor, criteria, alert, **more)
    db.session.expunge(saved)
    return saved


def publish(of=ASKER, title="Kontorstol", quantity=4, stage=Stage.NETWORK, unit_id=None, **terms):
    """Something new, published as people do."""
    owner = an_actor("facility_manager", of, unit_id)
    asset = an_asset(of, quantity, name=title, unit_id=unit_id)
    about = {"title": title, "category_code": "KON.STOL", "quantity": quantity, "asset_id": asset.id, "stage": stage}
    fields = ListingFields(**about | terms)
    number = listings.create_draft(owner, fields).id
    listings.publish_listing(owner, number)
    outbox.deliver_all()
    return number


def hits_of(search):
    db.session.rollback()
    return list(
        db.session.scalars(
            select(SavedSearchHit.listing_id)
            .where(SavedSearchHit.saved_search_id == search.id)
            .order_by(SavedSearchHit.id)
        )
    )


def test_a_saved_search_keeps_the_question_and_what_it_is_called(seeker):
    saved = save(seeker)
    assert (saved.name, saved.question) == ("stol", {"q": "stol", "categories": ["KON"], "min_quantity": 2})
    assert (saved.person_id, saved.municipality_number, saved.alert) == (seeker.person_id, GJOVIK, Alert.AT_ONCE)
    assert save(seeker, Criteria(categories=("KON.STOL",))).name == "Kontorstoler"
    assert save(seeker, name=" Stoler til  kantina ").name == "Stoler til kantina"


def test_what_comes_afterwards_is_found_and_what_was_there_is_not(seeker):
    earlier = a_listing(title="Kontorstol", quantity=4, published_at=clock.now() - timedelta(days=1)).id
    saved = save(seeker)
    new = publish()
    publish(title="Sofa")
    publish(quantity=1)
    matching.find_waiting(ListingPublished(earlier))
    assert hits_of(saved) == [new]


def test_what_they_put_out_themselves_is_no_news(app):
    owner = an_actor("facility_manager", ASKER)
    saved = save(owner)
    listing_id = listings.create_draft(owner, ListingFields(title="Kontorstol", quantity=4)).id
    listings.publish_listing(owner, listing_id)
    outbox.deliver_all()
    assert hits_of(saved) == []


def test_nothing_is_found_twice(seeker):
    saved, listing_id = save(seeker), publish()
    for _ in range(2):
        matching.find_waiting(ListingPublished(listing_id))
    listings.amend_listing(operator(listing_id), listing_id, {"description": "Nesten ny"})
    outbox.deliver_all()
    assert hits_of(saved) == [listing_id]


def operator(listing_id):
    """Somebody who may manage the listing."""
    return an_actor("facility_manager", db.session.get_one(Listing, listing_id).municipality_number)


def test_a_listing_that_comes_to_fit_when_it_is_changed_is_found(seeker):
    saved, listing_id = save(seeker), publish(title="Sofa")
    assert hits_of(saved) == []
    listings.amend_listing(operator(listing_id), listing_id, {"title": "Kontorstoler"})
    outbox.deliver_all()
    assert hits_of(saved) == [listing_id]


@pytest.mark.parametrize("stage", [Stage.UNIT, Stage.MUNICIPALITY, Stage.NETWORK])
def test_only_what_its_owner_can_find_now_is_found(seeker, stage):
    unit = a_unit(ASKER)
    here = [save(an_actor("requester", ASKER)), save(an_actor("requester", ASKER, unit.id))]
    other_unit = save(an_actor("requester", ASKER, a_unit(ASKER).id))
    away = save(seeker)
    listing_id = publish(stage=stage, unit_id=unit.id)
    assert all(hits_of(each) == [listing_id] for each in here)
    assert hits_of(other_unit) == ([] if stage is Stage.UNIT else [listing_id])
    assert hits_of(away) == ([listing_id] if stage is Stage.NETWORK else [])


def test_what_opens_to_somebody_later_is_new_to_them(seeker):
    listing = a_listing(
        title="Kontorstol", quantity=4, stage=Stage.MUNICIPALITY, published_at=clock.now() - timedelta(days=9)
    )
    colleague, away = save(an_actor("requester", ASKER)), save(seeker)
    with transaction() as session:
        session.get_one(Listing, listing.id).stage = Stage.NETWORK
    matching.find_waiting_where_opened(ListingPublished(listing.id))
    assert hits_of(away) == [listing.id]
    assert hits_of(colleague) == []


def test_who_left_the_network_is_told_nothing_of_it(seeker):
    saved = save(seeker)
    with transaction() as session:
        for membership in session.scalars(select(Membership).where(Membership.municipality_number == GJOVIK)):
            membership.to_on = clock.today() - timedelta(days=1)
    publish()
    assert hits_of(saved) == []


def test_who_lost_the_role_or_the_account_finds_nothing(seeker):
    person = a_person("requester", GJOVIK)
    gone, closed = save(actor_of(person)), a_person("requester", GJOVIK)
    ended = save(actor_of(closed))
    with transaction() as session:
        session.delete(session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == person.id)).one())
        session.merge(closed).deactivated_at = clock.now()
    publish()
    assert hits_of(gone) == hits_of(ended) == []


def test_a_search_that_does_not_tell_finds_nothing_until_it_tells_again(seeker):
    saved = save(seeker, alert=Alert.OFF)
    publish()
    with clock.standing_still(clock.now() + timedelta(hours=1)):
        service.change_saved_search(seeker, saved.id, alert=Alert.DAILY)
        matching.find_waiting(ListingPublished(publish()))
    assert len(hits_of(saved)) == 1


def test_another_process_s_changes_are_seen(seeker):
    saved = save(seeker, Criteria(q="sofa"))
    publish()
    with transaction() as session:
        row = session.get_one(SavedSearch, saved.id)
        row.question, row.mark = {"q": "kontorstol"}, service.new_mark()
    second = publish()
    service.delete_saved_search(seeker, save(seeker).id)
    third = publish()
    assert hits_of(saved) == [second, third]


def test_a_new_synonym_is_understood_at_once(seeker):
    saved = save(seeker, Criteria(q="gnurre"))
    publish()
    synonyms.use(Thesaurus([*synonyms.shipped().terms, Term("gnurre", "kontorstol", 0.8)]))
    assert hits_of(saved) == []
    listing_id = publish()
    assert hits_of(saved) == [listing_id]


def test_a_misspelt_word_is_kept_as_search_repairs_it(seeker):
    a_listing(title="Kontorstol")
    indexing.rebuild()
    assert save(seeker, Criteria(q="kontrostol")).question == {"q": "kontorstol"}
    assert save(seeker, Criteria(q="kontrostol", verbatim=True)).question == {"q": "kontrostol"}


def test_distance_is_measured_from_where_it_was_asked(seeker):
    near, far = (save(seeker, Criteria(q="stol", near=HAMAR, within_km=km)) for km in (60, 20))
    listing_id = publish(of=GJOVIK)
    assert hits_of(near) == [listing_id]
    assert hits_of(far) == []


def refused(kind, code, act):
    before = db.session.scalar(select(func.count(SavedSearch.id)))
    with pytest.raises(kind) as caught:
        act()
    assert code in {caught.value.code, *(field.code for field in getattr(caught.value, "fields", ()))}
    assert db.session.scalar(select(func.count(SavedSearch.id))) == before


def test_what_cannot_be_kept_is_refused(seeker, monkeypatch):
    refused(Invalid, "saved-search-needs-question", lambda: save(seeker, Criteria()))
    refused(Invalid, "field-too-long", lambda: save(seeker, name="x" * 81))
    refused(Invalid, "field-too-long", lambda: save(seeker, Criteria(q="x " * 600)))
    saved = save(seeker)
    refused(Invalid, "field-required", lambda: service.change_saved_search(seeker, saved.id, name=" "))
    monkeypatch.setattr(service, "MOST_OF_ONE", 1)
    refused(Conflict, "saved-searches-too-many", lambda: save(seeker))


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("observer", False),
        ("requester", True),
        ("facility_manager", True),
        ("municipality_admin", True),
        ("project_lead", False),
    ],
)
def test_who_may_keep_a_search(role, allowed):
    actor = an_actor(role, GJOVIK)
    assert bool(policies.may_save_search(actor)) is allowed
    if not allowed:
        refused(Forbidden, "saved-search-needs-role", lambda: save(actor))


def test_nobody_is_no_one_to_tell():
    refused(Forbidden, "saved-search-needs-role", lambda: save(Actor(permissions=frozenset({"searches:save"}))))


def test_a_saved_search_is_its_owner_s_alone(seeker):
    saved, colleague = save(seeker), an_actor("municipality_admin", GJOVIK)
    for act in (
        lambda: queries.get_saved_search(colleague, saved.id),
        lambda: service.change_saved_search(colleague, saved.id, alert=Alert.OFF),
        lambda: service.delete_saved_search(colleague, saved.id),
        lambda: queries.list_hits(colleague, saved.id),
    ):
        refused(NotFound, "saved-search-not-found", act)
    assert queries.list_saved_searches(colleague).total == 0
    assert queries.get_saved_search(seeker, saved.id).alert is Alert.AT_ONCE


def test_the_same_form_sent_twice_saves_one(seeker):
    assert save(seeker, submission_key="k").id == save(seeker, submission_key="k").id
    assert queries.count_saved_searches(seeker) == 1


def test_deleting_forgets_what_answered(seeker):
    saved = save(seeker)
    publish()
    service.delete_saved_search(seeker, saved.id)
    assert db.session.scalar(select(func.count(SavedSearchHit.id))) == 0


def test_a_list_costs_the_same_however_long(seeker, count_queries):
    costs = []
    for _ in range(2):
        for _ in range(3):
            save(seeker)
        publish()
        with count_queries() as sent:
            page = queries.list_saved_searches(seeker)
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 6
    assert [len(row.newest) for row in page.items] == [1, 1, 1, 2, 2, 2]


def test_a_listing_costs_the_same_however_many_wait(count_queries):
    costs = []
    for amount in (3, 12):
        for _ in range(amount):
            save(an_actor("requester", GJOVIK))
        listing_id = publish()
        db.session.execute(SavedSearchHit.__table__.delete())
        db.session.commit()
        with count_queries() as sent:
            matching.find_waiting(ListingPublished(listing_id))
        costs.append(len([each for each in sent if not each.startswith("INSERT")]))
    assert costs[0] == costs[1]


def test_who_waits_for_a_listing_is_a_number_and_nobody(seeker):
    save(seeker)
    save(seeker, Criteria(q="kontorstol"))
    save(an_actor("requester", BAERUM))
    assert queries.count_waiting_for(publish()) == 2
