"""The filling of the search port inside the database that holds the listings."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from psycopg import errors
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError, ProgrammingError

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
from marketplace.search.postgres import keeping, store
from marketplace.search.postgres.choosing import choose
from marketplace.search.postgres.explaining import explain
from marketplace.search.postgres.offering import IndexOffer
from marketplace.search.postgres.rows import row_of
from marketplace.search.postgres.store import Joined, Store
from marketplace.search.postgres.tables import IndexTables
from marketplace.search.postgres.tally import Spellers
from marketplace.search.postgres.vocabulary import IndexVocabulary
from marketplace.search.suggesting import suggest

TRIES = 3
GONE = (errors.UndefinedTable, errors.UndefinedColumn, errors.InvalidSchemaName)

T = TypeVar("T")


class PostgresEngine:
    """Documents in tables of its own beside the listings.

    `joined` gives the connection of the transaction that is open, if one is: what is refreshed then is written in it,
    and stored or undone with it.
    """

    joins_transactions = True

    def __init__(self, url: str, joined: Joined = lambda: None) -> None:
        self._store = Store(url)
        self._joined = joined
        self._spellers = Spellers()
        self._known: IndexTables | None = None

    def search(self, request: SearchRequest) -> SearchResult:
        """See `SearchEngine.search`."""

        def ask(connection: Connection, tables: IndexTables) -> SearchResult:
            vocabulary = IndexVocabulary(connection, tables, request.audience, self._spellers)
            understood, question = vocabulary.question(request)
            return replace(choose(connection, tables, question, request), plan=understood)

        return self._asked(ask)

    def explain(self, request: SearchRequest, listing_ids: Collection[int]) -> dict[int, Explanation]:
        """See `SearchEngine.explain`."""

        def ask(connection: Connection, tables: IndexTables) -> dict[int, Explanation]:
            vocabulary = IndexVocabulary(connection, tables, request.audience, self._spellers)
            understood, _ = vocabulary.question(request)
            return explain(connection, tables, vocabulary, understood.clauses, listing_ids, request.audience)

        return self._asked(ask)

    def suggest(self, request: SuggestRequest) -> tuple[Suggestion, ...]:
        """See `SearchEngine.suggest`."""
        return self._asked(
            lambda connection, tables: suggest(
                request, IndexOffer(connection, tables, request.audience, self._spellers)
            )
        )

    def refresh(self, documents: Iterable[ListingDocument], removed: Collection[int] = ()) -> None:
        """See `SearchEngine.refresh`. In an open transaction it is stored with it; a missing index is left alone then.

        Raises:
            IndexBusy: others wrote for too long; nothing is changed.
        """
        joined = self._joined()
        if joined is not None:
            store.hold(joined)
            store.take_turns(joined, removed)
            self._write(joined, documents, removed)
            return
        with self._store.writing() as connection:
            if not self._write(connection, documents, removed):
                raise EngineUnavailable(Health.MISSING, "There is no search index in the database.")

    def rebuild(self, documents: Iterable[ListingDocument], *, only_if_needed: bool = False) -> int:
        """See `SearchEngine.rebuild`. What is written meanwhile is taken over at the end.

        Raises:
            IndexBusy: others wrote or built for too long; nothing is changed.
            PermissionError: the database lets us make no tables.
        """
        if only_if_needed and self.health() is Health.READY:
            return self._fold()
        with self._store.building():
            if only_if_needed and self.health() is Health.READY:
                return self.document_count()
            try:
                return self._build(documents)
            except ProgrammingError as error:
                if isinstance(error.orig, errors.InsufficientPrivilege):
                    raise PermissionError(None, str(error.orig)) from error
                raise

    def document_count(self) -> int:
        """See `SearchEngine.document_count`."""

        def ask(connection: Connection, tables: IndexTables) -> int:
            return connection.scalar(select(func.count()).select_from(tables.documents)) or 0

        return self._asked(ask)

    def health(self) -> Health:
        """See `SearchEngine.health`. A database that does not answer is damage."""
        try:
            with self._store.reading() as connection:
                present = store.state(connection).present
                if present is None:
                    return Health.MISSING
                return Health.READY if store.is_whole(connection, present) else Health.DAMAGED
        except DBAPIError:
            return Health.DAMAGED

    def close(self) -> None:
        """See `SearchEngine.close`."""
        self._store.close()

    def _asked(self, ask: Callable[[Connection, IndexTables], T]) -> T:
        """The answer from the present index; asked again when it was exchanged meanwhile."""
        missing: ProgrammingError | None = None
        with self._store.reading() as connection:
            for _ in range(TRIES):
                tables = self._known or store.state(connection).present
                if tables is None:
                    raise EngineUnavailable(Health.MISSING, "There is no search index in the database.")
                self._known = tables
                try:
                    return ask(connection, tables)
                except ProgrammingError as error:
                    self._known = None
                    if not isinstance(error.orig, GONE):
                        raise
                    missing = error
        raise EngineUnavailable(Health.DAMAGED, f"The search index cannot be read: {missing}") from missing

    def _write(self, connection: Connection, documents: Iterable[ListingDocument], removed: Collection[int]) -> bool:
        """Write to the indexes that there are, and say whether searches will find it."""
        indexes = store.state(connection)
        if indexes.present is None and indexes.building is None:
            return False
        rows = list({document.id: row_of(document) for document in documents}.values())
        if indexes.present is not None:
            keeping.write(connection, indexes.present, removed, rows)
        if indexes.building is not None:
            keeping.write_meanwhile(connection, indexes.building, removed, rows)
        return indexes.present is not None

    def _build(self, documents: Iterable[ListingDocument]) -> int:
        with self._store.writing(store.WAIT_FOR_BUILDER_SECONDS) as connection:
            tables = store.begin(connection)
        try:
            self._store.remove_others()
            with self._store.own() as connection:
                keeping.load(connection, tables, map(row_of, documents))
            with self._store.writing(store.WAIT_FOR_BUILDER_SECONDS) as connection:
                keeping.take_over(connection, tables)
                store.point_at(connection, tables)
        except BaseException:
            with self._store.own() as connection:
                store.give_up(connection, tables)
            raise
        finally:
            self._store.remove_others()
        return self.document_count()

    def _fold(self) -> int:
        """What can wait: counts of changes are added up."""
        with self._store.own() as connection:
            store.hold(connection)
            present = store.state(connection).present
            if present is not None:
                keeping.fold(connection, present)
        return self.document_count()
