"""Who may make a call: each view declares it with `allows` or `signed_in`."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, request

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Forbidden, Unauthenticated
from marketplace.foundation.translation import DEFAULT_LANGUAGE, LANGUAGES
from marketplace.organisations import queries as organisations
from marketplace.organisations import tokens

View = TypeVar("View", bound=Callable[..., Any])


def current_actor() -> Actor:
    """Who the call's token speaks for."""
    return cast(Actor, g.actor)


def caller_language() -> str:
    """The language asked for by `lang`, else by the header, else the token's person's, else bokmål."""
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return asked
    named = request.accept_languages.best_match(LANGUAGES)
    actor = g.get("actor")
    return named or (actor.language if actor is not None else DEFAULT_LANGUAGE)


def reading_actor() -> Actor:
    """Who the call's token speaks for, reading in the language asked for; what they write stays in their own."""
    return replace(current_actor(), language=caller_language())


def signed_in(view: View) -> View:
    """Whoever holds a token may call it, about what is their own."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        g.actor = _bearer()
        return view(*args, **kwargs)

    guarded.__dict__["access"] = "signed_in"
    return cast(View, guarded)


def allows(*permissions: str) -> Callable[[View], View]:
    """Whoever holds one of these permissions may call it; the service's policies decide on the thing itself."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            actor = g.actor = _bearer()
            if not any(actor.may(permission) for permission in permissions):
                raise Forbidden("permission-needed")
            return view(*args, **kwargs)

        guarded.__dict__["access"] = "|".join(permissions)
        return cast(View, guarded)

    return decorate


def _bearer() -> Actor:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("token-needed")
    actor = organisations.find_actor_of_token(token.strip(), on=clock.today())
    if actor is None:
        raise Unauthenticated("token-unknown")
    tokens.note_use(token.strip())
    return actor
