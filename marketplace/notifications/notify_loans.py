"""What is told about loans: each side learns what the other recorded, and both when something should come back."""

from collections.abc import Sequence

from marketplace.claims.models import Claim
from marketplace.claims.queries import find_with_listing
from marketplace.foundation.database import db
from marketplace.notifications.readers import Side, both_sides_of, claimant_side, owner_side
from marketplace.notifications.telling import tell
from marketplace.notifications.words import Fact
from marketplace.organisations.geography import place_of
from marketplace.transfers.events import LoanBegun, LoanExtended, LoanFallsDue, LoanGivenBack, LoanOverdue
from marketplace.transfers.models import Loan


def tell_of_loan(event: LoanBegun) -> None:
    """Tell both sides, but whoever recorded it, what is lent until when."""
    loan, claim = _loan(event.loan_id)
    _tell(both_sides_of(claim, event.recorded_by), "loan_begun", loan, claim, str(loan.id))


def tell_of_extension(event: LoanExtended) -> None:
    """Tell both sides, but whoever did it, the new last day; only of the newest."""
    loan, claim = _loan(event.loan_id)
    if loan.due_on.isoformat() == event.due_on:
        _tell(both_sides_of(claim, event.recorded_by), "loan_extended", loan, claim, f"{loan.id}-{event.due_on}")


def tell_of_return(event: LoanGivenBack) -> None:
    """Tell both sides, but whoever recorded it, how many are back."""
    loan, claim = _loan(event.loan_id)
    facts: dict[str, Fact] = {"back": event.quantity, "left": loan.quantity - event.returned}
    sides = both_sides_of(claim, event.recorded_by)
    _tell(sides, "loan_given_back", loan, claim, f"{loan.id}-{event.returned}", **facts)


def tell_of_due_day(event: LoanFallsDue) -> None:
    """Remind the borrower, unless it is back or put off meanwhile."""
    loan, claim = _loan(event.loan_id)
    if loan.ended_at is None and loan.due_on.isoformat() == event.due_on:
        _tell([claimant_side(claim)], "loan_due", loan, claim, f"{loan.id}-{event.due_on}")


def tell_of_delay(event: LoanOverdue) -> None:
    """Tell both sides that the last day has passed, unless it is back or put off meanwhile."""
    loan, claim = _loan(event.loan_id)
    if loan.ended_at is None and loan.due_on.isoformat() < event.on:
        _tell([claimant_side(claim), owner_side(claim)], "loan_overdue", loan, claim, f"{loan.id}-{event.on}")


def _loan(loan_id: int) -> tuple[Loan, Claim]:
    loan = db.session.get_one(Loan, loan_id)
    return loan, find_with_listing(loan.claim_id)


def _tell(sides: Sequence[Side], occasion: str, loan: Loan, claim: Claim, fact: str, **facts: Fact) -> None:
    known: dict[str, Fact] = {
        "title": claim.listing.title,
        "owner": place_of(claim.listing.municipality_number).name,
        "claimant": place_of(claim.municipality_number).name,
        "quantity": loan.left_quantity,
        "due": loan.due_on.strftime("%d.%m.%Y"),
    }
    tell(sides, occasion, fact, f"/foresporsler/{claim.id}", {**known, **facts})
