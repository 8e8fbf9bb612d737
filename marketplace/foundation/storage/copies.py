"""A stored file as a file of this machine, for what reads only those."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marketplace.foundation.storage.port import Storage


@contextmanager
def local_copy(storage: Storage, key: str) -> Iterator[Path]:
    """A path to a copy that lasts as long as the block.

    Raises:
        NotFound: there is no such file.
    """
    with tempfile.TemporaryDirectory(prefix="ombruk-") as folder:
        copy = Path(folder) / "copy"
        with storage.open(key) as stored, copy.open("wb") as target:
            shutil.copyfileobj(stored, target)
        yield copy
