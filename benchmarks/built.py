"""What the benchmarks of the engine share: the listings, and an index of them, each made once in a run."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from time import process_time

from benchmarks.corpus import documents
from benchmarks.measure import timed
from marketplace.search.documents import ListingDocument
from marketplace.search.whoosh.engine import WhooshEngine


@dataclass(frozen=True, slots=True)
class Built:
    """An index, what it took to build, and of that the processor's time."""

    folder: Path
    seconds: float
    processor_seconds: float

    def copy(self) -> Path:
        """A copy that may be changed."""
        copied = scratch() / "index"
        shutil.copytree(self.folder, copied)
        return copied


def sizes(*usual: int) -> Sequence[int]:
    """How many listings to measure with: what BENCH_SIZES says (``10000,50000``), or as usual."""
    wanted = os.environ.get("BENCH_SIZES", "")
    return [int(size) for size in wanted.split(",")] if wanted else usual


def spoken(size: int) -> str:
    """A number of listings as it is written in a table."""
    return f"{size:,} listings".replace(",", " ")


def scratch() -> Path:
    """An empty folder that goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def corpus(size: int) -> Sequence[ListingDocument]:
    """So many listings, all of them open to the whole network, so that engines without an audience find the same."""
    return [replace(each, stage="network") for each in documents(size)]


@cache
def index(size: int) -> Built:
    """Our index of these listings."""
    listings, folder = corpus(size), scratch() / "index"
    before = process_time()
    seconds = timed(WhooshEngine(folder).rebuild, listings)
    return Built(folder, seconds, process_time() - before)
