"""The draw: an order that nobody could know before, and that anybody can work out again after."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.claims import allocating, queries
from marketplace.claims.draws import given_of, order_of
from marketplace.claims.events import ClaimDrawn, ListingDrawn
from marketplace.claims.models import Claim, Draw
from marketplace.claims.queueing import STILL_GIVEN, advance_queue, note
from marketplace.claims.states import ClaimState, StepKind
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import SYSTEM
from marketplace.foundation.database import db
from marketplace.foundation.timers import do_each
from marketplace.foundation.transaction import transaction
from marketplace.listings import lots
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation


def draw_due() -> int:
    """Make every draw whose time has come, and answer how many there were."""
    due = select(Listing.id).where(
        Listing.allocation == Allocation.DRAW,
        Listing.draw_at <= clock.now(),
        Listing.drawn_at.is_(None),
        Listing.state.in_(STILL_GIVEN),
    )
    return do_each(db.session.scalars(due.order_by(Listing.draw_at)).all(), _draw)


def draw_if_due(listing: Listing) -> bool:
    """Make the draw of a locked listing if its time has come and nobody has made it.

    Those drawn first get what they asked for while it lasts, passing by those who need more than there is; the others
    keep their place as their turn. Whoever asked after the time of the draw comes after all of them.
    """
    if not listing.awaits_draw or listing.state not in STILL_GIVEN:
        return False
    seed = lots.seed_of(listing)
    if listing.draw_at is None or seed is None or listing.draw_at > clock.now():
        return False
    waiting = {claim.id: claim for claim in queries.list_of_listing(listing.id, ClaimState.QUEUED)}
    entered = [claim_id for claim_id, claim in waiting.items() if claim.requested_at < listing.draw_at]
    drawn = order_of(seed, entered)
    record = Draw(
        listing_id=listing.id,
        seed=seed,
        draw_at=listing.draw_at,
        drawn_at=clock.now(),
        units=queries.available_quantity(listing),
        claim_ids=drawn,
    )
    db.session.add(record)
    listing.drawn_at = record.drawn_at
    db.session.flush()
    _give([waiting[claim_id] for claim_id in drawn], record.units)
    outbox.record(ListingDrawn(listing.id, record.id))
    advance_queue(listing)
    return True


def _draw(listing_id: int) -> bool:
    with transaction():
        return draw_if_due(listings.get_for_update(listing_id))


def _give(drawn: Sequence[Claim], units: int) -> None:
    given = given_of(units, ((claim.id, claim.quantity) for claim in drawn))
    for place, claim in enumerate(drawn, 1):
        claim.queue_rank = place - 1 - len(drawn)
        step = note(SYSTEM, claim, StepKind.DRAWN, place)
        if claim.id in given:
            allocating.grant(SYSTEM, claim, claim.quantity)
        else:
            outbox.record(ClaimDrawn(claim.id, claim.listing_id, step.id))
