"""The network's members: who comes and goes, and when."""

from datetime import date

from sqlalchemy import select

from marketplace.foundation import outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid
from marketplace.foundation.transaction import transaction
from marketplace.organisations import policies
from marketplace.organisations.events import MembershipChanged
from marketplace.organisations.models import Membership
from marketplace.organisations.people import lock_municipality
from marketplace.organisations.queries import get_membership

EARLIEST = date(2010, 1, 1)
LATEST = date(2100, 12, 31)


def begin_membership(actor: Actor, municipality_number: str, from_on: date, to_on: date | None = None) -> Membership:
    """Let a municipality into the network from a day on.

    Raises:
        Forbidden: `members-need-operator`.
        NotFound: `municipality-not-found`.
        Invalid: the dates are not in order or out of range.
        Conflict: `membership-overlaps` another one of the municipality.
    """
    _check(from_on, to_on)
    with transaction() as session:
        policies.may_manage_members(actor).enforce()
        lock_municipality(municipality_number)
        _refuse_overlap(municipality_number, from_on, to_on)
        membership = Membership(municipality_number=municipality_number, from_on=from_on, to_on=to_on)
        session.add(membership)
        session.flush()
        outbox.record(MembershipChanged(municipality_number))
    return membership


def change_membership(
    actor: Actor, membership_id: int, from_on: date, to_on: date | None, *, seen: str | None = None
) -> Membership:
    """Set a membership's days, both included; no last day is for the time being. `seen` is its `mark` on the form.

    Raises:
        Forbidden: `members-need-operator`.
        NotFound: `membership-not-found`.
        Invalid: the dates are not in order or out of range.
        Conflict: `membership-overlaps`, or `stale-form`.
    """
    _check(from_on, to_on)
    with transaction():
        policies.may_manage_members(actor).enforce()
        membership = get_membership(membership_id)
        lock_municipality(membership.municipality_number)
        db.session.refresh(membership)
        if seen is not None and seen != membership.mark:
            raise Conflict("stale-form")
        _refuse_overlap(membership.municipality_number, from_on, to_on, apart_from=membership_id)
        membership.from_on, membership.to_on = from_on, to_on
        outbox.record(MembershipChanged(membership.municipality_number))
    return membership


def _check(from_on: date, to_on: date | None) -> None:
    facts = {"least": EARLIEST.year, "most": LATEST.year}
    if not EARLIEST <= from_on <= LATEST:
        raise Invalid(fields=(FieldError("from_on", "membership-date-out-of-range", {**facts}),))
    if to_on is not None and not from_on <= to_on:
        raise Invalid(fields=(FieldError("to_on", "membership-ends-before-start"),))
    if to_on is not None and to_on > LATEST:
        raise Invalid(fields=(FieldError("to_on", "membership-date-out-of-range", {**facts}),))


def _refuse_overlap(number: str, from_on: date, to_on: date | None, apart_from: int = 0) -> None:
    others = db.session.scalars(
        select(Membership).where(Membership.municipality_number == number, Membership.id != apart_from)
    )
    for other in others:
        if other.from_on <= (to_on or LATEST) and from_on <= (other.to_on or LATEST):
            raise Conflict("membership-overlaps")
