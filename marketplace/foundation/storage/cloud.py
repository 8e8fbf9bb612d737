"""Files with a cloud provider: S3, Azure and Google through obstore."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore

from marketplace.foundation.errors import NotFound
from marketplace.foundation.storage.port import OCTETS, StorageUnavailable, check_key, check_prefix


class CloudStorage:
    """See `Storage`. The provider learns the content type, so that it can serve the file itself."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._knows_types = not isinstance(store, LocalStore)

    def put(self, key: str, content: bytes | IO[bytes], content_type: str = OCTETS) -> None:
        """See `Storage.put`."""
        check_key(key)
        with _told_as_ours():
            if self._knows_types:
                obstore.put(self._store, key, content, attributes={"Content-Type": content_type})
            else:
                obstore.put(self._store, key, content)

    def get(self, key: str) -> bytes:
        """See `Storage.get`."""
        check_key(key)
        with _told_as_ours():
            return obstore.get(self._store, key).bytes().to_bytes()

    def open(self, key: str) -> IO[bytes]:
        """See `Storage.open`."""
        check_key(key)
        with _told_as_ours():
            return io.BufferedReader(_Pieces(obstore.open_reader(self._store, key)))

    def size(self, key: str) -> int:
        """See `Storage.size`."""
        check_key(key)
        with _told_as_ours():
            return obstore.head(self._store, key)["size"]

    def exists(self, key: str) -> bool:
        """See `Storage.exists`."""
        try:
            self.size(key)
        except NotFound:
            return False
        return True

    def delete(self, key: str) -> None:
        """See `Storage.delete`."""
        check_key(key)
        try:
            with _told_as_ours():
                obstore.delete(self._store, key)
        except NotFound:
            return

    def list(self, prefix: str = "") -> Iterator[str]:
        """See `Storage.list`."""
        folder = check_prefix(prefix).rpartition("/")[0]
        with _told_as_ours():
            found = [meta["path"] for batch in obstore.list(self._store, prefix=folder or None) for meta in batch]
        yield from sorted(key for key in found if key.startswith(prefix))


class _Pieces(io.RawIOBase):
    """A file with the provider, as Python reads files."""

    def __init__(self, reader: "obstore.ReadableFile") -> None:
        self._reader = reader

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's WriteableBuffer is private
        with _told_as_ours():
            piece = self._reader.read(len(buffer)).to_bytes()
        buffer[: len(piece)] = piece
        return len(piece)


@contextmanager
def _told_as_ours() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound("file-not-found") from error
    except (BaseError, OSError) as error:
        raise StorageUnavailable(str(error).partition("\n")[0]) from error
