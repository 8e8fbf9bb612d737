"""Who may keep a search; pure."""

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Forbidden
from marketplace.search.saved.models import SavedSearch


def may_save_search(actor: Actor) -> Decision:
    """Whoever may ask for things on behalf of a municipality."""
    return first_refusal(
        (actor.person_id is not None and actor.municipality_number is not None, Forbidden("saved-search-needs-role")),
        ("searches:save" in actor.permissions, Forbidden("saved-search-needs-role")),
    )


def may_change(actor: Actor, search: SavedSearch) -> Decision:
    """Whoever keeps it, acting for the municipality that it is kept for."""
    own = (actor.person_id, actor.municipality_number) == (search.person_id, search.municipality_number)
    return first_refusal((own, Forbidden("saved-search-not-yours")))
