"""Queues at work: a draw to come and one that is made, an offer, something to fetch soon, and what fell away."""

from datetime import datetime, timedelta

from marketplace.catalogue.conditions import Condition
from marketplace.claims import drawing, lapsing, reminding
from marketplace.claims import service as claims
from marketplace.claims.states import Otherwise
from marketplace.demo.listings import GJOVIK, RINGERIKE, home_of, put_up
from marketplace.demo.people import Team
from marketplace.foundation import clock
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation

DAY = timedelta(days=1)
NEEDS = ("Til et nytt grupperom.", "Vi pusser opp mottaket.", "Erstatter noe som er slitt.", "")
FIRST_PICTURE = 9001


def add_queues(teams: list[Team]) -> None:
    """What Ringerike gives away in other ways than by choosing, with those who want it."""
    owner, gjovik = home_of(teams, RINGERIKE), home_of(teams, GJOVIK)
    others = [team for team in teams if team not in (owner, gjovik)]
    _draw_to_come(owner, [gjovik, *others[:3]])
    _draw_made(owner, [gjovik, *others[2:6]])
    _offer(owner, others[0], [gjovik, others[1]])
    _to_fetch_soon(owner, gjovik)
    _lapsed(owner, gjovik)


def _draw_to_come(owner: Team, askers: list[Team]) -> None:
    now = clock.now()
    with clock.standing_still(now - 2 * DAY):
        listing = _put_up(owner, 1, "Projektor, Epson EB-L255F", "IKT.PROJ", 1, _terms(Allocation.DRAW, 4))
    _ask_each(listing, askers, now - DAY)


def _draw_made(owner: Team, askers: list[Team]) -> None:
    now = clock.now()
    with clock.standing_still(now - 6 * DAY):
        listing = _put_up(owner, 2, "Hev- og senkbare skrivebord", "KON.SKRIV", 3, _terms(Allocation.DRAW, 5))
    _ask_each(listing, askers, now - 3 * DAY)
    with clock.standing_still(now - DAY + timedelta(hours=1)):
        drawing.draw_due()


def _offer(owner: Team, first: Team, next_in_turn: list[Team]) -> None:
    """Whoever came first gave it up, and the next is to answer."""
    now = clock.now()
    with clock.standing_still(now - 4 * DAY):
        listing = _put_up(owner, 3, "Komfyr, Electrolux, 60 cm", "KJO.KOK", 1, _terms(Allocation.FIRST_COME))
        given = claims.request_claim(first.requester, listing.id, quantity=1, otherwise=Otherwise.BUY_NEW)
    _ask_each(listing, next_in_turn, now - 3 * DAY)
    with clock.standing_still(now - timedelta(hours=5)):
        claims.cancel_claim(first.requester, given.id)


def _to_fetch_soon(owner: Team, asker: Team) -> None:
    now = clock.now()
    with clock.standing_still(now - 12 * DAY):
        listing = _put_up(owner, 4, "Whiteboard på hjul, 180 cm", "SKO.TAVLE", 2, _terms(Allocation.FIRST_COME))
        claims.request_claim(asker.requester, listing.id, quantity=1, otherwise=Otherwise.BUY_NEW)
    with clock.standing_still(now - timedelta(hours=20)):
        reminding.remind_due()


def _lapsed(owner: Team, asker: Team) -> None:
    now = clock.now()
    with clock.standing_still(now - 20 * DAY):
        listing = _put_up(owner, 5, "Arkivskap med fire skuffer", "KON.SKAP", 4, _terms(Allocation.OWNER))
        claim = claims.request_claim(asker.requester, listing.id, quantity=2, otherwise=Otherwise.BUY_USED)
        claims.approve_claim(owner.manager, claim.id)
    for days in (8, 5, 3):
        with clock.standing_still(now - days * DAY):
            reminding.remind_due()
            lapsing.lapse_due()


def _terms(allocation: Allocation, days_to_draw: int = 0) -> ListingFields:
    at = (clock.now() + days_to_draw * DAY).replace(minute=0, second=0, microsecond=0)
    return ListingFields(allocation=allocation, draw_at=at if days_to_draw else None)


def _put_up(owner: Team, number: int, title: str, category: str, quantity: int, terms: ListingFields) -> Listing:
    fields = ListingFields(
        title=title,
        description="Brukt, i god stand.",
        category_code=category,
        condition=Condition.GOOD,
        quantity=quantity,
        pickup_place_id=owner.pickup_place_id,
        allocation=terms.allocation,
        draw_at=terms.draw_at,
    )
    return put_up(owner, fields, picture_seed=FIRST_PICTURE + number)


def _ask_each(listing: Listing, askers: list[Team], since: datetime) -> None:
    for index, asker in enumerate(askers):
        with clock.standing_still(since + index * timedelta(hours=2)):
            claims.request_claim(
                asker.requester,
                listing.id,
                quantity=1,
                otherwise=list(Otherwise)[index % len(Otherwise)],
                message=NEEDS[index % len(NEEDS)],
            )
