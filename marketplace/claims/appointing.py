"""Agreeing on where and when a claim is fetched."""

from datetime import UTC, datetime, timedelta

from marketplace.claims import deadlines, pickups, policies, queries, queueing, rules, texts
from marketplace.claims.events import (
    AppointmentCancelled,
    AppointmentMade,
    ClaimCancelled,
    ClaimDeclined,
    ClaimLapsed,
)
from marketplace.claims.models import Appointment, Claim
from marketplace.claims.states import FELL, StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import SYSTEM, Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import FieldError, Forbidden, Invalid, NotFound
from marketplace.foundation.transaction import transaction

FURTHEST = timedelta(days=730)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def make_appointment(actor: Actor, claim_id: int, *, place: str, from_at: datetime, until_at: datetime) -> Appointment:
    """Set where and when an approved claim is fetched, replacing what was agreed before.

    Raises:
        NotFound, Forbidden, Conflict: as `policies.may_make_appointment`.
        Invalid: no place; times in the wrong order, past, without a zone, or more than two years ahead.
    """
    place = texts.checked("place", place, texts.PLACE_LIMIT)
    check_times(from_at, until_at, clock.now())
    with transaction():
        claim = queries.get_own_for_update(actor, claim_id)
        policies.may_make_appointment(actor, claim).enforce()
        return appoint(actor, claim, place=place, from_at=from_at, until_at=until_at)


def cancel_appointment(actor: Actor, claim_id: int) -> Appointment:
    """Call off the time that was agreed. The claim stands, and another time may be agreed.

    Raises:
        NotFound, Forbidden, Conflict: as `policies.may_make_appointment`; "appointment-not-found": no time is agreed.
    """
    with transaction():
        claim = queries.get_own_for_update(actor, claim_id)
        policies.may_make_appointment(actor, claim).enforce()
        appointment = pickups.find_appointment(claim_id)
        if appointment is None:
            raise NotFound("appointment-not-found")
        _end(actor, claim, appointment)
        return appointment


def end_with_claim(event: ClaimCancelled | ClaimDeclined | ClaimLapsed) -> None:
    """Call off what was agreed for a claim that ended before it was fetched."""
    with transaction():
        claim = queries.get_for_update(event.claim_id)
        appointment = pickups.find_appointment(claim.id)
        if appointment is not None and claim.state in FELL and appointment.until_at > clock.now():
            _end(SYSTEM, claim, appointment)


def appoint(
    actor: Actor,
    claim: Claim,
    *,
    place: str,
    from_at: datetime,
    until_at: datetime,
    window_id: int | None = None,
    run_id: int | None = None,
) -> Appointment:
    """Note what is agreed for a claim whose listing is locked. Every way of agreeing on a time ends here."""
    appointment = Appointment(
        claim_id=claim.id,
        place=place,
        from_at=from_at,
        until_at=until_at,
        made_by=person_of(actor),
        made_at=clock.now(),
        window_id=window_id,
        run_id=run_id,
    )
    db.session.add(appointment)
    deadlines.follow_appointment(claim, until_at, rules.times_of(claim.listing.municipality_number))
    queueing.note(actor, claim, StepKind.APPOINTED, None, place)
    outbox.record(AppointmentMade(claim.id))
    db.session.flush()
    return appointment


def person_of(actor: Actor) -> int:
    """Who the actor is.

    Raises:
        Forbidden: nobody.
    """
    if actor.person_id is None:
        raise Forbidden("claim-needs-permission")
    return actor.person_id


def check_times(from_at: datetime, until_at: datetime, now: datetime) -> None:
    """Refuse times that nobody could keep.

    Raises:
        Invalid: in the wrong order, past, without a zone, or more than two years ahead.
    """
    if from_at.tzinfo is None or until_at.tzinfo is None:
        raise _wrong_time("from", "appointment-without-zone")
    if from_at < now - FURTHEST:
        raise _wrong_time("from", "appointment-in-past")
    if not from_at - EPOCH < until_at - EPOCH:  # of one zone, they would be compared by the wall
        raise _wrong_time("until", "appointment-times-in-order")
    if until_at <= now:
        raise _wrong_time("until", "appointment-in-past")
    if until_at - now > FURTHEST:
        raise _wrong_time("until", "appointment-too-far")


def _end(actor: Actor, claim: Claim, appointment: Appointment) -> None:
    appointment.ended_at = clock.now()
    queueing.note(actor, claim, StepKind.UNAPPOINTED, None, appointment.place)
    outbox.record(AppointmentCancelled(appointment.id, claim.id))


def _wrong_time(field: str, code: str) -> Invalid:
    return Invalid(code, fields=(FieldError(field, code),))
