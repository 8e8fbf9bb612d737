"""Sums as they are kept in a summary: a few lists of whole numbers, added up by position."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from operator import add, sub
from typing import Any

from marketplace.impact.reckoning import Origin
from marketplace.statistics.sums import COVERED, NUMBERS, Known, Sums

MEANING = 2
"""Raised when a number comes to mean something else, so that all summaries are made anew."""

LAYOUT = sha256(f"{MEANING} {NUMBERS} {COVERED} {tuple(Origin)}".encode()).hexdigest()[:32]
"""Names what is kept and in which order."""

_WIDTH = len(NUMBERS) + len(COVERED) * len(Origin)
_PUBLISHED, _UNCLAIMED = NUMBERS.index("listings_published"), NUMBERS.index("listings_without_claim")


def packed(sums: Sums, asked: Mapping[date, int], last: date) -> list[Any]:
    """Sums of a month that ends on `last`, with how many of its listings were asked for first on which day.

    Days within the month count as its last: who asks for the month asks for its end, too. Listings without a claim
    follow from these and are not kept.
    """
    numbers = [getattr(sums, name) for name in NUMBERS]
    numbers[_UNCLAIMED] = 0
    numbers += [getattr(getattr(sums, name), origin.value) for name in COVERED for origin in Origin]
    days: dict[str, int] = defaultdict(int)
    for day, count in asked.items():
        days[max(day, last).isoformat()] += count
    return [numbers, {str(waited): count for waited, count in sums.hand_overs_by_days.items()}, days]


class Adding:
    """Sums in the making."""

    def __init__(self) -> None:
        self._numbers = [0] * _WIDTH
        self._waited: dict[str, int] = defaultdict(int)
        self._asked: dict[str, int] = defaultdict(int)

    def add(self, cell: Sequence[Any], sign: int = 1) -> None:
        """Add what a summary keeps, or with -1 take it away."""
        numbers, waited, asked = cell
        self._numbers = list(map(add if sign == 1 else sub, self._numbers, numbers))
        for counts, more in ((self._waited, waited), (self._asked, asked)):
            for key, count in more.items():
                counts[key] += sign * count

    def cell(self) -> list[Any]:
        """What a summary of all of it keeps."""
        return [self._numbers, _known(self._waited), _known(self._asked)]

    def sums(self, last: date) -> Sums:
        """The sums of a period that ends on `last`."""
        numbers, day = list(self._numbers), last.isoformat()
        asked = sum(count for first, count in self._asked.items() if first <= day)
        numbers[_UNCLAIMED] = numbers[_PUBLISHED] - asked
        found = Sums()
        for name, number in zip(NUMBERS, numbers, strict=False):
            setattr(found, name, number)
        for place, name in enumerate(COVERED):
            at = len(NUMBERS) + place * len(Origin)
            setattr(found, name, Known(*numbers[at : at + len(Origin)]))
        found.hand_overs_by_days = {int(waited): count for waited, count in _known(self._waited).items()}
        return found


def _known(counts: Mapping[str, int]) -> dict[str, int]:
    return {key: count for key, count in counts.items() if count}
