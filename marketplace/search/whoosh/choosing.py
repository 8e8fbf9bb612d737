"""What is chosen of the documents found: filters, the counts beside them, and one page in order."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.search.engine import DISTANCES_KM, FREE, PRICED, Facets, Hit, SearchRequest, SearchResult, Sort
from marketplace.search.whoosh.matching import Matching
from marketplace.search.whoosh.segment import AllCodes, Codes, Mask

Numbers = NDArray[np.int32]


class Choice:
    """The documents found, seen through a request."""

    def __init__(self, matching: Matching, request: SearchRequest, codes: AllCodes) -> None:
        self._matching = matching
        self._request = request
        self._codes = codes
        self._category: Any = matching.column("category")
        self._place: Any = matching.column("place")
        self._condition: Any = matching.column("condition")
        self._distance = None if request.near is None else matching.distance_to(request.near)
        self._masks = self._group_masks() | self._limit_masks()
        self._chosen = _all_of(list(self._masks.values()))

    def result(self) -> SearchResult:
        """The page asked for, the total and the counts."""
        chosen = np.arange(self._matching.count) if self._chosen is None else np.flatnonzero(self._chosen)
        page = chosen[self._page_of(chosen)]
        ids: Any = self._matching.column("ids")
        hits = tuple(
            Hit(int(ids[at]), float(self._matching.scores[at]), self._distance_at(int(at))) for at in page.tolist()
        )
        return SearchResult(hits, len(chosen), self._facets())

    def _distance_at(self, at: int) -> float | None:
        if self._distance is None or np.isnan(self._distance[at]):
            return None
        return float(self._distance[at])

    def _group_masks(self) -> dict[str, Mask]:
        """For each group of choices that is used, which documents meet it."""
        request, codes = self._request, self._codes
        masks: dict[str, Mask] = {}
        if request.categories:
            wanted = set(request.categories)
            masks["category"] = _chosen(self._category, codes.category, lambda path: not wanted.isdisjoint(path))
        if request.municipalities:
            masks["municipality"] = _chosen(self._place, codes.place, lambda path: path[1] in request.municipalities)
        if request.counties:
            masks["county"] = _chosen(self._place, codes.place, lambda path: path[0] in request.counties)
        if request.conditions:
            masks["condition"] = _chosen(self._condition, codes.condition, lambda path: path[0] in request.conditions)
        return masks

    def _limit_masks(self) -> dict[str, Mask]:
        """The same for limits."""
        request, found = self._request, self._matching
        masks: dict[str, Any] = {}
        lengths = (("width", request.max_width_cm), ("depth", request.max_depth_cm), ("height", request.max_height_cm))
        for name, most in lengths:
            if most is not None:
                length: Any = found.fact(name)
                masks[f"max_{name}_cm"] = (length >= 0) & (length <= most)
        if request.min_quantity is not None:
            available: Any = found.fact("available")
            masks["min_quantity"] = available >= request.min_quantity
        if request.free is not None:
            masks["free"] = (found.fact("price") == 0) == request.free
        if request.available_by is not None:
            ready: Any = found.fact("ready")
            masks["available_by"] = ready <= request.available_by.toordinal()
        if request.within_km is not None and self._distance is not None:
            masks["within_km"] = self._distance <= request.within_km
        return masks

    def _but(self, group: str) -> Mask | None:
        """Which documents meet every group but one; None if all do."""
        if group not in self._masks:
            return self._chosen
        return _all_of([mask for name, mask in self._masks.items() if name != group])

    def _facets(self) -> Facets:
        codes = self._codes
        return Facets(
            category=self._counted("category", self._category, codes.category, lambda path: path),
            municipality=self._counted("municipality", self._place, codes.place, lambda path: path[1:]),
            county=self._counted("county", self._place, codes.place, lambda path: path[:1]),
            condition=self._counted("condition", self._condition, codes.condition, lambda path: path),
            price=self._prices(),
            within_km=self._distances(),
            without={name: self._amount(self._but(name)) for name in self._masks},
        )

    def _counted(
        self, group: str, numbers: Numbers, codes: Codes, counted: Callable[[tuple[str, ...]], Sequence[str]]
    ) -> dict[str, int]:
        counts = np.bincount(_of(numbers, self._but(group)))
        totals: Counter[str] = Counter()
        for number in np.flatnonzero(counts).tolist():
            for code in counted(codes.texts[number]):
                totals[code] += int(counts[number])
        return dict(totals)

    def _prices(self) -> dict[str, int]:
        prices = _of(self._matching.fact("price"), self._but("free"))
        priced = int(np.count_nonzero(prices))
        return {name: count for name, count in ((FREE, len(prices) - priced), (PRICED, priced)) if count}

    def _distances(self) -> dict[str, int]:
        if self._distance is None:
            return {}
        distances = _of(self._distance, self._but("within_km"))
        counts = ((str(km), int(np.count_nonzero(distances <= km))) for km in DISTANCES_KM)
        return {km: count for km, count in counts if count}

    def _amount(self, mask: Mask | None) -> int:
        return self._matching.count if mask is None else int(np.count_nonzero(mask))

    def _page_of(self, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
        """Where in `chosen` the documents of the page are, in order: least key first, then the newest listing."""
        ids: Any = self._matching.column("ids")[chosen]
        keys = [np.asarray(key, dtype=np.float64)[chosen] for key in self._keys()]
        first = (self._request.page - 1) * self._request.per_page
        last = first + self._request.per_page
        if first >= len(chosen):
            return np.empty(0, dtype=np.intp)
        near = np.arange(len(chosen))
        if last < len(chosen):
            bound = np.partition(keys[0], last - 1)[last - 1]
            near = np.flatnonzero(keys[0] <= bound)
        order = np.lexsort((-ids[near], *(key[near] for key in reversed(keys))))
        return near[order[first:last]]

    def _keys(self) -> list[Any]:
        """What is sorted by, the first first, each from least to most."""
        found, sort = self._matching, self._request.sort
        if sort is Sort.CLOSING:
            return [found.fact("closes")]
        if sort is Sort.NEAREST:
            distance = np.zeros(found.count) if self._distance is None else self._distance
            return [np.where(np.isnan(distance), np.inf, distance)]
        published: Any = found.fact("published")
        return [-published] if sort is Sort.NEWEST else [-found.scores, -published]


def _all_of(masks: list[Mask]) -> Mask | None:
    if len(masks) < 2:
        return masks[0] if masks else None
    return np.asarray(np.logical_and.reduce(masks))


def _of(values: NDArray[Any], mask: Mask | None) -> NDArray[Any]:
    return values if mask is None else values[mask]


def _chosen(numbers: Numbers, codes: Codes, wanted: Callable[[tuple[str, ...]], bool]) -> Mask:
    table = np.fromiter((wanted(text) for text in codes.texts), dtype=np.bool_, count=len(codes.texts))
    return np.asarray(table[numbers], dtype=np.bool_)
