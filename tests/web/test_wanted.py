"""The pages of wanted notices, and who wants what one posts."""

import pytest

from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.listings.models import Listing
from marketplace.search import indexing
from marketplace.search.wanted import service
from marketplace.search.wanted.fields import WantedFields
from marketplace.search.wanted.models import WantedMatch, WantedNotice
from marketplace.search.wanted.states import WantedState
from tests.builders import ASKER, GJOVIK, a_listing, a_person, actor_of
from tests.web.acting import count, fetch, only, send


@pytest.fixture
def people(app):
    indexing.rebuild()
    return a_person("requester", GJOVIK), a_person("facility_manager", ASKER)


@pytest.fixture
def seeker(app, sign_in, people):
    return sign_in(app.test_client(), people[0])


@pytest.fixture
def owner(app, sign_in, people):
    return sign_in(app.test_client(), people[1])


def post(people, title="Stablestoler"):
    number = service.post_notice(actor_of(people[0]), WantedFields(title=title, quantity=120)).id
    outbox.deliver_all()
    return number


def test_an_empty_page_says_what_to_do(seeker):
    assert "Ingen ønsker akkurat nå" in fetch(seeker, "/onskes")


def test_a_search_without_hits_becomes_a_notice(seeker):
    page = fetch(seeker, "/sok?q=stablestoler&min_quantity=120&max_width_cm=60").replace("&amp;", "&")
    assert "/onskes/ny?q=stablestoler&min_quantity=120&max_width_cm=60" in page
    form = fetch(seeker, "/onskes/ny?q=stablestoler&min_quantity=120&max_width_cm=60")
    for filled in ('value="stablestoler"', 'value="120"', 'value="60"'):
        assert filled in form
    for _ in range(2):
        sent = send(seeker, "/onskes/ny", title="stablestoler", quantity="120", by_on="15.8.2026", submission_key="k")
    notice = only(WantedNotice)
    assert (notice.title, notice.quantity, str(notice.closes_on)) == ("stablestoler", 120, "2026-08-15")
    assert "0 av 120 funnet" in fetch(seeker, sent.location)
    assert "stablestoler" in fetch(seeker, "/onskes")


def test_it_is_changed_and_ended(seeker, people):
    address = f"/onskes/{post(people)}"
    version = str(only(WantedNotice).version)
    assert "Stablestoler" in fetch(seeker, address + "/endre")
    send(seeker, address + "/endre", title="Klappstoler", quantity="5", version=version)
    assert only(WantedNotice).title == "Klappstoler"
    stale = send(seeker, address + "/endre", 409, title="Andre", quantity="5", version=version)
    assert "Noen har endret ønsket mens du skrev" in stale.text
    send(seeker, address + "/oppfylt")
    assert only(WantedNotice).state is WantedState.FULFILLED
    assert "Har fått det" in fetch(seeker, address)
    assert seeker.post(address + "/trekk").status_code == 409


def test_what_is_wrong_is_told_beside_its_field(seeker):
    sent = send(seeker, "/onskes/ny", 422, title="x", quantity="mange", by_on="1.1.2020", submission_key="k")
    assert count(WantedNotice) == 0
    assert "tall" in sent.text
    sent = send(seeker, "/onskes/ny", 422, title="x", quantity="1", by_on="1.1.2020", submission_key="k")
    assert "minst tre tegn" in sent.text
    assert count(WantedNotice) == 0


def test_an_owner_answers_with_a_draft_that_is_filled_in(owner, people):
    address = f"/onskes/{post(people)}"
    assert "Vi har dette" in fetch(owner, address)
    assert "Lag en ny annonse, ferdig utfylt" in fetch(owner, address + "/svar")
    sent = send(owner, address + "/svar", listing_id="", note="Kan hentes")
    assert sent.location.endswith(f"/annonser/{only(Listing).id}/rediger")
    assert 'value="Stablestoler"' in fetch(owner, sent.location)
    assert only(WantedMatch).note == "Kan hentes"


def test_an_owner_answers_with_a_listing_and_the_other_side_sees_it(owner, seeker, people):
    listing_id = a_listing(title="Klappstoler", quantity=9, created_by=people[1].id).id
    address = f"/onskes/{post(people)}"
    send(owner, address + "/svar", listing_id=str(listing_id), note="Kan hentes")
    again = send(owner, address + "/svar", 409, listing_id=str(listing_id), note="")
    assert "allerede svart" in again.text
    page = fetch(seeker, address)
    for told in ("Klappstoler", "Eieren svarer at de har det.", "Kan hentes", "9 av 120 funnet"):
        assert told in page


def test_who_may_not_answer_or_change(seeker, owner, people, app, sign_in):
    address = f"/onskes/{post(people)}"
    assert seeker.get(address + "/svar").status_code == 403
    assert "Vi har dette" not in fetch(seeker, address)
    assert owner.get(address + "/endre").status_code == 403
    observer = sign_in(app.test_client(), a_person("observer", GJOVIK))
    assert "Legg ut et ønske" not in fetch(observer, "/onskes")
    assert observer.get("/onskes/ny").status_code == 403
    assert owner.get("/onskes/99").status_code == 404
    assert count(WantedNotice) == 1


def test_a_listing_shows_its_owner_who_wants_it_and_others_not(owner, seeker, people):
    listing = a_listing(title="Stablestol", quantity=9, category_code="SKO.STOL", created_by=people[1].id).id
    post(people)
    told = "Gjøvik ønsker 120 stk. «Stablestoler»"
    assert told in fetch(owner, f"/annonser/{listing}")
    assert told in fetch(owner, f"/annonser/{listing}/rediger")
    assert told not in fetch(seeker, f"/annonser/{listing}")


def test_posting_shows_who_wants_it_while_it_is_written(owner, people):
    post(people)
    answer = owner.get("/annonser/kategoriforslag?title=Stablestol&category_code=&proposed=").text
    assert "Gjøvik ønsker 120 stk. «Stablestoler»" in answer
    assert "ønsker" not in owner.get("/annonser/kategoriforslag?title=Sofa&category_code=&proposed=").text
    db.session.rollback()
