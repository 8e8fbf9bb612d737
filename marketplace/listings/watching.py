"""Waiting for a listing to open: asked for once, told the minute it does."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.foundation.transaction import transaction
from marketplace.listings import policies, queries
from marketplace.listings.models import Listing, ListingWatch


def watch_listing(actor: Actor, listing_id: int) -> ListingWatch:
    """Let the actor be told when a listing opens to them. Asked for twice is once.

    Raises:
        NotFound: no such listing for the actor.
        Forbidden, Conflict: as `policies.may_watch`.
    """
    with transaction() as session:
        listing = queries.get_for_update(listing_id)
        if not listing.is_visible_to(actor):
            raise NotFound(queries.MISSING)
        policies.may_watch(actor, listing).enforce()
        watch = _find(actor, listing_id)
        if watch is None or watch.told_at is not None:
            watch = watch or ListingWatch(listing_id=listing_id, person_id=actor.person_id)
            watch.municipality_number = actor.municipality_number or ""
            watch.asked_at, watch.told_at = clock.now(), None
            session.add(watch)
        session.flush()
        return watch


def unwatch_listing(actor: Actor, listing_id: int) -> None:
    """Tell the actor nothing of it. What is not watched stays so."""
    with transaction() as session:
        watch = _find(actor, listing_id)
        if watch is not None:
            session.delete(watch)


def watched_of(actor: Actor, listing_ids: Collection[int]) -> frozenset[int]:
    """Those of the listings that the actor waits for."""
    mine = (ListingWatch.person_id == actor.person_id, ListingWatch.told_at.is_(None))
    return frozenset(
        db.session.scalars(select(ListingWatch.listing_id).where(*mine, ListingWatch.listing_id.in_(listing_ids)))
    )


def waiting_for(listing: Listing) -> Sequence[ListingWatch]:
    """Who waits for it, the first first."""
    waiting = select(ListingWatch).where(ListingWatch.listing_id == listing.id, ListingWatch.told_at.is_(None))
    return db.session.scalars(waiting.order_by(ListingWatch.id)).all()


def _find(actor: Actor, listing_id: int) -> ListingWatch | None:
    mine = (ListingWatch.person_id == actor.person_id, ListingWatch.listing_id == listing_id)
    return db.session.scalar(select(ListingWatch).where(*mine))
