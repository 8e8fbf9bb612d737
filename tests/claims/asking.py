"""Asking, and what is stored of it; a refusal changes nothing."""

import pytest
from sqlalchemy import func, select

from marketplace.claims import queries, service
from marketplace.claims.models import Claim, ClaimStep
from marketplace.claims.states import Otherwise
from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.foundation.errors import Refusal
from marketplace.listings.models import Listing


def ask(actor, listing, quantity=1, **more):
    return service.request_claim(actor, listing.id, quantity=quantity, otherwise=Otherwise.BUY_NEW, **more)


def left(listing):
    db.session.rollback()
    return queries.available_quantity(db.session.get(Listing, listing.id))


def state(claim):
    db.session.rollback()
    return db.session.get(Claim, claim.id).state


def steps(claim):
    return [step.kind for step in queries.list_steps(claim.id)]


def everything():
    """What a refusal must leave as it was."""
    db.session.rollback()
    claims = [
        (claim.id, claim.state, claim.quantity, claim.approved_quantity, claim.decline_reason)
        for claim in db.session.scalars(select(Claim).order_by(Claim.id))
    ]
    return claims, *(db.session.scalar(select(func.count(model.id))) for model in (ClaimStep, outbox.Delivery))


def refused(kind: type[Refusal], code: str, act, *given, **more):
    before = everything()
    with pytest.raises(kind) as caught:
        act(*given, **more)
    assert caught.value.code == code
    assert everything() == before
    return caught.value
