"""Who keeps the thesaurus; pure."""

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Conflict, Forbidden


def may_manage_synonyms(actor: Actor) -> Decision:
    """Who minds the search for the whole network."""
    return first_refusal(
        (actor.person_id is not None and "search:manage" in actor.network_permissions, Forbidden("search-not-yours"))
    )


def may_change(actor: Actor, *, is_own: bool) -> Decision:
    """Change or remove a pair that people added; one that ships can only be turned off."""
    manages = may_manage_synonyms(actor)
    return first_refusal(
        (bool(manages), manages.refusal or "search-not-yours"),
        (is_own, Conflict("synonym-is-shipped")),
    )


def may_switch(actor: Actor, *, is_own: bool) -> Decision:
    """Turn a shipped pair off or on; one that people added is removed instead."""
    manages = may_manage_synonyms(actor)
    return first_refusal(
        (bool(manages), manages.refusal or "search-not-yours"),
        (not is_own, Conflict("synonym-is-own")),
    )


def actions(actor: Actor, *, is_own: bool, in_use: bool) -> tuple[str, ...]:
    """What the actor may do with a pair now."""
    if is_own:
        return ("change", "remove") if may_change(actor, is_own=True) else ()
    if not may_switch(actor, is_own=False):
        return ()
    return ("switch_off",) if in_use else ("switch_on",)
