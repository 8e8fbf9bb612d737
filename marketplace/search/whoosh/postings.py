"""A segment's postings and facts as arrays: the one file that knows the inside of Whoosh's codec.

It reads `whoosh.codec.whoosh3` of whoosh-reloaded 2.7.5, which is pinned; a test holds it against Whoosh's own
searcher.
"""

import zlib
from collections.abc import Iterator
from pickle import loads
from struct import Struct
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3TermInfo
from whoosh.reading import SegmentReader, TermNotFound

from marketplace.search.whoosh.schema import FACTS

Ids = NDArray[np.intp]
Weights = NDArray[np.float32]

BLOCK = 4096
_INT = Struct("!i")


def codec() -> W3Codec:
    """The codec that segments are written with: large blocks, not compressed, since they are read whole.

    Without shortest and longest documents for each block: only Whoosh's own searcher would skip by them.
    """
    made = W3Codec(blocklimit=BLOCK, compression=0)
    made.length_stats = False
    return made


class Postings:
    """What one segment holds. It never changes, but for which documents are deleted; reads are safe from any thread."""

    def __init__(self, storage: Any, schema: Any, segment: Any) -> None:
        self._reader = SegmentReader(storage, schema, segment)
        self._terms: Any = self._reader._terms
        self._lock = Lock()
        self.count: int = segment.doc_count_all()

    def of(self, field: str, term: str) -> tuple[Ids, Weights] | None:
        """The numbers of the documents that hold a term, ascending, and their weights; None if there are none."""
        with self._lock:
            try:
                info = self._terms.term_info(field, term.encode("utf-8"))
            except (KeyError, TermNotFound):
                return None
            offset, _ = info.extent()
            return self._decoded(offset)

    def terms(self, field: str) -> Iterator[tuple[str, int]]:
        """All terms of a field in order, and how many documents hold each."""
        with self._lock:
            found = list(self._fielded(field))
        for key, value in found:
            yield key[2:].decode("utf-8"), W3TermInfo._struct.unpack_from(value)[2]

    def facts(self) -> NDArray[np.void]:
        """The rows of facts, one for each document."""
        file, offset, length = self._reader._perdoc._get_column_file("facts")
        return np.frombuffer(bytes(file.get(offset, length)), dtype=FACTS, count=self.count)

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    def _fielded(self, field: str) -> Iterator[tuple[bytes, bytes]]:
        number = self._terms._fieldmap.get(field)
        if number is None:
            return
        prefix = self._terms._keycoder(field, b"")
        for key, value in self._terms._tindex.items_from(prefix):
            if key[:2] != prefix:
                return
            yield key, value

    def _decoded(self, offset: int) -> tuple[Ids, Weights]:
        file = self._terms._postfile
        file.seek(offset)
        if file.read(4) != WHOOSH3_HEADER_MAGIC:
            raise ValueError("the postings are damaged")
        ids: list[Ids] = []
        weights: list[Weights] = []
        position, last = offset + 4, False
        while not last:
            size = _INT.unpack(file.get(position, 4))[0]
            last, size = size < 0, abs(size)
            file.seek(position + 4)
            info = file.read_pickle()
            start = file.tell()
            position += 4 + size
            content = file.get(start, position - start)
            block, weight, _ = loads(zlib.decompress(content) if info[3] else content)  # noqa: S301 - our own folder
            ids.append(np.cumsum(np.array(block, dtype=np.intp)))
            weights.append(_weights(weight, info[0]))
        if len(ids) == 1:
            return ids[0], weights[0]
        return np.concatenate(ids), np.concatenate(weights)


def _weights(stored: float | tuple[float, ...] | None, count: int) -> Weights:
    if stored is None:
        return np.ones(count, dtype=np.float32)
    if isinstance(stored, float):
        return np.full(count, stored, dtype=np.float32)
    return np.array(stored, dtype=np.float32)
