from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from obstore.store import LocalStore, MemoryStore

from marketplace.foundation.errors import NotFound
from marketplace.foundation.storage.cloud import CloudStorage
from marketplace.foundation.storage.copies import local_copy
from marketplace.foundation.storage.local import LocalStorage
from marketplace.foundation.storage.memory import MemoryStorage
from marketplace.foundation.storage.port import InvalidKey, StorageUnavailable
from marketplace.foundation.storage.urls import storage_from_url

pytestmark = pytest.mark.once

FILLINGS = {
    "folder": lambda folder: LocalStorage(folder / "not" / "made"),
    "memory": lambda folder: MemoryStorage(),
    "cloud in memory": lambda folder: CloudStorage(MemoryStore()),
    "cloud in a folder": lambda folder: CloudStorage(LocalStore(folder)),
}
KEY = "photos/12/ab_34-800.webp"
WRONG_KEYS = ["", "/", "/a", "a/", "a//b", "..", "../a", "a/../b", "a/..b", ".a", "a/.b", "a b", "å", "a\0b", "a\n"]


@pytest.fixture(params=FILLINGS)
def storage(request, tmp_path):
    return FILLINGS[request.param](tmp_path)


def test_what_was_put_is_got_and_read_in_pieces(storage):
    storage.put(KEY, b"0123456789", "image/webp")
    assert (storage.get(KEY), storage.size(KEY), storage.exists(KEY)) == (b"0123456789", 10, True)
    with storage.open(KEY) as stream:
        assert (stream.read(4), stream.read(), stream.read()) == (b"0123", b"456789", b"")


def test_a_stream_can_be_put_and_an_empty_file_is_a_file(storage):
    content = bytes(range(256)) * 12_000
    storage.put("a", BytesIO(content))
    storage.put("b", b"")
    with storage.open("a") as stream:
        assert b"".join(iter(lambda: stream.read(65_536), b"")) == content
    assert (storage.get("b"), storage.size("b"), storage.exists("b")) == (b"", 0, True)


def test_putting_again_replaces(storage):
    storage.put(KEY, b"long before")
    storage.put(KEY, b"now")
    assert storage.get(KEY) == b"now"
    assert list(storage.list()) == [KEY]


def test_what_is_not_there_is_told(storage):
    storage.put(KEY, b"x")
    for key in ("nothing", "photos", "photos/12/ab", KEY + "x"):
        assert not storage.exists(key)
        for ask in (storage.get, storage.open, storage.size):
            with pytest.raises(NotFound) as refused:
                ask(key)
            assert refused.value.code == "file-not-found"


def test_deleting_is_for_good_and_bears_being_done_twice(storage):
    storage.put(KEY, b"x")
    storage.delete(KEY)
    storage.delete(KEY)
    assert not storage.exists(KEY)
    assert list(storage.list()) == []


def test_keys_are_listed_in_order_by_how_they_begin(storage):
    keys = ["photos/1/a.webp", "photos/1/b.webp", "photos/12/a.webp", "photos2/a", "imports/7.csv"]
    for key in keys:
        storage.put(key, b"x")
    assert list(storage.list()) == sorted(keys)
    assert list(storage.list("photos/")) == keys[:3]
    assert list(storage.list("photos/1")) == keys[:3]
    assert list(storage.list("photos/1/")) == keys[:2]
    assert list(storage.list("photos/1/b")) == keys[1:2]
    assert list(storage.list("nothing/")) == []


@pytest.mark.parametrize("key", [*WRONG_KEYS, "a" * 401])
def test_a_key_cannot_lead_out_of_its_place(storage, key):
    for ask in (storage.get, storage.open, storage.size, storage.exists, storage.delete):
        with pytest.raises(InvalidKey):
            ask(key)
    with pytest.raises(InvalidKey):
        storage.put(key, b"x")
    assert list(storage.list()) == []


@pytest.mark.parametrize("prefix", ["../", "/", "a/../", ".a", "a b"])
def test_a_prefix_cannot_lead_out_either(storage, prefix):
    with pytest.raises(InvalidKey):
        list(storage.list(prefix))


def test_writers_at_the_same_time_leave_one_whole_file(storage):
    contents = [bytes([number]) * 200_000 for number in range(8)]
    writers = [Thread(target=storage.put, args=(KEY, content)) for content in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert storage.get(KEY) in contents
    assert list(storage.list()) == [KEY]


def test_a_copy_lasts_as_long_as_its_block(storage):
    storage.put(KEY, b"content")
    with local_copy(storage, KEY) as path:
        assert path.read_bytes() == b"content"
    assert not path.exists()
    with pytest.raises(NotFound), local_copy(storage, "nothing"):
        raise AssertionError


class _Breaking(BytesIO):
    def read(self, size=-1):
        if self.tell() > 0:
            raise OSError("the connection broke")
        return super().read(3)


def test_a_write_that_breaks_leaves_what_was_there(tmp_path):
    storage = LocalStorage(tmp_path)
    storage.put(KEY, b"before")
    with pytest.raises(StorageUnavailable):
        storage.put(KEY, _Breaking(b"half a file"))
    assert storage.get(KEY) == b"before"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [Path(KEY).name]


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "photos").write_text("a file where a folder should be")
    with pytest.raises(StorageUnavailable):
        LocalStorage(tmp_path).put(KEY, b"x")


def test_a_provider_that_cannot_be_reached_is_told(monkeypatch):
    for name, value in (("ENDPOINT", "http://127.0.0.1:9"), ("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b")):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    storage = storage_from_url("s3://bucket/prefix", most_retries=0)
    with pytest.raises(StorageUnavailable):
        storage.get(KEY)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/srv/a folder", LocalStorage),
        ("uploads", LocalStorage),
        ("file:///srv/a%20folder", LocalStorage),
        ("memory://", MemoryStorage),
        ("s3://bucket/prefix", CloudStorage),
        ("gs://bucket", CloudStorage),
    ],
)
def test_an_address_names_its_storage(url, kind):
    assert type(storage_from_url(url)) is kind


def test_an_address_of_azure_takes_its_account_from_the_environment(monkeypatch):
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "account")
    assert type(storage_from_url("az://container/prefix")) is CloudStorage


def test_a_folders_address_is_unquoted():
    assert storage_from_url("file:///srv/a%20folder").folder == Path("/srv/a folder").resolve()


@pytest.mark.parametrize("url", ["", "s3://", "ftp://host/x", "file://host/x", "file:///", "http://bucket/x"])
def test_an_address_of_nowhere_is_refused(url):
    with pytest.raises(ValueError, match=r"\w"):
        storage_from_url(url)
