"""What is chosen of the documents found: filters, the counts beside them, and one page in order."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.search.asking import Plan
from marketplace.search.engine import (
    DISTANCES_KM,
    FREE,
    LOAN,
    PRICED,
    TAKE_OVER,
    Facets,
    Hit,
    SearchRequest,
    SearchResult,
    Sort,
)
from marketplace.search.whoosh.answering import counted
from marketplace.search.whoosh.matching import Matching
from marketplace.search.whoosh.segment import AllCodes, Codes, Mask, Numbers


class Choice:
    """The documents found, seen through a request."""

    def __init__(self, matching: Matching, request: SearchRequest, codes: AllCodes) -> None:
        self._matching = matching
        self._request = request
        self._codes = codes
        self._distance = None if request.near is None else matching.distance_to(request.near)
        self._masks = self._group_masks() | self._limit_masks()
        self._chosen = _all_of(list(self._masks.values()))
        self._counts: dict[tuple[str, str], list[int]] = {}

    def result(self, plan: Plan) -> SearchResult:
        """The page asked for, the total and the counts."""
        chosen = None if self._chosen is None else np.flatnonzero(self._chosen)
        total = self._matching.count if chosen is None else len(chosen)
        return SearchResult(self._hits(self._page_of(chosen, total)), total, self._facets(), plan)

    def _hits(self, page: NDArray[np.intp]) -> tuple[Hit, ...]:
        ordered = np.sort(page)
        numbers = dict(zip(ordered.tolist(), self._matching.facts_at("id", ordered).tolist(), strict=True))
        scores = self._matching.scores[page].tolist()
        away = [None] * len(page) if self._distance is None else self._distance[page].tolist()
        found = zip(page.tolist(), scores, away, strict=True)
        return tuple(Hit(numbers[at], score, None if km != km else km) for at, score, km in found)

    def _group_masks(self) -> dict[str, Mask]:
        """For each group of choices that is used, which documents meet it."""
        request, codes, column = self._request, self._codes, self._matching.column
        masks: dict[str, Mask] = {}
        if request.categories:
            wanted = set(request.categories)
            masks["category"] = _chosen(column("category"), codes.category, lambda path: not wanted.isdisjoint(path))
        if request.municipalities:
            masks["municipality"] = _chosen(
                column("place"), codes.place, lambda path: path[1] in request.municipalities
            )
        if request.counties:
            masks["county"] = _chosen(column("place"), codes.place, lambda path: path[0] in request.counties)
        if request.conditions:
            masks["condition"] = _chosen(
                column("condition"), codes.condition, lambda path: path[0] in request.conditions
            )
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
            masks["free"] = found.column("priced") != request.free
        if request.loan is not None:
            masks["loan"] = found.column("lent") == request.loan
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
            category=self._counted("category", "category", codes.category, lambda path: path),
            municipality=self._counted("municipality", "place", codes.place, lambda path: path[1:]),
            county=self._counted("county", "place", codes.place, lambda path: path[:1]),
            condition=self._counted("condition", "condition", codes.condition, lambda path: path),
            price=self._either((FREE, PRICED), "priced", "free"),
            terms=self._either((TAKE_OVER, LOAN), "lent", "loan"),
            within_km=self._distances(),
            without={name: self._amount(self._but(name)) for name in self._masks},
        )

    def _counted(
        self, group: str, column: str, codes: Codes, told: Callable[[tuple[str, ...]], Sequence[str]]
    ) -> dict[str, int]:
        totals: dict[str, int] = {}
        for number, count in enumerate(self._amounts(column, group)):
            if count:
                for code in told(codes.texts[number]):
                    totals[code] = totals.get(code, 0) + count
        return totals

    def _amounts(self, column: str, group: str) -> list[int]:
        """How often each number of a column is there; worked out once for groups that count the same."""
        key = column, group if group in self._masks else ""
        if key not in self._counts:
            mask = self._but(group)
            counts = self._matching.counts(column) if mask is None else counted(self._matching.column(column)[mask])
            self._counts[key] = counts.tolist()
        return self._counts[key]

    def _either(self, codes: tuple[str, str], column: str, group: str) -> dict[str, int]:
        counts = zip(codes, self._amounts(column, group), strict=False)
        return {name: count for name, count in counts if count}

    def _distances(self) -> dict[str, int]:
        if self._distance is None:
            return {}
        distances = _of(self._distance, self._but("within_km"))
        counts = ((str(km), int(np.count_nonzero(distances <= km))) for km in DISTANCES_KM)
        return {km: count for km, count in counts if count}

    def _amount(self, mask: Mask | None) -> int:
        return self._matching.count if mask is None else int(np.count_nonzero(mask))

    def _page_of(self, chosen: NDArray[np.intp] | None, total: int) -> NDArray[np.intp]:
        """The documents of the page, in order: most of what is sorted by first, of those alike the newest."""
        first = (self._request.page - 1) * self._request.per_page
        last = min(first + self._request.per_page, total)
        if first >= last:
            return np.empty(0, dtype=np.intp)
        key = self._key()
        places, keys = _most(key if chosen is None else key[chosen], last)
        near = places if chosen is None else chosen[places]
        ids = self._matching.facts_at("id", near)
        newest = self._matching.facts_at("published", near) if self._request.sort is Sort.RELEVANCE else ids
        if len(near) > last:  # of many that are alike the newest
            kept = _most_of_ties(keys, newest, last)
            near, keys, newest, ids = near[kept], keys[kept], newest[kept], ids[kept]
        order = np.lexsort((ids, newest, keys))[::-1]
        return near[order[first:last]]

    def _key(self) -> NDArray[Any]:
        """What is sorted by first, from most to least."""
        found, sort = self._matching, self._request.sort
        if sort is Sort.CLOSING:
            return -found.fact("closes")
        if sort is Sort.NEAREST:
            distance = np.zeros(found.count) if self._distance is None else self._distance
            return np.where(np.isnan(distance), -np.inf, -distance)
        return found.fact("published") if sort is Sort.NEWEST else found.scores


def _most(keys: NDArray[Any], count: int) -> tuple[NDArray[np.intp], NDArray[Any]]:
    """Where the most `count` keys are, and those that are as the last of them; ascending by place."""
    if count >= len(keys):
        return np.arange(len(keys)), keys
    bound = np.partition(keys, -count)[-count]
    places = np.flatnonzero(keys >= bound)
    return places, keys[places]


def _most_of_ties(keys: NDArray[Any], others: NDArray[Any], count: int) -> NDArray[np.intp]:
    """Where the most `count` are by both; all that are alike by both where that ends."""
    kept = keys > keys.min()
    ties = np.flatnonzero(~kept)
    most, _ = _most(others[ties], count - int(np.count_nonzero(kept)))
    kept[ties[most]] = True
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
