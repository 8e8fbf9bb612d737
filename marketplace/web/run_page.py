"""What the pages of fetching show of shared runs: the proposals with their forms, and what concerns one claim."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from marketplace.claims.rows import ClaimRow
from marketplace.foundation.actor import Actor
from marketplace.organisations.geography import place_of
from marketplace.transfers import sharing
from marketplace.transfers.sharing import Proposal
from marketplace.web.forms.pickups import RunForm

MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Near:
    """What else could be fetched on a claim's trip, and the metres of road that it would save."""

    other: str
    saved_m: int


def proposals(actor: Actor, sent: RunForm | None = None) -> list[dict[str, Any]]:
    """The proposed trips, each with its form; `sent` is shown as it was sent, if its trip is still proposed."""
    return [_shown(actor, proposal, sent) for proposal in sharing.propose_runs(actor)]


def of_claim(actor: Actor, row: ClaimRow) -> dict[str, Any]:
    """The run that a claim is on, or the one that it could be on."""
    if "appointment" not in row.actions:
        return {"sharing": None, "run": None}
    shared = sharing.sharing_of(row.id)
    near = [one for one in sharing.propose_runs(actor) if row.id in one.trip.claim_ids] if shared is None else []
    run = next((Near(_other(one, row.id), one.trip.saved_m) for one in near), None)
    return {"sharing": shared, "run": run}


def _other(proposal: Proposal, claim_id: int) -> str:
    return next(row.title for row in proposal.claims if row.id != claim_id)


def _shown(actor: Actor, proposal: Proposal, sent: RunForm | None) -> dict[str, Any]:
    ids = ",".join(map(str, proposal.trip.claim_ids))
    filled = sent if sent is not None and sent.claim_ids.data == ids else None
    values = {"claim_ids": ids, "on": proposal.day, "begins": MORNING}
    home = place_of(actor.municipality_number or "").name
    return {
        "proposal": proposal,
        "trip": proposal.trip,
        "form": filled or RunForm(formdata=None, prefix=f"tur{proposal.trip.claim_ids[0]}", data=values),
        "route": [home, *(place_of(number).name for number in proposal.trip.places), home],
    }
