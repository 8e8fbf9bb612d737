"""Lending: units go out until a day, are put off, reminded of, and come back. None of it touches the ledger."""

from datetime import date, timedelta

from sqlalchemy import select

from marketplace.claims import collecting, queueing, texts
from marketplace.claims import policies as claim_policies
from marketplace.claims import queries as claims
from marketplace.claims.models import Claim
from marketplace.claims.states import StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid, NotFound
from marketplace.foundation.timers import do_each
from marketplace.foundation.transaction import transaction
from marketplace.listings.drafting import kept_key
from marketplace.transfers import lending, policies
from marketplace.transfers.events import LoanBegun, LoanExtended, LoanFallsDue, LoanGivenBack, LoanOverdue
from marketplace.transfers.models import Loan

REMIND_BEFORE = timedelta(days=3)
TELL_AGAIN = timedelta(days=7)
FURTHEST = timedelta(days=730)


def lend(
    actor: Actor,
    claim_id: int,
    *,
    quantity: int | None = None,
    due_on: date | None = None,
    submission_key: str | None = None,
) -> Loan:
    """Record that units of an approved claim were taken out on loan today: all of them, for as long as is offered.

    They stay in the owner's inventory, and nobody else can have them until they are back. What was approved beyond
    `quantity` goes to the next in the queue. The same `submission_key` answers the loan it made the first time.

    Raises:
        NotFound: no such claim, or none of the actor's.
        Forbidden, Conflict: as `claims.policies.may_lend`.
        Invalid: more than was approved; a last day before today, or after what the listing offers.
    """
    key = kept_key(actor, submission_key)
    with transaction() as session:
        claim = claims.get_own_for_update(actor, claim_id)
        earlier = lending.find_by_submission_key(key) if key else None
        if earlier is not None:
            return _same_loan(earlier, actor, claim.id)
        claim_policies.may_lend(actor, claim).enforce()
        loan = _new(actor, claim, quantity, due_on)
        loan.submission_key = key
        session.add(loan)
        session.flush()
        collecting.note_lent(actor, claim, loan.quantity, loan.due_on.isoformat())
        outbox.record(LoanBegun(loan.id, claim.id, claim.listing_id, loan.recorded_by))
        return loan


def extend(actor: Actor, loan_id: int, due_on: date) -> Loan:
    """Put off the last day: the owner as often as they like, the borrower once and by what the listing offers at most.

    Raises:
        NotFound: no such loan, or none of the actor's.
        Forbidden, Conflict: as `policies.may_extend_loan`.
        Invalid: not later than the present day, or too far ahead.
    """
    with transaction():
        loan, claim = _locked(actor, loan_id)
        policies.may_extend_loan(actor, loan, claim, claims.count_queued(claim.listing_id)).enforce()
        owns = claim_policies.is_owner(actor, claim)
        furthest = clock.today() + FURTHEST if owns else loan.due_on + timedelta(days=claim.listing.loan_days or 0)
        _check_day(due_on, loan.due_on + timedelta(days=1), furthest)
        loan.due_on = due_on
        loan.extended_by_borrower = loan.extended_by_borrower or not owns
        loan.reminded_at = loan.overdue_told_at = None
        queueing.note(actor, claim, StepKind.LOAN_EXTENDED, None, due_on.isoformat())
        assert actor.person_id is not None, "who is on a side is somebody"
        outbox.record(LoanExtended(loan.id, due_on.isoformat(), actor.person_id))
        return loan


