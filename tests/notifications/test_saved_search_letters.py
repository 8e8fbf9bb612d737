"""What somebody who keeps a search is told, how soon, and how it is stopped."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from marketplace.claims import lapsing, queries
from marketplace.claims import service as claims
from marketplace.claims.states import Otherwise
from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.foundation.outbox import Delivery
from marketplace.foundation.transaction import transaction
from marketplace.listings import service as listings
from marketplace.listings.events import ListingPublished
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.states import Stage
from marketplace.notifications import notify_saved_searches
from marketplace.notifications.kinds import Kind, Pace
from marketplace.notifications.models import Card, Channel, Notification
from marketplace.notifications.service import choose_paces
from marketplace.search.criteria import Criteria
from marketplace.search.saved import matching, service, stopping
from marketplace.search.saved.alerts import Alert
from marketplace.search.saved.events import SavedSearchAnswered
from marketplace.search.saved.models import SavedSearch, SavedSearchHit
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_person, actor_of, an_actor, stored

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def seeker():
    return actor_of(a_person("requester", GJOVIK, email="soker@gjovik.example"))


def save(actor, alert=Alert.AT_ONCE):
    return service.save_search(actor, Criteria(q="kontorstol"), alert).id


def publish(title="Kontorstol"):
    owner = an_actor("facility_manager", ASKER)
    number = listings.create_draft(owner, ListingFields(title=title, quantity=4)).id
    listings.publish_listing(owner, number)
    return number


def hits():
    return db.session.scalar(select(func.count(SavedSearchHit.id)))


def test_the_letter_names_the_listing_and_the_search_and_stops_just_this_alert(seeker, mailbox):
    search_id = save(seeker)
    listing_id = publish()
    outbox.deliver_all()
    (letter,) = mailbox.sent
    assert (letter.to, letter.subject) == ("soker@gjovik.example", "Nytt treff: Kontorstol")
    assert "Asker tilbyr 4 stk. av «Kontorstol». Det passer med søket ditt «kontorstol»." in letter.text
    assert f"/annonser/{listing_id}" in letter.text
    assert "/varsler/avmeld/" in letter.unsubscribe
    for text in (letter.text, letter.html):
        assert stopping.path_for(search_id, seeker.person_id) in text
        assert "Stopp dette varselet" in text


@pytest.mark.parametrize("end", ["cancel", "decline", "lapse"])
def test_what_becomes_free_again_is_told_to_whoever_needs_so_many(seeker, mailbox, end):
    """What was asked for before anybody was told of it, is given up again."""
    service.save_search(seeker, Criteria(q="kontorstol", min_quantity=3), Alert.AT_ONCE)
    listing_id, other = publish(), an_actor("requester", RINGERIKE)
    claim_id = claims.request_claim(other, listing_id, quantity=2, otherwise=Otherwise.BUY_NEW).id
    outbox.deliver_all()
    assert hits() == 0
    if end == "cancel":
        claims.cancel_claim(other, claim_id)
    elif end == "decline":
        claims.decline_claim(an_actor("facility_manager", ASKER), claim_id, "Vi trenger dem selv.")
    else:
        with transaction():
            lapsing.lapse(queries.get_for_update(claim_id), lapsing.NOT_ANSWERED)
    outbox.deliver_all()
    outbox.deliver_all()
    assert hits() == 1
    assert [letter.subject for letter in mailbox.sent if letter.to == "soker@gjovik.example"] == [
        "Nytt treff: Kontorstol"
    ]


def test_once_a_day_is_one_letter_a_day(seeker, mailbox):
    save(seeker, Alert.DAILY)
    for title in ("Kontorstol", "Kontorstol, blå"):
        publish(title)
    outbox.deliver_all()
    assert not mailbox.sent
    paces = db.session.scalars(select(Notification.pace)).all()
    assert paces == [Pace.DAILY, Pace.DAILY]


def test_what_is_only_kept_tells_nothing(seeker, mailbox):
    save(seeker, Alert.OFF)
    publish()
    outbox.deliver_all()
    assert not mailbox.sent
    assert db.session.scalar(select(func.count(Notification.id))) == 0


@pytest.mark.parametrize("pace", [Pace.DAILY, Pace.OFF])
def test_what_the_reader_chose_for_all_of_the_kind_is_never_overruled(seeker, mailbox, pace):
    choose_paces(seeker, {Kind.SAVED_SEARCH: pace})
    save(seeker)
    publish()
    outbox.deliver_all()
    assert not mailbox.sent
    assert db.session.scalars(select(Notification.pace)).all() == [pace]


def test_it_is_no_matter_of_the_municipality_s_channel(seeker):
    given = {"name": "Eiendom", "address": "https://x.example", "chosen": {"saved_search": "at_once"}}
    stored(Channel(municipality_number=GJOVIK, created_at=clock.now(), **given))
    save(seeker)
    publish()
    outbox.deliver_all()
    assert db.session.scalar(select(func.count(Notification.id))) == 1
    assert db.session.scalar(select(func.count(Card.id))) == 0


def test_a_listing_that_closed_to_its_reader_meanwhile_is_not_told(seeker, mailbox):
    save(seeker)
    listing_id = publish()
    matching.find_waiting(SavedFound(listing_id))
    with transaction() as session:
        session.execute(update(Listing).where(Listing.id == listing_id).values(stage=Stage.MUNICIPALITY))
    outbox.deliver_all()
    assert not mailbox.sent


class SavedFound:
    """What the matcher is told of."""

    def __init__(self, listing_id):
        self.listing_id = listing_id


def test_a_worker_killed_after_any_step_tells_once(seeker, mailbox, monkeypatch):
    """Whatever was done before the kill is done again by the next; each delivery comes back as if it never ended."""
    save(seeker)
    publish()
    for _ in range(12):
        rows = [dict(row) for row in db.session.execute(select(Delivery.__table__)).mappings()]
        db.session.rollback()
        if not rows:
            break
        outbox.deliver_pending()
        with transaction() as session:  # the rows that were taken and done are there again, as after a kill
            left = set(session.scalars(select(Delivery.id)))
            for row in rows:
                if row["id"] not in left and row["handler"].startswith(("search.saved", "notifications.notify_saved")):
                    session.execute(Delivery.__table__.insert(), row)
        outbox.deliver_pending()
    outbox.deliver_all()
    assert len(mailbox.sent) == 1
    assert db.session.scalar(select(func.count(SavedSearchHit.id))) == 1


def test_told_twice_is_told_once(seeker, mailbox):
    save(seeker)
    publish()
    outbox.deliver_all()
    hit_id = db.session.scalar(select(SavedSearchHit.id))
    notify_saved_searches.tell_of_answer(SavedSearchAnswered(hit_id))
    notify_saved_searches.tell_of_answer(SavedSearchAnswered(hit_id + 1))
    outbox.deliver_all()
    assert len(mailbox.sent) == 1


def test_a_link_stops_one_search_and_no_other(client, seeker, mailbox):
    stopped, other = save(seeker), service.save_search(seeker, Criteria(q="stol"), Alert.AT_ONCE).id
    path = stopping.path_for(stopped, seeker.person_id)
    assert "Vil du stoppe varselet om «kontorstol»?" in client.get(path).text
    assert db.session.get_one(SavedSearch, stopped).alert is Alert.AT_ONCE
    for _ in range(2):
        assert "Varselet er stoppet" in client.post(path).text
    db.session.rollback()
    assert db.session.get_one(SavedSearch, stopped).alert is Alert.OFF
    assert db.session.get_one(SavedSearch, other).alert is Alert.AT_ONCE
    publish()
    outbox.deliver_all()
    assert len(mailbox.sent) == 1


def test_a_link_that_is_none_stops_nothing(client, seeker):
    search_id = save(seeker)
    other = stopping.path_for(search_id + 1, seeker.person_id)
    for path in (
        stopping.path_for(search_id, seeker.person_id) + "x",
        other,
        "/varsler/stopp/" + other.rpartition("/")[2][:10],
    ):
        assert client.post(path).status_code == 404
    assert db.session.get_one(SavedSearch, search_id).alert is Alert.AT_ONCE


def test_what_was_taken_back_before_it_was_told_is_told_when_it_is_put_out_again(seeker, mailbox):
    save(seeker)
    owner, listing_id = an_actor("facility_manager", ASKER), publish()
    matching.find_waiting(ListingPublished(listing_id))
    listings.withdraw_listing(owner, listing_id)
    outbox.deliver_all()
    assert not mailbox.sent
    listings.publish_listing(owner, listing_id)
    outbox.deliver_all()
    listings.withdraw_listing(owner, listing_id)
    outbox.deliver_all()
    listings.publish_listing(owner, listing_id)
    outbox.deliver_all()
    assert [letter.subject for letter in mailbox.sent] == ["Nytt treff: Kontorstol"]
    assert hits() == 1


def test_what_is_told_and_taken_back_before_the_outbox_knows_is_told_once(seeker, mailbox):
    save(seeker)
    owner, listing_id = an_actor("facility_manager", ASKER), publish()
    outbox.deliver_all()
    listings.withdraw_listing(owner, listing_id)
    notify_saved_searches.tell_of_answer(SavedSearchAnswered(db.session.scalars(select(SavedSearchHit.id)).one()))
    listings.publish_listing(owner, listing_id)
    outbox.deliver_all()
    assert len(mailbox.sent) == 1


def test_the_first_answer_to_a_new_search_is_told_though_an_earlier_one_was_deleted(seeker, mailbox):
    """A database that gives a number again gives the new hit the number of the old."""
    service.delete_saved_search(seeker, _told_of_one(seeker))
    with clock.standing_still(clock.now() + timedelta(days=1)):
        save(seeker)
        publish()
        outbox.deliver_all()
    assert [letter.subject for letter in mailbox.sent] == ["Nytt treff: Kontorstol"] * 2


def _told_of_one(seeker):
    search_id = save(seeker)
    publish()
    outbox.deliver_all()
    return search_id


def test_a_link_of_a_deleted_search_stops_nobody_else_s_that_got_its_number(seeker, client):
    search_id = save(seeker)
    path = stopping.path_for(search_id, seeker.person_id)
    service.delete_saved_search(seeker, search_id)
    other = save(an_actor("requester", RINGERIKE))
    assert client.get(path).status_code == client.post(path).status_code == 404
    assert db.session.get_one(SavedSearch, other).alert is Alert.AT_ONCE
