"""What becomes of claims between municipalities when one of them leaves the network."""

from collections.abc import Collection

from sqlalchemy import or_, select

from marketplace.claims import lapsing, queries, queueing
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.foundation.timers import do_each
from marketplace.foundation.transaction import transaction
from marketplace.listings.models import Listing
from marketplace.organisations.events import MembershipChanged
from marketplace.organisations.queries import numbers_of_members

_WAITS = (ClaimState.REQUESTED, ClaimState.QUEUED)


def lapse_after_change(_event: MembershipChanged) -> None:
    """End what waits at once when a municipality has left; one that leaves later is met by `lapse_outside_network`."""
    lapse_outside_network()


def lapse_outside_network() -> int:
    """End what waits between municipalities that are not both members today. Answers how many.

    What is granted stands, to be fetched by its day.
    """
    members = numbers_of_members(clock.today())
    chosen = (
        select(Claim.id)
        .join(Claim.listing)
        .where(Claim.state.in_(_WAITS), Claim.municipality_number != Listing.municipality_number)
        .where(or_(Claim.municipality_number.not_in(members), Listing.municipality_number.not_in(members)))
        .order_by(Claim.id)
    )
    return do_each(db.session.scalars(chosen).all(), lambda claim_id: _lapse(claim_id, members))


def _lapse(claim_id: int, members: Collection[str]) -> bool:
    with transaction():
        claim = queries.get_for_update(claim_id)
        if claim.state not in _WAITS or claim.municipality_number == claim.listing.municipality_number:
            return False
        if {claim.municipality_number, claim.listing.municipality_number} <= set(members):
            return False
        lapsing.lapse(claim, lapsing.LEFT_NETWORK)
        queueing.advance_queue(claim.listing)
        return True
