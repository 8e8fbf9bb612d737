"""The filling of the search port that needs nothing but a folder."""

import shutil
from collections.abc import Collection, Iterable
from pathlib import Path
from threading import Lock

from marketplace.search.asking import Explanation
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import (
    EngineUnavailable,
    Health,
    SearchRequest,
    SearchResult,
    Suggestion,
    SuggestRequest,
)
from marketplace.search.suggesting import suggest
from marketplace.search.whoosh import writer
from marketplace.search.whoosh.choosing import Choice
from marketplace.search.whoosh.explaining import explain
from marketplace.search.whoosh.files import DamagedFile, Watch
from marketplace.search.whoosh.folder import IndexFolder, Pointer, Stamp
from marketplace.search.whoosh.matching import match
from marketplace.search.whoosh.offering import IndexOffer
from marketplace.search.whoosh.segment import AllCodes
from marketplace.search.whoosh.snapshot import Snapshot, open_snapshot
from marketplace.search.whoosh.vocabulary import understood

WAIT_SECONDS = 30.0
WAIT_FOR_REBUILD_SECONDS = 600.0
WAIT_TO_MEND_SECONDS = 1.0
TRIES = 100


class WhooshEngine:
    """Documents in a folder that all processes of the service on one machine share.

    Each process keeps the newest state open and looks, before each question, whether it has changed.
    """

    joins_transactions = False

    def __init__(self, folder: Path) -> None:
        self._folder = IndexFolder(folder)
        self._codes = AllCodes()
        self._opening = Lock()
        self._watch = Watch()
        self._seen: tuple[Stamp, Snapshot] | None = None

    def search(self, request: SearchRequest) -> SearchResult:
        """See `SearchEngine.search`."""
        snapshot = self._snapshot()
        plan = understood(snapshot, request)
        matching = match(snapshot, request.audience, plan.clauses)
        return Choice(matching, request, self._codes).result(plan)

    def explain(self, request: SearchRequest, listing_ids: Collection[int]) -> dict[int, Explanation]:
        """See `SearchEngine.explain`."""
        snapshot = self._snapshot()
        return explain(snapshot, request.audience, understood(snapshot, request).clauses, listing_ids)

    def suggest(self, request: SuggestRequest) -> tuple[Suggestion, ...]:
        """See `SearchEngine.suggest`."""
        return suggest(request, IndexOffer(self._snapshot(), request.audience, self._codes))

    def refresh(self, documents: Iterable[ListingDocument], removed: Collection[int] = ()) -> None:
        """See `SearchEngine.refresh`. One writes at a time; others wait.

        Raises:
            IndexBusy: another wrote for too long; nothing is changed.
        """
        with self._folder.writing(WAIT_SECONDS):
            snapshot = self._snapshot()
            try:
                written = writer.write(snapshot, documents, removed)
            except DamagedFile as error:
                raise self._damaged(snapshot.pointer, error) from error
            self._folder.point_at(written.pointer)
            writer.tidy(snapshot.folder, written.pointer)
            self._folder.remove_others(snapshot.folder)

    def rebuild(self, documents: Iterable[ListingDocument], *, only_if_needed: bool = False) -> int:
        """See `SearchEngine.rebuild`. Changes wait until it is done, so that none is lost in the swap.

        Raises:
            IndexBusy: another wrote for too long; nothing is changed.
        """
        if only_if_needed and self._is_whole():
            return self.document_count()
        with self._folder.writing(WAIT_TO_MEND_SECONDS if only_if_needed else WAIT_FOR_REBUILD_SECONDS):
            if only_if_needed and self._is_whole():
                return self.document_count()
            return self._rebuilt(documents)

    def _rebuilt(self, documents: Iterable[ListingDocument]) -> int:
        folder = self._folder.new_folder()
        try:
            empty = open_snapshot(self._folder.path, writer.create(folder), self._codes)
            written = writer.write(empty, documents)
            self._folder.point_at(written.pointer)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        writer.tidy(folder, written.pointer)
        self._folder.remove_others(folder)
        return written.added

    def document_count(self) -> int:
        """See `SearchEngine.document_count`."""
        return self._snapshot().documents

    def health(self) -> Health:
        """See `SearchEngine.health`."""
        try:
            self._snapshot()
        except EngineUnavailable as error:
            return error.health
        return Health.READY

    def close(self) -> None:
        """See `SearchEngine.close`."""
        self._seen = None

    def _snapshot(self) -> Snapshot:
        """The newest state, opened if it is not."""
        stamp = self._folder.stamp()
        if stamp is None:
            raise EngineUnavailable(Health.MISSING, f"There is no search index in {self._folder.path}.")
        seen = self._seen
        if seen is not None and seen[0] == stamp:
            return seen[1]
        with self._opening:
            return self._opened()

    def _opened(self) -> Snapshot:
        """Open what the pointer points at; again, if it was swapped out while being opened."""
        for _ in range(TRIES):
            stamp = self._folder.stamp()
            seen = self._seen
            if stamp is None:
                break
            if seen is not None and seen[0] == stamp:
                return seen[1]
            pointer: Pointer | None = None
            try:
                pointer = self._folder.pointer()
                if pointer.format != writer.FORMAT:
                    raise EngineUnavailable(Health.MISSING, f"The search index is of another format: {pointer.format}.")
                snapshot = open_snapshot(self._folder.path, pointer, self._codes, seen[1] if seen else None)
            except EngineUnavailable:
                raise
            except Exception as error:
                if self._folder.stamp() == stamp:
                    raise self._damaged(pointer, error) from error
                continue
            self._seen = stamp, snapshot
            return snapshot
        raise EngineUnavailable(Health.MISSING, f"There is no search index in {self._folder.path}.")

    def _damaged(self, pointer: Pointer | None, error: Exception) -> EngineUnavailable:
        """What to raise. Told to all processes: others may have it open from before it was damaged."""
        if pointer is not None:
            self._folder.doubt(pointer)
        return EngineUnavailable(Health.DAMAGED, f"The search index cannot be read: {error!r}")

    def _is_whole(self) -> bool:
        """Whether a process that starts now can open the index."""
        try:
            pointer = self._snapshot().pointer
        except EngineUnavailable:
            return False
        return not self._folder.is_doubted(pointer) and self._watch.are_whole(
            self._folder.path / pointer.folder, pointer.files
        )
