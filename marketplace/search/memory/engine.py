"""The engine in memory."""

from collections.abc import Collection, Iterable

from marketplace.search.analysis import Analysed, analyse
from marketplace.search.asking import Explanation
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import Health, Hit, SearchRequest, SearchResult, Suggestion, SuggestRequest
from marketplace.search.memory.choosing import distance_to, facets_of, groups_of, meets, order_of
from marketplace.search.memory.corpus import Corpus
from marketplace.search.memory.offering import CorpusOffer
from marketplace.search.planning import plan
from marketplace.search.suggesting import suggest


class MemoryEngine:
    """Keeps documents in a dictionary and reads them all for each question."""

    joins_transactions = False

    def __init__(self) -> None:
        self._documents: dict[int, tuple[ListingDocument, Analysed]] = {}

    def search(self, request: SearchRequest) -> SearchResult:
        """See `SearchEngine.search`."""
        corpus = Corpus(self._documents, request.audience)
        understood = plan(request.q, corpus, verbatim=request.verbatim, thesaurus=request.thesaurus)
        scores = corpus.scores(understood.clauses)
        groups = groups_of(request)
        found = [corpus.visible[number] for number in scores if meets(groups, corpus.visible[number])]
        order = order_of(request, scores)
        found.sort(key=lambda document: (*order(document), -document.id))
        first = (request.page - 1) * request.per_page
        return SearchResult(
            hits=tuple(
                Hit(document.id, scores[document.id], distance_to(request, document))
                for document in found[first : first + request.per_page]
            ),
            total=len(found),
            facets=facets_of(request, groups, [corpus.visible[number] for number in scores]),
            plan=understood,
        )

    def explain(self, request: SearchRequest, listing_ids: Collection[int]) -> dict[int, Explanation]:
        """See `SearchEngine.explain`."""
        corpus = Corpus(self._documents, request.audience)
        clauses = plan(request.q, corpus, verbatim=request.verbatim, thesaurus=request.thesaurus).clauses
        return {number: corpus.explained(clauses, number) for number in listing_ids if number in corpus.visible}

    def suggest(self, request: SuggestRequest) -> tuple[Suggestion, ...]:
        """See `SearchEngine.suggest`."""
        return suggest(request, CorpusOffer(self._documents, request.audience))

    def refresh(self, documents: Iterable[ListingDocument], removed: Collection[int] = ()) -> None:
        """See `SearchEngine.refresh`."""
        for number in removed:
            self._documents.pop(number, None)
        self._documents.update((document.id, (document, analyse(document))) for document in documents)

    def rebuild(self, documents: Iterable[ListingDocument], *, only_if_needed: bool = False) -> int:
        """See `SearchEngine.rebuild`."""
        if only_if_needed and self._documents:
            return len(self._documents)
        self._documents = {document.id: (document, analyse(document)) for document in documents}
        return len(self._documents)

    def document_count(self) -> int:
        """See `SearchEngine.document_count`."""
        return len(self._documents)

    def health(self) -> Health:
        """Always ready."""
        return Health.READY

    def close(self) -> None:
        """Forget everything."""
        self._documents = {}
