"""Photos over HTTP: kept for ever by the reader's browser, shown to nobody else, changed by the owner's people."""

from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.listings import photos, queries, service
from marketplace.listings.models import Listing, Photo
from marketplace.listings.states import ListingState, Stage
from tests import builders
from tests.builders import ASKER, BAERUM, GJOVIK, HAMAR
from tests.listings.pictures import drawn, exif, saved
from tests.web.pages import faults


def a_picture(shade=0):
    return saved(drawn(64 + shade, 48), "PNG")


def a_file(shade=0):
    return BytesIO(a_picture(shade)), "stol.png"


def with_photo(listing, shade=0):
    return service.add_photo(builders.an_actor(), listing.id, a_picture(shade))


def order_of(listing):
    return [photo.id for photo in queries.photos_of([listing.id]).get(listing.id, [])]


@pytest.fixture
def owner(client, sign_in):
    return sign_in(client, builders.a_person("facility_manager", ASKER))


@pytest.fixture
def reader(app, sign_in):
    return sign_in(app.test_client(), builders.a_person("requester", GJOVIK))


@pytest.mark.parametrize("size", photos.SIZES)
def test_a_photo_is_served_to_be_kept_for_ever(app, reader, size):
    photo = with_photo(builders.a_listing())
    answer = reader.get(f"/bilder/{photo.key}/{size}.webp")
    assert (answer.status_code, answer.content_type) == (200, "image/webp")
    assert answer.data[:4] == b"RIFF"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert {"Cookie", "Authorization"} <= set(answer.vary)
    again = reader.get(f"/bilder/{photo.key}/{size}.webp", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_nothing_but_the_picture_is_served(app, reader):
    listing = builders.a_listing()
    photo = service.add_photo(builders.an_actor(), listing.id, saved(drawn(400, 300), "JPEG", exif=exif(6)))
    content = reader.get(f"/bilder/{photo.key}/large.webp").data
    assert b"EXIF" not in content
    assert b"Secret camera" not in content
    assert [(size["width"], size["height"]) for size in photo.sizes][-1] == (300, 400)


@pytest.mark.parametrize(
    ("role", "of", "values", "status"),
    [
        ("observer", ASKER, {}, 200),
        ("observer", GJOVIK, {}, 200),
        ("project_lead", BAERUM, {}, 200),
        ("facility_manager", HAMAR, {}, 404),
        ("observer", ASKER, {"state": ListingState.DRAFT}, 200),
        ("facility_manager", GJOVIK, {"state": ListingState.DRAFT}, 404),
        ("facility_manager", GJOVIK, {"state": ListingState.WITHDRAWN}, 404),
        ("facility_manager", GJOVIK, {"state": ListingState.CLOSED}, 200),
        ("facility_manager", GJOVIK, {"stage": Stage.MUNICIPALITY}, 404),
    ],
)
def test_a_photo_is_served_to_whom_its_listing_is_shown_only(app, sign_in, role, of, values, status):
    listing = builders.a_listing()
    photo = with_photo(listing)
    with transaction():
        kept = queries.get_for_update(listing.id)
        for name, value in values.items():
            setattr(kept, name, value)
    client = sign_in(app.test_client(), builders.a_person(role, of))
    assert client.get(f"/bilder/{photo.key}/small.webp").status_code == status


def test_a_photo_is_served_to_a_program_with_a_token_and_to_nobody_without(app, client, api):
    photo = with_photo(builders.a_listing())
    address = f"/bilder/{photo.key}/small.webp"
    assert api(builders.a_person("requester", GJOVIK)).get(address).status_code == 200
    assert api(builders.a_person("requester", HAMAR)).get(address).status_code == 404
    assert client.get(address).status_code == 404
    assert client.get(address, headers={"Authorization": "Bearer nonsense"}).status_code == 404
    assert client.get(address, headers={"Authorization": "Basic cGVyc29u"}).status_code == 404


def test_a_photo_of_a_withdrawn_listing_is_no_longer_served_even_to_who_has_it(app, reader):
    listing = builders.a_listing()
    photo = with_photo(listing)
    address = f"/bilder/{photo.key}/small.webp"
    etag = reader.get(address).headers["ETag"]
    service.withdraw_listing(builders.an_actor(), listing.id)
    answer = reader.get(address, headers={"If-None-Match": etag})
    assert answer.status_code == 404
    assert "immutable" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/bilder/unknown/small.webp",
        "/bilder/{key}/huge.webp",
        "/bilder/{key}/small.png",
        "/bilder/{key}/..%2Fsmall.webp",
        "/bilder/../{key}/small.webp",
        "/bilder/{key}%00/small.webp",
    ],
)
def test_an_address_that_is_no_photo_is_not_found(app, reader, address):
    photo = with_photo(builders.a_listing())
    assert reader.get(address.format(key=photo.key)).status_code == 404


