"""A draw as anybody may check it: what was promised before, and every step after."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from marketplace.claims import policies, selecting
from marketplace.claims.models import Claim, Draw
from marketplace.claims.states import ClaimState
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.listings import lots
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.organisations.geography import place_of


@dataclass(frozen=True, slots=True)
class Lot:
    """A claim in a draw: the digest that gave it its place, and whether there was enough when its turn came.

    Who it is of is told to the listing's owner, and to its own side.
    """

    place: int
    claim_id: int
    digest: str
    quantity: int
    is_given: bool
    is_own: bool
    claimant: str | None


@dataclass(frozen=True, slots=True)
class DrawDetail:
    """A draw. The `seed` and the lots are secret until it is made; `commitment` is the seed's SHA-256, shown before.

    `units` is how many were free; `entered` how many claims were in, or are so far.
    """

    listing_id: int
    title: str
    draw_at: datetime
    commitment: str
    entered: int
    drawn_at: datetime | None = None
    seed: str | None = None
    units: int | None = None
    lots: tuple[Lot, ...] = ()


def digest_of(seed: str, claim_id: int) -> str:
    """The SHA-256 of `seed:id`, in hexadecimal: the lowest is drawn first."""
    return hashlib.sha256(f"{seed}:{claim_id}".encode()).hexdigest()


def order_of(seed: str, claim_ids: Iterable[int]) -> list[int]:
    """The claims in the order in which they are drawn."""
    return sorted(claim_ids, key=lambda claim_id: digest_of(seed, claim_id))


def given_of(units: int, drawn: Iterable[tuple[int, int]]) -> set[int]:
    """Which of the claims, each with its quantity and in the order drawn, get what they ask for of so many units."""
    given = set()
    for claim_id, quantity in drawn:
        if quantity <= units:
            units -= quantity
            given.add(claim_id)
    return given


def get_draw(actor: Actor, listing_id: int) -> DrawDetail:
    """The newest draw of a listing, or the one to come.

    Raises:
        NotFound: no such listing for the actor; "draw-not-found" when it is not drawn and will not be.
    """
    listing = listings.get_listing(actor, listing_id)
    if listing.awaits_draw:
        return _to_come(listing)
    newest = select(Draw).where(Draw.listing_id == listing_id).order_by(Draw.id.desc()).limit(1)
    made = db.session.scalar(newest)
    if made is None:
        raise NotFound("draw-not-found")
    return DrawDetail(
        listing_id,
        listing.title,
        made.draw_at,
        lots.commitment(made.seed),
        len(made.claim_ids),
        made.drawn_at,
        made.seed,
        made.units,
        _lots(actor, made),
    )


def _to_come(listing: Listing) -> DrawDetail:
    seed = lots.seed_of(listing)
    if listing.draw_at is None or seed is None:
        raise NotFound("draw-not-found")
    waiting = select(func.count()).where(Claim.listing_id == listing.id, Claim.state == ClaimState.QUEUED)
    entered = db.session.scalar(waiting.where(Claim.requested_at < listing.draw_at)) or 0
    return DrawDetail(listing.id, listing.title, listing.draw_at, lots.commitment(seed), entered)


def _lots(actor: Actor, made: Draw) -> tuple[Lot, ...]:
    chosen = selecting.joined().where(Claim.id.in_(made.claim_ids))
    claims = {claim.id: claim for claim in db.session.scalars(chosen)}
    given = given_of(made.units, ((claim_id, claims[claim_id].quantity) for claim_id in made.claim_ids))
    return tuple(
        Lot(
            place,
            claim_id,
            digest_of(made.seed, claim_id),
            claims[claim_id].quantity,
            claim_id in given,
            policies.is_claimant(actor, claims[claim_id]),
            place_of(claims[claim_id].municipality_number).name if policies.is_party(actor, claims[claim_id]) else None,
        )
        for place, claim_id in enumerate(made.claim_ids, 1)
    )
