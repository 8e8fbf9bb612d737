"""The pages of saved searches."""

import pytest

from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.listings import service as listings
from marketplace.listings.fields import ListingFields
from marketplace.search import indexing
from marketplace.search.saved.alerts import Alert
from marketplace.search.saved.models import SavedSearch
from tests.builders import GJOVIK, HAMAR, a_listing, a_person, an_actor
from tests.web.acting import count, fetch, only, send


@pytest.fixture
def seeker(app, sign_in):
    return sign_in(app.test_client(), a_person("requester", GJOVIK))


def test_an_empty_list_says_how_to_save_one(seeker):
    assert "Ingen lagrede søk ennå" in fetch(seeker, "/sok/lagrede")


def test_a_search_without_hits_offers_to_be_saved(seeker):
    indexing.rebuild()
    page = fetch(seeker, "/sok?q=kontorstol&min_quantity=2").replace("&amp;", "&")
    assert "Vi fant ingenting" in page
    assert "/sok/lagrede/ny?q=kontorstol&min_quantity=2" in page


def test_a_search_with_hits_can_be_saved_too(seeker):
    a_listing(title="Kontorstol")
    indexing.rebuild()
    assert "/sok/lagrede/ny?q=kontorstol" in fetch(seeker, "/sok?q=kontorstol")


def test_a_search_is_saved_answered_changed_and_deleted(seeker):
    address = "/sok/lagrede/ny?q=kontorstol&min_quantity=2"
    page = fetch(seeker, address)
    for told in ("kontorstol", "Minst så mange ledige", "Med en gang", "Ikke si fra, bare lagre søket"):
        assert told in page
    for _ in range(2):
        sent = send(seeker, address, name="Stoler", alert="daily", submission_key="k")
    saved = only(SavedSearch)
    assert (saved.name, saved.alert) == ("Stoler", Alert.DAILY)
    owner = an_actor()
    listing = listings.create_draft(owner, ListingFields(title="Kontorstol, grå", quantity=4))
    listings.publish_listing(owner, listing.id)
    outbox.deliver_all()
    shown = fetch(seeker, sent.location)
    for told in ("Stoler", "Kontorstol, grå", "/sok?q=kontorstol&amp;min_quantity=2"):
        assert told in shown
    assert "Kontorstol, grå" in fetch(seeker, "/sok/lagrede")
    send(seeker, sent.location, alert="off")
    assert only(SavedSearch).alert is Alert.OFF
    send(seeker, sent.location + "/slett")
    assert count(SavedSearch) == 0


def test_what_is_wrong_is_told_and_saves_nothing(seeker):
    assert "Søk etter noe først" in fetch(seeker, "/sok/lagrede/ny")
    assert "Skriv søkeord" in send(seeker, "/sok/lagrede/ny", 422, name="", alert="daily", submission_key="k").text
    send(seeker, "/sok/lagrede/ny?q=stol", 422, name="", alert="sometimes", submission_key="k")
    assert count(SavedSearch) == 0


def test_saved_searches_are_not_for_others(app, seeker, sign_in):
    sent = send(seeker, "/sok/lagrede/ny?q=stol", name="", alert="daily", submission_key="k")
    stranger = sign_in(app.test_client(), a_person("municipality_admin", HAMAR))
    number = db.session.query(SavedSearch.id).scalar()
    assert stranger.get(sent.location).status_code == 404
    assert stranger.post(f"/sok/lagrede/{number}/slett").status_code == 404
    assert app.test_client().get("/sok/lagrede").status_code == 302
    observer = sign_in(app.test_client(), a_person("observer", GJOVIK))
    assert observer.get("/sok/lagrede").status_code == 403
    assert "Lagre søket" not in fetch(observer, "/sok?q=zzzz")
    assert count(SavedSearch) == 1
