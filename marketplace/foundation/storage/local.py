"""Files in a folder of this machine."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from marketplace.foundation.errors import NotFound
from marketplace.foundation.storage.port import OCTETS, StorageUnavailable, check_key, check_prefix

_BEGUN = ".begun-"


class LocalStorage:
    """See `Storage`. The folder is made when first needed; what begins with a dot in it is not ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def put(self, key: str, content: bytes | IO[bytes], content_type: str = OCTETS) -> None:
        """See `Storage.put`. On disk before it answers."""
        target = self._path(key)
        with _told_as_unavailable():
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, begun = tempfile.mkstemp(prefix=_BEGUN, dir=target.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    if isinstance(content, bytes | bytearray):
                        stream.write(content)
                    else:
                        shutil.copyfileobj(content, stream)
                    stream.flush()
                    os.fsync(stream.fileno())
                Path(begun).replace(target)
            except BaseException:
                Path(begun).unlink(missing_ok=True)
                raise
            _sync_folder(target.parent)

    def get(self, key: str) -> bytes:
        """See `Storage.get`."""
        with self.open(key) as stream:
            return stream.read()

    def open(self, key: str) -> IO[bytes]:
        """See `Storage.open`."""
        path = self._existing(key)
        with _told_as_unavailable():
            return path.open("rb")

    def size(self, key: str) -> int:
        """See `Storage.size`."""
        path = self._existing(key)
        with _told_as_unavailable():
            return path.stat().st_size

    def exists(self, key: str) -> bool:
        """See `Storage.exists`."""
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        """See `Storage.delete`."""
        path = self._path(key)
        with _told_as_unavailable():
            path.unlink(missing_ok=True)

    def list(self, prefix: str = "") -> Iterator[str]:
        """See `Storage.list`."""
        check_prefix(prefix)
        folder = self.folder / prefix.rpartition("/")[0]
        found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
        keys = (path.relative_to(self.folder).as_posix() for path in found)
        yield from sorted(key for key in keys if key.startswith(prefix))

    def _path(self, key: str) -> Path:
        return self.folder / check_key(key)

    def _existing(self, key: str) -> Path:
        path = self._path(key)
        if not path.is_file():
            raise NotFound("file-not-found")
        return path


@contextmanager
def _told_as_unavailable() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound("file-not-found") from error
    except OSError as error:
        raise StorageUnavailable(str(error)) from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
