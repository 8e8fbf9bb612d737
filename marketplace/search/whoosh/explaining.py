"""Why documents have the score they have: one document at a time, since only a page of them is asked about."""

from collections.abc import Collection, Sequence

import numpy as np

from marketplace.search import scoring
from marketplace.search.asking import AnyOf, Clause, Explanation
from marketplace.search.engine import Audience
from marketplace.search.explaining import Answer, explanation
from marketplace.search.whoosh.matching import rarity
from marketplace.search.whoosh.segment import Segment
from marketplace.search.whoosh.snapshot import Snapshot


def explain(
    snapshot: Snapshot, audience: Audience, clauses: Sequence[Clause], listing_ids: Collection[int]
) -> dict[int, Explanation]:
    """The explanation of each listing that is there and open to the audience."""
    wanted = np.fromiter(listing_ids, dtype=np.int64, count=len(listing_ids))
    rarities = [rarity(snapshot, clause) for clause in clauses]
    found: dict[int, Explanation] = {}
    for segment, mask in zip(snapshot.segments, snapshot.open_to(audience), strict=True):
        for number in np.flatnonzero(np.isin(segment.ids, wanted) & mask).tolist():
            answers = [_answer(segment, number, clause) for clause in clauses]
            found[int(segment.ids[number])] = explanation(clauses, rarities, answers)
    return found


def _answer(segment: Segment, number: int, clause: Clause) -> Answer:
    if clause.at_least is not None:
        return None, scoring.enough_units(float(segment.facts["available"][number]), clause.at_least)
    parts = (
        (each, each.weight * min(_part(segment, number, any_of) for any_of in each.all_of))
        for each in clause.alternatives
    )
    return max(parts, key=lambda answer: answer[1], default=(None, 0.0))


def _part(segment: Segment, number: int, any_of: AnyOf) -> float:
    return max((_held(segment, number, token) for token in any_of), default=0.0)


def _held(segment: Segment, number: int, token: str) -> float:
    found = segment.part(token)
    if found is None:
        return 0.0
    ids, values = found
    at = int(np.searchsorted(ids, number))
    return float(values[at]) if at < len(ids) and ids[at] == number else 0.0
