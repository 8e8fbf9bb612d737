"""Photos: kept, shown, ordered, removed, and never lost half-way."""

import pytest
from sqlalchemy import func, select

from marketplace.foundation import ports
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.foundation.outbox import Delivery
from marketplace.foundation.storage.memory import MemoryStorage
from marketplace.foundation.storage.port import StorageUnavailable
from marketplace.foundation.transaction import transaction
from marketplace.listings import photos, queries, service
from marketplace.listings.models import Photo
from marketplace.listings.states import ListingState
from tests import builders
from tests.builders import GJOVIK
from tests.listings.pictures import drawn, saved


def a_picture(shade=0):
    return saved(drawn(64 + shade, 48), "PNG")


def count_photos():
    return db.session.scalar(select(func.count()).select_from(Photo))


def files():
    return list(ports.storage().list())


class FillingUp(MemoryStorage):
    """Storage that takes some files and then no more."""

    def __init__(self, room):
        super().__init__()
        self.room = room

    def put(self, key, content, content_type="application/octet-stream"):
        if self.room == 0:
            raise StorageUnavailable("full")
        self.room -= 1
        super().put(key, content, content_type)


@pytest.fixture
def use_storage(app):
    """Let the service keep its files elsewhere."""

    def use(storage):
        ports.use(ports.Ports(storage, ports.mailer(), ports.base_url(), ports.secret_key()))

    return use


def test_a_photo_is_kept_in_three_sizes_under_a_key_that_cannot_be_guessed(app):
    listing = builders.a_listing()
    picture = saved(drawn(2000, 1000), "JPEG")
    photo = service.add_photo(builders.an_actor(), listing.id, picture)
    assert [(size["name"], size["width"], size["height"]) for size in photo.sizes] == [
        ("small", 400, 200),
        ("medium", 800, 400),
        ("large", 1600, 800),
    ]
    assert files() == sorted(f"photos/{photo.key}/{size}.webp" for size in photos.SIZES)
    assert len(photo.key) == 32
    assert [variant.url for variant in photo.variants] == [f"/bilder/{photo.key}/{s}.webp" for s in photos.SIZES]
    assert set(db.session.scalars(select(Delivery.event))) == {"ListingChanged"}


def test_photos_stand_in_the_order_they_came(app):
    actor, listing = builders.an_actor(), builders.a_listing()
    added = [service.add_photo(actor, listing.id, a_picture(shade)).id for shade in range(3)]
    assert [photo.id for photo in queries.photos_of([listing.id])[listing.id]] == added


def test_the_same_photo_twice_is_kept_once(app):
    actor, listing, other = builders.an_actor(), builders.a_listing(), builders.a_listing()
    first = service.add_photo(actor, listing.id, a_picture())
    assert service.add_photo(actor, listing.id, a_picture()).id == first.id
    assert (count_photos(), len(files())) == (1, 3)
    assert service.add_photo(actor, other.id, a_picture()).id != first.id


def test_the_thirteenth_photo_is_refused_and_leaves_no_file(app):
    actor, listing = builders.an_actor(), builders.a_listing()
    for shade in range(12):
        service.add_photo(actor, listing.id, a_picture(shade))
    with pytest.raises(Conflict, match="listing-too-many-photos"):
        service.add_photo(actor, listing.id, a_picture(99))
    assert (count_photos(), len(files())) == (12, 36)
    assert service.add_photo(actor, listing.id, a_picture(3)).position == 3


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (b"", "photo-empty"),
        (b"MZ\x90\x00 this program cannot be run", "photo-not-an-image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "photo-not-an-image"),
        (b"<html><script>alert(1)</script></html>", "photo-not-an-image"),
        (a_picture()[:60], "photo-truncated"),
    ],
)
def test_a_hostile_upload_changes_nothing(app, upload, code):
    listing = builders.a_listing()
    with pytest.raises(Invalid, match=code):
        service.add_photo(builders.an_actor(), listing.id, upload)
    assert (count_photos(), files()) == (0, [])


def test_who_may_not_edit_adds_orders_and_removes_no_photos(app):
    owner, listing = builders.an_actor(), builders.a_listing()
    photo = service.add_photo(owner, listing.id, a_picture())
    unit = builders.a_unit()
    for actor in (
        builders.an_actor(of=GJOVIK),
        builders.an_actor("requester"),
        builders.an_actor(unit_id=unit.id),
    ):
        with pytest.raises(Forbidden):
            service.add_photo(actor, listing.id, a_picture(1))
        with pytest.raises(Forbidden):
            service.remove_photo(actor, listing.id, photo.id)
        with pytest.raises(Forbidden):
            service.order_photos(actor, listing.id, [photo.id])
    assert (count_photos(), len(files())) == (1, 3)


