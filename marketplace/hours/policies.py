"""Who records hours, and who sees whose; pure."""

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Forbidden
from marketplace.hours.models import HoursEntry


def may_record_hours(actor: Actor) -> Decision:
    """Everybody who belongs to a municipality, for it."""
    return first_refusal(
        (actor.person_id is not None, Forbidden("hours-need-person")),
        (actor.municipality_number is not None, Forbidden("hours-need-municipality")),
        ("statistics:view" in actor.permissions, Forbidden("hours-need-municipality")),
    )


def may_remove_hours(actor: Actor, entry: HoursEntry) -> Decision:
    """One's own, as long as they stand."""
    return first_refusal(
        (entry.person_id == actor.person_id, Forbidden("hours-not-yours")),
        (entry.removed_at is None, "hours-removed"),
    )


def may_see_all_hours(actor: Actor, municipality_number: str | None) -> Decision:
    """A municipality's, its administrators; the network's, whoever leads it."""
    leads = "statistics:network" in actor.network_permissions
    own = municipality_number is not None and municipality_number == actor.municipality_number
    administers = own and "targets:manage" in actor.permissions
    return first_refusal((leads or administers, Forbidden("hours-of-others")))


def may_see_hours(actor: Actor, entry: HoursEntry) -> Decision:
    """One's own, and those of whoever one may see all of."""
    own = actor.person_id is not None and entry.person_id == actor.person_id
    all_of_them = may_see_all_hours(actor, entry.municipality_number)
    return first_refusal((own or bool(all_of_them), Forbidden("hours-of-others")))
