"""What went where, what left which site, and municipalities beside each other, as the API tells them."""

from pydantic import Field

from marketplace.api.schemas.base import Answer
from marketplace.api.schemas.statistics import FiguresAnswer, PeriodAnswer, PeriodQuery


class FlowsQuery(PeriodQuery):
    """A period, perhaps of one category."""

    category: str | None = Field(None, max_length=20, description="A category's code; those under it count, too.")


class Place(Answer):
    """A municipality."""

    number: str
    name: str


class FlowAnswer(Answer):
    """What went from one municipality to another, or stayed in one."""

    giver: Place
    receiver: Place
    units: int
    co2e_gross_kg: float | None
    co2e_cautious_kg: float | None
    weight_kg: float | None
    value_saved_nok: int | None


class FlowsAnswer(Answer):
    """The flows of a period, the greatest first."""

    period: PeriodAnswer
    municipality: str | None
    items: list[FlowAnswer]


class SiteAnswer(Answer):
    """What left a site; `id` null where none was given."""

    id: int | None
    name: str
    figures: FiguresAnswer


class SitesAnswer(Answer):
    """What left each site of the caller's own municipality."""

    period: PeriodAnswer
    municipality: str
    items: list[SiteAnswer]


class BesideFigureAnswer(Answer):
    """A figure beside the year before and the middle of similar municipalities; `per_thousand`: per 1 000 people."""

    figure: str
    per_thousand: bool
    own: float | None
    year_before: float | None
    similar: float | None


class BesideSimilarAnswer(Answer):
    """A municipality beside the five members with the population nearest to its own; empty where there are too few."""

    period: PeriodAnswer
    municipality: str
    similar: list[Place]
    items: list[BesideFigureAnswer]
