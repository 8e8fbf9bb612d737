"""The index folder: which index in it is the present one, and who may write.

`current.json` names the files of the present index, with their checksums, and counts its changes. It is replaced in one
step, after what it names has reached the disk and before anything older is removed: a reader sees the old or the new
and never something between, wherever a writer is killed. What is not named is left over and belongs to nobody.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import uuid4

from marketplace.search.engine import IndexBusy
from marketplace.search.whoosh.files import keep_names

POINTER = "current.json"
DOUBTED = "doubted"
LOCK = "writing.lock"
PREFIX = "index-"
PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Pointer:
    """The present index: the name of its folder, what it is written by, its files, and how many changes it has seen.

    `format` is `writer.FORMAT`, `generation` what Whoosh counts, and `files` the CRC-32 of each file by its name.
    """

    folder: str
    format: str
    generation: int
    files: dict[str, int]
    change: int = 0


Stamp = tuple[int, int, int]


class IndexFolder:
    """The folder that holds the index. It must be private to the service: index files are trusted when read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> Stamp | None:
        """Something that differs after every change; None if there is no index. Costs a few microseconds."""
        try:
            found = (self.path / POINTER).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def pointer(self) -> Pointer:
        """What is present now.

        Raises:
            OSError, ValueError: it is missing or not readable.
        """
        try:
            found = json.loads((self.path / POINTER).read_text("utf-8"))
            files = {str(name): int(checksum) for name, checksum in found["files"].items()}
            return Pointer(
                str(found["folder"]), str(found["format"]), int(found["generation"]), files, int(found["change"])
            )
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError("the pointer says something else than it should") from error

    def point_at(self, pointer: Pointer) -> None:
        """Make an index the present one, or tell that it has changed. Hold the write lock. Durable when done."""
        try:
            change = self.pointer().change + 1
        except (OSError, ValueError):
            change = time.time_ns()
        new = self.path / f"{POINTER}.new"
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(replace(pointer, change=change)), file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, self.path / POINTER)  # noqa: PTH105 - the name says that it replaces in one step
        keep_names(self.path)

    def doubt(self, pointer: Pointer) -> None:
        """Tell all processes that the index was found damaged, if that can be written down."""
        with suppress(OSError):
            (self.path / DOUBTED).write_text(str(pointer.change), "utf-8")

    def is_doubted(self, pointer: Pointer) -> bool:
        """Whether a process has found the index, as it is now, damaged."""
        try:
            return (self.path / DOUBTED).read_text("utf-8") == str(pointer.change)
        except (OSError, ValueError):
            return False

    def new_folder(self) -> Path:
        """An empty folder for an index beside the present one."""
        folder = self.path / f"{PREFIX}{uuid4().hex[:12]}"
        folder.mkdir(mode=0o700)
        return folder

    def remove_others(self, present: Path) -> None:
        """Remove indexes that were swapped out or never finished."""
        for folder in self.path.glob(f"{PREFIX}*"):
            if folder != present:
                shutil.rmtree(folder, ignore_errors=True)
        (self.path / DOUBTED).unlink(missing_ok=True)

    @contextmanager
    def writing(self, wait_seconds: float) -> Iterator[None]:
        """Hold the only right to write, among all threads and processes. It ends with the process that holds it.

        Raises:
            IndexBusy: it did not come free in time.
        """
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        until = time.monotonic() + wait_seconds
        with (self.path / LOCK).open("w") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise IndexBusy(f"the index has been written to for {wait_seconds:.0f} s") from None
                    time.sleep(PAUSE)
            yield