def test_photos_are_added_on_the_page_several_at_once(app, owner):
    listing = builders.a_listing()
    sent = {"photos": [a_file(1), a_file(2)], "camera": a_file(3)}
    answer = owner.post(f"/annonser/{listing.id}/bilder", data=sent)
    assert answer.headers["Location"] == f"/annonser/{listing.id}/rediger#bilder"
    assert len(order_of(listing)) == 3


def test_with_htmx_the_part_with_the_pictures_is_answered(app, owner):
    listing = builders.a_listing()
    answer = owner.post(f"/annonser/{listing.id}/bilder", data={"photos": a_file()}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.count("<img") == 1
    assert faults(answer.text.replace('form="photo-form"', "")) == []


def test_a_picture_taken_first_begins_the_draft(app, owner):
    form = {"submission_key": "a-form", "title": "", "quantity": "1", "condition": "good", "stage": "network"}
    answer = owner.post("/annonser/ny/bilder", data=form | {"camera": a_file()}, headers={"HX-Request": "true"})
    assert answer.text.count("<img") == 1
    assert owner.post("/annonser/ny/bilder", data=form | {"camera": a_file(1)}).text.count("<img") == 2
    owner.post("/annonser/ny", data=form | {"title": "Kontorstol", "intent": "publish"})
    listing = db.session.scalars(select(Listing)).one()
    assert (listing.state, len(order_of(listing))) == (ListingState.PUBLISHED, 2)


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [(b"", "bilde"), (b"MZ a program", "bilde"), (a_picture()[:50], "bilde")],
)
def test_a_picture_that_cannot_be_taken_is_told_of_and_the_others_are_kept(app, owner, upload, sentence):
    listing = builders.a_listing()
    sent = {"photos": [(BytesIO(upload), "../../etc/passwd.jpg"), a_file()]}
    answer = owner.post(f"/annonser/{listing.id}/bilder", data=sent, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert sentence in answer.text.lower()
    assert len(order_of(listing)) == 1


def test_no_picture_and_too_many_are_refused_in_words(app, owner):
    listing = builders.a_listing()
    htmx = {"HX-Request": "true"}
    nothing = owner.post(f"/annonser/{listing.id}/bilder", data={}, headers=htmx)
    assert (nothing.status_code, "Velg et bilde" in nothing.text) == (422, True)
    for shade in range(12):
        with_photo(listing, shade)
    one_more = owner.post(f"/annonser/{listing.id}/bilder", data={"photos": a_file(50)}, headers=htmx)
    assert (one_more.status_code, "allerede 12 bilder" in one_more.text) == (409, True)
    assert len(order_of(listing)) == 12


def test_a_picture_is_moved_forward_and_removed(app, owner):
    listing = builders.a_listing()
    first, second, third = (with_photo(listing, shade).id for shade in range(3))
    owner.post(f"/annonser/{listing.id}/bilder/{third}/flytt")
    assert order_of(listing) == [first, third, second]
    owner.post(f"/annonser/{listing.id}/bilder/{first}/flytt")
    assert order_of(listing) == [first, third, second]
    owner.post(f"/annonser/{listing.id}/bilder/{third}/fjern", headers={"HX-Request": "true"})
    assert order_of(listing) == [first, second]
    assert owner.post(f"/annonser/{listing.id}/bilder/{third}/fjern").status_code == 404
    assert owner.post(f"/annonser/{listing.id}/bilder/{third}/flytt").status_code == 404


def test_others_change_no_pictures(app, sign_in):
    listing = builders.a_listing()
    photo = with_photo(listing)
    for person in (builders.a_person("facility_manager", GJOVIK), builders.a_person("requester", ASKER)):
        client = sign_in(app.test_client(), person)
        for verb in ("fjern", "flytt"):
            assert client.post(f"/annonser/{listing.id}/bilder/{photo.id}/{verb}").status_code == 403
        assert client.post(f"/annonser/{listing.id}/bilder", data={"photos": a_file(9)}).status_code == 403
    assert db.session.query(Photo).count() == 1
