"""Files in memory: for tests and for trying out. Gone when the process ends."""

from collections.abc import Iterator
from io import BytesIO
from typing import IO

from marketplace.foundation.errors import NotFound
from marketplace.foundation.storage.port import OCTETS, check_key, check_prefix


class MemoryStorage:
    """See `Storage`."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def put(self, key: str, content: bytes | IO[bytes], content_type: str = OCTETS) -> None:
        """See `Storage.put`."""
        check_key(key)
        self._files[key] = bytes(content) if isinstance(content, bytes | bytearray) else content.read()

    def get(self, key: str) -> bytes:
        """See `Storage.get`."""
        try:
            return self._files[check_key(key)]
        except KeyError as error:
            raise NotFound("file-not-found") from error

    def open(self, key: str) -> IO[bytes]:
        """See `Storage.open`."""
        return BytesIO(self.get(key))

    def size(self, key: str) -> int:
        """See `Storage.size`."""
        return len(self.get(key))

    def exists(self, key: str) -> bool:
        """See `Storage.exists`."""
        return check_key(key) in self._files

    def delete(self, key: str) -> None:
        """See `Storage.delete`."""
        self._files.pop(check_key(key), None)

    def list(self, prefix: str = "") -> Iterator[str]:
        """See `Storage.list`."""
        check_prefix(prefix)
        yield from sorted(key for key in list(self._files) if key.startswith(prefix))
