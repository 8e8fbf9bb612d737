"""Figures as the API tells them."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from marketplace.api.schemas.base import Answer, Day, Query
from marketplace.statistics.grouping import GroupBy


class ExportFormat(StrEnum):
    """What kind of file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    PDF = "pdf"


class ExportTable(StrEnum):
    """Which rows a CSV file holds; other files hold both."""

    TRANSFERS = "transfers"
    FACTS = "facts"


class PeriodQuery(Query):
    """A period, this year unless said otherwise, of the network or of one municipality."""

    first: Day | None = Field(None, alias="from", description="The first day; 1 January this year if left out.")
    last: Day | None = Field(None, alias="to", description="The last day; 31 December of that year if left out.")
    municipality: str | None = Field(None, pattern=r"^[0-9]{4}$", description="A municipality's number.")


class StatisticsQuery(PeriodQuery):
    """A period, perhaps split."""

    group_by: GroupBy | None = None
    category: str | None = Field(None, max_length=20, description="A category's code; those under it count, too.")
    with_year_before: bool = Field(False, description="Also the figures of the same days a year earlier.")


class ExportQuery(PeriodQuery):
    """A period as a file."""

    format: ExportFormat
    table: ExportTable = Field(
        ExportTable.TRANSFERS,
        description="The rows of a CSV file: hand-overs, or the facts that the other figures are counted from.",
    )
    category: str | None = Field(None, max_length=20, description="A category's code; those under it count, too.")


class PeriodAnswer(Answer):
    """Both days included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")


class FiguresAnswer(Answer):
    """Rates from 0 to 1; null where the base is less than 5 (see `bases`), or nothing is known."""

    units_listed: int
    units_handed_over: int
    units_returned: int
    units_received: int
    turnover_rate: float | None
    disposition_reuse_rate: float | None
    network_share: float | None
    weight_kg: float | None
    co2e_gross_kg: float | None
    co2e_gross_low_kg: float | None
    co2e_gross_high_kg: float | None
    co2e_cautious_kg: float | None
    co2e_cautious_low_kg: float | None
    co2e_cautious_high_kg: float | None
    value_saved_nok: int | None
    median_days_to_hand_over: float | None
    p90_days_to_hand_over: int | None
    hand_overs: int
    listings_without_claim: int
    claims_lapsed: int
    weight_coverage: float | None
    factor_coverage: float | None
    price_coverage: float | None
    range_coverage: float | None


class BaseAnswer(Answer):
    """The counts behind a figure: `part` of `base`."""

    part: int
    base: int


class BasesAnswer(Answer):
    """The counts behind each rate, told also where the rate is not."""

    turnover_rate: BaseAnswer
    disposition_reuse_rate: BaseAnswer
    network_share: BaseAnswer
    weight_coverage: BaseAnswer
    factor_coverage: BaseAnswer
    price_coverage: BaseAnswer
    range_coverage: BaseAnswer
    listings_without_claim: BaseAnswer
    claims_lapsed: BaseAnswer


class Known(Answer):
    """Units by where their value came from."""

    own: int
    category: int
    none: int


class CoverageAnswer(Answer):
    """How much the amounts cover."""

    weight: Known
    factor: Known
    price: Known


class GroupAnswer(Answer):
    """One part."""

    key: str
    name: str
    figures: FiguresAnswer
    bases: BasesAnswer
    coverage: CoverageAnswer


class StatisticsAnswer(Answer):
    """All figures of a period."""

    period: PeriodAnswer
    municipality: str | None
    figures: FiguresAnswer
    bases: BasesAnswer
    coverage: CoverageAnswer
    groups: list[GroupAnswer]
    definitions: dict[str, str]
    formulas: dict[str, str]
    year_before: FiguresAnswer | None = Field(None, description="If asked for with `with_year_before`.")
