"""By when something is to be done. A day lasts until its end in Norway, whatever the clocks do that night."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock
from marketplace.foundation.clock import OSLO

LAST_MOMENT = time(23, 59, 59)
MORNING = time(8)
AFTER_APPOINTMENT = timedelta(days=2)
LEAST_NOTICE = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Times:
    """Days that a municipality gives: to answer an offer, before fetching ends to be reminded, to fetch, and more."""

    offer_days: int = 3
    remind_days: int = 3
    collect_days: int = 14
    extend_days: int = 7


def end_of(day: date) -> datetime:
    """The last second of a day in Norway."""
    return datetime.combine(day, LAST_MOMENT, OSLO).astimezone(UTC)


def morning_of(day: date) -> datetime:
    """When people come to work that day."""
    return datetime.combine(day, MORNING, OSLO).astimezone(UTC)


def await_answer(claim: Claim, times: Times) -> None:
    """The claimant is to say by a day that they want what became free; they are reminded that morning."""
    day = clock.today() + timedelta(days=times.offer_days)
    claim.answer_by, claim.remind_at = end_of(day), morning_of(day)


def await_owner(claim: Claim, times: Times) -> None:
    """The owner is to decide, and is reminded once: after as many days as an offer lasts, or on the listing's last
    morning if that is sooner and still to come.
    """
    claim.answer_by = None
    claim.remind_at = morning_of(clock.today() + timedelta(days=times.offer_days))
    closes_at = claim.listing.closes_at
    if closes_at is not None:
        last = morning_of(clock.local_date(closes_at))
        claim.remind_at = min(claim.remind_at, last) if last > clock.now() else None


def await_collection(claim: Claim, times: Times) -> None:
    """It is to be fetched by a day, counted from today, or from when it can be had."""
    start = max(clock.today(), claim.listing.available_from or clock.today())
    claim.answer_by = claim.extended_at = None
    collect_until(claim, start + timedelta(days=times.collect_days), times)


def collect_until(claim: Claim, day: date, times: Times) -> None:
    """It is to be fetched by that day; the claimant is reminded before, and not today."""
    claim.collect_by = end_of(day)
    reminding = max(day - timedelta(days=times.remind_days), clock.today() + timedelta(days=1))
    claim.remind_at = morning_of(reminding) if reminding <= day else None


def follow_appointment(claim: Claim, until_at: datetime, times: Times) -> None:
    """What is agreed to be fetched later than the deadline has until two days after it."""
    day = clock.local_date(until_at) + AFTER_APPOINTMENT
    if claim.collect_by is not None and end_of(day) > claim.collect_by:
        collect_until(claim, day, times)


def give_notice(claim: Claim) -> None:
    """Note that somebody is reminded now. Nobody loses what they are reminded of within hours: a deadline that has
    passed meanwhile, or is about to, moves to the end of tomorrow.
    """
    now, tomorrow = clock.now(), end_of(clock.today() + timedelta(days=1))
    claim.remind_at = None
    if claim.is_offered and claim.answer_by is not None and claim.answer_by < now + LEAST_NOTICE:
        claim.answer_by = tomorrow
    if claim.state == ClaimState.APPROVED and claim.collect_by is not None and claim.collect_by < now + LEAST_NOTICE:
        claim.collect_by = tomorrow


def forget(claim: Claim) -> None:
    """Nothing more is to be done by anybody on a day."""
    claim.answer_by = claim.collect_by = claim.remind_at = claim.extended_at = None


def deadline_of(claim: Claim) -> datetime | None:
    """What the claimant has to keep now, if anything."""
    return claim.collect_by if claim.state == ClaimState.APPROVED else claim.answer_by
