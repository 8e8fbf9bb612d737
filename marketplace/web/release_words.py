"""How a listing opens, in words: the stages' names, and the plan of one that is being written."""

from flask_babel import gettext

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.listings.models import Listing
from marketplace.listings.openings import Opening, planned
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations.fields import ReleaseFields
from marketplace.organisations.releasing import rules_of


def stage_name(stage: Stage | str) -> str:
    """Who a stage is open to."""
    names: dict[Stage, str] = {
        Stage.UNIT: gettext("Bare enheten vår"),
        Stage.MUNICIPALITY: gettext("Hele kommunen vår"),
        Stage.NETWORK: gettext("Alle kommunene i nettverket"),
        Stage.VOLUNTARY: gettext("Nettverket og frivillige organisasjoner"),
    }
    return names[Stage(stage)]


def opens_to(stage: Stage | str) -> str:
    """What it is that begins when a stage opens."""
    names: dict[Stage, str] = {
        Stage.UNIT: gettext("Åpner for enheten"),
        Stage.MUNICIPALITY: gettext("Åpner for hele kommunen"),
        Stage.NETWORK: gettext("Åpner for nettverket"),
        Stage.VOLUNTARY: gettext("Åpner for frivillige organisasjoner"),
    }
    return names[Stage(stage)]


def plan_of(actor: Actor, listing: Listing | None) -> tuple[Opening, ...]:
    """How a listing would open by the rules if it were put out today, from its first stage on; empty without rules."""
    rules = rules_of(actor.municipality_number or "")
    if rules == ReleaseFields():
        return ()
    unit_id = actor.unit_id if listing is None else listing.unit_id
    chosen = {} if listing is None else listing.opens
    today = clock.today()
    first, dates = planned(rules, chosen, today, of_whole=unit_id is None)
    return Opening(first, today), *(Opening(stage, on) for stage, on in dates.items())


def stage_choices(actor: Actor, listing: Listing | None) -> list[tuple[str, str]]:
    """Whom the actor may let see a listing; as the rules say first, where there are any or the listing follows them."""
    rules = rules_of(actor.municipality_number or "")
    follows = listing is not None and listing.follows_rules
    is_out = listing is not None and listing.state == ListingState.PUBLISHED
    open_to_all = {Stage.NETWORK} if actor.is_member else set()
    if actor.is_member and rules.gives_to_voluntary:
        open_to_all.add(Stage.VOLUNTARY)
    offered = [stage for stage in Stage if stage in open_to_all | {Stage.UNIT, Stage.MUNICIPALITY}]
    by_rules = [("", gettext("Som reglene i kommunen sier"))] if (follows or rules != ReleaseFields()) else []
    return ([] if is_out else by_rules) + [(stage.value, stage_name(stage)) for stage in offered]


def receiver_choices(actor: Actor, members: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The municipalities that something can be given to directly, nobody first; none outside the network."""
    if not actor.is_member:
        return []
    others = [(number, name) for number, name in members if number != actor.municipality_number]
    return [("", gettext("Ingen bestemt kommune")), *others]
