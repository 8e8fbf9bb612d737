"""The keys that programs use."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select

from marketplace.accounts.checks import checked_name
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import FieldError, Invalid, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.organisations import administration, policies, queries
from marketplace.organisations.models import ApiToken

PREFIX = "ombruk_"
BYTES = 32
MOST_NAME = 80
_HINT = 12
_NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made: `secret` is shown now and known to nobody afterwards."""

    id: int
    name: str
    secret: str


def create_token(actor: Actor, name: str) -> NewToken:
    """Make a key with which a program acts as this person in the municipality they act for.

    Raises:
        Forbidden: `token-needs-role`.
        Invalid: the name is missing, too long or that of another token in use.
    """
    called = checked_name(name, most=MOST_NAME)
    secret = PREFIX + secrets.token_urlsafe(BYTES)
    with transaction() as session:
        policies.may_create_token(actor).enforce()
        assert actor.person_id is not None
        assert actor.municipality_number is not None
        if any(token.name == called for token in administration.list_tokens(actor.person_id)):
            raise Invalid(fields=(FieldError("name", "token-name-taken"),))
        token = ApiToken(
            person_id=actor.person_id,
            municipality_number=actor.municipality_number,
            name=called,
            token_hash=queries.hash_of_token(secret),
            hint=secret[:_HINT],
            created_at=clock.now(),
        )
        session.add(token)
        session.flush()
        return NewToken(token.id, called, secret)


def revoke_token(actor: Actor, token_id: int) -> None:
    """Make a token useless from now on. One that is so already stays so.

    Raises:
        NotFound: `token-not-found`, also for another person's.
    """
    with transaction():
        token = db.session.get(ApiToken, token_id, with_for_update=True)
        if token is None or not policies.may_revoke_token(actor, token):
            raise NotFound("token-not-found")
        token.revoked_at = token.revoked_at or clock.now()


def note_use(secret: str) -> None:
    """Remember that a token was used, once an hour at most."""
    now = clock.now()
    unnoted = select(ApiToken).where(
        ApiToken.token_hash == queries.hash_of_token(secret),
        or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at < now - _NOTED_EVERY),
    )
    if db.session.scalar(unnoted.with_only_columns(ApiToken.id)) is None:
        return
    with transaction():
        token = db.session.scalar(unnoted)
        if token is not None:
            token.last_used_at = now
