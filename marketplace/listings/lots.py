"""The terms of a draw: when it is, and the secret it is drawn from, bound by a digest that everybody sees before."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from marketplace.foundation import ports
from marketplace.foundation.errors import FieldError
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation

_KEYED = "k"
"""What a stored half begins with; a whole secret is hexadecimal."""

FURTHEST_DRAW = timedelta(days=366)


def errors_of_draw(listing: Listing, now: datetime) -> tuple[FieldError, ...]:
    """What is wrong with the time of the draw of a listing that others are to see, or see."""
    if not listing.awaits_draw:
        return ()
    if listing.draw_at is None:
        return (FieldError("draw_at", "listing-draw-time-missing"),)
    if listing.closes_at is not None and listing.draw_at > listing.closes_at:
        return (FieldError("draw_at", "listing-draw-after-closing"),)
    if listing.draw_at > now + FURTHEST_DRAW:
        return (FieldError("draw_at", "listing-draw-too-late"),)
    return ()


def prepare(listing: Listing, now: datetime) -> tuple[FieldError, ...]:
    """Bind a new secret to a listing that is about to be published, and answer what is wrong with its draw."""
    if listing.allocation != Allocation.DRAW:
        listing.draw_at = listing.draw_seed = listing.drawn_at = None
        return ()
    listing.drawn_at, listing.draw_seed = None, _KEYED + secrets.token_hex(31)
    if listing.draw_at is not None and listing.draw_at <= now:
        return (FieldError("draw_at", "listing-draw-in-past"),)
    return errors_of_draw(listing, now)


def seed_of(listing: Listing) -> str | None:
    """The secret of a listing's draw; None where there is no draw.

    What is stored is one half, the service's key the other: who can read the database alone knows nothing before.
    """
    kept = listing.draw_seed
    if kept is None or not kept.startswith(_KEYED):
        return kept  # bound before the key took part
    return hmac.new(ports.secret_key().encode(), f"draw:{kept}".encode(), hashlib.sha256).hexdigest()


def commitment(seed: str) -> str:
    """The SHA-256 of the secret: shown before the draw, so that nobody can choose another secret after it."""
    return hashlib.sha256(seed.encode()).hexdigest()
