"""What calls about wanted notices take and answer."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from marketplace.api.schemas.base import Answer, Count, Day, Input, ListOf, Paged, Text
from marketplace.api.schemas.listings import NamedNumber
from marketplace.api.schemas.search import Centimetres
from marketplace.foundation.actor import Actor
from marketplace.organisations.geography import place_of
from marketplace.search.wanted import policies
from marketplace.search.wanted.fields import LONGEST_DESCRIPTION, LONGEST_NOTE, LONGEST_TITLE
from marketplace.search.wanted.models import WantedNotice
from marketplace.search.wanted.queries import MetBy, Progress
from marketplace.search.wanted.states import WantedState

Title = Annotated[Text, Field(min_length=1, max_length=LONGEST_TITLE)]
Description = Annotated[Text, Field(max_length=LONGEST_DESCRIPTION)]
Category = Annotated[Text, Field(max_length=24)]
Key = Annotated[int, Field(ge=1, le=2**53)]


class WantedQuery(Paged):
    """`own`: all that the caller's municipality ever wanted, instead of what the network wants now."""

    own: bool = False


class WantedInput(Input):
    """What is wanted: `title` is matched as a search is. With `must_match` one owner must have them all.

    Without `closes_on` it is shown until `by_on`, or for ninety days.
    """

    title: Title
    quantity: Count = 1
    description: Description = ""
    category: Category | None = None
    must_match: bool = False
    max_width_cm: Centimetres | None = None
    max_depth_cm: Centimetres | None = None
    max_height_cm: Centimetres | None = None
    by_on: Day | None = None
    closes_on: Day | None = None

    def said(self) -> dict[str, Any]:
        """By the names of `WantedFields`."""
        return _said({name: getattr(self, name) for name in WantedInput.model_fields})


class WantedChange(Input):
    """What is left out stays; null empties what may be empty. `version` guards against overwriting a change."""

    title: Title | None = None
    quantity: Count | None = None
    description: Description | None = None
    category: Category | None = None
    must_match: bool | None = None
    max_width_cm: Centimetres | None = None
    max_depth_cm: Centimetres | None = None
    max_height_cm: Centimetres | None = None
    by_on: Day | None = None
    closes_on: Day | None = None
    version: Annotated[int, Field(ge=1, le=2**53)] | None = None

    def said(self) -> dict[str, Any]:
        """By the names of `WantedFields`."""
        given = {name: getattr(self, name) for name in self.model_fields_set - {"version"}}
        kept = ("title", "quantity", "description", "must_match")
        return _said({name: value for name, value in given.items() if value is not None or name not in kept})


class WantedReply(Input):
    """The listing that the caller has it on; left out, a draft is made of it. `note` goes along."""

    listing_id: Key | None = None
    note: Annotated[Text, Field(max_length=LONGEST_NOTE)] = ""


class WantedAnswer(Answer):
    """A wanted notice; `actions` is what the caller may do with it now."""

    id: int
    title: str
    description: str
    municipality: NamedNumber
    category: str | None
    quantity: int
    must_match: bool
    max_width_cm: int | None
    max_depth_cm: int | None
    max_height_cm: int | None
    by_on: date | None
    closes_on: date
    state: WantedState
    made_at: datetime
    version: int
    actions: list[str]


class WantedList(ListOf[WantedAnswer]):
    """A page of wanted notices, newest first."""


class WantedMatchAnswer(Answer):
    """What meets a notice: a listing that is open to the caller, or an asset of the caller's own municipality."""

    listing_id: int | None
    asset_id: int | None
    title: str
    municipality: NamedNumber
    quantity: int
    answered_at: datetime | None
    note: str


class WantedMatchList(Answer):
    """All that meets a notice as far as the caller may see it, and how many of those wanted it comes to."""

    items: list[WantedMatchAnswer]
    wanted: int
    found: int
    secured: int


class WantedReplyAnswer(Answer):
    """The listing that was answered with."""

    listing_id: int


def wanted_answer(actor: Actor, notice: WantedNotice) -> WantedAnswer:
    """A notice as the API tells it."""
    plain = set(WantedAnswer.model_fields) - {"municipality", "category", "actions"}
    return WantedAnswer(
        **{name: getattr(notice, name) for name in plain},
        municipality=_named(notice.municipality_number),
        category=notice.category_code,
        actions=policies.actions(actor, notice),
    )


def matches_answer(met_by: list[MetBy], progress: Progress) -> WantedMatchList:
    """What meets a notice as the API tells it."""
    return WantedMatchList(
        items=[_match(each) for each in met_by],
        wanted=progress.wanted,
        found=progress.found,
        secured=progress.secured,
    )


def _match(met: MetBy) -> WantedMatchAnswer:
    title = met.card.title if met.card else met.asset.name if met.asset else ""
    thing = met.card or met.asset
    return WantedMatchAnswer(
        listing_id=met.match.listing_id,
        asset_id=met.match.asset_id,
        title=title,
        municipality=_named(thing.municipality_number if thing else ""),
        quantity=met.quantity,
        answered_at=met.match.answered_at,
        note=met.match.note,
    )


def _named(number: str) -> NamedNumber:
    return NamedNumber(number=number, name=place_of(number).name)


def _said(given: dict[str, Any]) -> dict[str, Any]:
    return {"category_code" if name == "category" else name: value for name, value in given.items()}
