"""What a place for files promises, whichever it is."""

import re
from collections.abc import Iterator
from typing import IO, Protocol

OCTETS = "application/octet-stream"
MOST_KEY_CHARACTERS = 400

_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_PREFIX = re.compile(r"(?![/.])[A-Za-z0-9._/-]*")


class InvalidKey(ValueError):
    """A key outside the alphabet, or one that would lead out of its place: a fault of the caller."""


class StorageUnavailable(Exception):
    """The files could not be reached or written; trying again later may help."""


class Storage(Protocol):
    """Files under keys such as `photos/12/ab34-800.webp`. A key is never also the folder of another.

    Every call may raise InvalidKey and StorageUnavailable.
    """

    def put(self, key: str, content: bytes | IO[bytes], content_type: str = OCTETS) -> None:
        """Keep the content, wholly or not at all, in place of what was there."""

    def get(self, key: str) -> bytes:
        """All of a file.

        Raises:
            NotFound: there is none.
        """

    def open(self, key: str) -> IO[bytes]:
        """A file to read piece by piece; close it.

        Raises:
            NotFound: there is none.
        """

    def size(self, key: str) -> int:
        """How many bytes a file has.

        Raises:
            NotFound: there is none.
        """

    def exists(self, key: str) -> bool:
        """Whether there is such a file."""

    def delete(self, key: str) -> None:
        """Remove a file; that there is none is fine."""

    def list(self, prefix: str = "") -> Iterator[str]:
        """The keys that begin with a text, in order."""


def check_key(key: str) -> str:
    """The key itself, when it may be one.

    Raises:
        InvalidKey: it may not.
    """
    segments = key.split("/")
    if len(key) > MOST_KEY_CHARACTERS or ".." in key or not all(map(_SEGMENT.fullmatch, segments)):
        raise InvalidKey(f"not a key for a file: {key[:80]!r}")
    return key


def check_prefix(prefix: str) -> str:
    """The beginning of keys, when it may be one.

    Raises:
        InvalidKey: it may not.
    """
    if len(prefix) > MOST_KEY_CHARACTERS or ".." in prefix or not _PREFIX.fullmatch(prefix):
        raise InvalidKey(f"not the beginning of a key: {prefix[:80]!r}")
    return prefix
