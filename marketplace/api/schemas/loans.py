"""What calls about loans take and answer."""

from datetime import date
from typing import Annotated

from pydantic import Field

from marketplace.api.schemas.base import Answer, Count, Day, Input, ListOf, Paged, Text
from marketplace.api.schemas.claims import SideAnswer, side_answer
from marketplace.claims.texts import REASON_LIMIT
from marketplace.transfers.lending import LoanRow


class LendInput(Input):
    """How many were taken out (all that were approved unless said), and the last day (as the listing has it)."""

    quantity: Count | None = None
    due_on: Day | None = None


class GiveBackInput(Input):
    """How many are back (all that are away unless said), and how they look."""

    quantity: Count | None = None
    note: Annotated[Text, Field(max_length=REASON_LIMIT)] = ""


class ExtendLoanInput(Input):
    """The new last day."""

    due_on: Day


class LoansQuery(Paged):
    """Which loans: of the side that owns, that borrows, or both; what is away, or what is back."""

    side: Annotated[str, Field(pattern="^(owner|claimant)$")] | None = None
    ended: bool = False


class LoanAnswer(Answer):
    """A loan. `left_quantity` is still away; `actions` what the caller may do now."""

    id: int
    claim_id: int
    listing_id: int
    title: str
    quantity: int
    left_quantity: int
    lent_on: date
    due_on: date
    has_ended: bool
    is_overdue: bool
    owner: SideAnswer
    claimant: SideAnswer
    actions: list[str]


class LoanList(ListOf[LoanAnswer]):
    """A page of loans."""


def loan_answer(row: LoanRow) -> LoanAnswer:
    """One loan."""
    claim = row.claim
    return LoanAnswer(
        id=row.id,
        claim_id=claim.id,
        listing_id=claim.listing_id,
        title=claim.title,
        quantity=row.quantity,
        left_quantity=row.left_quantity,
        lent_on=row.lent_on,
        due_on=row.due_on,
        has_ended=row.has_ended,
        is_overdue=row.is_overdue,
        owner=side_answer(claim.owner),
        claimant=side_answer(claim.claimant),
        actions=list(row.actions),
    )
