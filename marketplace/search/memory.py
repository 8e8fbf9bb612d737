"""The simplest filling of the port: everything in memory, nothing clever. For tests, and to hold others against."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from math import inf, isnan, nan

from marketplace.search import scoring
from marketplace.search.analysis import Analysed, analyse
from marketplace.search.distance import crow_flies_km
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import Audience, Facets, Health, Hit, SearchRequest, SearchResult, Sort
from marketplace.search.lexicon.stems import bare
from marketplace.search.planning import AnyOf, Clause, plan
from marketplace.search.spelling import Speller
from marketplace.search.suggesting import complete

Meets = Callable[[ListingDocument], bool]


class MemoryEngine:
    """Keeps documents in a dictionary and reads them all for each question."""

    def __init__(self) -> None:
        self._documents: dict[int, tuple[ListingDocument, Analysed]] = {}

    def search(self, request: SearchRequest) -> SearchResult:
        """See `SearchEngine.search`."""
        corpus = _Corpus(self._documents, request.audience)
        understood = plan(request.q, corpus, verbatim=request.verbatim)
        scores = corpus.scores(understood.clauses)
        groups = _groups(request)
        found = [corpus.visible[number] for number in scores if _meets(groups, corpus.visible[number])]
        order = _order(request, scores)
        found.sort(key=lambda document: (*order(document), -document.id))
        first = (request.page - 1) * request.per_page
        return SearchResult(
            hits=tuple(
                Hit(document.id, scores[document.id], _distance(request, document))
                for document in found[first : first + request.per_page]
            ),
            total=len(found),
            facets=_facets(groups, [corpus.visible[number] for number in scores]),
            repairs=understood.repairs,
            did_you_mean=understood.did_you_mean,
        )

    def suggest(self, prefix: str, audience: Audience, limit: int = 8) -> tuple[str, ...]:
        """See `SearchEngine.suggest`."""
        return _Corpus(self._documents, audience).completed(prefix, limit)

    def refresh(self, documents: Iterable[ListingDocument], removed: Collection[int] = ()) -> None:
        """See `SearchEngine.refresh`."""
        for number in removed:
            self._documents.pop(number, None)
        self._documents.update((document.id, (document, analyse(document))) for document in documents)

    def rebuild(self, documents: Iterable[ListingDocument]) -> int:
        """See `SearchEngine.rebuild`."""
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


class _Corpus:
    """The documents, and what an audience sees of them. A `planning.Vocabulary`."""

    def __init__(self, documents: dict[int, tuple[ListingDocument, Analysed]], audience: Audience) -> None:
        self._all = documents
        self.visible = {
            number: document
            for number, (document, _) in documents.items()
            if audience.may_see(document.municipality_number, document.unit_id, document.stage)
        }
        self._words = Counter(word for number in self.visible for word in documents[number][1].words)
        lengths = sum(analysed.length for _, analysed in documents.values())
        self._reference = scoring.reference_length(lengths, len(documents))

    def answers(self, clause: Clause) -> bool:
        """See `Vocabulary.answers`."""
        return any(self._best(number, clause) > 0 for number in self.visible)

    def written_like(self, word: str) -> list[str]:
        """See `Vocabulary.written_like`."""
        return sorted(other for other in self._words if bare(other) == bare(word))

    def nearest(self, word: str) -> str | None:
        """See `Vocabulary.nearest`."""
        found = Speller(self._words).candidates(word)
        return min(found, key=lambda near: (near[0], -self._words[near[1]], near[1]))[1] if found else None

    def completed(self, prefix: str, limit: int) -> tuple[str, ...]:
        """See `SearchEngine.suggest`."""
        return complete(prefix, limit, lambda start: _with_prefix(self._words, start))

    def scores(self, clauses: Sequence[Clause]) -> dict[int, float]:
        """The score of each visible document that covers enough of the question."""
        if not clauses:
            return dict.fromkeys(self.visible, 0.0)
        totals: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        asked = 0.0
        for clause in clauses:
            weight = self._rarity(clause) * clause.importance
            asked += weight
            for number in self.visible:
                best = self._best(number, clause)
                if best > 0:
                    totals[number] += weight * best
                    covered[number] += weight
        enough = scoring.ENOUGH_COVERED * max(covered.values(), default=0.0)
        return {
            number: scoring.rounded(total * covered[number] / asked)
            for number, total in totals.items()
            if covered[number] >= enough - scoring.TOLERANCE
        }

    def _best(self, number: int, clause: Clause) -> float:
        return max(
            each.weight * min(self._part(number, any_of) for any_of in each.all_of) for each in clause.alternatives
        )

    def _part(self, number: int, any_of: AnyOf) -> float:
        analysed = self._all[number][1]
        held = [analysed.weights[token] for token in any_of if token in analysed.weights]
        return max((scoring.saturated(weight, analysed.length, self._reference) for weight in held), default=0.0)

    def _rarity(self, clause: Clause) -> float:
        tokens = [token for each in clause.alternatives[:2] for any_of in each.all_of for token in any_of]
        holding = sum(self._holding(token) for token in tokens)
        if not holding:
            every = (token for each in clause.alternatives for any_of in each.all_of for token in any_of)
            holding = max((self._holding(token) for token in every), default=0)
        return scoring.rarity(len(self._all), holding)

    def _holding(self, token: str) -> int:
        return sum(token in analysed.weights for _, analysed in self._all.values())


def _with_prefix(words: Counter[str], start: str) -> list[tuple[str, int]]:
    ordered = sorted((bare(word), word) for word in words)
    found: list[tuple[str, int]] = []
    for written, word in ordered[bisect_left(ordered, (start, "")) :]:
        if not written.startswith(start):
            break
        found.append((word, words[word]))
    return found


def _groups(request: SearchRequest) -> dict[str, Meets]:
    """What a document must meet, by group; a group nothing is asked of is left out."""
    groups: dict[str, Meets] = {}
    if request.categories:
        groups["category"] = lambda document: not set(request.categories).isdisjoint(document.category_path)
    if request.municipalities:
        groups["municipality"] = lambda document: document.municipality_number in request.municipalities
    if request.counties:
        groups["county"] = lambda document: document.county_number in request.counties
    if request.conditions:
        groups["condition"] = lambda document: document.condition in request.conditions
    groups["rest"] = lambda document: _meets_limits(request, document)
    return groups


def _meets_limits(request: SearchRequest, document: ListingDocument) -> bool:
    limits = (
        (request.max_width_cm, document.width_cm),
        (request.max_depth_cm, document.depth_cm),
        (request.max_height_cm, document.height_cm),
    )
    distance = _distance(request, document)
    ready = document.available_from
    return (
        all(most is None or (size is not None and size <= most) for most, size in limits)
        and (request.min_quantity is None or document.available_quantity >= request.min_quantity)
        and (request.free is None or request.free == (document.price_nok == 0))
        and (request.available_by is None or ready is None or ready <= request.available_by)
        and (
            request.within_km is None
            or request.near is None
            or (distance is not None and distance <= request.within_km)
        )
    )


def _meets(groups: dict[str, Meets], document: ListingDocument, but: str = "") -> bool:
    return all(meets(document) for name, meets in groups.items() if name != but)


def _facets(groups: dict[str, Meets], matching: Sequence[ListingDocument]) -> Facets:
    def counted(group: str, codes: Callable[[ListingDocument], Iterable[str]]) -> dict[str, int]:
        return Counter(code for document in matching if _meets(groups, document, group) for code in codes(document))

    return Facets(
        category=counted("category", lambda document: document.category_path),
        municipality=counted("municipality", lambda document: [document.municipality_number]),
        county=counted("county", lambda document: [document.county_number]),
        condition=counted("condition", lambda document: [document.condition]),
    )


def _order(request: SearchRequest, scores: dict[int, float]) -> Callable[[ListingDocument], tuple[float, ...]]:
    def nearest(document: ListingDocument) -> tuple[float, ...]:
        distance = _distance(request, document)
        return (inf if distance is None else distance,)

    orders: dict[Sort, Callable[[ListingDocument], tuple[float, ...]]] = {
        Sort.RELEVANCE: lambda document: (-scores[document.id], -document.published_at.timestamp()),
        Sort.NEWEST: lambda document: (-document.published_at.timestamp(),),
        Sort.NEAREST: nearest,
        Sort.CLOSING: lambda document: (document.closes_at.timestamp() if document.closes_at else inf,),
    }
    return orders[request.sort]


def _distance(request: SearchRequest, document: ListingDocument) -> float | None:
    if request.near is None:
        return None
    latitude = nan if document.latitude is None else document.latitude
    longitude = nan if document.longitude is None else document.longitude
    distance = float(crow_flies_km(request.near, [latitude], [longitude])[0])
    return None if isnan(distance) else distance
