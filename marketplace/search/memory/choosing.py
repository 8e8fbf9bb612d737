"""What is chosen of the documents found: filters, the counts beside them, and their order."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import inf, isnan, nan

from marketplace.search.distance import crow_flies_km
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import Facets, SearchRequest, Sort

Meets = Callable[[ListingDocument], bool]


def groups_of(request: SearchRequest) -> dict[str, Meets]:
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
    groups["rest"] = lambda document: _within_limits(request, document)
    return groups


def _within_limits(request: SearchRequest, document: ListingDocument) -> bool:
    limits = (
        (request.max_width_cm, document.width_cm),
        (request.max_depth_cm, document.depth_cm),
        (request.max_height_cm, document.height_cm),
    )
    distance = distance_to(request, document)
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


def meets(groups: dict[str, Meets], document: ListingDocument, but: str = "") -> bool:
    return all(meets(document) for name, meets in groups.items() if name != but)


def facets_of(groups: dict[str, Meets], matching: Sequence[ListingDocument]) -> Facets:
    def counted(group: str, codes: Callable[[ListingDocument], Iterable[str]]) -> dict[str, int]:
        return Counter(code for document in matching if meets(groups, document, group) for code in codes(document))

    return Facets(
        category=counted("category", lambda document: document.category_path),
        municipality=counted("municipality", lambda document: [document.municipality_number]),
        county=counted("county", lambda document: [document.county_number]),
        condition=counted("condition", lambda document: [document.condition]),
    )


def order_of(request: SearchRequest, scores: dict[int, float]) -> Callable[[ListingDocument], tuple[float, ...]]:
    def nearest(document: ListingDocument) -> tuple[float, ...]:
        distance = distance_to(request, document)
        return (inf if distance is None else distance,)

    orders: dict[Sort, Callable[[ListingDocument], tuple[float, ...]]] = {
        Sort.RELEVANCE: lambda document: (-scores[document.id], -document.published_at.timestamp()),
        Sort.NEWEST: lambda document: (-document.published_at.timestamp(),),
        Sort.NEAREST: nearest,
        Sort.CLOSING: lambda document: (document.closes_at.timestamp() if document.closes_at else inf,),
    }
    return orders[request.sort]


def distance_to(request: SearchRequest, document: ListingDocument) -> float | None:
    if request.near is None:
        return None
    latitude = nan if document.latitude is None else document.latitude
    longitude = nan if document.longitude is None else document.longitude
    distance = float(crow_flies_km(request.near, [latitude], [longitude])[0])
    return None if isnan(distance) else distance
