"""What calls about claims take and answer."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from marketplace.api.schemas.base import Answer, Count, Input, ListOf, Paged, Text
from marketplace.claims.rows import ClaimDetail, ClaimRow, Side, StepRow
from marketplace.claims.states import ClaimState, Otherwise, StepKind
from marketplace.claims.texts import MESSAGE_LIMIT, PLACE_LIMIT, REASON_LIMIT
from marketplace.wording.claims import decline_reason

Message = Annotated[Text, Field(max_length=MESSAGE_LIMIT)]
Reason = Annotated[Text, Field(min_length=1, max_length=REASON_LIMIT)]


class ClaimInput(Input):
    """How many are wanted, and what would otherwise have been done."""

    quantity: Count
    otherwise: Otherwise
    message: Message = ""


class ApproveInput(Input):
    """How many are granted; all that was asked for unless said."""

    quantity: Count | None = None


class DeclineInput(Input):
    """Why not."""

    reason: Reason


class AppointmentInput(Input):
    """Where and when it is fetched; times with their zone."""

    place: Annotated[Text, Field(min_length=1, max_length=PLACE_LIMIT)]
    from_at: AwareDatetime = Field(alias="from")
    until_at: AwareDatetime = Field(alias="until")


class MessageInput(Input):
    """What to tell the other side."""

    text: Annotated[Message, Field(min_length=1)]


class ClaimsQuery(Paged):
    """Which claims: of the side that owns, that asks, or both; in which state."""

    side: Annotated[str, Field(pattern="^(owner|claimant)$")] | None = None
    state: list[ClaimState] = Field(default_factory=list)


class SideAnswer(Answer):
    """A municipality, and its unit if one is named."""

    number: str
    name: str
    unit: str | None


class AppointmentAnswer(Answer):
    """Where and when it is fetched."""

    place: str
    from_at: datetime = Field(serialization_alias="from")
    until_at: datetime = Field(serialization_alias="until")


class ClaimAnswer(Answer):
    """A claim. `outstanding_quantity` is granted and still to be handed over. `answer_by` is the last moment to accept
    what became free, `collect_by` to fetch what is granted.
    """

    id: int
    listing_id: int
    title: str
    state: ClaimState
    quantity: int
    approved_quantity: int | None
    handed_over_quantity: int
    outstanding_quantity: int
    queue_position: int | None
    otherwise: Otherwise
    message: str
    decline_reason: str
    requested_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None
    answer_by: datetime | None
    collect_by: datetime | None
    owner: SideAnswer
    claimant: SideAnswer
    appointment: AppointmentAnswer | None
    actions: list[str]


class StepAnswer(Answer):
    """A line of the time line; without a person, the service did it."""

    kind: StepKind
    at: datetime
    person: str | None
    municipality: str | None
    quantity: int | None
    note: str


class MessageAnswer(Answer):
    """What somebody wrote."""

    id: int
    person: str
    municipality: str
    text: str
    sent_at: datetime
    is_mine: bool


class ContactAnswer(Answer):
    """Who to reach."""

    name: str
    email: str
    municipality: str


class ClaimDetailAnswer(ClaimAnswer):
    """A claim with all that was said and done. `contacts` is empty until the owner said yes."""

    requested_by: str
    available_quantity: int
    grantable_quantity: int
    steps: list[StepAnswer]
    messages: list[MessageAnswer]
    contacts: list[ContactAnswer]


class ClaimList(ListOf[ClaimAnswer]):
    """A page of claims."""


def claim_answer(row: ClaimRow, language: str) -> ClaimAnswer:
    """A claim in a list."""
    return ClaimAnswer(**_fields(row, language))


def claim_detail_answer(detail: ClaimDetail, language: str) -> ClaimDetailAnswer:
    """One claim with all of it."""
    return ClaimDetailAnswer(
        **_fields(detail.row, language),
        requested_by=detail.requested_by,
        available_quantity=detail.available_quantity,
        grantable_quantity=detail.grantable_quantity,
        steps=[_step(step, language) for step in detail.steps],
        messages=[MessageAnswer.model_validate(message) for message in detail.messages],
        contacts=[ContactAnswer.model_validate(contact) for contact in detail.contacts],
    )


def side_answer(side: Side) -> SideAnswer:
    """A side by name."""
    return SideAnswer(number=side.number, name=side.name, unit=side.unit_name)


def _step(step: StepRow, language: str) -> StepAnswer:
    return StepAnswer.model_validate(step).model_copy(update={"note": decline_reason(language, step.note)})


def _fields(row: ClaimRow, language: str) -> dict[str, Any]:
    same = {name: getattr(row, name) for name in ClaimAnswer.model_fields if name not in _OTHERWISE}
    return same | {
        "decline_reason": decline_reason(language, row.decline_reason),
        "owner": side_answer(row.owner),
        "claimant": side_answer(row.claimant),
        "appointment": AppointmentAnswer.model_validate(row.appointment) if row.appointment else None,
        "actions": list(row.actions),
    }


_OTHERWISE = frozenset({"decline_reason", "owner", "claimant", "appointment", "actions"})
