"""What calls about windows to fetch in take and answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from marketplace.api.schemas.base import Answer, Input, ListOf, Query, Text
from marketplace.claims.texts import PLACE_LIMIT
from marketplace.claims.windows import MOST, MOST_CAPACITY, MOST_WEEKS, WindowRow

Id = Annotated[int, Field(ge=1, lt=2**63)]


class WindowsQuery(Query):
    """Which windows: those for one listing, or all."""

    listing_id: Id | None = None


class WindowInput(Input):
    """Where and when, times with their zone; for how many claims, for how many weeks, and for which listing."""

    place: Annotated[Text, Field(min_length=1, max_length=PLACE_LIMIT)]
    from_at: AwareDatetime = Field(alias="from")
    until_at: AwareDatetime = Field(alias="until")
    capacity: Annotated[int, Field(ge=1, le=MOST_CAPACITY)] = 1
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] = 1
    listing_id: Id | None = None


class ChoiceInput(Input):
    """Which window."""

    window_id: Id


class WindowAnswer(Answer):
    """A window; `taken` of its `capacity` are chosen. Without a listing it is for all that the side offers."""

    id: int
    place: str
    from_at: datetime = Field(serialization_alias="from")
    until_at: datetime = Field(serialization_alias="until")
    capacity: int
    taken: int
    listing_id: int | None


class WindowList(ListOf[WindowAnswer]):
    """Windows, the first first, all on one page."""


def window_list(rows: Sequence[WindowRow]) -> WindowList:
    """Windows as they are answered."""
    items = [WindowAnswer.model_validate(row) for row in rows]
    return WindowList(items=items, total=len(items), page=1, per_page=MOST)
