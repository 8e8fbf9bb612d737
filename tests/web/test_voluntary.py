"""The page of a voluntary organisation: its pictures, and its letters stopped and begun again by the link alone."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings import service, wishes
from marketplace.listings.models import Listing, VoluntaryRequest
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations import releasing
from marketplace.organisations.fields import ReleaseFields, VoluntaryFields
from marketplace.organisations.models import VoluntaryOrganisation
from tests import builders
from tests.builders import ASKER, BAERUM
from tests.transfers.test_giving import an_organisation, given_out, link_of, sent
from tests.web.test_photos import a_picture
from tests.web.visiting import fetch, send


def pictured(listing_id, of=ASKER):
    return service.add_photo(builders.an_actor(of=of), listing_id, a_picture()).key


def address_of(organisation, key, size="small"):
    return f"/frivillige/{link_of(organisation)}/bilder/{key}/{size}.webp"


def test_an_organisation_sees_pictures_of_what_it_may_ask_for(app, client):
    organisation, number = an_organisation(), given_out(5, title="Benk i furu")
    key = pictured(number)
    for page in (f"/frivillige/{link_of(organisation)}", f"/frivillige/{link_of(organisation)}/{number}"):
        assert address_of(organisation, key) in fetch(client, page)
    answer = client.get(address_of(organisation, key))
    assert (answer.status_code, answer.content_type) == (200, "image/webp")
    assert "private" in answer.headers["Cache-Control"]
    assert client.get(f"/bilder/{key}/small.webp").status_code == 404
    assert client.get(address_of(organisation, key, "huge")).status_code == 404


@pytest.mark.parametrize(
    "values", [{"stage": Stage.NETWORK}, {"state": ListingState.WITHDRAWN}, {"state": ListingState.EXPIRED}]
)
def test_pictures_of_what_it_may_not_ask_for_are_not_there(app, client, values):
    organisation, number = an_organisation(), given_out()
    key = pictured(number)
    etag = client.get(address_of(organisation, key)).headers["ETag"]
    with transaction() as session:
        for name, value in values.items():
            setattr(session.get_one(Listing, number), name, value)
    assert client.get(address_of(organisation, key), headers={"If-None-Match": etag}).status_code == 404


def test_pictures_are_opened_by_the_link_of_the_owner_s_own_list_only(app, client):
    organisation, number = an_organisation(), given_out()
    neighbour = an_organisation(BAERUM, email="nabo@frivillig.example")
    key = pictured(number)
    assert client.get(address_of(neighbour, key)).status_code == 404
    before = address_of(organisation, key)
    releasing.close_voluntary(builders.an_actor("municipality_admin"), organisation.id)
    assert client.get(before).status_code == 404
    for sealed in ("x", "a" * 390):
        assert client.get(f"/frivillige/{sealed}/bilder/{key}/small.webp").status_code == 404


def reaches(deliver, **values):
    """A listing that reaches voluntary organisations now."""
    number = builders.a_listing(published=False, **values).id
    service.publish_listing(builders.an_actor(), number, Stage.VOLUNTARY)
    deliver()
    return number


@pytest.fixture
def giving(app):
    releasing.set_rules(builders.an_actor("municipality_admin"), ASKER, ReleaseFields(gives_to_voluntary=True))
    organisation = an_organisation()
    return SimpleNamespace(id=organisation.id, link=link_of(organisation))


def test_its_letters_are_stopped_by_one_post_and_begun_again_on_its_page(giving, client, deliver, mailbox):
    an_organisation(name="Speiderne", email="speiderne@frivillig.example")
    reaches(deliver)
    letter = next(each for each in mailbox.sent if each.to == "post@frivillig.example")
    stop = letter.unsubscribe.removeprefix("http://ombruk.example")
    assert stop.startswith("/varsler/stopp/frivillig/")
    assert stop in letter.text
    assert "Vil dere slutte å få brev fra Asker" in fetch(client, stop)
    assert db.session.get_one(VoluntaryOrganisation, giving.id).letters_stopped_at is None
    for _ in range(2):
        assert "Det er gjort" in send(client, stop, 200, **{"List-Unsubscribe": "One-Click"}).text
    mailbox.clear()
    number = reaches(deliver, title="Sofa")
    assert sent(mailbox, "Sofa") == ["speiderne@frivillig.example"]
    page = fetch(client, f"/frivillige/{giving.link}")
    assert "Sofa" in page
    assert "Dere får ikke brev" in page
    fetch(client, f"/frivillige/{giving.link}/{number}")
    send(client, f"/frivillige/{giving.link}/brev", 302)
    mailbox.clear()
    reaches(deliver, title="Benk")
    assert sent(mailbox, "Benk") == ["post@frivillig.example", "speiderne@frivillig.example"]


def test_who_stopped_its_letters_is_answered_all_the_same(giving, client, deliver, mailbox):
    number = reaches(deliver)
    releasing.stop_letters(giving.link)
    send(client, f"/frivillige/{giving.link}/{number}", 302, quantity="1", message="")
    deliver()
    mailbox.clear()
    request_id = db.session.scalar(select(VoluntaryRequest.id))
    wishes.decline_wish(builders.an_actor(), request_id)
    deliver()
    assert sent(mailbox, "Dere får ikke") == ["post@frivillig.example"]


def test_a_link_that_ended_stops_nothing_and_another_address_gets_letters(giving, client):
    old = giving.link
    releasing.stop_letters(old)
    admin = builders.an_actor("municipality_admin")
    releasing.change_voluntary(admin, giving.id, VoluntaryFields(name="Leksehjelpen", email="ny@frivillig.example"))
    kept = db.session.get_one(VoluntaryOrganisation, giving.id, populate_existing=True)
    assert kept.letters_stopped_at is None
    for address in (f"/varsler/stopp/frivillig/{old}", f"/frivillige/{old}/brev"):
        send(client, address, 404)
    db.session.rollback()
    assert releasing.list_written_to(ASKER)[0].letters_stopped_at is None


def test_the_municipality_sees_who_wants_no_letters(giving, client, sign_in):
    releasing.stop_letters(giving.link)
    admin = sign_in(client, builders.a_person("municipality_admin"))
    assert "Vil ikke ha brev" in fetch(admin, "/kommune/utlysning")
    assert clock.now() >= db.session.get_one(VoluntaryOrganisation, giving.id).letters_stopped_at
