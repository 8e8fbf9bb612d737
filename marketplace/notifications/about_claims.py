"""What every notification about a claim says: what it is, between whom, and one identity each time it happens."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts import queries as accounts
from marketplace.claims.models import Claim
from marketplace.foundation.database import db
from marketplace.notifications.readers import Side
from marketplace.notifications.telling import tell
from marketplace.notifications.words import Fact
from marketplace.organisations.geography import place_of


class AboutClaim(Protocol):
    """An event about one claim."""

    @property
    def claim_id(self) -> int: ...


def claim_of(event: AboutClaim) -> Claim:
    """The claim as it is now, with its listing."""
    chosen = select(Claim).where(Claim.id == event.claim_id).options(joinedload(Claim.listing))
    return db.session.scalars(chosen).one()


def fact_of(event: AboutClaim) -> str:
    """What happened, as one each time: a claim can be offered, granted or lapse more than once."""
    step_id = getattr(event, "step_id", 0)
    return f"{event.claim_id}-{step_id}" if step_id else str(event.claim_id)


def tell_of(sides: Sequence[Side], occasion: str, claim: Claim, fact: str, **facts: Fact) -> None:
    """Tell the sides of a claim, with a link to it."""
    tell(sides, occasion, fact, f"/foresporsler/{claim.id}", {**_known(claim), **facts})


def request_of(claim: Claim) -> dict[str, Fact]:
    """Who asked for how many, and what they wrote."""
    asker = accounts.get_person(claim.requested_by).name
    return {"asker": asker, "quantity": claim.quantity, "message": claim.message}


def _known(claim: Claim) -> dict[str, Fact]:
    return {
        "title": claim.listing.title,
        "owner": place_of(claim.listing.municipality_number).name,
        "claimant": place_of(claim.municipality_number).name,
    }