def test_what_is_all_handed_over_keeps_its_photos(app):
    listing = builders.a_listing(state=ListingState.CLOSED)
    with pytest.raises(Conflict, match="listing-closed"):
        service.add_photo(builders.an_actor(), listing.id, a_picture())
    assert files() == []


def test_a_removed_photo_is_gone_with_its_files(app):
    actor, listing = builders.an_actor(), builders.a_listing()
    first, second = (service.add_photo(actor, listing.id, a_picture(shade)) for shade in range(2))
    service.remove_photo(actor, listing.id, first.id)
    assert [photo.id for photo in queries.photos_of([listing.id])[listing.id]] == [second.id]
    assert files() == sorted(photos.file_key(second.key, size) for size in photos.SIZES)
    with pytest.raises(NotFound, match="photo-not-found"):
        service.remove_photo(actor, listing.id, first.id)


def test_a_photo_is_removed_through_its_own_listing_only(app):
    actor, listing, other = builders.an_actor(), builders.a_listing(), builders.a_listing()
    photo = service.add_photo(actor, listing.id, a_picture())
    with pytest.raises(NotFound, match="photo-not-found"):
        service.remove_photo(actor, other.id, photo.id)
    assert count_photos() == 1


def test_photos_are_shown_in_the_order_chosen(app):
    actor, listing = builders.an_actor(), builders.a_listing()
    ids = [service.add_photo(actor, listing.id, a_picture(shade)).id for shade in range(3)]
    service.order_photos(actor, listing.id, [ids[2], ids[0], ids[1]])
    assert [photo.id for photo in queries.photos_of([listing.id])[listing.id]] == [ids[2], ids[0], ids[1]]


@pytest.mark.parametrize("wrong", [[], [1], [1, 2, 2], [1, 2, 3], [2, 1, 99]])
def test_an_order_that_is_not_of_its_photos_is_refused(app, wrong):
    actor, listing = builders.an_actor(), builders.a_listing()
    ids = [service.add_photo(actor, listing.id, a_picture(shade)).id for shade in range(2)]
    with pytest.raises(Invalid, match="photo-order-mismatch"):
        service.order_photos(actor, listing.id, wrong)
    assert [photo.id for photo in queries.photos_of([listing.id])[listing.id]] == ids


@pytest.mark.parametrize("room", [0, 1, 2])
def test_storage_that_fails_half_way_leaves_nothing_behind(app, use_storage, room):
    use_storage(FillingUp(room))
    listing = builders.a_listing()
    with pytest.raises(StorageUnavailable):
        service.add_photo(builders.an_actor(), listing.id, a_picture())
    assert (count_photos(), files()) == (0, [])


def test_a_listing_gone_while_its_photo_was_made_smaller_gets_no_files(app, monkeypatch):
    actor, listing = builders.an_actor(), builders.a_listing()
    make = photos.process_photo

    def withdraw_meanwhile(data):
        with transaction():
            queries.get_for_update(listing.id).state = ListingState.CLOSED
        return make(data)

    monkeypatch.setattr(photos, "process_photo", withdraw_meanwhile)
    with pytest.raises(Conflict, match="listing-closed"):
        service.add_photo(actor, listing.id, a_picture())
    assert (count_photos(), files()) == (0, [])


def test_a_photo_is_found_by_whom_its_listing_is_shown_to(app):
    owner, reader = builders.an_actor(), builders.an_actor("requester", GJOVIK)
    listing = builders.a_listing()
    photo = service.add_photo(owner, listing.id, a_picture())
    assert photos.read(queries.get_photo(reader, photo.key), "small").startswith(b"RIFF")
    service.withdraw_listing(owner, listing.id)
    with pytest.raises(NotFound, match="photo-not-found"):
        queries.get_photo(reader, photo.key)
    assert queries.get_photo(owner, photo.key).id == photo.id


@pytest.mark.parametrize("size", ["huge", "../small", "", "small.webp"])
def test_a_size_that_is_none_is_not_found(app, size):
    photo = service.add_photo(builders.an_actor(), builders.a_listing().id, a_picture())
    with pytest.raises(NotFound, match="photo-not-found"):
        photos.read(photo, size)


def test_a_photo_whose_file_is_lost_is_not_found(app):
    photo = service.add_photo(builders.an_actor(), builders.a_listing().id, a_picture())
    ports.storage().delete(photos.file_key(photo.key, "small"))
    with pytest.raises(NotFound, match="photo-not-found"):
        photos.read(photo, "small")
