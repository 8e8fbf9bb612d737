"""The report to Klimasats as the API takes and tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from marketplace.api.schemas.base import Answer, Day, Query, Text
from marketplace.api.schemas.statistics import BasesAnswer, CoverageAnswer, FiguresAnswer, PeriodAnswer
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.tabular.columns import Record
from marketplace.foundation.texts import clean
from marketplace.statistics.definitions import definitions
from marketplace.statistics.figures import bases, figures
from marketplace.statistics.klimasats.assumptions import (
    LONG_TERM_YEARS,
    MOST_PERCENT,
    MOST_TEXT,
    PROJECT_BEGAN,
    Assumptions,
    Hours,
    hourly_cap,
)
from marketplace.statistics.klimasats.files import KlimasatsFormat
from marketplace.statistics.klimasats.gathering import Material
from marketplace.statistics.periods import period
from marketplace.statistics.workbook import coverage

_HOURS = r"^[0-9]{4}:[0-9]{1,6}(\.[0-9]{1,2})?(:[0-9]{1,4})?$"
Spent = Annotated[str, Field(pattern=_HOURS)]


def _percent(least: int, meaning: str) -> Any:
    limits: dict[str, Any] = {"ge": least, "le": MOST_PERCENT, "max_digits": 7, "decimal_places": 4}
    return Field(Decimal(0), allow_inf_nan=False, description=meaning, **limits)


class KlimasatsQuery(Query):
    """What whoever reports states; all of it stands in the query, nothing is kept."""

    first: Day | None = Field(None, alias="from", description="The first day; when the project began if left out.")
    last: Day | None = Field(None, alias="to", description="The last day; today if left out.")
    municipality: str | None = Field(None, pattern=r"^[0-9]{4}$", description="A municipality's number.")
    horizon: int | None = Field(
        None, ge=2000, le=2100, description="The last year of the longer term; ten after the period if left out."
    )
    growth_percent: Decimal = _percent(-MOST_PERCENT, "How much reuse grows in a year, in percent.")
    cleaner_percent: Decimal = _percent(0, "How much cleaner new things become in a year, in percent.")
    hours: list[Spent] = Field(
        default_factory=list,
        max_length=20,
        description=(
            "Hours of a year, and perhaps what one cost in kroner: `2026:37.5` or `2026:37.5:650`, once for each year. "
            "Years that are left out count the hours that are recorded."
        ),
    )
    text: Annotated[Text, Field(max_length=MOST_TEXT)] = Field("", description="What else is assumed, in words.")

    def stated(self, today: date, logged: Mapping[int, Decimal]) -> Assumptions:
        """What is stated, and of the years not named the hours recorded.

        Raises:
            Invalid: naming each field that cannot be reckoned with.
        """
        chosen = period(self.first or PROJECT_BEGAN, self.last or today)
        years = range(chosen.first.year, chosen.last.year + 1)
        known = {year: Hours(year, logged[year]) for year in years if year in logged}
        return Assumptions(
            period=chosen,
            municipality_number=self.municipality,
            horizon=self.horizon or chosen.last.year + LONG_TERM_YEARS,
            growth_percent=self.growth_percent,
            cleaner_percent=self.cleaner_percent,
            hours=tuple(hours for _, hours in sorted((known | self._spent(years)).items())),
            text=clean(self.text, lines=True),
        )

    def _spent(self, years: range) -> dict[int, Hours]:
        found: dict[int, Hours] = {}
        for said in self.hours:
            of, hours, *rate = said.split(":")
            year = int(of)
            if year not in years or year in found:
                raise Invalid(fields=(FieldError("hours", "klimasats-hours-of-other-year"),))
            found[year] = Hours(year, Decimal(hours), int(rate[0]) if rate else None)
        return found


class KlimasatsExportQuery(KlimasatsQuery):
    """It as a file."""

    format: KlimasatsFormat


class HoursOfYearAnswer(Answer):
    """Hours × what one counts for: its cost (null: the cap), but not above the year's cap."""

    year: int
    hours: float
    rate_nok: int | None
    cap_nok: int
    counted_rate_nok: int
    amount_nok: int


class AheadAnswer(Answer):
    """What a stretch of years is expected to bring: the middle, and the ends that eight of ten draws lie between."""

    figure: str
    first_year: int
    last_year: int
    middle: float
    low: float
    high: float


class YearAnswer(Answer):
    """A calendar year of the period, the outer ones cut off at its ends."""

    year: int
    figures: FiguresAnswer


class CategoryFiguresAnswer(Answer):
    """What moved of a category."""

    key: str
    name: str
    figures: FiguresAnswer


class UsedFactorAnswer(Answer):
    """A version of a factor that what was received was reckoned with; null `units` for transport and repairs."""

    category: str | None
    name: str
    variant: str
    version: int
    basis: str
    co2e_kg: float
    low_kg: float | None
    high_kg: float | None
    confidence: str
    units: int | None = None
    co2e_gross_kg: float | None = None
    valid_from: date
    source: str
    source_year: int
    cost_nok_per_km: float | None = None


class KlimasatsAnswer(Answer):
    """The report: results so far, the next three years, the longer term, and all that they rest on.

    The next years are drawn from the last whole months (`drawn_from`) as they were, without growth; empty while fewer
    than three are known (`months_known`). The longer term is what `growth_percent` and `cleaner_percent` make of it.
    """

    period: PeriodAnswer
    municipality: str | None
    horizon: int
    growth_percent: float
    cleaner_percent: float
    text: str
    figures: FiguresAnswer
    bases: BasesAnswer
    coverage: CoverageAnswer
    years: list[YearAnswer]
    categories: list[CategoryFiguresAnswer]
    drawn_from: PeriodAnswer
    months_known: int
    next_years: list[AheadAnswer]
    longer_term: list[AheadAnswer]
    hours: list[HoursOfYearAnswer]
    hours_amount_nok: int
    factors: list[UsedFactorAnswer]
    definitions: dict[str, str]


def klimasats_answer(material: Material, factors: Sequence[Record]) -> KlimasatsAnswer:
    """The report as the API tells it."""
    stated, months = material.stated, material.months
    return KlimasatsAnswer.model_validate(
        {
            "period": {"from": stated.period.first, "to": stated.period.last},
            "municipality": stated.municipality_number,
            "horizon": stated.horizon,
            "growth_percent": stated.growth_percent,
            "cleaner_percent": stated.cleaner_percent,
            "text": stated.text,
            "figures": asdict(figures(material.whole)),
            "bases": {name: asdict(base) for name, base in bases(material.whole).items()},
            "coverage": coverage(material.whole),
            "years": [{"year": year, "figures": asdict(figures(sums))} for year, sums in material.years],
            "categories": [
                {"key": group.key, "name": group.name, "figures": asdict(figures(group.sums))}
                for group in material.categories
            ],
            "drawn_from": {"from": months.first, "to": months.last},
            "months_known": material.months_known,
            "next_years": [asdict(each) for each in material.next_years],
            "longer_term": [asdict(each) for each in material.longer_term],
            "hours": [_hours(each) for each in stated.hours],
            "hours_amount_nok": sum(each.amount_nok for each in stated.hours),
            "factors": list(factors),
            "definitions": definitions(material.actor.language),
        }
    )


def _hours(hours: Hours) -> dict[str, Any]:
    return {
        **asdict(hours),
        "cap_nok": hourly_cap(hours.year),
        "counted_rate_nok": hours.counted_rate_nok,
        "amount_nok": hours.amount_nok,
    }
