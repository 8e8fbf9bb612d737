"""Writing: one change is one commit; small segments are merged when there are many of them."""

import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import whoosh
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from marketplace.search.analysis import analyse
from marketplace.search.documents import ListingDocument
from marketplace.search.whoosh.files import CheckedFiles, checksum_kept, keep_names
from marketplace.search.whoosh.folder import Pointer
from marketplace.search.whoosh.postings import codec
from marketplace.search.whoosh.schema import VERSION, fields, schema
from marketplace.search.whoosh.snapshot import NAME, Snapshot

MEMORY_MB = 256
MOST_SEGMENTS = 12
SMALL = 1_000
LEFT_ENOUGH = 0.5

FORMAT = f"{VERSION} by whoosh {'.'.join(map(str, whoosh.__version__))}"
"""Whose index can be read: written by this schema with this release of the package. Any other is rebuilt."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many documents were added, and how to point at the index as it is now."""

    added: int
    pointer: Pointer


class _Writer(SegmentWriter):
    """Leaves what is older where it is: the change counts when the pointer tells it, and not before."""

    def _commit_toc(self, segments: Sequence[Any]) -> None:
        TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)
        self.written = list(segments)


def create(folder: Path) -> Pointer:
    """An empty index in an empty folder, and how to point at it."""
    FileIndex.create(FileStorage(str(folder)), schema(), NAME)
    return _pointer(folder, 0, [], {})


def write(snapshot: Snapshot, documents: Iterable[ListingDocument], removed: Collection[int] = ()) -> Written:
    """Add or replace documents and remove others in one commit. Hold the write lock; point at it, then `tidy`.

    `snapshot` is the newest state of the index.

    Raises:
        DamagedFile: what is to be merged was damaged.
    """
    tidy(snapshot.folder, snapshot.pointer)
    index = FileIndex(CheckedFiles(snapshot.folder, snapshot.pointer.files, others=True), schema(), NAME)
    writer = _Writer(index, limitmb=MEMORY_MB, codec=codec(), _lk=False)  # ours is held, and ends with its process
    added: set[int] = set()
    try:
        for document in documents:
            writer.add_document(**fields(document, analyse(document)))
            added.add(document.id)
        _delete(writer, snapshot, added.union(removed))
        writer.commit(mergetype=_merge_small)
    except BaseException:
        _give_up(writer)
        raise
    return Written(len(added), _pointer(snapshot.folder, writer.generation, writer.written, snapshot.pointer.files))


def _give_up(writer: _Writer) -> None:
    """Close what the writer has open; a later release of Whoosh leaves that to us when a commit fails half-way."""
    with suppress(Exception):
        if not writer.is_closed:
            writer.cancel()
    for part in (writer.perdocwriter, writer.fieldwriter):
        with suppress(Exception):
            if not part.is_closed:
                part.close()


def tidy(folder: Path, pointer: Pointer) -> None:
    """Remove what the index does not consist of: what is older, and what a killed writer left."""
    for path in folder.iterdir():
        if path.name in pointer.files:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _pointer(folder: Path, generation: int, segments: Iterable[Any], known: Mapping[str, int]) -> Pointer:
    names = [TOC._filename(NAME, generation), *(segment.make_filename(segment.COMPOUND_EXT) for segment in segments)]
    sums = {name: known[name] if name in known else checksum_kept(folder / name) for name in names}
    keep_names(folder)
    return Pointer(folder.name, FORMAT, generation, sums)


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
