"""How things are fetched: windows, several claims along the same way, and a hand-over that is objected to."""

from datetime import datetime, time, timedelta

from marketplace.claims import service as claims
from marketplace.claims import windows
from marketplace.claims.states import Otherwise
from marketplace.demo.people import Team
from marketplace.foundation import clock
from marketplace.foundation.clock import OSLO
from marketplace.listings.models import Listing
from marketplace.transfers import objections
from marketplace.transfers import service as transfers

WEEKS = 4
TUESDAY, THURSDAY = 1, 3
PLACE = "Lageret ved rådhuset"


def add_fetching(owner: Team, taker: Team, others: list[tuple[Team, Listing]]) -> None:
    """Windows of the owner's, claims of the taker's that can be one trip, and an objection of the taker's."""
    for weekday, hour in ((TUESDAY, 9), (THURSDAY, 13)):
        begins = _next(weekday, hour)
        windows.offer_windows(
            owner.manager, place=PLACE, from_at=begins, until_at=begins + timedelta(hours=2), capacity=3, weeks=WEEKS
        )
    far = [(team, listing) for team, listing in others if team not in (owner, taker) and listing.quantity >= 4]
    for team, listing in far[:3]:
        _promised(team, taker, listing)
    for team, listing in others:
        if team is owner and listing.quantity >= 4 and not listing.indivisible:
            _object(owner, taker, listing)
            return


def _promised(owner: Team, taker: Team, listing: Listing) -> int:
    units = listing.quantity if listing.indivisible else 1
    claim = claims.request_claim(taker.requester, listing.id, quantity=units, otherwise=Otherwise.BUY_NEW)
    return claims.approve_claim(owner.manager, claim.id).id


def _object(owner: Team, taker: Team, listing: Listing) -> None:
    claim_id = _promised(owner, taker, listing)
    transfer = transfers.hand_over(owner.manager, claim_id)
    objections.make_objection(taker.requester, transfer.id, "Vi har ikke hentet den ennå. Kan dere se etter?")


def _next(weekday: int, hour: int) -> datetime:
    days = (weekday - clock.today().weekday() - 1) % 7 + 1
    return datetime.combine(clock.today() + timedelta(days=days), time(hour), OSLO)
