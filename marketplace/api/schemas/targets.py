"""Targets as the API takes and tells them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from marketplace.api.schemas.base import Answer, Input, ListOf, Query, Text
from marketplace.api.schemas.statistics import BaseAnswer
from marketplace.statistics import scales
from marketplace.statistics.following import Followed
from marketplace.statistics.progress import Progress, Standing
from marketplace.statistics.targets import History, TargetFields

_enum: Any = StrEnum  # its members are known when the figures are
Figure: Any = _enum("Figure", {name.upper(): name for name in scales.FIGURES})
Amount = Annotated[Decimal, Field(ge=0, le=1_000_000_000, max_digits=14, decimal_places=4, allow_inf_nan=False)]
Year = Annotated[int, Field(ge=2000, le=2100)]
Number = Annotated[str, Field(pattern=r"^[0-9]{4}$")]
Why = Annotated[Text, Field(max_length=1000)]
Seen = Annotated[int, Field(ge=0, le=1_000_000)]


class TargetsQuery(Query):
    """Whose targets, and of which year; the caller's own and this year unless said."""

    municipality: Number | None = None
    year: Year | None = None


class FollowedTargetsQuery(Query):
    """Of which year; this one unless said."""

    year: Year | None = None


class ChangedTargetInput(Input):
    """A target as the figure tells it: rates from 0 to 1. `baseline` only where the figures do not know it."""

    value: Amount
    baseline_year: Year
    baseline: Amount | None = None
    reason: Why
    seen: Seen

    def fields(self) -> TargetFields:
        """For the service."""
        return TargetFields(self.value, self.baseline_year, self.baseline, self.reason)


class TargetInput(ChangedTargetInput):
    """A new target. `seen` is 0 unless the target was withdrawn before."""

    municipality: Number
    year: Year
    figure: Figure
    seen: Seen = 0


class WithdrawalInput(Input):
    """Why a target is withdrawn; `seen` is the newest version known to the caller."""

    reason: Why
    seen: Seen


class ForecastAnswer(Answer):
    """The middle of many draws, and the ends that eight of ten lie between; made of so many whole months."""

    middle: float
    low: float
    high: float
    months: int


class TakesAnswer(Answer):
    """What it takes; null what does not apply to the figure."""

    missing: float | None
    per_month: float | None
    pace: float | None
    room: float | None
    base_more: int | None
    part_more: int | None
    possible: bool


class ProgressAnswer(Answer):
    """How far it is. `way` is the part of the way from the baseline that is gone."""

    value: float | None
    base: BaseAnswer | None
    baseline: float | None
    way: float | None
    standing: Standing
    forecast: ForecastAnswer | None
    takes: TakesAnswer | None


class TargetVersionAnswer(Answer):
    """A version; `value` null: withdrawn."""

    version: int
    value: float | None
    baseline_year: int
    baseline: float | None
    reason: str
    set_by: str
    set_at: datetime


class TargetAnswer(Answer):
    """A target with its history, oldest first, and how far it is; `value` and `progress` null once withdrawn."""

    id: int
    municipality: str
    year: int
    figure: Figure
    at_most: bool
    value: float | None
    progress: ProgressAnswer | None
    versions: list[TargetVersionAnswer]
    actions: list[str]


class TargetList(ListOf[TargetAnswer]):
    """All targets of a municipality's year, on one page."""


class FollowedTargetAnswer(Answer):
    """A municipality's target and how far it has come this far; `standing` tells no chances here."""

    id: int
    municipality: str
    figure: Figure
    at_most: bool
    target: float
    value: float | None
    base: BaseAnswer | None
    standing: Standing


class FollowedTargetList(ListOf[FollowedTargetAnswer]):
    """The standing targets of all municipalities in a year, by the municipality's name, on one page."""


def followed_answers(followed: Sequence[Followed]) -> list[FollowedTargetAnswer]:
    """The targets of all, as told."""
    return [
        FollowedTargetAnswer(
            id=history.id,
            municipality=each.municipality_number,
            figure=Figure(history.newest.figure),
            at_most=history.newest.figure in scales.LESS_IS_BETTER,
            target=float(history.value or 0),
            value=None if (held := each.progress[history.id]).value is None else float(held.value),
            base=None if held.base is None else BaseAnswer.model_validate(held.base),
            standing=held.standing,
        )
        for each in followed
        for history in each.targets
    ]


def target_answer(history: History, held: Progress | None, may_set: bool, today: date) -> TargetAnswer:
    """A target as told."""
    newest = history.newest
    changes = ["change", "withdraw"] if history.value is not None else ["change"]
    return TargetAnswer(
        id=history.id,
        municipality=newest.municipality_number,
        year=newest.year,
        figure=Figure(newest.figure),
        at_most=newest.figure in scales.LESS_IS_BETTER,
        value=None if history.value is None else float(history.value),
        progress=None if held is None else ProgressAnswer.model_validate(held),
        versions=[
            TargetVersionAnswer(
                version=version.target.version,
                value=_told(newest.figure, version.target.value),
                baseline_year=version.target.baseline_year,
                baseline=_told(newest.figure, version.target.baseline),
                reason=version.target.reason,
                set_by=version.set_by,
                set_at=version.target.set_at,
            )
            for version in history.versions
        ],
        actions=changes if may_set and newest.year >= today.year else [],
    )


def _told(figure: str, kept: int | None) -> float | None:
    return None if kept is None else float(scales.told(figure, kept))
