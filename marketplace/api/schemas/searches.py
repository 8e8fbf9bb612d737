"""What is searched for, as the API tells it."""

from pydantic import Field

from marketplace.api.schemas.base import Answer, Day, Paged
from marketplace.search.searches.queries import Shown


class SearchesQuery(Paged):
    """A period, the last 30 days unless said otherwise."""

    first: Day | None = Field(None, alias="from", description="The first day; 29 days before the last if left out.")
    last: Day | None = Field(None, alias="to", description="The last day; today if left out.")
    shown: Shown = Field(Shown.FREQUENT, description="`empty`: those that found nothing.")


class CountedAnswer(Answer):
    """Some words: how often they were asked, how often without a hit, and how often in as many days before."""

    words: str
    times: int
    empty: int
    times_before: int
    median_hits: int


class SumsAnswer(Answer):
    """All searches of the period. `seldom` are different words asked fewer than three times, which are not told."""

    times: int
    empty: int
    times_before: int
    seldom: int


class SearchesAnswer(Answer):
    """Searches, most frequent first. Nobody knows whose they were."""

    items: list[CountedAnswer]
    total: int
    page: int
    per_page: int
    sums: SumsAnswer
