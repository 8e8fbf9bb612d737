"""The page of a listing, one's own listings, publishing and withdrawing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.listings import service
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.conftest import NOW
from tests.listings.pictures import drawn, saved
from tests.web.pages import Page, faults


def fetch(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    assert faults(answer.text) == []
    return answer.text


def state_of(listing):
    return db.session.scalar(select(Listing.state).where(Listing.id == listing.id))


@pytest.fixture
def owner(client, sign_in):
    return sign_in(client, builders.a_person("facility_manager", ASKER))


@pytest.fixture
def reader(app, sign_in):
    return sign_in(app.test_client(), builders.a_person("requester", GJOVIK))


def test_a_listing_tells_its_facts(app, reader):
    place = builders.a_pickup_place(address="Gata 1")
    listing = builders.a_listing(
        quantity=12,
        width_cm=60,
        height_cm=110,
        weight_g=14_500,
        brand="Håg",
        material="tekstil",
        acquired_year=2016,
        description="Slitt på armlenene.\nEllers fin.",
        pickup_place_id=place.id,
        closes_at=NOW + timedelta(days=5),
    )
    builders.a_claim(listing, quantity=4)
    html = fetch(reader, f"/annonser/{listing.id}")
    for fact in (
        listing.title,
        "8 av 12 igjen",
        "bredde 60 cm, høyde 110 cm",
        "14,5 kg per stk.",
        "Håg",
        "tekstil",
        "2016",
        "<p>Ellers fin.</p>",
        f"{place.name}, Gata 1",
        "20.06.2026",
        "Gratis",
        "Asker",
        " km</span>",
    ):
        assert fact in html, fact
    assert len(Page(html).all("h1")) == 1
    assert "<dl" in html


def test_photos_have_fixed_dimensions_and_sizes_to_choose_from(app, client, owner):
    listing = builders.a_listing()
    service.add_photo(builders.an_actor(), listing.id, saved(drawn(2000, 1500), "JPEG"))
    picture = Page(fetch(owner, f"/annonser/{listing.id}")).all("img")[0]
    assert (picture["width"], picture["height"], picture["loading"]) == ("1600", "1200", "eager")
    assert [part.split()[1] for part in picture["srcset"].split(", ")] == ["400w", "800w", "1600w"]
    assert listing.title in picture["alt"]
    assert owner.get(picture["src"]).status_code == 200


def test_the_life_story_is_told(app, reader):
    actor = builders.an_actor()
    draft = service.create_draft(actor, service.ListingFields(title="Sofa", acquired_year=2009))
    service.publish_listing(actor, draft.id)
    html = fetch(reader, f"/annonser/{draft.id}")
    assert "Kjøpt inn i 2009" in html
    assert "Registrert i Asker" in html


def test_similar_things_are_shown_with_how_many_are_left(app, reader):
    listing, alike = builders.a_listing(), builders.a_listing(of=builders.RINGERIKE, quantity=9, title="Grønn stol")
    builders.a_claim(alike, quantity=2)
    html = fetch(reader, f"/annonser/{listing.id}")
    assert "Lignende annonser" in html
    assert "Grønn stol" in html
    assert "7 av 9 igjen" in html


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (ListingState.DRAFT, "Dette er et utkast"),
        (ListingState.WITHDRAWN, "Annonsen er trukket"),
        (ListingState.CLOSED, "Alt er overlevert"),
        (ListingState.EXPIRED, "Annonsen er utløpt"),
    ],
)
def test_the_page_says_plainly_what_state_it_is_in(app, owner, state, sentence):
    listing = builders.a_listing(state=state, published_at=None if state == ListingState.DRAFT else NOW)
    assert sentence in fetch(owner, f"/annonser/{listing.id}")


@pytest.mark.parametrize("state", [ListingState.DRAFT, ListingState.WITHDRAWN])
def test_others_do_not_find_what_is_not_shown_to_them(app, reader, state):
    listing = builders.a_listing(state=state)
    assert listing.title not in fetch(reader, f"/annonser/{listing.id}", 404)


def test_others_do_not_find_what_is_not_open_to_them_yet(app, reader):
    listing = builders.a_listing(stage=Stage.MUNICIPALITY)
    fetch(reader, f"/annonser/{listing.id}", 404)


@pytest.mark.parametrize(
    "address", ["/annonser/999999", "/annonser/999999999999999", "/annonser/9" + "9" * 30, "/annonser/abc"]
)
def test_a_listing_that_is_not_there_is_not_found(app, reader, address):
    fetch(reader, address, 404)


def test_what_people_write_is_shown_as_text(app, reader):
    listing = builders.a_listing(title="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")
    html = fetch(reader, f"/annonser/{listing.id}")
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<img src=x" not in html


def test_who_is_not_signed_in_is_sent_to_sign_in(app, client):
    for address in (f"/annonser/{builders.a_listing().id}", "/annonser/mine", "/annonser/ny"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/logg-inn" in answer.headers["Location"]


def test_a_requester_reads_and_does_not_write(app, reader):
    listing = builders.a_listing(of=GJOVIK)
    assert "Rediger" not in fetch(reader, f"/annonser/{listing.id}")
    for address in ("/annonser/mine", "/annonser/ny", f"/annonser/{listing.id}/rediger"):
        fetch(reader, address, 403)
    assert reader.post(f"/annonser/{listing.id}/trekk").status_code == 403
    assert state_of(listing) == ListingState.PUBLISHED


def test_the_owner_sees_what_may_be_done(app, owner):
    page = Page(fetch(owner, f"/annonser/{builders.a_listing().id}"))
    assert page.all("a", href="/annonser/1/rediger")
    assert page.all("a", href="/annonser/1/trekk")
    assert not page.all("form", action="/annonser/1/legg-ut")


def test_withdrawing_asks_first_and_says_what_is_lost(app, owner, reader):
    listing = builders.a_listing(quantity=9)
    builders.a_claim(listing, quantity=2)
    builders.a_claim(listing, quantity=2, state="approved")
    html = fetch(owner, f"/annonser/{listing.id}/trekk")
    assert "1 forespørsel som venter, blir avslått." in html
    assert "1 godkjent forespørsel gjelder fortsatt." in html
    assert state_of(listing) == ListingState.PUBLISHED
    assert owner.post(f"/annonser/{listing.id}/trekk").status_code == 302
    assert state_of(listing) == ListingState.WITHDRAWN
    fetch(reader, f"/annonser/{listing.id}", 404)


def test_a_withdrawn_listing_is_published_again_with_a_button(app, owner):
    listing = builders.a_listing(state=ListingState.WITHDRAWN)
    assert Page(fetch(owner, f"/annonser/{listing.id}")).all("form", action=f"/annonser/{listing.id}/legg-ut")
    answer = owner.post(f"/annonser/{listing.id}/legg-ut", follow_redirects=True)
    assert "Annonsen er lagt ut" in answer.text
    assert "Angre" in answer.text
    assert state_of(listing) == ListingState.PUBLISHED


def test_what_cannot_be_published_says_why_on_the_page_where_it_is_mended(app, owner):
    listing = builders.a_listing(published=False, title="", closes_at=NOW - timedelta(days=1))
    answer = owner.post(f"/annonser/{listing.id}/legg-ut", follow_redirects=True)
    assert answer.request.path == f"/annonser/{listing.id}/rediger"
    assert "Skriv hva det er" in answer.text
    assert state_of(listing) == ListingState.DRAFT


def test_publishing_twice_says_so_and_publishes_once(app, owner):
    listing = builders.a_listing()
    answer = owner.post(f"/annonser/{listing.id}/legg-ut")
    assert answer.status_code == 409
    assert "allerede lagt ut" in answer.text


def test_the_page_of_a_listing_costs_the_same_however_much_happened(app, owner, count_queries):
    def cost(listing):
        with count_queries() as sent:
            fetch(owner, f"/annonser/{listing.id}")
        return len(sent)

    def let_happen(shades):
        for shade in shades:
            service.add_photo(builders.an_actor(), listing.id, saved(drawn(64 + shade, 48), "PNG"))
            builders.a_claim(listing)
            alike = builders.a_listing()
            service.add_photo(builders.an_actor(), alike.id, saved(drawn(64, 48), "PNG"))

    listing = builders.a_listing(quantity=40)
    let_happen([0])
    little = cost(listing)
    let_happen(range(1, 6))
    assert cost(listing) == little


def test_a_listing_closes_by_itself_on_the_page_too(app, owner):
    listing = builders.a_listing(closes_at=NOW + timedelta(hours=1))
    with clock.standing_still(NOW + timedelta(hours=2)):
        service.expire_due()
        assert "Annonsen er utløpt" in fetch(owner, f"/annonser/{listing.id}")
