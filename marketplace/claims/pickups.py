"""What is fetched on a day, and what is fetched on the spot."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_, select

from marketplace.claims import rows, selecting
from marketplace.claims.models import Appointment, Claim
from marketplace.claims.rows import ClaimRow, Contact
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.clock import OSLO
from marketplace.foundation.database import db

MOST = 200
FURTHEST = timedelta(days=3660)


def list_pickups(actor: Actor, day: date) -> list[ClaimRow]:
    """What the actor's side hands out or fetches that day in Norway, by time and place; at most 200."""
    if abs(day - clock.today()) > FURTHEST:
        return []
    first, after = (_midnight(each) for each in (day, day + timedelta(days=1)))
    chosen = (
        selecting.joined()
        .join(Appointment, Appointment.claim_id == Claim.id)
        .where(
            _own_approved(actor), Appointment.id.in_(selecting.newest_appointments()), Appointment.ended_at.is_(None)
        )
        .where(Appointment.from_at >= first, Appointment.from_at < after)
        .order_by(Appointment.from_at, Appointment.place, Claim.id)
    )
    return rows.rows_of(actor, db.session.scalars(chosen.limit(MOST)).all())


def list_outstanding(actor: Actor) -> list[ClaimRow]:
    """What the actor's side is to hand out or fetch, with a time or without, the oldest first; at most 200."""
    chosen = selecting.joined().where(_own_approved(actor)).order_by(Claim.id)
    return rows.rows_of(actor, db.session.scalars(chosen.limit(MOST)).all())


def list_without_time(actor: Actor) -> list[ClaimRow]:
    """What was said yes to and nobody has agreed a time for, the oldest first; at most 200."""
    agreed = select(Appointment.claim_id).where(
        Appointment.id.in_(selecting.newest_appointments()), Appointment.ended_at.is_(None)
    )
    chosen = selecting.joined().where(_own_approved(actor), Claim.id.not_in(agreed)).order_by(Claim.id)
    return rows.rows_of(actor, db.session.scalars(chosen.limit(MOST)).all())


def list_on_listing(actor: Actor, listing_id: int) -> list[ClaimRow]:
    """What of a listing waits to change hands and concerns the actor's side, the oldest first."""
    chosen = selecting.joined().where(_own_approved(actor), Claim.listing_id == listing_id).order_by(Claim.id)
    return rows.rows_of(actor, db.session.scalars(chosen.limit(MOST)).all())


def find_appointment(claim_id: int) -> Appointment | None:
    """Where and when the claim is fetched, as agreed now."""
    newest = select(Appointment).where(Appointment.claim_id == claim_id).order_by(Appointment.id.desc()).limit(1)
    found = db.session.scalar(newest)
    return found if found is not None and found.ended_at is None else None


def list_appointments(claim_id: int) -> Sequence[Appointment]:
    """Every time and place agreed for the claim, in the order they were agreed; the last counts."""
    chosen = select(Appointment).where(Appointment.claim_id == claim_id).order_by(Appointment.id)
    return db.session.scalars(chosen).all()


def contacts_of(claim_ids: list[int]) -> dict[int, tuple[Contact, ...]]:
    """Who to reach about each of the claims, in two queries."""
    found = db.session.scalars(selecting.joined().where(Claim.id.in_(claim_ids))).all()
    known = rows.people({person for claim in found for person in (claim.requested_by, rows.answers_for(claim))})
    return {claim.id: rows.contacts(claim, known) for claim in found}


def _own_approved(actor: Actor) -> ColumnElement[bool]:
    sides = or_(selecting.owner_side(actor), selecting.claimant_side(actor))
    return sides & (Claim.state == ClaimState.APPROVED)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, OSLO).astimezone(UTC)
