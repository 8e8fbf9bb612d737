"""Writing: one change is one commit; small segments are merged when there are many of them."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from marketplace.search.analysis import analyse
from marketplace.search.documents import ListingDocument
from marketplace.search.whoosh.postings import codec
from marketplace.search.whoosh.schema import fields, schema
from marketplace.search.whoosh.snapshot import NAME, Snapshot

MEMORY_MB = 256
MOST_SEGMENTS = 12
SMALL = 1_000
LEFT_ENOUGH = 0.5


def create(folder: Path) -> None:
    """An empty index in an empty folder."""
    FileIndex.create(FileStorage(str(folder)), schema(), NAME)


def write(snapshot: Snapshot, documents: Iterable[ListingDocument], removed: Collection[int] = ()) -> int:
    """Add or replace documents and remove others in one commit, and say how many were added. Hold the write lock.

    `snapshot` is the newest state of the index.
    """
    index = FileIndex(FileStorage(str(snapshot.folder)), schema(), NAME)
    writer = SegmentWriter(index, limitmb=MEMORY_MB, codec=codec(), timeout=10.0)
    added: set[int] = set()
    try:
        for document in documents:
            writer.add_document(**fields(document, analyse(document)))
            added.add(document.id)
        _delete(writer, snapshot, added.union(removed))
        writer.commit(mergetype=_merge_small)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise
    return len(added)


def _delete(writer: Any, snapshot: Snapshot, numbers: Collection[int]) -> None:
    """Mark the earlier copies of documents as deleted."""
    if not numbers:
        return
    wanted = np.fromiter(numbers, dtype=np.int64, count=len(numbers))
    for segment in writer.segments:
        known = snapshot.by_name[segment.segment_id()]
        for number in np.flatnonzero(np.isin(known.ids, wanted)).tolist():
            segment.delete_document(number)


def _merge_small(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Leave out what is empty; when there are many segments, write the small and the half-empty into the new one.

    Large segments stay, so that a commit never costs much: ten changes of one listing each are ten small segments.
    """
    living = [segment for segment in segments if segment.doc_count_all() > segment.deleted_count()]
    if len(living) < MOST_SEGMENTS:
        return living
    living.sort(key=lambda segment: int(segment.doc_count_all()))
    merged = [segment for segment in living if _is_small(segment)] or living[:2]
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in living if segment not in merged]


def _is_small(segment: Any) -> bool:
    count = segment.doc_count_all()
    return bool(count <= SMALL or count - segment.deleted_count() < LEFT_ENOUGH * count)
