"""Who may use a page: each view declares it with one of `public`, `signed_in` and `allows`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, session
from flask_login import LoginManager, UserMixin, current_user

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Person
from marketplace.foundation import clock
from marketplace.foundation.actor import NOBODY, Actor
from marketplace.foundation.errors import Forbidden, Unauthenticated
from marketplace.organisations import queries as organisations

View = TypeVar("View", bound=Callable[..., Any])
MUNICIPALITY = "municipality"


class SignedIn(UserMixin):
    """The person of this session."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        """The person and the session key, which changes with the password."""
        return f"{self.person.id}.{self.person.session_key}"


login_manager = LoginManager()


@login_manager.user_loader
def load_person(session_id: str) -> SignedIn | None:
    """The person a session cookie speaks of, unless the session was ended."""
    number, _, key = session_id.partition(".")
    person = accounts.find_person(int(number)) if number.isdecimal() else None
    if person is None or person.deactivated_at is not None or person.session_key != key:
        return None
    return SignedIn(person)


def current_person() -> Person | None:
    """Who is signed in, or None."""
    return cast(SignedIn, current_user).person if current_user.is_authenticated else None


def current_actor() -> Actor:
    """Who acts in this request, for the municipality chosen in the session."""
    if "actor" not in g:
        person = current_person()
        chosen = session.get(MUNICIPALITY)
        g.actor = NOBODY if person is None else organisations.actor_of(person, chosen, on=clock.today())
    return cast(Actor, g.actor)


def public(view: View) -> View:
    """Anybody may use it."""
    view.__dict__["access"] = "public"
    return view


def signed_in(view: View) -> View:
    """Anybody signed in may use it; others are sent to sign in."""
    return _guarded(view, "signed_in", ())


def allows(*permissions: str) -> Callable[[View], View]:
    """Who holds one of these permissions may use it; the service's policies decide on the thing itself."""

    def decorate(view: View) -> View:
        return _guarded(view, "|".join(permissions), permissions)

    return decorate


def _guarded(view: View, access: str, permissions: tuple[str, ...]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            raise Unauthenticated("sign-in-needed")
        actor = current_actor()
        if permissions and not any(actor.may(permission) for permission in permissions):
            raise Forbidden("permission-needed")
        return view(*args, **kwargs)

    guarded.__dict__["access"] = access
    return cast(View, guarded)
