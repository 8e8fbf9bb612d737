"""What is chosen of the documents found: filters, the counts beside them, and their order."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import inf, isnan, nan

from marketplace.search.distance import crow_flies_km
from marketplace.search.documents import ListingDocument
from marketplace.search.engine import DISTANCES_KM, FREE, LOAN, PRICED, TAKE_OVER, Facets, SearchRequest, Sort

Meets = Callable[[ListingDocument], bool]


def groups_of(request: SearchRequest) -> dict[str, Meets]:
    """What a document must meet, by the name of each filter in use."""
    groups: dict[str, Meets] = {}
    if request.categories:
        groups["category"] = lambda document: not set(request.categories).isdisjoint(document.category_path)
    if request.municipalities:
        groups["municipality"] = lambda document: document.municipality_number in request.municipalities
    if request.counties:
        groups["county"] = lambda document: document.county_number in request.counties
    if request.conditions:
        groups["condition"] = lambda document: document.condition in request.conditions
    return groups | _limits_of(request)


def _limits_of(request: SearchRequest) -> dict[str, Meets]:
    groups: dict[str, Meets] = {}
    units, kilometres, day = request.min_quantity, request.within_km, request.available_by
    if request.free is not None:
        groups["free"] = lambda document: request.free == (document.price_nok == 0)
    if request.loan is not None:
        groups["loan"] = lambda document: request.loan == document.is_loan
    if units is not None:
        groups["min_quantity"] = lambda document: document.available_quantity >= units
    if request.max_width_cm is not None:
        groups["max_width_cm"] = lambda document: _at_most(document.width_cm, request.max_width_cm)
    if request.max_depth_cm is not None:
        groups["max_depth_cm"] = lambda document: _at_most(document.depth_cm, request.max_depth_cm)
    if request.max_height_cm is not None:
        groups["max_height_cm"] = lambda document: _at_most(document.height_cm, request.max_height_cm)
    if day is not None:
        groups["available_by"] = lambda document: document.available_from is None or document.available_from <= day
    if kilometres is not None and request.near is not None:
        groups["within_km"] = lambda document: _at_most(distance_to(request, document), kilometres)
    return groups


def _at_most(size: float | None, most: float | None) -> bool:
    return size is not None and most is not None and size <= most


def meets(groups: dict[str, Meets], document: ListingDocument, but: str = "") -> bool:
    return all(meets(document) for name, meets in groups.items() if name != but)


def facets_of(request: SearchRequest, groups: dict[str, Meets], matching: Sequence[ListingDocument]) -> Facets:
    def counted(group: str, codes: Callable[[ListingDocument], Iterable[str]]) -> dict[str, int]:
        return Counter(code for document in matching if meets(groups, document, group) for code in codes(document))

    def reached(document: ListingDocument) -> list[str]:
        distance = distance_to(request, document)
        return [str(km) for km in DISTANCES_KM if _at_most(distance, km)]

    return Facets(
        category=counted("category", lambda document: document.category_path),
        municipality=counted("municipality", lambda document: [document.municipality_number]),
        county=counted("county", lambda document: [document.county_number]),
        condition=counted("condition", lambda document: [document.condition]),
        price=counted("free", lambda document: [PRICED if document.price_nok else FREE]),
        terms=counted("loan", lambda document: [LOAN if document.is_loan else TAKE_OVER]),
        within_km=counted("within_km", reached),
        without={name: sum(meets(groups, document, name) for document in matching) for name in groups},
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
