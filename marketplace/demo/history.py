"""Two years of reuse, done through the services as people would have, with the clock set back."""

import dataclasses
from datetime import datetime, timedelta
from random import Random

from marketplace.claims import service as claims
from marketplace.claims.states import Otherwise
from marketplace.demo.listings import examples, put_up
from marketplace.demo.people import Team
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.listings import service as listings
from marketplace.listings.models import Listing
from marketplace.transfers import disposing
from marketplace.transfers import service as transfers
from marketplace.transfers.kinds import DispositionKind, TransferKind

MONTHS = 24
INTERNAL = 0.15
DAYS_TO_HAND_OVER = (3, 6, 9, 12, 15, 21, 28, 40)
ANSWERS = (Otherwise.BUY_NEW,) * 5 + (Otherwise.BUY_USED, Otherwise.DO_WITHOUT, Otherwise.UNKNOWN, Otherwise.UNKNOWN)
OTHERWISE = (
    DispositionKind.RECYCLED,
    DispositionKind.WASTE,
    DispositionKind.SOLD,
    DispositionKind.DONATED,
    DispositionKind.INTERNAL_REUSE,
)


def add_history(teams: list[Team], random: Random) -> None:
    """A few listings a month, more each year: most handed over, some in part, some withdrawn, a few returned."""
    start = clock.now() - timedelta(days=30 * MONTHS + 60)
    for month in range(MONTHS):
        for _ in range(4 + month // 4):
            _list_and_hand_over(teams, random, start + timedelta(days=30 * month + random.randint(0, 27)))
        _dispose(random.choice(teams), random, start + timedelta(days=30 * month + 15))


def add_expired(team: Team) -> None:
    """A listing that nobody asked for before it closed."""
    at, number = clock.now() - timedelta(days=70), int(team.municipality.number)
    fields = examples()[number % len(examples())].fields
    with clock.standing_still(at):
        put_up(team, dataclasses.replace(fields, closes_at=at + timedelta(days=30)), picture_seed=number)
    with clock.standing_still(at + timedelta(days=31)):
        listings.expire_due()


def _list_and_hand_over(teams: list[Team], random: Random, at: datetime) -> None:
    giver, taker = random.sample(teams, 2)
    requester = giver.school if random.random() < INTERNAL else taker.requester
    fields = dataclasses.replace(random.choice(examples()).fields, pickup_place_id=giver.pickup_place_id)
    with clock.standing_still(at):
        listing = put_up(giver, fields)
    if random.random() < 0.12:
        _withdraw(giver, listing, at + timedelta(days=30))
        return
    whole = listing.indivisible or random.random() < 0.6
    units = listing.quantity if whole else max(1, listing.quantity // 2)
    days = random.choice(DAYS_TO_HAND_OVER)
    transfer_id = _claim_and_hand_over(giver, requester, listing, units, random.choice(ANSWERS), at, days)
    came_back = random.random() < 0.06
    if came_back:
        with clock.standing_still(at + timedelta(days=days + 6)):
            transfers.take_back(
                giver.admin, transfer_id, quantity=1, reason="Passet ikke i rommet.", kind=TransferKind.RETURN
            )
    if came_back or units < listing.quantity:
        _withdraw(giver, listing, at + timedelta(days=days + 12))


def _claim_and_hand_over(
    giver: Team, requester: Actor, listing: Listing, units: int, otherwise: Otherwise, at: datetime, days: int
) -> int:
    with clock.standing_still(at + timedelta(days=1)):
        claim = claims.request_claim(requester, listing.id, quantity=units, otherwise=otherwise)
    with clock.standing_still(at + timedelta(days=2)):
        claims.approve_claim(giver.manager, claim.id)
    with clock.standing_still(at + timedelta(days=days)):
        return transfers.hand_over(giver.manager, claim.id).id


def _withdraw(giver: Team, listing: Listing, at: datetime) -> None:
    with clock.standing_still(at):
        listings.withdraw_listing(giver.manager, listing.id)


def _dispose(team: Team, random: Random, at: datetime) -> None:
    with clock.standing_still(at):
        disposing.record_disposition(
            team.manager,
            kind=random.choice(OTHERWISE),
            quantity=random.randint(2, 12),
            on=clock.today(),
            category_code=random.choice(examples()).fields.category_code,
        )
