"""Asking about loans: what is away, with whom, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from marketplace.claims import rows as claim_rows
from marketplace.claims import selecting
from marketplace.claims.models import Claim
from marketplace.claims.rows import ClaimRow
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.pagination import DEFAULT_PER_PAGE, Page, offset
from marketplace.transfers import policies
from marketplace.transfers.models import Loan

SOON = timedelta(days=7)
MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan in a list, with its claim as the reader sees it. `left_quantity` is still away."""

    id: int
    quantity: int
    left_quantity: int
    lent_on: date
    due_on: date
    has_ended: bool
    is_overdue: bool
    claim: ClaimRow
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DueLoans:
    """What of loans waits for somebody: to bring back within a week or late, and to get back late; and how many."""

    to_bring_back: tuple[LoanRow, ...]
    to_get_back: tuple[LoanRow, ...]
    counts: tuple[int, int]


def get_loan(actor: Actor, loan_id: int) -> LoanRow:
    """One loan.

    Raises:
        NotFound: there is none, or the actor is on neither side of it.
    """
    found = db.session.execute(_joined().where(Loan.id == loan_id, _own(actor))).first()
    if found is None:
        raise NotFound("loan-not-found")
    return _rows(actor, [found])[0]


def find_of_claim(actor: Actor, claim_id: int) -> LoanRow | None:
    """The loan of a claim of the actor's."""
    found = db.session.execute(_joined().where(Loan.claim_id == claim_id, _own(actor))).first()
    return _rows(actor, [found])[0] if found else None


def list_loans(
    actor: Actor, side: str | None = None, ended: bool = False, page: int = 1, per_page: int = DEFAULT_PER_PAGE
) -> Page[LoanRow]:
    """The loans of the actor's side (`owner`, `claimant` or None for both): what is away, the soonest due first.

    `ended`: those that are back instead, the latest first.
    """
    sides = {"owner": selecting.owner_side(actor), "claimant": selecting.claimant_side(actor)}
    chosen = _joined().where(sides[side] if side else or_(*sides.values()))
    chosen = chosen.where(Loan.ended_at.is_not(None) if ended else Loan.ended_at.is_(None))
    order = (Loan.ended_at.desc(), Loan.id.desc()) if ended else (Loan.due_on, Loan.id)
    total = db.session.scalar(chosen.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    found = db.session.execute(chosen.order_by(*order).offset(offset(page, per_page)).limit(per_page)).all()
    return Page(_rows(actor, found), total, page, per_page)


def waiting_for(actor: Actor, most: int = MOST_WAITING) -> DueLoans:
    """What of loans the actor's own side must see to, the most pressing first, at most so many rows of each kind."""
    kinds, counts = _kinds_of_waiting(actor), _count(actor)
    groups = [
        tuple(_rows(actor, _most_pressing(kind, most))) if many else ()
        for kind, many in zip(kinds, counts, strict=True)
    ]
    return DueLoans(groups[0], groups[1], counts)


def count_waiting(actor: Actor) -> int:
    """How many loans wait for the actor's side; one query."""
    return sum(_count(actor))


def find_by_submission_key(key: str) -> Loan | None:
    """The loan that a form with this key recorded."""
    return db.session.scalar(select(Loan).where(Loan.submission_key == key))


def _kinds_of_waiting(actor: Actor) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    today, away = clock.today(), Loan.ended_at.is_(None)
    return (
        and_(selecting.claimant_side(actor), away, Loan.due_on <= today + SOON),
        and_(selecting.owner_side(actor), away, Loan.due_on < today),
    )


def _count(actor: Actor) -> tuple[int, int]:
    counted = select(*(func.count().filter(kind) for kind in _kinds_of_waiting(actor)))
    # Outer joins, though each loan has both: SQLite would begin with a million claims that are no loans.
    loans = counted.select_from(Loan).outerjoin(Claim, Claim.id == Loan.claim_id).outerjoin(Claim.listing)
    row = db.session.execute(loans.where(Loan.ended_at.is_(None))).one()
    return int(row[0]), int(row[1])


def _most_pressing(kind: ColumnElement[bool], most: int) -> Sequence[Row[Claim, Loan]]:
    return db.session.execute(_joined().where(kind).order_by(Loan.due_on, Loan.id).limit(most)).all()


def _queued(listing_ids: set[int]) -> dict[int, int]:
    waiting = select(Claim.listing_id, func.count()).where(
        Claim.listing_id.in_(listing_ids), Claim.state == ClaimState.QUEUED
    )
    return {listing_id: int(many) for listing_id, many in db.session.execute(waiting.group_by(Claim.listing_id))}


def _own(actor: Actor) -> ColumnElement[bool]:
    return or_(selecting.owner_side(actor), selecting.claimant_side(actor))


def _joined() -> Select[Claim, Loan]:
    return selecting.joined().join(Loan, Loan.claim_id == Claim.id).add_columns(Loan)


def _rows(actor: Actor, found: Sequence[Row[Claim, Loan]]) -> list[LoanRow]:
    today = clock.today()
    waiting = _queued({claim.listing_id for claim, _ in found})
    shown = claim_rows.rows_of(actor, [claim for claim, _ in found])
    return [
        LoanRow(
            loan.id,
            loan.quantity,
            loan.left_quantity,
            loan.lent_on,
            loan.due_on,
            loan.ended_at is not None,
            loan.is_overdue(today),
            row,
            policies.loan_actions(actor, loan, claim, waiting.get(claim.listing_id, 0)),
        )
        for (claim, loan), row in zip(found, shown, strict=True)
    ]
