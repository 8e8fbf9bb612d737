"""The index as it is at one moment: its segments, and which of their documents are alive. Never changes."""

from collections.abc import Hashable, Mapping
from pathlib import Path

import numpy as np
from whoosh.index import TOC

from marketplace.search import scoring
from marketplace.search.asking import Plan
from marketplace.search.engine import Audience
from marketplace.search.whoosh.files import CheckedFiles
from marketplace.search.whoosh.folder import Pointer
from marketplace.search.whoosh.postings import Postings
from marketplace.search.whoosh.schema import schema
from marketplace.search.whoosh.segment import MOST_AUDIENCES, AllCodes, Mask, Segment

NAME = "listings"
MOST_TOKENS = 50_000
MOST_KEPT = 20_000


class Snapshot:
    """What one search sees, from its first line to its last, whatever is written meanwhile."""

    def __init__(
        self, folder: Path, pointer: Pointer, segments: Mapping[str, Segment], deleted: Mapping[str, list[int]]
    ) -> None:
        self.folder = folder
        self.pointer = pointer
        self.by_name = segments
        self.segments = tuple(segments.values())
        self._alive = [_alive(segment.count, deleted[name]) for name, segment in segments.items()]
        self._open_to: dict[Audience, list[Mask]] = {}
        self._kept: dict[Audience, dict[Hashable, object]] = {}
        self._plans: dict[Audience, dict[tuple[str, bool], tuple[object, Plan]]] = {}
        self._holding: dict[str, int] = {}
        self.rarities: dict[int, float] = {}  # kept by `matching` for as long as this state lasts
        self.documents = sum(segment.count - len(deleted[name]) for name, segment in segments.items())
        words = sum(
            float((segment.lengths if alive is None else segment.lengths[alive]).sum())
            for segment, alive in zip(self.segments, self._alive, strict=True)
        )
        self.reference = scoring.reference_length(words, self.documents)
        for segment in self.segments:
            segment.use_reference(self.reference)

    def holding(self, token: str) -> int:
        """How many living documents hold a token."""
        known = self._holding.get(token)
        if known is not None:
            return known
        held = 0
        for segment, alive in zip(self.segments, self._alive, strict=True):
            part = segment.part(token)
            if part is not None:
                held += len(part[0]) if alive is None else int(np.count_nonzero(alive[part[0]]))
        if len(self._holding) < MOST_TOKENS:
            self._holding[token] = held
        return held

    def open_to(self, audience: Audience) -> list[Mask]:
        """For each segment, which documents are alive and open to the audience."""
        found = self._open_to.get(audience)
        if found is None:
            found = [
                segment.open_to(audience) if alive is None else segment.open_to(audience) & alive
                for segment, alive in zip(self.segments, self._alive, strict=True)
            ]
            if len(self._open_to) >= MOST_AUDIENCES:
                self._open_to.clear()
            self._open_to[audience] = found
        return found

    def plans_for(self, audience: Audience) -> dict[tuple[str, bool], tuple[object, Plan]]:
        """Where may be kept what an audience's questions mean, with the thesaurus they were read with."""
        if len(self._plans) >= MOST_AUDIENCES and audience not in self._plans:
            self._plans.clear()
        return self._plans.setdefault(audience, {})

    def kept_for(self, audience: Audience) -> dict[Hashable, object]:
        """Where may be kept, for as long as this state lasts, what was worked out for an audience."""
        kept = self._kept.get(audience)
        if kept is None or len(kept) > MOST_KEPT:
            if len(self._kept) >= MOST_AUDIENCES:
                self._kept.clear()
            kept = self._kept[audience] = {}
        return kept


def _alive(count: int, deleted: list[int]) -> Mask | None:
    if not deleted:
        return None
    alive = np.ones(count, dtype=np.bool_)
    alive[deleted] = False
    return alive


def open_snapshot(path: Path, pointer: Pointer, codes: AllCodes, known: Snapshot | None = None) -> Snapshot:
    """The state of the index that `pointer` in `path` names. Segments that `known` has open are used again.

    Raises:
        DamagedFile: a file is missing or damaged.
    """
    folder = path / pointer.folder
    storage, fields = CheckedFiles(folder, pointer.files), schema()
    toc = TOC.read(storage, NAME, gen=pointer.generation, schema=fields)
    kept = known.by_name if known is not None and known.folder == folder else {}
    segments: dict[str, Segment] = {}
    deleted: dict[str, list[int]] = {}
    for written in toc.segments:
        name = written.segment_id()
        segments[name] = kept[name] if name in kept else Segment(Postings(storage, fields, written), codes)
        deleted[name] = sorted(written.deleted_docs())
    return Snapshot(folder, pointer, segments, deleted)
