"""What calls about shared runs take and answer."""

from typing import Annotated

from pydantic import Field

from marketplace.api.schemas.base import Answer, Day, Input, ListOf
from marketplace.api.schemas.claims import ClaimAnswer, claim_answer
from marketplace.api.schemas.windows import Id
from marketplace.claims.models import SharedRun
from marketplace.organisations.geography import place_of
from marketplace.transfers.sharing import MOST_CLAIMS, Proposal


class RunInput(Input):
    """Which claims, which day, and the Norwegian hour (`09:30`) at which the vehicle is at the first place."""

    claim_ids: Annotated[list[Id], Field(min_length=2, max_length=MOST_CLAIMS)]
    on: Day
    begins: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class ProposalAnswer(Answer):
    """A trip that would save road. `places` are driven in this order, from home and back; `share_percent` is what is
    left of each claim's own transport.
    """

    week: str
    direction: str
    places: list[str]
    separate_km: float
    shared_km: float
    saved_km: float
    share_percent: int
    claims: list[ClaimAnswer]


class ProposalList(ListOf[ProposalAnswer]):
    """The proposed trips, the most saved first, all on one page."""


class RunAnswer(Answer):
    """A trip that is agreed."""

    id: int
    separate_km: float
    shared_km: float
    saved_km: float


def proposal_answer(proposal: Proposal, language: str) -> ProposalAnswer:
    """A proposal with kilometres and names; its week as `2026-W47`, its direction `out` or `in`."""
    trip, (year, number) = proposal.trip, proposal.week
    return ProposalAnswer(
        week=f"{year}-W{number:02}",
        direction="out" if proposal.as_owner else "in",
        places=[place_of(place).name for place in trip.places],
        **_km(trip.separate_m, trip.shared_m),
        share_percent=trip.share_percent,
        claims=[claim_answer(row, language) for row in proposal.claims],
    )


def run_answer(run: SharedRun) -> RunAnswer:
    """An agreed trip with kilometres."""
    return RunAnswer(id=run.id, **_km(run.separate_m, run.shared_m))


def _km(separate_m: int, shared_m: int) -> dict[str, float]:
    return {
        "separate_km": separate_m / 1000,
        "shared_km": shared_m / 1000,
        "saved_km": (separate_m - shared_m) / 1000,
    }
