"""Who may read, choose, set up channels and see what was not delivered; pure."""

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Forbidden
from marketplace.notifications.models import Notification


def may_read_notifications(actor: Actor) -> Decision:
    """Anybody who is somebody has notifications and chooses about them."""
    return first_refusal((actor.person_id is not None, Forbidden("notifications-need-person")))


def may_read(actor: Actor, notification: Notification) -> Decision:
    """One's own only."""
    return first_refusal(
        (
            actor.person_id is not None and actor.person_id == notification.person_id,
            Forbidden("notifications-need-person"),
        )
    )


def may_manage_channels(actor: Actor, municipality_number: str) -> Decision:
    """The municipality's administrators, and the network's operators."""
    return first_refusal((actor.may_in("sites:manage", municipality_number), Forbidden("channels-not-yours")))


def may_see_deliveries(actor: Actor) -> Decision:
    """Operators see what did not get through, and take it up again."""
    return first_refusal(("service:operate" in actor.network_permissions, Forbidden("deliveries-need-operator")))
