"""Files that no photo owns."""

from datetime import timedelta

from marketplace.foundation import clock, ports
from marketplace.listings import photos, service, sweeping
from tests import builders
from tests.conftest import NOW
from tests.listings.pictures import drawn, saved


def leave_behind(key, sizes=photos.SIZES):
    """The files of an upload whose process died before its row was written."""
    for size in sizes:
        ports.storage().put(photos.file_key(key, size), b"left")


def keys():
    return {path.split("/")[1] for path in ports.storage().list("photos/")}


def test_files_left_by_a_process_that_died_are_removed_the_day_after(app):
    kept = service.add_photo(builders.an_actor(), builders.a_listing().id, saved(drawn(64, 48), "PNG"))
    whole, half = photos.new_key(), photos.new_key()
    leave_behind(whole)
    leave_behind(half, ["small"])
    assert sweeping.remove_orphans() == 0
    with clock.standing_still(NOW + timedelta(days=1)):
        assert sweeping.remove_orphans() == 0
    with clock.standing_still(NOW + timedelta(days=2)):
        assert sweeping.remove_orphans() == 2
        assert sweeping.remove_orphans() == 0
    assert keys() == {kept.key}


def test_what_is_no_photo_of_a_listing_is_left_alone(app):
    ports.storage().put("imports/20200101aaaaaaaaaaaaaaaaaaaaaaaa/small.webp", b"a spreadsheet")
    ports.storage().put("photos/README.txt", b"somebody's note")
    assert sweeping.remove_orphans() == 0
    assert len(list(ports.storage().list())) == 2


def test_many_are_removed_in_one_go(app):
    for _ in range(sweeping._AT_ONCE + 3):
        leave_behind(photos.new_key(), ["small"])
    with clock.standing_still(NOW + timedelta(days=2)):
        assert sweeping.remove_orphans() == sweeping._AT_ONCE + 3
    assert keys() == set()
