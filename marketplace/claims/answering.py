"""Answering an offer, having more time, and taking up again what lapsed."""

from datetime import date, timedelta

from marketplace.claims import allocating, deadlines, policies, queries, queueing, rules
from marketplace.claims.events import ClaimAccepted, ClaimExtended, ClaimRestored
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimAction, ClaimState, StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import SYSTEM, Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Forbidden, Invalid
from marketplace.foundation.transaction import transaction
from marketplace.listings.models import Listing
from marketplace.organisations.queries import numbers_of_members

FURTHEST = timedelta(days=730)


def accept_offer(actor: Actor, claim_id: int) -> Claim:
    """Say that what became free is wanted. It is granted at once, unless the listing's owner chooses.

    Raises:
        NotFound, Forbidden, Conflict: as `policies.may_accept`.
    """
    with transaction():
        claim = queries.get_own_for_update(actor, claim_id)
        policies.may_accept(actor, claim).enforce()
        step = queueing.note(actor, claim, StepKind.ACCEPTED, claim.quantity)
        if allocating.takes_at_once(claim.listing):
            allocating.grant(SYSTEM, claim, claim.quantity)
        else:
            deadlines.await_owner(claim, rules.times_of(claim.listing.municipality_number))
            outbox.record(ClaimAccepted(claim.id, claim.listing_id, step.id))
        return claim


def extend_claim(actor: Actor, claim_id: int, until: date | None = None) -> Claim:
    """Give more time to fetch what is granted: as much as the owner's rules say, or until a day that the owner sets.

    The claimant may once, the owner whenever it is needed.

    Raises:
        NotFound, Forbidden, Conflict: as `policies.may_extend`; "extension-day-is-owners".
        Invalid: a day that gives no more time, has passed, or is more than two years ahead.
    """
    with transaction():
        claim = queries.get_own_for_update(actor, claim_id)
        policies.may_extend(actor, claim).enforce()
        is_owner = policies.is_owner(actor, claim)
        if until is not None and not is_owner:
            raise Forbidden("extension-day-is-owners")
        times = rules.times_of(claim.listing.municipality_number)
        deadlines.collect_until(claim, _later(claim, until, times), times)
        claim.extended_at = claim.extended_at if is_owner else clock.now()
        step = queueing.note(actor, claim, StepKind.EXTENDED, None, queueing.day_of(claim.collect_by))
        outbox.record(ClaimExtended(claim.id, claim.listing_id, step.id))
        return claim


def restore_claim(actor: Actor, claim_id: int) -> Claim:
    """Take up again what lapsed: as it was while enough is free, else first in the queue.

    Raises:
        NotFound, Forbidden, Conflict: as `policies.may_restore`; one side has left the network; "claim-more-than-left"
            when some was handed over and the rest is not free any more.
    """
    with transaction():
        claim = queries.get_own_for_update(actor, claim_id)
        policies.may_restore(actor, claim).enforce()
        _refuse_outside_network(claim)
        granted = (claim.approved_quantity or 0) - claim.handed_over_quantity - claim.released_quantity
        free = queries.available_quantity(claim.listing)
        if claim.handed_over_quantity + claim.released_quantity and granted > free:
            raise Conflict("claim-more-than-left", left=free)
        claim.apply(ClaimAction.RESTORE)
        claim.decline_reason, claim.ended_at = "", None
        step = queueing.note(actor, claim, StepKind.RESTORED, granted or claim.quantity)
        if 0 < granted <= free:
            _grant_again(claim)
        else:
            _put_first(claim.listing, claim)
            queueing.advance_queue(claim.listing)
        outbox.record(ClaimRestored(claim.id, claim.listing_id, step.id))
        return claim


def _grant_again(claim: Claim) -> None:
    claim.apply(ClaimAction.APPROVE)
    deadlines.await_collection(claim, rules.times_of(claim.listing.municipality_number))


def _put_first(listing: Listing, claim: Claim) -> None:
    if listing.awaits_draw:
        return
    db.session.flush()
    others = queries.list_of_listing(listing.id, ClaimState.QUEUED)
    claim.queue_rank = min(other.queue_rank for other in others) - 1
    db.session.flush()


def _later(claim: Claim, until: date | None, times: deadlines.Times) -> date:
    today = clock.today()
    agreed = clock.local_date(claim.collect_by) if claim.collect_by else today - timedelta(days=1)
    if until is None:
        return max(agreed, today) + timedelta(days=times.extend_days)
    if until <= agreed or until < today:
        raise _wrong_day("extension-not-later")
    if until > today + FURTHEST:
        raise _wrong_day("extension-too-far")
    return until


def _wrong_day(code: str) -> Invalid:
    return Invalid(code, fields=(FieldError("until", code),))


def _refuse_outside_network(claim: Claim) -> None:
    sides = {claim.municipality_number, claim.listing.municipality_number}
    if len(sides) > 1 and not sides <= numbers_of_members(clock.today()):
        raise Conflict("claim-outside-network")