def give_back(actor: Actor, loan_id: int, quantity: int | None = None, note: str = "") -> Loan:
    """Record that units are back with the owner: all that are away, unless told otherwise. The next in the queue is up.

    `note` is how they came back, for both to read.

    Raises:
        NotFound: no such loan, or none of the actor's.
        Forbidden, Conflict: as `policies.may_give_back`.
        Invalid: more than are away; a note that is too long.
    """
    note = texts.checked("note", note, texts.REASON_LIMIT, required=False)
    with transaction():
        loan, claim = _locked(actor, loan_id)
        policies.may_give_back(actor, loan, claim).enforce()
        units = loan.left_quantity if quantity is None else quantity
        _check_quantity(units, loan.left_quantity)
        loan.returned_quantity += units
        if loan.left_quantity == 0:
            loan.ended_at = clock.now()
        collecting.note_given_back(actor, claim, units, note)
        assert actor.person_id is not None, "who is on a side is somebody"
        outbox.record(
            LoanGivenBack(loan.id, claim.id, claim.listing_id, units, loan.returned_quantity, actor.person_id)
        )
        return loan


def remind_due() -> int:
    """Remind of every loan that is due within three days or late, late ones weekly; answer how many were reminded of.

    Each once, whoever else is at it, and after an outage what was missed.
    """
    today = clock.today()
    away, again = Loan.ended_at.is_(None), clock.now() - TELL_AGAIN
    near = away & (Loan.due_on >= today) & (Loan.due_on <= today + REMIND_BEFORE) & Loan.reminded_at.is_(None)
    late = away & (Loan.due_on < today) & (Loan.overdue_told_at.is_(None) | (Loan.overdue_told_at <= again))
    return do_each(db.session.scalars(select(Loan.id).where(near | late).order_by(Loan.due_on)).all(), _remind)


def _remind(loan_id: int) -> bool:
    with transaction() as session:
        loan = session.get_one(Loan, loan_id, with_for_update=True)
        now, today = clock.now(), clock.today()
        if loan.ended_at is not None:
            return False
        if loan.is_overdue(today) and (loan.overdue_told_at is None or loan.overdue_told_at <= now - TELL_AGAIN):
            loan.overdue_told_at = now
            outbox.record(LoanOverdue(loan.id, today.isoformat()))
            return True
        if today <= loan.due_on <= today + REMIND_BEFORE and loan.reminded_at is None:
            loan.reminded_at = now
            outbox.record(LoanFallsDue(loan.id, loan.due_on.isoformat()))
            return True
        return False


def _new(actor: Actor, claim: Claim, quantity: int | None, due_on: date | None) -> Loan:
    units = claim.outstanding_quantity if quantity is None else quantity
    _check_quantity(units, claim.outstanding_quantity)
    today = clock.today()
    longest = today + timedelta(days=claim.listing.loan_days or 0)
    until = longest if due_on is None else due_on
    _check_day(until, today, longest)
    return Loan(
        claim_id=claim.id,
        quantity=units,
        returned_quantity=0,
        lent_on=today,
        due_on=until,
        extended_by_borrower=False,
        recorded_by=actor.person_id,
        recorded_at=clock.now(),
    )


def _locked(actor: Actor, loan_id: int) -> tuple[Loan, Claim]:
    claim_id = db.session.scalar(select(Loan.claim_id).where(Loan.id == loan_id))
    if claim_id is None:
        raise NotFound("loan-not-found")
    claim = claims.get_for_update(claim_id)
    if not claim_policies.may_view_claim(actor, claim):
        raise NotFound("loan-not-found")
    return db.session.get_one(Loan, loan_id, with_for_update=True, populate_existing=True), claim


def _same_loan(earlier: Loan, actor: Actor, claim_id: int) -> Loan:
    if (earlier.claim_id, earlier.recorded_by) != (claim_id, actor.person_id):
        raise Conflict("submission-key-used")
    return earlier


def _check_quantity(value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise _wrong("quantity", "loan-quantity-out-of-range", most=most)


def _check_day(due_on: date, first: date, last: date) -> None:
    if not first <= due_on <= last:
        raise _wrong("due_on", "loan-day-out-of-range", first=_day(first), last=_day(last))


def _day(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def _wrong(field: str, code: str, **facts: str | int) -> Invalid:
    return Invalid(code, fields=(FieldError(field, code, dict(facts)),), **facts)
