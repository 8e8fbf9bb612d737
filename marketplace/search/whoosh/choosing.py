"""What is chosen of the documents found: filters, the counts beside them, and one page in order."""

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
        self._bincounts: dict[tuple[int, str], list[tuple[int, int]]] = {}

    def result(self) -> SearchResult:
        """The page asked for, the total and the counts."""
        chosen = None if self._chosen is None else np.flatnonzero(self._chosen)
        total = self._matching.count if chosen is None else len(chosen)
        return SearchResult(self._hits(self._page_of(chosen, total)), total, self._facets())

    def _hits(self, page: NDArray[np.intp]) -> tuple[Hit, ...]:
        ordered = np.sort(page)
        numbers = dict(zip(ordered.tolist(), self._matching.facts_at("id", ordered).tolist(), strict=True))
        scores = self._matching.scores[page].tolist()
        away = [None] * len(page) if self._distance is None else self._distance[page].tolist()
        found = zip(page.tolist(), scores, away, strict=True)
        return tuple(Hit(numbers[at], score, None if km != km else km) for at, score, km in found)

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
        totals: dict[str, int] = {}
        for number, count in self._bincount(numbers, group):
            for code in counted(codes.texts[number]):
                totals[code] = totals.get(code, 0) + count
        return totals

    def _bincount(self, numbers: Numbers, group: str) -> list[tuple[int, int]]:
        """Each number that is there, and how often; worked out once for groups that count the same.

        `numbers` is an array that lives as long as this, so that no other can have its identity.
        """
        key = id(numbers), group if group in self._masks else ""
        if key not in self._bincounts:
            counts = enumerate(np.bincount(_of(numbers, self._but(group))).tolist())
            self._bincounts[key] = [(number, count) for number, count in counts if count]
        return self._bincounts[key]

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

    def _page_of(self, chosen: NDArray[np.intp] | None, total: int) -> NDArray[np.intp]:
        """The documents of the page, in order: least key first, of those alike the newest."""
        first = (self._request.page - 1) * self._request.per_page
        last = min(first + self._request.per_page, total)
        if first >= last:
            return np.empty(0, dtype=np.intp)
        key = self._key()
        places, keys = _least(key if chosen is None else key[chosen], last)
        near = places if chosen is None else chosen[places]
        ids = self._matching.facts_at("id", near)
        newest = -(self._matching.facts_at("published", near) if self._request.sort is Sort.RELEVANCE else ids)
        if len(near) > last:  # of many that are alike the newest
            kept = _least_of_ties(keys, newest, last)
            near, keys, newest, ids = near[kept], keys[kept], newest[kept], ids[kept]
        order = np.lexsort((-ids, newest, keys))
        return near[order[first:last]]

    def _key(self) -> NDArray[Any]:
        """What is sorted by first, from least to most."""
        found, sort = self._matching, self._request.sort
        if sort is Sort.CLOSING:
            return found.fact("closes")
        if sort is Sort.NEAREST:
            distance = np.zeros(found.count) if self._distance is None else self._distance
            return np.where(np.isnan(distance), np.inf, distance)
        return -found.fact("published") if sort is Sort.NEWEST else -found.scores


def _least(keys: NDArray[Any], count: int) -> tuple[NDArray[np.intp], NDArray[Any]]:
    """Where the least `count` keys are, and those that are as the last of them; ascending by place."""
    if count >= len(keys):
        return np.arange(len(keys)), keys
    places = np.flatnonzero(keys <= np.partition(keys, count - 1)[count - 1])
    return places, keys[places]


def _least_of_ties(keys: NDArray[Any], others: NDArray[Any], count: int) -> NDArray[np.intp]:
    """Where the least `count` are by both; all that are alike by both when that is where it ends."""
    bound = keys.max()
    sure = keys < bound
    ties = np.flatnonzero(~sure)
    least, _ = _least(others[ties], count - int(np.count_nonzero(sure)))
    kept = sure.copy()
    kept[ties[least]] = True
    return np.flatnonzero(kept)


def _all_of(masks: list[Mask]) -> Mask | None:
    if len(masks) < 2:
        return masks[0] if masks else None
    return np.asarray(np.logical_and.reduce(masks))


def _of(values: NDArray[Any], mask: Mask | None) -> NDArray[Any]:
    return values if mask is None else values[mask]


def _chosen(numbers: Numbers, codes: Codes, wanted: Callable[[tuple[str, ...]], bool]) -> Mask:
    table = np.fromiter((wanted(text) for text in codes.texts), dtype=np.bool_, count=len(codes.texts))
    return np.asarray(table[numbers], dtype=np.bool_)
