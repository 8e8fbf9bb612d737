"""What calls about saved searches take and answer."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from marketplace.api.schemas.base import Answer, Input, ListOf, Text
from marketplace.api.schemas.listings import NamedNumber
from marketplace.api.schemas.search import SearchQuery
from marketplace.organisations.geography import place_of
from marketplace.search.saved.alerts import Alert
from marketplace.search.saved.models import SavedSearch
from marketplace.search.saved.queries import Answered
from marketplace.search.saved.service import LONGEST_NAME

Name = Annotated[Text, Field(max_length=LONGEST_NAME)]


class SavedSearchQuery(SearchQuery):
    """The search to keep, as `GET /listings` takes it."""


class SavedSearchInput(Input):
    """How soon the caller is told of what answers it from now on. Without a name it is called by what it asks."""

    name: Name = ""
    alert: Alert = Alert.AT_ONCE


class SavedSearchChange(Input):
    """What is left out stays as it is."""

    name: Name | None = None
    alert: Alert | None = None


class SavedSearchAnswer(Answer):
    """A search that is kept: `question` holds what is asked for. Of what was there before `since` nothing is told."""

    id: int
    name: str
    municipality: NamedNumber
    question: dict[str, Any]
    alert: Alert
    saved_at: datetime
    since: datetime


class SavedSearchList(ListOf[SavedSearchAnswer]):
    """A page of the caller's saved searches, newest first."""


class SavedSearchHitAnswer(Answer):
    """A listing that answered, open to the caller still."""

    listing_id: int
    title: str
    municipality: NamedNumber
    found_at: datetime


class SavedSearchHitList(ListOf[SavedSearchHitAnswer]):
    """A page of what answered since it was saved, newest first; `total` counts what is not open any more, too."""


def saved_search_answer(search: SavedSearch) -> SavedSearchAnswer:
    """A saved search as the API tells it."""
    return SavedSearchAnswer(
        id=search.id,
        name=search.name,
        municipality=_named(search.municipality_number),
        question=search.question,
        alert=search.alert,
        saved_at=search.saved_at,
        since=search.since,
    )


def hit_answer(hit: Answered) -> SavedSearchHitAnswer:
    """What answered as the API tells it."""
    card = hit.card
    return SavedSearchHitAnswer(
        listing_id=card.id, title=card.title, municipality=_named(card.municipality_number), found_at=hit.found_at
    )


def _named(number: str) -> NamedNumber:
    return NamedNumber(number=number, name=place_of(number).name)
