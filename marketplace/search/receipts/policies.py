"""Who may have a receipt; pure."""

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Forbidden
from marketplace.search.receipts.models import SearchReceipt


def may_make_receipt(actor: Actor) -> Decision:
    """Whoever may search, on behalf of a municipality."""
    return first_refusal(
        (actor.person_id is not None and "listings:view" in actor.permissions, Forbidden("receipt-needs-role")),
        (actor.municipality_number is not None, Forbidden("receipt-needs-role")),
    )


def may_view_receipt(actor: Actor, receipt: SearchReceipt) -> Decision:
    """The people of the municipality whose receipt it is."""
    own = actor.municipality_number == receipt.municipality_number
    return first_refusal((own and "listings:view" in actor.permissions, Forbidden("receipt-not-yours")))
