"""What must hold at every moment of a network's life, asked of the database in a few queries."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from benchmarks.year_of_fits import what_fits_is_noted, what_fits_is_told
from benchmarks.year_of_promises import (
    claims_of_a_run_agree,
    every_objection_waits_for_somebody,
    nothing_is_taken_back_twice,
    what_volunteers_got_is_noted,
)
from marketplace.claims import selecting
from marketplace.claims.models import Claim, ClaimStep
from marketplace.claims.states import ClaimState, StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.inventory.models import Asset
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation, ListingState
from marketplace.search.wanted.models import WantedNotice
from marketplace.search.wanted.states import WantedState
from marketplace.transfers.kinds import DispositionKind
from marketplace.transfers.models import Disposition, Loan, Objection, Transfer
from marketplace.transfers.policies import AGREEING_TIME

OPEN_CLAIMS = (ClaimState.REQUESTED, ClaimState.QUEUED, ClaimState.APPROVED)
GIVEN = (ListingState.PUBLISHED, ListingState.EXPIRED)
TOLD_WEEKLY = timedelta(days=8)
AGREED_IN = AGREEING_TIME + timedelta(days=1)
_ONCE = (StepKind.DRAWN, StepKind.LENT)

Check = Callable[[], list[str]]


def broken(*checks: Check) -> list[str]:
    """What does not hold, in sentences; nothing is changed."""
    db.session.rollback()
    found = [sentence for check in checks for sentence in check()]
    db.session.rollback()
    return found


def nothing_is_oversold() -> list[str]:
    """What claims hold of a listing is at most what there is, and what left is what the claims say left."""
    held, gone = func.sum(selecting.held()), func.sum(Claim.handed_over_quantity)
    given = Listing.given_away_quantity
    asked = select(Listing.id, Listing.quantity, held, gone, Listing.handed_over_quantity).join(
        Claim, Claim.listing_id == Listing.id
    )
    wrong = or_(held + given > Listing.quantity, gone + given != Listing.handed_over_quantity)
    rows = db.session.execute(asked.group_by(Listing.id).having(wrong))
    return [f"listing {row[0]} of {row[1]}: {row[2]} held, {row[3]} gone, {row[4]} noted as gone" for row in rows]


def no_claim_has_more_than_it_was_given() -> list[str]:
    """What a claim has got, and what of it came back, is within what was approved."""
    too_many = Claim.handed_over_quantity + Claim.released_quantity > func.coalesce(Claim.approved_quantity, 0)
    return [f"claim {each} has more than was approved" for each in db.session.scalars(select(Claim.id).where(too_many))]


def the_ledger_says_what_the_claims_say() -> list[str]:
    """The rows of each claim add up to what it has; what is lent is in no row."""
    moved = select(Transfer.claim_id, func.sum(Transfer.quantity).label("units")).group_by(Transfer.claim_id).subquery()
    units = func.coalesce(moved.c.units, 0)
    asked = select(Claim.id, Claim.handed_over_quantity, units).outerjoin(moved, moved.c.claim_id == Claim.id)
    found = [
        f"claim {row[0]} has {row[1]}, the ledger says {row[2]}"
        for row in db.session.execute(asked.where(units != Claim.handed_over_quantity))
    ]
    lent = select(Transfer.id).join(Listing, Listing.id == Transfer.listing_id).where(Listing.loan_days.is_not(None))
    return found + [f"transfer {each} is of something lent" for each in db.session.scalars(lent)]


def loans_are_held() -> list[str]:
    """A claim is on loan as long as its loan is away, and holds what is away."""
    away = Loan.quantity - Loan.returned_quantity
    apart = or_(
        (Claim.state == ClaimState.ON_LOAN) != Loan.ended_at.is_(None),
        and_(Loan.ended_at.is_(None), away != selecting.held()),
    )
    asked = select(Claim.id).join(Loan, Loan.claim_id == Claim.id).where(apart)
    without = select(Claim.id).outerjoin(Loan, Loan.claim_id == Claim.id)
    without = without.where(Claim.state == ClaimState.ON_LOAN, Loan.id.is_(None))
    return [f"claim {each} and its loan differ" for chosen in (asked, without) for each in db.session.scalars(chosen)]


def units() -> int:
    """How many units there are: in all inventories, and disposed of."""
    owned = db.session.scalar(select(func.coalesce(func.sum(Asset.quantity), 0))) or 0
    out = and_(Disposition.asset_id.is_not(None), Disposition.kind != DispositionKind.INTERNAL_REUSE)
    left = select(func.coalesce(func.sum(Disposition.quantity), 0)).where(out)
    return int(owned) + int(db.session.scalar(left) or 0)


def every_claim_has_a_next_step() -> list[str]:
    """Each open claim waits for somebody or for a day; what could have gone on has gone on. When all is delivered."""
    free = _free()
    fits = and_(Claim.quantity <= free, ~_awaits_draw(), Listing.state.in_(GIVEN))
    stuck: dict[str, ColumnElement[bool]] = {
        "waits for a listing that gives nothing": and_(
            Claim.state.in_((ClaimState.REQUESTED, ClaimState.QUEUED)), Listing.state.not_in(GIVEN)
        ),
        "waits in the queue for what is free": and_(Claim.state == ClaimState.QUEUED, fits),
        "is offered without a day to answer by": and_(
            Claim.state == ClaimState.REQUESTED, Claim.answer_by.is_(None), Listing.allocation != Allocation.OWNER
        ),
        "is approved without a day to fetch by": and_(Claim.state == ClaimState.APPROVED, Claim.collect_by.is_(None)),
        "has ended with a day to keep": and_(
            Claim.state.not_in(OPEN_CLAIMS), or_(Claim.answer_by.is_not(None), Claim.collect_by.is_not(None))
        ),
    }
    found = []
    for words, rule in stuck.items():
        asked = select(Claim.id).join(Claim.listing).where(rule)
        found += [f"claim {each} {words}" for each in db.session.scalars(asked)]
    return found


def what_was_due_is_done() -> list[str]:
    """Right after a worker came by, nothing whose time has come is left undone."""
    now, today = clock.now(), clock.today()
    late = {
        "a listing is open after it closed": select(Listing.id).where(
            Listing.state == ListingState.PUBLISHED, Listing.closes_at <= now
        ),
        "a listing is not open as far as it should": select(Listing.id).where(
            Listing.state == ListingState.PUBLISHED,
            or_(Listing.closes_at.is_(None), Listing.closes_at > now),
            Listing.opens_to_municipality_on <= today,
        ),
        "a draw is not made": select(Listing.id).where(
            _awaits_draw(), Listing.draw_at <= now, Listing.state.in_(GIVEN)
        ),
        "a reminder is not sent": select(Claim.id).where(Claim.state.in_(OPEN_CLAIMS), Claim.remind_at <= now),
        "an offer has not lapsed": select(Claim.id).where(
            Claim.state == ClaimState.REQUESTED, Claim.answer_by < now, Claim.remind_at.is_(None)
        ),
        "what was not fetched has not lapsed": select(Claim.id).where(
            Claim.state == ClaimState.APPROVED, Claim.collect_by < now, Claim.remind_at.is_(None)
        ),
        "nobody is told that a loan is late": select(Loan.id).where(
            Loan.ended_at.is_(None),
            Loan.due_on < today,
            or_(Loan.overdue_told_at.is_(None), Loan.overdue_told_at < now - TOLD_WEEKLY),
        ),
        "a wanted notice is open after its last day": select(WantedNotice.id).where(
            WantedNotice.state == WantedState.OPEN, WantedNotice.closes_on < today
        ),
        "an objection is laid before nobody": select(Objection.id).where(
            Objection.outcome.is_(None), Objection.raised_at.is_(None), Objection.made_at < now - AGREED_IN
        ),
    }
    return [f"{words}: {each}" for words, asked in late.items() for each in db.session.scalars(asked)]


def every_step_was_taken_once() -> list[str]:
    """A claim is drawn and lent once, and lapses once each time it is taken up."""
    count = func.count()
    twice = select(ClaimStep.claim_id, ClaimStep.kind).where(ClaimStep.kind.in_(_ONCE))
    found = db.session.execute(twice.group_by(ClaimStep.claim_id, ClaimStep.kind).having(count > 1)).all()
    lapsed = count.filter(ClaimStep.kind == StepKind.LAPSED)
    restored = count.filter(ClaimStep.kind == StepKind.RESTORED)
    kinds = select(ClaimStep.claim_id).where(ClaimStep.kind.in_((StepKind.LAPSED, StepKind.RESTORED)))
    again = db.session.scalars(kinds.group_by(ClaimStep.claim_id).having(lapsed > restored + 1))
    return [f"claim {row[0]} was {row[1]} twice" for row in found] + [f"claim {each} lapsed twice" for each in again]


def nothing_was_given_up() -> list[str]:
    """Every delivery gets through in the end."""
    return [f"delivery {each} was given up" for each in outbox.given_up()]


ALWAYS: tuple[Check, ...] = (
    nothing_is_oversold,
    no_claim_has_more_than_it_was_given,
    the_ledger_says_what_the_claims_say,
    loans_are_held,
    every_step_was_taken_once,
    what_volunteers_got_is_noted,
    nothing_is_taken_back_twice,
    every_objection_waits_for_somebody,
    claims_of_a_run_agree,
)
"""What holds whenever nobody is in the middle of a transaction."""

SETTLED: tuple[Check, ...] = (
    *ALWAYS,
    every_claim_has_a_next_step,
    what_was_due_is_done,
    nothing_was_given_up,
    what_fits_is_noted,
    what_fits_is_told,
)
"""What holds once a worker has come by and everything is delivered."""


def _awaits_draw() -> ColumnElement[bool]:
    return and_(Listing.allocation == Allocation.DRAW, Listing.drawn_at.is_(None))


def _free() -> ColumnElement[int]:
    other = select(Claim.listing_id, func.sum(selecting.held()).label("units")).group_by(Claim.listing_id).subquery()
    taken = select(other.c.units).where(other.c.listing_id == Listing.id).correlate(Listing).scalar_subquery()
    return Listing.quantity - Listing.given_away_quantity - func.coalesce(taken, 0)
