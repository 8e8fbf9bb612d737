"""Photos of listings: kept in three sizes under keys that cannot be guessed.

The files are written before the row, so that a row always has its files. Files that no row owns, left by a process that
died in between, are removed by `sweeping`; the day in their key tells how old they are.
"""

import hashlib
import logging
import secrets
from collections.abc import Sequence
from functools import partial

from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Invalid, NotFound
from marketplace.foundation.storage.port import StorageUnavailable
from marketplace.foundation.transaction import after_commit, transaction
from marketplace.listings import policies, queries
from marketplace.listings.events import ListingChanged
from marketplace.listings.models import Listing, Photo
from marketplace.listings.processing import ProcessedPhoto, process_photo

log = logging.getLogger(__name__)

FOLDER = "photos/"
SIZES = ("small", "medium", "large")
CONTENT_TYPE = "image/webp"


def add_photo(actor: Actor, listing_id: int, data: bytes) -> Photo:
    """Keep a picture last among a listing's; the same file again answers with the picture that is there.

    Raises:
        NotFound: no such listing for the actor.
        Forbidden, Conflict: the actor may not, or there are enough pictures.
        Invalid, TooLarge: not a picture that can be taken; see `processing`.
        StorageUnavailable: it could not be kept; nothing is.
    """
    listing = queries.get_listing(actor, listing_id)
    policies.may_change_photos(actor, listing).enforce()
    present = _present(listing_id)
    if same := _same(present, hashlib.sha256(data).hexdigest()):
        return same
    policies.may_add_photo(actor, listing, len(present)).enforce()
    processed = process_photo(data)
    key = new_key()
    try:
        _write(key, processed)
        photo = _keep(actor, listing_id, key, processed)
    except BaseException:
        discard(key)
        raise
    if photo.key != key:
        discard(key)
    return photo


def remove_photo(actor: Actor, listing_id: int, photo_id: int) -> None:
    """Take a picture away for good.

    Raises:
        NotFound: no such listing for the actor, or no such picture of it.
        Forbidden, Conflict: the actor may not change its pictures.
    """
    with transaction() as session:
        listing = _locked(actor, listing_id)
        policies.may_change_photos(actor, listing).enforce()
        photo = session.get(Photo, photo_id)
        if photo is None or photo.listing_id != listing_id:
            raise NotFound("photo-not-found")
        session.delete(photo)
        _tell_of_change(listing)
        after_commit(partial(discard, photo.key))


def order_photos(actor: Actor, listing_id: int, photo_ids: Sequence[int]) -> None:
    """Show the listing's pictures in this order.

    Raises:
        NotFound: no such listing for the actor.
        Forbidden, Conflict: the actor may not change its pictures.
        Invalid: "photo-order-mismatch" when the ids are not exactly those of its pictures.
    """
    with transaction():
        listing = _locked(actor, listing_id)
        policies.may_change_photos(actor, listing).enforce()
        photos = {photo.id: photo for photo in _present(listing_id)}
        if len(photo_ids) != len(photos) or set(photo_ids) != set(photos):
            raise Invalid("photo-order-mismatch")
        for position, photo_id in enumerate(photo_ids):
            photos[photo_id].position = position
        _tell_of_change(listing)


def read(photo: Photo, size: str) -> bytes:
    """A picture's WebP file in one of `SIZES`.

    Raises:
        NotFound: "photo-not-found": no such size, or the file is lost.
    """
    if size not in SIZES:
        raise NotFound("photo-not-found")
    try:
        return ports.storage().get(file_key(photo.key, size))
    except NotFound:
        log.error("the file of photo %s in size %s is lost", photo.id, size)
        raise NotFound("photo-not-found") from None


def new_key() -> str:
    """A key that nobody can guess, beginning with today's date."""
    return f"{clock.today():%Y%m%d}{secrets.token_hex(12)}"


def file_key(key: str, size: str) -> str:
    """Where one size of a photo lies in storage."""
    return f"{FOLDER}{key}/{size}.webp"


def discard(key: str) -> None:
    """Remove the files of a photo, as far as storage can be reached; the rest is left to `sweeping`."""
    try:
        for size in SIZES:
            ports.storage().delete(file_key(key, size))
    except StorageUnavailable:
        log.warning("the files of photo %s could not be removed now", key)


def _write(key: str, processed: ProcessedPhoto) -> None:
    for name, size in zip(SIZES, processed.sizes, strict=True):
        ports.storage().put(file_key(key, name), size.content, CONTENT_TYPE)


def _keep(actor: Actor, listing_id: int, key: str, processed: ProcessedPhoto) -> Photo:
    with transaction() as session:
        listing = _locked(actor, listing_id)
        present = _present(listing_id)
        if same := _same(present, processed.digest):
            return same
        policies.may_add_photo(actor, listing, len(present)).enforce()
        assert actor.person_id is not None
        photo = Photo(
            listing_id=listing_id,
            position=present[-1].position + 1 if present else 0,
            key=key,
            sizes=[
                {"name": name, "width": size.width, "height": size.height}
                for name, size in zip(SIZES, processed.sizes, strict=True)
            ],
            digest=processed.digest,
            added_by=actor.person_id,
            added_at=clock.now(),
        )
        session.add(photo)
        session.flush()
        _tell_of_change(listing)
        return photo


def _locked(actor: Actor, listing_id: int) -> Listing:
    listing = queries.get_for_update(listing_id)
    if not listing.is_visible_to(actor):
        raise NotFound(queries.MISSING)
    return listing


def _present(listing_id: int) -> list[Photo]:
    return queries.photos_of([listing_id]).get(listing_id, [])


def _same(photos: Sequence[Photo], digest: str) -> Photo | None:
    return next((photo for photo in photos if photo.digest == digest), None)


def _tell_of_change(listing: Listing) -> None:
    if listing.published_at is not None:
        outbox.record(ListingChanged(listing.id))
