"""Who decides on factors."""

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Forbidden


def may_manage_factors(actor: Actor) -> Decision:
    """Project leads, for the whole network."""
    return first_refusal(("factors:manage" in actor.network_permissions, Forbidden("factors-need-lead")))
