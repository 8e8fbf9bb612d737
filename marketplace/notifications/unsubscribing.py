"""The link at the end of a letter that ends such letters: signed, good for ever, and needing no sign-in."""

from dataclasses import dataclass

from marketplace.accounts import links
from marketplace.accounts import queries as accounts
from marketplace.foundation.errors import NotFound
from marketplace.notifications.kinds import Kind, Pace, Paces
from marketplace.notifications.queries import paces_of
from marketplace.notifications.service import keep_paces

DAILY = "daily"
_PURPOSE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """Whose letters end, and which: of a kind, or the letter of the day (`kind` is None)."""

    person_id: int
    kind: Kind | None


def path_for(person_id: int, kind: Kind | None) -> str:
    """The address on this site."""
    sealed = links.seal(_PURPOSE, {"person": person_id, "kind": DAILY if kind is None else kind.value})
    return f"/varsler/avmeld/{sealed}"


def meaning_of(sealed: str) -> Unsubscribing:
    """What a link ends.

    Raises:
        NotFound: `unsubscribe-link-not-valid`.
    """
    carried = links.unseal(_PURPOSE, sealed)
    known = {DAILY, *Kind}
    if carried is None or carried.get("kind") not in known or accounts.find_person(int(carried["person"])) is None:
        raise NotFound("unsubscribe-link-not-valid")
    kind = None if carried["kind"] == DAILY else Kind(str(carried["kind"]))
    return Unsubscribing(int(carried["person"]), kind)


def unsubscribe(sealed: str) -> Unsubscribing:
    """End the letters; ended twice is ended.

    Raises:
        NotFound: `unsubscribe-link-not-valid`.
    """
    found = meaning_of(sealed)
    paces = paces_of([found.person_id])[found.person_id]
    keep_paces(found.person_id, _without(paces, found.kind))
    return found


def _without(paces: Paces, kind: Kind | None) -> Paces:
    ended = {one for one, pace in paces.items() if (pace is Pace.DAILY if kind is None else one is kind)}
    return {one: Pace.OFF if one in ended else pace for one, pace in paces.items()}
