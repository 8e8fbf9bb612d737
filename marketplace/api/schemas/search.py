"""What searching takes and answers."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from marketplace.api.schemas.base import Answer, Day, Paged, Query
from marketplace.api.schemas.listings import NamedCode, NamedNumber, PhotoAnswer
from marketplace.catalogue.conditions import Condition
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Invalid
from marketplace.listings.states import Stage
from marketplace.search.asking import How, Subject
from marketplace.search.criteria import Criteria, checked
from marketplace.search.engine import FREE, LOAN, PRICED, TAKE_OVER, Sort, SuggestionKind

MOST_VALUES = 400

Codes = Annotated[list[Annotated[str, Field(max_length=24)]], Field(max_length=MOST_VALUES)]
Centimetres = Annotated[int, Field(ge=1, le=100_000)]


def terms_chosen(value: object) -> object:
    """A choice of the facet `terms` may be sent back by its code."""
    return {LOAN: True, TAKE_OVER: False}.get(value, value) if isinstance(value, str) else value


def price_chosen(value: object) -> object:
    """A choice of the facet `price` may be sent back by its code."""
    return {FREE: True, PRICED: False}.get(value, value) if isinstance(value, str) else value


class SearchQuery(Paged):
    """Several values of a parameter mean any of them; different parameters must all hold.

    A category includes its children. `near` is a municipality's number, `site:` and the id of a site of the caller's
    municipality, or a position, `59.83,10.43`; left out it is the caller's municipality. Distances are as the crow
    flies. `free` may also be a code of the facet `price`: `free` or `priced`; `loan`, whether it is lent out to come
    back, one of the facet `terms`: `loan` or `take_over`. `explain` tells how each hit's score came about, to those who
    mind the search.
    """

    q: str = ""
    category: Codes = Field(default_factory=list)
    municipality: Codes = Field(default_factory=list)
    county: Codes = Field(default_factory=list)
    condition: Codes = Field(default_factory=list)
    near: Annotated[str, Field(max_length=60)] = ""
    within_km: Annotated[float, Field(gt=0, le=3000, allow_inf_nan=False)] | None = None
    min_quantity: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    max_width_cm: Centimetres | None = None
    max_depth_cm: Centimetres | None = None
    max_height_cm: Centimetres | None = None
    free: Annotated[bool, BeforeValidator(price_chosen)] | None = None
    loan: Annotated[bool, BeforeValidator(terms_chosen)] | None = None
    available_by: Day | None = None
    sort: Sort = Sort.RELEVANCE
    explain: bool = False

    def criteria(self, actor: Actor) -> Criteria:
        """The same, for search.

        Raises:
            Invalid: naming each field that cannot be searched for.
        """
        wanted, wrong = checked(self._said(), actor)
        if wrong:
            raise Invalid(fields=wrong)
        return wanted

    def _said(self) -> Criteria:
        return Criteria(
            q=self.q,
            categories=tuple(self.category),
            municipalities=tuple(self.municipality),
            counties=tuple(self.county),
            conditions=tuple(self.condition),
            near=self.near,
            within_km=self.within_km,
            min_quantity=self.min_quantity,
            max_width_cm=self.max_width_cm,
            max_depth_cm=self.max_depth_cm,
            max_height_cm=self.max_height_cm,
            free=self.free,
            loan=self.loan,
            available_by=self.available_by,
            sort=self.sort,
            page=self.page,
            per_page=self.per_page,
        )


class SuggestionsQuery(Query):
    """The beginning of a question."""

    q: str = ""


class HighlightAnswer(Answer):
    """Where in the title, counted in characters, the word `asked` is answered, and how; `meaning` stands for it."""

    start: int
    end: int
    how: How
    asked: str
    meaning: str


class ReasonAnswer(Answer):
    """What answered a word best: `score` is the word's rarity and importance times `part`, how well it did."""

    asked: str
    how: How
    meaning: str
    rarity: float
    part: float
    score: float


class ExplanationAnswer(Answer):
    """A hit's score: the sum of its reasons' times the share of the question that they cover."""

    score: float
    covered: float
    reasons: list[ReasonAnswer]


class FoundAnswer(Answer):
    """A listing among the hits. `available_quantity` is what nobody holds; `actions` what the caller may do now.

    `explanation` is given when it is asked for.
    """

    id: int
    title: str
    description: str
    category: NamedCode
    municipality: NamedNumber
    condition: Condition
    quantity: int
    available_quantity: int
    photos: list[PhotoAnswer]
    price_nok: int
    published_at: datetime | None
    available_from: date | None
    closes_at: datetime | None
    stage: Stage
    distance_km: float | None
    actions: list[str]
    highlights: list[HighlightAnswer]
    explanation: ExplanationAnswer | None


class Choice(Answer):
    """What one may choose, and how many hits it would give beside the other filters."""

    code: str
    name: str
    count: int


class FacetsAnswer(Answer):
    """The choices of each group; a group's counts ignore what is chosen in it.

    `within_km` is by kilometres as the crow flies. `without` has for each filter in use, by its parameter, how many
    hits there would be without it.
    """

    category: list[Choice]
    municipality: list[Choice]
    county: list[Choice]
    condition: list[Choice]
    price: list[Choice]
    terms: list[Choice]
    within_km: list[Choice]
    without: dict[str, int]


class UnderstoodAnswer(Answer):
    """A word of the question, what it is about, and the categories, places or conditions it names."""

    asked: str
    subject: Subject
    codes: list[str]
    at_least: int | None


class SearchAnswer(Answer):
    """A page of hits. `did_you_mean` is the question as it was searched, if a word was repaired.

    `understood` has the words of the question that are no things: what each is about, and the codes it names. They
    raise hits and leave none out. `plain` while the index is missing or damaged and is built anew: words are then found
    as they are written only.
    """

    items: list[FoundAnswer]
    total: int
    page: int
    per_page: int
    facets: FacetsAnswer
    did_you_mean: str | None
    plain: bool
    understood: list[UnderstoodAnswer]


class SuggestionAnswer(Answer):
    """What somebody may be about to ask.

    `count` is how many listings write the completed word, are in the category, are hits there, or are of the brand.
    """

    text: str
    kind: SuggestionKind
    category: NamedCode | None
    count: int


class SuggestionsAnswer(Answer):
    """Whole questions that begin like the one asked, commonest first; `suggestions` has categories and brands too."""

    items: list[str]
    suggestions: list[SuggestionAnswer]
