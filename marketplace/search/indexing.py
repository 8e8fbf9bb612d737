"""Keeping the index true to the database."""

import logging
from collections.abc import Sequence
from typing import Protocol

from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict
from marketplace.foundation.joining import joining
from marketplace.search import engines, reading
from marketplace.search.engine import EngineUnavailable, IndexBusy

log = logging.getLogger(__name__)


class AboutListing(Protocol):
    """An event that changes what is searched of a listing, or whether it is found at all."""

    @property
    def listing_id(self) -> int:
        """The listing."""


@joining(lambda: engines.engine().joins_transactions)
def refresh_listings(events: Sequence[AboutListing]) -> None:
    """Search the listings as they are now; what is not published is not found. Safe to repeat, in any order."""
    numbers = {event.listing_id for event in events}
    engine = engines.engine()
    try:
        engine.refresh(reading.documents_of(numbers), removed=numbers)
    except EngineUnavailable as error:
        log.warning("the search index is %s and is built anew", error.health)
        rebuild(only_if_needed=True)
        engine.refresh(reading.documents_of(numbers), removed=numbers)  # another may have built it, and read earlier


def rebuild(*, only_if_needed: bool = False) -> int:
    """Build the index anew from the database, beside the old one, and say how many listings it holds.

    Raises:
        Conflict: another writes for very long, or the folder cannot be written; the old index stays.
    """
    try:
        return engines.engine().rebuild(reading.all_documents(), only_if_needed=only_if_needed)
    except IndexBusy:
        raise Conflict("search-index-busy") from None
    except OSError as error:
        raise Conflict("search-index-not-written", reason=error.strerror or str(error)) from error
    finally:
        db.session.rollback()


def mend() -> None:
    """Build the index anew if it is missing or damaged, or if changes to it were given up."""
    late = outbox.given_up_by(refresh_listings)
    engine = engines.engine()
    try:
        engine.rebuild(reading.all_documents(), only_if_needed=not late)
    except IndexBusy:
        log.info("the search index is being written; mended later, if it is still needed")
    else:
        outbox.forget(late)
    finally:
        db.session.rollback()
