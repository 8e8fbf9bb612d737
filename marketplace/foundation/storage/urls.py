"""The storage that a setting names."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import from_url

from marketplace.foundation.storage.cloud import CloudStorage
from marketplace.foundation.storage.local import LocalStorage
from marketplace.foundation.storage.memory import MemoryStorage
from marketplace.foundation.storage.port import Storage

_PATIENCE = timedelta(minutes=1)
_CLOUDS = ("s3", "az", "azure", "gs")


def storage_from_url(url: str, *, most_retries: int = 5) -> Storage:
    """A folder's path, `file:///folder`, `memory://`, or `s3://`, `az://` or `gs://` with bucket and prefix.

    Keys and region of a cloud come from its own environment variables, such as `AWS_ACCESS_KEY_ID`; a call to it is
    tried again `most_retries` times within a minute.

    Raises:
        ValueError: it names no place we know; the sentence says why.
    """
    if "://" not in url:
        if not url:
            raise ValueError("it is empty; give a folder or an address such as s3://bucket/folder")
        return LocalStorage(Path(url))
    parts = urlsplit(url)
    if parts.scheme == "memory":
        return MemoryStorage()
    if parts.scheme == "file":
        if parts.netloc or not parts.path.strip("/"):
            raise ValueError("a folder's address has three slashes: file:///folder")
        return LocalStorage(Path(unquote(parts.path)))
    if parts.scheme not in _CLOUDS or not parts.netloc:
        raise ValueError(f"{url!r} names no storage; give a folder, or s3://, az:// or gs:// with a bucket")
    try:
        return CloudStorage(from_url(url, retry_config={"max_retries": most_retries, "retry_timeout": _PATIENCE}))
    except (BaseError, ValueError) as error:
        raise ValueError(str(error).partition("\n")[0]) from error
