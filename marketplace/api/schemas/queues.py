"""What calls about queues take and answer."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from marketplace.api.schemas.base import Answer, Input
from marketplace.api.schemas.claims import ClaimAnswer, claim_answer
from marketplace.api.schemas.listings import NearDay
from marketplace.claims.comparing import Comparison
from marketplace.claims.deadlines import Times
from marketplace.claims.draws import DrawDetail
from marketplace.claims.rules import LIMITS


def _days(name: str) -> Any:
    least, most = LIMITS[name]
    return Field(ge=least, le=most)


class ExtendInput(Input):
    """A day that the owner sets; otherwise as much more time as the owner's rules give."""

    until: NearDay | None = None


class ComparedClaimAnswer(Answer):
    """A claim beside the others. `distance_km` is None within the municipality."""

    claim: ClaimAnswer
    requested_by: str
    distance_km: float | None


class SideBySideAnswer(Answer):
    """All claims on a listing, those to be decided first. `grantable_quantity` is what is not promised to anybody."""

    available_quantity: int
    grantable_quantity: int
    items: list[ComparedClaimAnswer]


class LotAnswer(Answer):
    """A claim in a draw. `digest` is the SHA-256 of `seed:claim_id`; the lowest is drawn first."""

    place: int
    claim_id: int
    digest: str
    quantity: int
    is_given: bool
    is_own: bool
    claimant: str | None


class DrawAnswer(Answer):
    """A draw. `commitment` is the SHA-256 of `seed`, shown before; the seed and the lots are told once it is made."""

    listing_id: int
    draw_at: datetime
    drawn_at: datetime | None
    commitment: str
    seed: str | None
    entered: int
    units: int | None
    lots: list[LotAnswer]


class TimesInput(Input):
    """Days to answer an offer, before fetching ends to be reminded, to fetch, and more."""

    offer_days: Annotated[int, _days("offer_days")]
    remind_days: Annotated[int, _days("remind_days")]
    collect_days: Annotated[int, _days("collect_days")]
    extend_days: Annotated[int, _days("extend_days")]

    def said(self) -> Times:
        """What was said."""
        return Times(**self.model_dump())


class TimesAnswer(Answer):
    """Days to answer an offer, before fetching ends to be reminded, to fetch, and more."""

    offer_days: int
    remind_days: int
    collect_days: int
    extend_days: int


def side_by_side_answer(found: Comparison, language: str) -> SideBySideAnswer:
    """The claims on a listing."""
    return SideBySideAnswer(
        available_quantity=found.available_quantity,
        grantable_quantity=found.grantable_quantity,
        items=[
            ComparedClaimAnswer(
                claim=claim_answer(one.row, language), requested_by=one.asker, distance_km=one.distance_km
            )
            for one in found.claims
        ],
    )


def draw_answer(draw: DrawDetail) -> DrawAnswer:
    """A draw."""
    return DrawAnswer.model_validate(draw)


def times_answer(times: Times) -> TimesAnswer:
    """A municipality's times."""
    return TimesAnswer(**asdict(times))
