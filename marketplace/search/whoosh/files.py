"""The files of an index: read whole and held against their checksums, so that damage is met here and nowhere else.

What is open lies in memory: files that are damaged afterwards, or cut short, hurt nobody who has them open.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile


class DamagedFile(Exception):
    """A file is missing, or does not hold what was written."""


class CheckedFiles(FileStorage):
    """A folder of files with known checksums (CRC-32). `others` may be read too: those that are being written."""

    def __init__(self, folder: Path, sums: Mapping[str, int], *, others: bool = False) -> None:
        super().__init__(str(folder), supports_mmap=False)
        self._sums = sums
        self._others = others

    def open_file(self, name: str, **options: object) -> Any:
        """Open a file for reading.

        Raises:
            DamagedFile: it is not as it was written, or nobody has written it.
        """
        if name not in self._sums:
            if not self._others:
                raise DamagedFile(f"{name} is not one of the index's files")
            return super().open_file(name, **options)
        return BufferFile(_checked(Path(self.folder) / name, self._sums[name]), name=name)


def checksum_kept(path: Path) -> int:
    """A file's checksum, once the disk has it."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return crc32(file.read())


def keep_names(folder: Path) -> None:
    """Let the disk keep which files are in a folder."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class Watch:
    """Whether files still hold what was written. A file is read again only when it looks touched."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, int, int, int]] = {}

    def are_whole(self, folder: Path, sums: Mapping[str, int]) -> bool:
        """Whether all of the files are there and as they were written."""
        known, self._known = self._known, {}
        for name, expected in sums.items():
            path = folder / name
            try:
                found = path.stat()
                look = expected, found.st_ino, found.st_mtime_ns, found.st_size
                if known.get(path) != look:
                    _checked(path, expected)
            except (OSError, DamagedFile):
                return False
            self._known[path] = look
        return True


def _checked(path: Path, expected: int) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DamagedFile(f"{path.name} cannot be read: {error.strerror}") from error
    if crc32(content) != expected:
        raise DamagedFile(f"{path.name} does not hold what was written")
    return content
