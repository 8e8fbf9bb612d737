"""Who sees which figures and which rows."""

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Forbidden


def may_see_figures(actor: Actor) -> Decision:
    """Sums of the network and of each member are for everybody who may see statistics at all."""
    return first_refusal((actor.may("statistics:view"), Forbidden("statistics-needs-permission")))


def may_see_sites(actor: Actor, municipality_number: str | None) -> Decision:
    """What left which of its sites is for the municipality itself."""
    own = municipality_number is not None and municipality_number == actor.municipality_number
    return first_refusal(
        (actor.may("statistics:view"), Forbidden("statistics-needs-permission")),
        (own, Forbidden("sites-of-other-municipality")),
    )


def may_export_rows(actor: Actor, municipality_number: str | None) -> Decision:
    """Rows are for their own municipality; the network's are for whoever leads it."""
    own = municipality_number is not None and municipality_number == actor.municipality_number
    network = "statistics:network" in actor.network_permissions
    return first_refusal(
        (actor.may("statistics:view"), Forbidden("statistics-needs-permission")),
        (own or network, Forbidden("export-other-municipality")),
    )


def may_set_target(actor: Actor, municipality_number: str) -> Decision:
    """A municipality's administrators set its targets; project leads may do it for any."""
    return first_refusal((actor.may_in("targets:manage", municipality_number), Forbidden("target-not-yours")))


def municipality_meant(actor: Actor) -> str | None:
    """Who is meant when nobody is named: the network (None) by whoever leads it, else the actor's own."""
    return None if "statistics:network" in actor.network_permissions else actor.municipality_number


def may_see_internal_rows(actor: Actor, municipality_number: str) -> bool:
    """Hand-overs within a municipality are seen row by row by itself alone; others get their sums."""
    return actor.municipality_number == municipality_number
