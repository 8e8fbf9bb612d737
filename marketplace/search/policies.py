"""Who sees how search reckons; pure."""

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Forbidden


def may_see_scores(actor: Actor) -> Decision:
    """Who minds the search for the whole network."""
    return first_refusal(("search:manage" in actor.network_permissions, Forbidden("search-not-yours")))
