"""Why a listing was found, in the numbers its score is made of."""

from collections.abc import Sequence

from marketplace.search.asking import Alternative, Clause, Explanation, How, Reason
from marketplace.search.scoring import rounded

Answer = tuple[Alternative | None, float]
"""What of a clause's alternatives a listing answers best, if there are any, and how well; 0 is not at all."""


def explanation(clauses: Sequence[Clause], rarities: Sequence[float], answers: Sequence[Answer]) -> Explanation:
    """A listing's score taken apart; `rarities` and `answers` follow the clauses."""
    reasons: list[Reason] = []
    asked = covered = 0.0
    for clause, rarity, (alternative, part) in zip(clauses, rarities, answers, strict=True):
        weight = rarity * clause.importance
        asked += weight
        if part <= 0:
            continue
        covered += weight
        how = How.QUANTITY if alternative is None else alternative.how
        meaning = "" if alternative is None else alternative.meaning
        reasons.append(Reason(clause.asked, how, meaning, rounded(rarity), rounded(part), rounded(weight * part)))
    share = covered / asked if asked else 0.0
    return Explanation(rounded(sum(reason.score for reason in reasons) * share), rounded(share), tuple(reasons))
