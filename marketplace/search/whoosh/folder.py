"""The index folder: which index in it is the present one, and who may write.

`current.json` names the folder of the present index and counts its changes. It is replaced in one step, after the
change is complete, so a reader sees the old or the new and never something between.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from marketplace.search.engine import IndexBusy

POINTER = "current.json"
LOCK = "writing.lock"
PREFIX = "index-"
PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Pointer:
    """The present index: the name of its folder, the version of what is in it, and how many changes it has seen."""

    folder: str
    version: int
    change: int


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
            OSError, ValueError, TypeError: it is missing or not readable.
        """
        return Pointer(**json.loads((self.path / POINTER).read_text("utf-8")))

    def point_at(self, folder: Path, version: int) -> None:
        """Make an index the present one, or tell that it has changed."""
        try:
            change = self.pointer().change + 1
        except (OSError, ValueError, TypeError):
            change = time.time_ns()
        new = self.path / f"{POINTER}.{uuid4().hex}"
        new.write_text(json.dumps(asdict(Pointer(folder.name, version, change))), "utf-8")
        os.replace(new, self.path / POINTER)  # noqa: PTH105 - the name says that it replaces in one step

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
        for left in self.path.glob(f"{POINTER}.*"):
            left.unlink(missing_ok=True)

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
