"""What calls about objections take and answer."""

from collections.abc import Sequence
from datetime import date, datetime

from marketplace.api.schemas.base import Answer, Input, ListOf
from marketplace.api.schemas.claims import Reason
from marketplace.transfers.kinds import ObjectionOutcome
from marketplace.transfers.objections import MOST, ObjectionRow


class ObjectionInput(Input):
    """What is not as it was recorded."""

    reason: Reason


class SettlementInput(Input):
    """How it was settled."""

    answer: Reason


class ObjectionAnswer(Answer):
    """An objection; open without an outcome. `correction_id` is the row of the ledger that took back.

    Still open on `raised_on`, it is laid before the project lead, or within one municipality its administrator.
    """

    id: int
    transfer_id: int
    municipality: str
    person: str
    made_at: datetime
    reason: str
    outcome: ObjectionOutcome | None
    answer: str
    resolved_by: str | None
    resolved_at: datetime | None
    correction_id: int | None
    raised_on: date
    is_raised: bool
    actions: list[str]


class ObjectionList(ListOf[ObjectionAnswer]):
    """Objections, oldest first, all on one page."""


def objection_list(rows: Sequence[ObjectionRow]) -> ObjectionList:
    """Objections as they are answered."""
    items = [ObjectionAnswer.model_validate(row) for row in rows]
    return ObjectionList(items=items, total=len(items), page=1, per_page=MOST)
