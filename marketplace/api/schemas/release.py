"""What calls about release and voluntary organisations take and answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from marketplace.api.schemas.base import Answer, Count, Input, ListOf, Query, Text
from marketplace.foundation.actor import Actor
from marketplace.listings import policies
from marketplace.listings.models import Listing
from marketplace.listings.wishes import Wish
from marketplace.organisations.fields import MOST_DAYS, MOST_NAME, ReleaseFields, VoluntaryFields
from marketplace.organisations.models import VoluntaryOrganisation
from marketplace.transfers.giving import PassedOver

Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]


class RulesInput(Input):
    """Days in each stage, 0 to pass it by; whether listings are shown before they open, and given to volunteers."""

    unit_days: Days
    municipality_days: Days
    network_days: Days
    shown_ahead: bool
    gives_to_voluntary: bool

    def said(self) -> ReleaseFields:
        """What was said."""
        return ReleaseFields(**self.model_dump())


class RulesAnswer(Answer):
    """Days in each stage, 0 where it is passed by. Without rules all opens to the network at once."""

    unit_days: int
    municipality_days: int
    network_days: int
    shown_ahead: bool
    gives_to_voluntary: bool


class VoluntaryQuery(Query):
    """Whether those that were removed are wanted too."""

    removed: bool = False


class VoluntaryInput(Input):
    """Who an organisation is, and the language of its letters. The number is nine digits, or empty."""

    name: Annotated[Text, Field(min_length=1, max_length=MOST_NAME)]
    email: Annotated[Text, Field(min_length=3, max_length=254)]
    organisation_number: Annotated[Text, Field(max_length=20)] = ""
    language: Annotated[str, Field(pattern="^(nb|nn|en)$")] = "nb"

    def said(self) -> VoluntaryFields:
        """What was said."""
        return VoluntaryFields(**self.model_dump())


class VoluntaryAnswer(Answer):
    """An organisation; given to no more from `removed_at`. It asked for no letters at `letters_stopped_at`."""

    id: int
    name: str
    email: str
    organisation_number: str | None
    language: str
    added_at: datetime
    removed_at: datetime | None
    letters_stopped_at: datetime | None
    actions: list[str]


class VoluntaryList(ListOf[VoluntaryAnswer]):
    """Organisations by name, all on one page."""


class GiftInput(Input):
    """How many it got, and how many claims in the queue the caller has seen and passes over by it."""

    quantity: Count
    passing_claims: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class WishAnswer(Answer):
    """What an organisation would like; `given_quantity` once it is answered, 0 for a no."""

    id: int
    organisation: str
    organisation_number: str | None
    email: str
    quantity: int
    message: str
    asked_at: datetime
    given_quantity: int | None
    answered_at: datetime | None
    actions: list[str]


class PassedOverAnswer(Answer):
    """A claim in the listing's queue that what is left could go to."""

    claim_id: int
    municipality: str
    quantity: int


class WishList(ListOf[WishAnswer]):
    """What is asked for, the unanswered first, all on one page; a gift passes over the claims in `passed_over`."""

    passed_over: list[PassedOverAnswer]


def voluntary_answer(organisation: VoluntaryOrganisation) -> VoluntaryAnswer:
    """An organisation as it is answered."""
    return VoluntaryAnswer(
        id=organisation.id,
        name=organisation.name,
        email=organisation.email,
        organisation_number=organisation.organisation_number,
        language=organisation.language,
        added_at=organisation.added_at,
        removed_at=organisation.closed_at,
        letters_stopped_at=organisation.letters_stopped_at,
        actions=["change", "remove" if organisation.closed_at is None else "reopen"],
    )


def wish_list(actor: Actor, listing: Listing, found: Sequence[Wish], passed_over: Sequence[PassedOver]) -> WishList:
    """What organisations would like of a listing."""
    items = [
        WishAnswer(
            id=wish.request.id,
            organisation=wish.organisation.name,
            organisation_number=wish.organisation.organisation_number,
            email=wish.organisation.email,
            quantity=wish.request.quantity,
            message=wish.request.message,
            asked_at=wish.request.asked_at,
            given_quantity=wish.request.given_quantity,
            answered_at=wish.request.answered_at,
            actions=["give", "decline"] if policies.may_answer_wish(actor, listing, wish.request) else [],
        )
        for wish in found
    ]
    passed = [PassedOverAnswer.model_validate(each) for each in passed_over]
    return WishList(items=items, total=len(items), page=1, per_page=max(len(items), 1), passed_over=passed)
